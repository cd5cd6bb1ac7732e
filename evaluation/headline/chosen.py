"""Which rows are headlines: ``tables/rows.tsv`` names them, in the words of a reader, with what they stand beside.

A row is named as its task names it; ``*`` stands for what changes from run to run (the name of the best baseline) or
for all rows of a kind. Where several rows with a target are meant, the headline is how many of them hold.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.headline.documents import Document
from evaluation.headline.figures import is_held_to, number, value_and_target, wants_little
from evaluation.headline.runs import TABLES
from evaluation.ranking_rows import OURS
from evaluation.rows import row
from evaluation.task import Row
from taxonomy.tables import read_table

_COLUMNS = ("run", "row", "says", "baseline")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A headline.

    Attributes:
        run: Whose document has it.
        row: Name of the row, or pattern of several.
        says: What it is, for people.
        baseline: Names or patterns of rows of the same run, ``|`` between; the best that is not ours is shown.
    """

    run: str
    row: str
    says: str
    baseline: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """A headline with its figures.

    Attributes:
        chosen: What was asked for.
        row: The figure; of several rows how many hold. None where the document has no such row.
        of: How many rows are meant.
        baseline: The best baseline and its figure; empty where there is none.
        document: Where it is from; None where the run was never measured.
    """

    chosen: Chosen
    row: Row | None
    of: int
    baseline: str
    document: Document | None

    def value_and_target(self) -> tuple[str, str]:
        """As they are written; of several rows ``3 of 4``, and the target is all."""
        if self.row is None:
            return "", ""
        return (f"{self.row.value:.0f} of {self.of}", "all") if self.of > 1 else value_and_target(self.row)


def all_chosen(path: Path = TABLES / "rows.tsv") -> tuple[Chosen, ...]:
    """Headlines in the order of the table.

    Raises:
        InputError: The table is faulty.
    """
    lines = read_table(path.read_text(encoding="utf-8"), path.name, _COLUMNS)
    return tuple(Chosen(**{name: line[name] for name in _COLUMNS}) for _, line in lines)


def headlines(chosen: Sequence[Chosen], documents: Mapping[str, Document]) -> list[Headline]:
    """Each headline with what was measured."""
    return [_headline(one, documents.get(one.run)) for one in chosen]


def _headline(one: Chosen, document: Document | None) -> Headline:
    if document is None or document.measured is None:
        return Headline(chosen=one, row=None, of=0, baseline="", document=None)
    meant = [held for held in document.rows if is_held_to(held) and _matches(one.row, held.name)]
    of, figure = len(meant), meant[0] if meant else None
    if of > 1:
        figure = row(one.row, sum(bool(held.holds) for held in meant), n=of, at_least=of)
    baseline = _baseline(one, figure, document.rows) if figure else ""
    return Headline(chosen=one, row=figure, of=of, baseline=baseline, document=document)


def _baseline(one: Chosen, held: Row, rows: Sequence[Row]) -> str:
    """The best of the baselines: least where less is better."""
    patterns = [pattern for pattern in one.baseline.split("|") if pattern]
    others = [other for other in rows if not other.name.startswith(OURS)]
    beside = [other for other in others if any(_matches(pattern, other.name) for pattern in patterns)]
    if not beside:
        return ""
    best = (min if wants_little(held) else max)(beside, key=lambda other: other.value)
    return f"{number(best.value)} {system_of(best.name)}"


def system_of(name: str) -> str:
    """The system that a row is of: what stands before its last colon, else the whole name."""
    return name.rpartition(": ")[0] or name


def _matches(pattern: str, name: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), name) is not None
