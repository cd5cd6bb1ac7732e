"""Which industries hire which occupations: stored postings by KBLI section and KBJI group, with their lift."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from matcher.industry_facts import PostingFact
from taxonomy.industries import load_industries
from taxonomy.occupations import load_occupations

Level = Literal["major", "sub_major", "unit"]

DIGITS: Mapping[Level, int] = {"major": 1, "sub_major": 2, "unit": 4}
"""Digits of a KBJI code at each level."""

LEAST = 5
"""Postings below which a cell is withheld: fewer say nothing of an industry."""

LEAST_EMPLOYERS = 3
"""Employers below which a cell is withheld: one says what it wants, and of two each could work out the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HiringCell:
    """Postings of a section for an occupation.

    Attributes:
        section: Letter of the KBLI section.
        occupation: KBJI code.
        title: Official title of the occupation.
        postings: Stored postings, at least ``LEAST``.
        employers: Distinct employers behind them, at least ``LEAST_EMPLOYERS``.
        share: Of the section's postings, in [0, 1].
        lift: How many times more often the section asks for the occupation than all postings do:
            P(occupation | section) / P(occupation); 1 is as often (Brin et al. 1997, SIGMOD).
    """

    section: str
    occupation: str
    title: str
    postings: int
    employers: int
    share: float
    lift: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Hiring:
    """All cells of one level.

    Attributes:
        level: ``major``, ``sub_major`` or ``unit``.
        postings: Postings counted: with an industry that was told and an occupation that is no guess.
        cells: By section, then most postings first.
        withheld_cells: Cells of fewer than ``LEAST`` postings or ``LEAST_EMPLOYERS`` employers.
        withheld_postings: Postings in them.
    """

    level: Level
    postings: int
    cells: tuple[HiringCell, ...]
    withheld_cells: int
    withheld_postings: int


def hiring(facts: Iterable[PostingFact], level: Level) -> Hiring:
    """Count postings by section and occupation.

    Args:
        facts: Rows of stored postings; those without industry or occupation are left out.
        level: Of the occupations.
    """
    digits = DIGITS[level]
    counts: Counter[tuple[str, str]] = Counter()
    employers: dict[tuple[str, str], set[str]] = {}
    for fact in facts:
        if fact.division and fact.occupation:
            cell = (fact.section, fact.occupation[:digits])
            counts[cell] += 1
            employers.setdefault(cell, set()).add(fact.employer)
    by_section: Counter[str] = Counter()
    by_occupation: Counter[str] = Counter()
    for (section, occupation), count in counts.items():
        by_section[section] += count
        by_occupation[occupation] += count
    total = counts.total()
    large = {cell for cell, count in counts.items() if count >= LEAST and len(employers[cell]) >= LEAST_EMPLOYERS}
    small = [count for cell, count in counts.items() if cell not in large]
    cells = tuple(
        HiringCell(
            section=section,
            occupation=occupation,
            title=load_occupations().get(occupation).title,
            postings=counts[section, occupation],
            employers=len(employers[section, occupation]),
            share=counts[section, occupation] / by_section[section],
            lift=counts[section, occupation] * total / (by_section[section] * by_occupation[occupation]),
        )
        for section, occupation in sorted(large, key=lambda cell: (cell[0], -counts[cell], cell[1]))
    )
    return Hiring(level=level, postings=total, cells=cells, withheld_cells=len(small), withheld_postings=sum(small))


@dataclass(frozen=True, slots=True, kw_only=True)
class IndustryCount:
    """What one section or division advertises.

    Attributes:
        code: Letter of the section, or two digits.
        title: Official title.
        employers: Distinct employers.
        postings: Stored postings.
        openings: People wanted.
    """

    code: str
    title: str
    employers: int
    postings: int
    openings: int


def counted(facts: Iterable[PostingFact]) -> tuple[IndustryCount, ...]:
    """Sections and divisions that advertise, sections first, by code."""
    postings: Counter[str] = Counter()
    openings: Counter[str] = Counter()
    employers: dict[str, set[str]] = {}
    for fact in facts:
        if not fact.division:
            continue
        for code in (fact.section, fact.division):
            postings[code] += 1
            openings[code] += fact.openings
            employers.setdefault(code, set()).add(fact.employer)
    industries = load_industries()
    return tuple(
        IndustryCount(
            code=code,
            title=industries.get(code).title,
            employers=len(employers[code]),
            postings=postings[code],
            openings=openings[code],
        )
        for code in sorted(postings, key=lambda code: (code.isdigit(), code))
    )
