"""Programmes, their rules, their benefits and the sources of each, as they stand in the tables.

Every rule and benefit names its source, the article or part of it, the days on which it held and the day up to which it
is known; ``is_verified`` says that the text of the source, or a report that quotes it, was read. What was typed from
memory is not verified, and everything that is shown says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from matcher.programmes.conditions import Condition
from matcher.programmes.questions import Question

ProgrammeKind = Literal[
    "training", "certification", "internship", "entrepreneurship", "credit", "labour_intensive", "income", "placement",
    "overseas", "disability", "settlement",
]  # fmt: skip
"""What a programme is, before all else."""

Status = Literal["open", "by_quota", "announced", "paused", "ended"]
"""``open`` all year; ``by_quota`` in waves; ``announced`` and not begun; ``paused`` without a date; ``ended``."""

SourceKind = Literal["law", "announcement", "press"]
"""A law or decree; a notice of the body that runs it; a newspaper that tells of either."""

Per = Literal["once", "month", "day", "group", "at_most", "percent"]
"""What an amount is for; ``at_most`` is the ceiling of a loan, ``percent`` is no rupiah at all."""

Phase = Literal["running", "not_yet", "announced", "paused", "over"]
"""Where a programme stands on a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A law, a notice or a report.

    Attributes:
        id: Key.
        kind: What it is.
        citation: As it is cited.
        issued: Its day, month or year, as far as it is known: ``2025-02-07``, ``2025-02``, ``2025``.
        about: Language to what it is about, in our words.
    """

    id: str
    kind: SourceKind
    citation: str
    issued: str
    about: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """When something held, and how it is known.

    Attributes:
        source: Where it stands.
        article: Article or part of the source, or empty.
        valid_from: First day; None for no first day.
        valid_until: Last day; None for no last day that is known.
        as_of: Day up to which it is known: of the newest text that it rests on.
        is_verified: Whether the source, or a report that quotes it, was read; else it was typed from memory.
    """

    source: Source
    article: str
    valid_from: date | None
    valid_until: date | None
    as_of: date
    is_verified: bool

    def on(self, day: date) -> bool:
        """Whether it holds on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )

    @property
    def citation(self) -> str:
        """Source and article."""
        return f"{self.source.citation}, {self.article}" if self.article else self.source.citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One condition of a programme.

    Attributes:
        id: Key within the programme.
        one_of: Rules of a programme with the same name here are alternatives, of which one is enough; empty for none.
        condition: What must hold.
        reason: Language to the rule in words.
        held: When and by which source.
    """

    id: str
    one_of: str
    condition: Condition
    reason: Mapping[str, str]
    held: Held


@dataclass(frozen=True, slots=True, kw_only=True)
class Benefit:
    """What a programme gives.

    Attributes:
        words: Language to what it is.
        low: Rupiah, or percent; None where no amount is known.
        high: The same, where there is a range.
        per: What the amount is for.
        held: When and by which source.
    """

    words: Mapping[str, str]
    low: int | None
    high: int | None
    per: Per
    held: Held


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """One programme.

    Attributes:
        id: Key.
        kind: What it is.
        owner: Who runs it.
        status: As of ``held.as_of``.
        needs: Needs of a person that it serves, the chief first.
        name: Language to its name.
        says: Language to what it does, one sentence.
        also: Language to what is asked for besides and cannot be checked here (health, selection, documents), or empty.
        apply: Language to where and how to apply, in words.
        held: First and last day that are known, source, and when it was looked up.
        rules: All of them, also those that no longer hold.
        benefits: The same.
    """

    id: str
    kind: ProgrammeKind
    owner: str
    status: Status
    needs: tuple[str, ...]
    name: Mapping[str, str]
    says: Mapping[str, str]
    also: Mapping[str, str]
    apply: Mapping[str, str]
    held: Held
    rules: tuple[Rule, ...]
    benefits: tuple[Benefit, ...]

    def phase(self, day: date) -> Phase:
        """Where it stands on a day: the status is of ``held.as_of``, the first and last day are not."""
        if self.status == "announced":
            return "announced"
        if self.held.valid_from is not None and day < self.held.valid_from:
            return "not_yet"
        if self.held.on(day):
            return "running"
        return "paused" if self.status == "paused" else "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What a person may look for.

    Attributes:
        id: Key.
        name: Language to its name.
        signs: Answers of which any shows that the person has it.
    """

    id: str
    name: Mapping[str, str]
    signs: tuple[Condition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """All tables.

    Attributes:
        questions: Field to question, in the order of the table.
        needs: Id to need, in the order of the table: the more special first.
        programmes: Id to programme, in the order of the table.
    """

    questions: Mapping[str, Question]
    needs: Mapping[str, Need]
    programmes: Mapping[str, Programme]
