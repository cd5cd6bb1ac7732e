"""Skills that two annotators marked in each CV, without seeing the other, the reader or what was marked before.

A mark names the place in the person's texts, the words, and the concepts that say them equally well: the taxonomy has
near-synonyms. Marks of one CV that share a concept are one skill said in several places or ways; a reader should find
one concept of each such group, and whatever it finds beyond them is wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from evaluation.coded_titles import DATA
from taxonomy.tables import read_table

MARKS = DATA / "cv_marks.tsv"
ANNOTATORS = ("a", "b")

_COLUMNS = ("annotator", "person", "where", "words", "ids")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What one annotator marked in one place.

    Attributes:
        annotator: One of ``ANNOTATORS``.
        where: ``summary``, ``job1.2`` (first job, second task), ``course1``, ``skill1``.
        words: As they stand there.
        ids: Concepts that say them equally well, the best first.
    """

    annotator: str
    where: str
    words: str
    ids: tuple[str, ...]

    @property
    def section(self) -> str:
        """``summary``, ``job``, ``course`` or ``skill``."""
        return self.where.rstrip("0123456789.")

    @property
    def task(self) -> int:
        """Number of the task in its job, from 1; 0 elsewhere."""
        return int(self.where.partition(".")[2] or 0)


@lru_cache(maxsize=4)
def read_marks(path: Path = MARKS) -> dict[str, tuple[Mark, ...]]:
    """Person to marks, in the order of the file."""
    found: dict[str, list[Mark]] = defaultdict(list)
    for _, row in read_table(path.read_text(encoding="utf-8"), path.name, _COLUMNS):
        mark = Mark(
            annotator=row["annotator"], where=row["where"], words=row["words"], ids=tuple(row["ids"].split("|"))
        )
        found[row["person"]].append(mark)
    return {person: tuple(marks) for person, marks in found.items()}


def groups_of(marks: Iterable[Mark]) -> tuple[frozenset[str], ...]:
    """Concepts that one CV says, those that marks join as one: a reader should find one of each."""
    groups: list[set[str]] = []
    for mark in marks:
        ids = set(mark.ids)
        joined = [group for group in groups if group & ids]
        groups = [group for group in groups if not group & ids] + [ids.union(*joined)]
    return tuple(frozenset(group) for group in groups)


def agreement(marks: Sequence[Mark]) -> tuple[int, int, int]:
    """One person's marks of the second annotator held against the first's: groups in both, second's, first's."""
    first, second = (groups_of(mark for mark in marks if mark.annotator == name) for name in ANNOTATORS)
    both = sum(any(one & other for other in second) for one in first)
    return min(both, sum(any(one & other for other in first) for one in second)), len(second), len(first)
