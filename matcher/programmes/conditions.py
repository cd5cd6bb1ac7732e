"""A condition of a rule: a field, an operator and what is wanted, as tables write them; whether a value meets it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from matcher.programmes.questions import Kind, Question, Value, read_answer
from taxonomy.education import level_rank
from taxonomy.errors import InputError
from taxonomy.text import fold

OPERATORS: Mapping[Kind, tuple[str, ...]] = {
    "yes_no": ("is",),
    "number": ("at_least", "at_most"),
    "choice": ("in", "not_in"),
    "level": ("at_least", "at_most"),
    "province": ("in", "not_in"),
    "words": ("names_any",),
}
"""What may be asked of an answer of each kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A condition on one field.

    Attributes:
        question: Of the field.
        operator: One of ``OPERATORS`` of the question's kind.
        wanted: What it is held against: one value for ``is``, ``at_least`` and ``at_most``, else one or more.
    """

    question: Question
    operator: str
    wanted: tuple[Value, ...]

    def holds(self, value: Value) -> bool:
        """Whether a value meets it."""
        if self.operator in {"is", "in"}:
            return value in self.wanted
        if self.operator == "not_in":
            return value not in self.wanted
        if self.operator == "names_any":
            return isinstance(value, tuple) and any(_names(words, str(one)) for words in value for one in self.wanted)
        least, given = (_rank(self.question, one) for one in (self.wanted[0], value))
        return given >= least if self.operator == "at_least" else given <= least


def _rank(question: Question, value: Value) -> int:
    return level_rank(str(value)) if question.kind == "level" else int(str(value))


def _names(words: str, name: str) -> bool:
    """Whether folded words have a name in them, as a word of its own."""
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words) is not None


def condition_of(row: Mapping[str, str], questions: Mapping[str, Question], where: str) -> Condition:
    """Columns ``field``, ``operator`` and ``value`` of a table; several values stand with ``|`` between them.

    Raises:
        InputError: No such field, an operator that is not of its kind, or a value that is no answer; names the line.
    """
    question = questions.get(row["field"])
    if question is None:
        raise InputError(wanted="a field of questions.tsv", found=row["field"], where=where)
    if row["operator"] not in OPERATORS[question.kind]:
        wanted = f"{' or '.join(OPERATORS[question.kind])} of {question.field}"
        raise InputError(wanted=wanted, found=row["operator"], where=where)
    several = row["operator"] in {"in", "not_in", "names_any"}
    parts = row["value"].split("|") if several else [row["value"]]
    if question.kind == "words":
        wanted_values: tuple[Value, ...] = tuple(fold(part) for part in parts)
        if not all(wanted_values):
            raise InputError(wanted="words", found="nothing", where=where)
    else:
        wanted_values = tuple(read_answer(question, part, f"{where}, value '{part}'") for part in parts)
    return Condition(question=question, operator=row["operator"], wanted=wanted_values)
