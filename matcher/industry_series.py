"""Vacancies by month, section and province from stored postings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matcher.industry_facts import PostingFact
from taxonomy.labour import NATION


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesCell:
    """Stored postings of a month.

    Attributes:
        month: ``2025-07``.
        section: Letter of the section; empty where the industry could not be told.
        province: Two digits; ``NATION`` counts every posting once, wherever it is.
        postings: Stored postings.
        openings: People wanted.
    """

    month: str
    section: str
    province: str
    postings: int
    openings: int


def series(facts: Iterable[PostingFact]) -> tuple[SeriesCell, ...]:
    """Cells by month, section and province; postings without a date are left out.

    A posting in two provinces counts in both, and once in ``NATION``.
    """
    postings: Counter[tuple[str, str, str]] = Counter()
    openings: Counter[tuple[str, str, str]] = Counter()
    for fact in facts:
        if fact.month:
            for province in (NATION, *fact.provinces):
                cell = (fact.month, fact.section, province)
                postings[cell] += 1
                openings[cell] += fact.openings
    return tuple(
        SeriesCell(month=cell[0], section=cell[1], province=cell[2], postings=count, openings=openings[cell])
        for cell, count in sorted(postings.items())
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthCount:
    """One month of a series.

    Attributes:
        month: ``2025-07``.
        postings: Jobs advertised.
        openings: People wanted.
    """

    month: str
    postings: int
    openings: int


def months_of(cells: Sequence[SeriesCell], section: str | None, province: str) -> tuple[MonthCount, ...]:
    """A series of one section (of all sections with None) in one province or the nation, by month."""
    postings: Counter[str] = Counter()
    openings: Counter[str] = Counter()
    for cell in cells:
        if cell.province == province and (section is None or cell.section == section):
            postings[cell.month] += cell.postings
            openings[cell.month] += cell.openings
    return tuple(MonthCount(month=m, postings=postings[m], openings=openings[m]) for m in sorted(postings))
