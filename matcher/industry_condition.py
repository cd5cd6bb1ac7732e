"""How an industry fares: official figures of Karirhub year on year, beside the months of the stored postings.

The official tables give sections for the nation and provinces for all sections, never both at once; the stored
postings give both. The two are never added up: a posting may stand in both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from matcher.industry_series import MonthCount, SeriesCell, months_of
from taxonomy.labour import (
    NATION,
    SOURCE,
    ProvinceMonth,
    SectionYear,
    province_months,
    province_years,
    section_years,
)

LEAST = 30
"""Count of the year before below which no growth is given: a handful more or less would be called a boom or a slump."""


@dataclass(frozen=True, slots=True, kw_only=True)
class YearFigure:
    """One year of an official series.

    Attributes:
        year: Calendar year.
        postings: Jobs advertised; None where there is no figure.
        openings: People wanted.
        employers: Employers that advertised.
        growth_postings: Change on the year before as a share (0.1 is ten percent more); None without a year before, or
            with fewer than ``LEAST`` there.
        growth_openings: As for postings.
        growth_employers: As for postings.
        months: Months behind the figure: 12, or fewer where the year is not whole.
    """

    year: int
    postings: int | None
    openings: int | None
    employers: int | None
    growth_postings: float | None
    growth_openings: float | None
    growth_employers: float | None
    months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What is known of a section, a province, or a section within a province.

    Attributes:
        section: Letter of the section; empty for all.
        province: Two digits, or ``NATION``.
        official: Years by Karirhub: of the section in the nation where a section is asked for, else of the province.
        official_scope: ``section`` or ``province``: what ``official`` counts.
        official_months: Months by Karirhub, of the province, all sections.
        stored: Months of the stored postings, of the section within the province.
        source: Where the official figures are from.
    """

    section: str
    province: str
    official: tuple[YearFigure, ...]
    official_scope: str
    official_months: tuple[MonthCount, ...]
    stored: tuple[MonthCount, ...]
    source: str = SOURCE


def condition(cells: Sequence[SeriesCell], section: str = "", province: str = NATION) -> Condition:
    """Official years and months, and stored months.

    Args:
        cells: Series of stored postings; may be empty.
        section: Letter; empty for all sections.
        province: Two digits, or ``NATION``.
    """
    months = [month for month in province_months() if month.province == province]
    return Condition(
        section=section,
        province=province,
        official=_section_figures(section) if section else _province_figures(province, months),
        official_scope="section" if section else "province",
        official_months=tuple(
            MonthCount(month=f"{m.year}-{m.month:02}", postings=m.postings, openings=m.openings)
            for m in sorted(months, key=lambda m: (m.year, m.month))
        ),
        stored=months_of(cells, section or None, province),
    )


def _section_figures(section: str) -> tuple[YearFigure, ...]:
    years = sorted((one for one in section_years() if one.section == section), key=lambda one: one.year)
    return _grown([(one, 12) for one in years])


def _province_figures(province: str, months: Iterable[ProvinceMonth]) -> tuple[YearFigure, ...]:
    """Years of a province: its months added up, and its employers. A year without months has no postings."""
    employers = {one.year: one.employers for one in province_years() if one.province == province}
    by_year: dict[int, list[ProvinceMonth]] = {}
    for month in months:
        by_year.setdefault(month.year, []).append(month)
    years: list[tuple[SectionYear, int]] = []
    for year in sorted({*employers, *by_year}):
        own = by_year.get(year, [])
        figure = SectionYear(
            section="",
            year=year,
            postings=sum(m.postings for m in own) if own else None,
            openings=sum(m.openings for m in own) if own else None,
            employers=employers.get(year),
        )
        years.append((figure, len(own)))
    return _grown(years)


def _grown(years: Sequence[tuple[SectionYear, int]]) -> tuple[YearFigure, ...]:
    found: list[YearFigure] = []
    before: SectionYear | None = None
    for one, months in years:
        last = before if before is not None and before.year == one.year - 1 else None
        found.append(
            YearFigure(
                year=one.year,
                postings=one.postings,
                openings=one.openings,
                employers=one.employers,
                growth_postings=_growth(one, last, lambda y: y.postings),
                growth_openings=_growth(one, last, lambda y: y.openings),
                growth_employers=_growth(one, last, lambda y: y.employers),
                months=months,
            )
        )
        before = one
    return tuple(found)


def _growth(now: SectionYear, last: SectionYear | None, figure: Callable[[SectionYear], int | None]) -> float | None:
    new, old = figure(now), figure(last) if last else None
    return None if new is None or old is None or old < LEAST else new / old - 1
