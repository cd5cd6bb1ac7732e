"""What is asked of a person to know whether a programme is open to them (``tables/questions.tsv``).

A question names a field that rules speak of, the kind of its answer, whether it is a personal trait, and what of a
stored worker answers it. Answers come with a request and go with it: they are not stored, not logged, and no message
repeats one, so that a refused request gives nothing away either.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

from taxonomy.education import LEVELS, level_rank
from taxonomy.errors import InputError
from taxonomy.text import fold

Kind = Literal["yes_no", "number", "choice", "level", "province", "words"]
"""Kinds of answer; ``level`` is of ``taxonomy.education.LEVELS``, ``province`` a code of two digits."""

FromRecord = Literal["", "education", "study", "experience_months", "province"]
"""Fields of a coded worker that answer a question."""

Value = bool | int | str | tuple[str, ...]
"""An answer: yes or no, a number, a choice, level or code, or the folded words of a field of study."""

MAX_WORDS = 200
"""Characters of an answer in words."""

_YES, _NO = frozenset({"ya", "yes", "true", "y"}), frozenset({"tidak", "no", "false", "t", "n"})
_SAME_LEVEL = {"SMK": "SMA", "MA": "SMA", "MAK": "SMA", "MTS": "SMP", "NERS": "PROFESI"}
_NAME = re.compile(r"[a-z0-9_]{1,40}")
"""A name that may be repeated in a message; anything else might be an answer."""
_CODE = re.compile(r"[1-9]\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question.

    Attributes:
        field: Key, ``age_years``.
        kind: Of the answer.
        least: Least number; 0 for other kinds.
        most: Greatest number; 0 for other kinds.
        choices: What may be chosen; empty for other kinds.
        is_personal: A trait (age, sex, disability, household) that only an answer can tell, used for this check alone.
        record: What of a coded worker answers it, or empty.
        skills: Ids of skills and licences of which one, held, answers yes; a record that lacks them answers nothing.
        asks: Language (``id``, ``en``) to the question.
    """

    field: str
    kind: Kind
    least: int
    most: int
    choices: tuple[str, ...]
    is_personal: bool
    record: FromRecord
    skills: tuple[str, ...]
    asks: Mapping[str, str]

    @property
    def wanted(self) -> str:
        """What an answer may be, for messages."""
        return {
            "yes_no": "true or false",
            "number": f"a whole number from {self.least} to {self.most}",
            "choice": f"one of {', '.join(self.choices)}",
            "level": f"one of {', '.join(LEVELS)}, SMK",
            "province": "a province code of two digits, such as 32",
            "words": f"text of at most {MAX_WORDS} characters",
        }[self.kind]


def read_answers(raw: Mapping[str, Any], questions: Mapping[str, Question], where: str = "answers") -> dict[str, Value]:
    """Answers as they came, read; those that are null are left out, for nobody must answer.

    Args:
        raw: Field to answer; also text, as a command line gives it.
        questions: Field to question.
        where: For messages.

    Raises:
        InputError: No such question, or an answer that is none; names the field, never the answer.
    """
    read = dict[str, Value]()
    for field, given in raw.items():
        question = questions.get(field)
        if question is None:
            named = f"{where}.{field}" if _NAME.fullmatch(field) else where
            raise InputError(wanted="fields of the questions about programmes", found="another field", where=named)
        if given is not None:
            read[field] = read_answer(question, given, f"{where}.{field}")
    return read


def read_answer(question: Question, given: Any, where: str) -> Value:
    """One answer.

    Raises:
        InputError: It is none of the kind; says what kind of thing was there, not what.
    """
    readers = {"yes_no": _yes_no, "number": _number, "choice": _choice, "level": _level}
    read = readers.get(question.kind, _province if question.kind == "province" else _words)(question, given)
    if read is None:
        raise InputError(wanted=question.wanted, found=_kind_of(given), where=where)
    return read


def _kind_of(given: object) -> str:
    names = {"bool": "true or false", "int": "another number", "float": "another number", "str": "other text"}
    return names.get(type(given).__name__, "a list" if isinstance(given, list | tuple) else "an object")


def _yes_no(question: Question, given: Any) -> bool | None:
    if isinstance(given, bool):
        return given
    word = given.strip().casefold() if isinstance(given, str) else ""
    return True if word in _YES else False if word in _NO else None


def _number(question: Question, given: Any) -> int | None:
    if isinstance(given, str) and re.fullmatch(r"\s*[0-9]{1,12}\s*", given):
        given = int(given)
    if isinstance(given, bool) or not isinstance(given, int):
        return None
    return given if question.least <= given <= question.most else None


def _choice(question: Question, given: Any) -> str | None:
    return given if isinstance(given, str) and given in question.choices else None


def _level(question: Question, given: Any) -> str | None:
    if not isinstance(given, str):
        return None
    name = given.strip().upper()
    name = _SAME_LEVEL.get(name, name)
    return LEVELS[level_rank(name)] if name in LEVELS else None


def _province(question: Question, given: Any) -> str | None:
    return given if isinstance(given, str) and _CODE.fullmatch(given) else None


def _words(question: Question, given: Any) -> tuple[str, ...] | None:
    if not isinstance(given, str) or len(given) > MAX_WORDS or not any(letter.isalnum() for letter in fold(given)):
        return None
    return (fold(given),)


def question_of(row: Mapping[str, str], where: str) -> Question:
    """A line of the table.

    Raises:
        InputError: A kind, a bound, the choices or a sentence is missing or faulty; names the line.
    """
    kind, record = row["kind"], row["record"]
    if kind not in get_args(Kind) or record not in get_args(FromRecord) or row["personal"] not in {"yes", "no"}:
        wanted = f"a kind of {', '.join(get_args(Kind))}, yes or no, and a field of a worker or nothing"
        raise InputError(wanted=wanted, found=f"{kind}, {row['personal']}, {record}", where=where)
    choices = tuple(row["choices"].split("|")) if row["choices"] else ()
    bounds = [row["least"], row["most"]]
    is_whole = all(bound.isdecimal() for bound in bounds) if kind == "number" else not any(bounds)
    if not is_whole or bool(choices) != (kind == "choice") or not (row["asks_id"] and row["asks_en"]):
        wanted = "bounds of a number, choices of a choice, and the question in both languages"
        raise InputError(wanted=wanted, found=dict(row), where=where)
    return Question(
        field=row["field"],
        kind=cast(Kind, kind),
        least=int(row["least"] or 0),
        most=int(row["most"] or 0),
        choices=choices,
        is_personal=row["personal"] == "yes",
        record=cast(FromRecord, record),
        skills=tuple(row["skills"].split()),
        asks={"id": row["asks_id"], "en": row["asks_en"]},
    )
