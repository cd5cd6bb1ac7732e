"""How many people are wanted for each who seeks: tightness by cell, and points of the Beveridge curve.

Tightness is V / U, people wanted over job seekers (Pissarides 2000, *Equilibrium Unemployment Theory*, ch. 1), here of
the stored records: of a sample of both sides, not of the labour market as such. Its interval takes both counts for
drawn: the variance of ln(V / U) is ``sum(o^2) / V^2 + 1 / U`` with o the people that a posting wants (a compound
Poisson count) and U a Poisson count.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, sqrt

from scipy.stats import norm

from matcher.market.cells import Cells, Place
from matcher.market.selection import Selection, occupation_title
from taxonomy.labour import province_months
from taxonomy.labour_groups import seeker_years

Z80, Z95 = float(norm.ppf(0.9)), float(norm.ppf(0.975))
Interval = tuple[float, float]

_MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class TightnessRow:
    """People wanted for each seeker in a cell.

    Attributes:
        province: Two digits, ``00`` for Indonesia.
        kbji: Code; empty for all occupations.
        title: Official title.
        postings: Vacancies.
        openings: V, people wanted; 1 where a posting does not say.
        seekers: U.
        tightness: V / U.
        interval80: 80 % interval of it.
        interval95: 95 % interval of it.
    """

    province: str
    kbji: str
    title: str
    postings: int
    openings: int
    seekers: int
    tightness: float
    interval80: Interval
    interval95: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Tightness:
    """Rows of an answer.

    Attributes:
        rows: Tightest first.
        found: Rows before the limit.
        withheld_cells: Cells of this level of which a side is withheld, anywhere.
    """

    rows: tuple[TightnessRow, ...]
    found: int
    withheld_cells: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BeveridgePoint:
    """A year of a province by official figures.

    Attributes:
        province: Two digits, or ``00``.
        year: Calendar year.
        openings: People wanted in its twelve months.
        seekers: Registered in the year.
        tightness: Openings over seekers.
    """

    province: str
    year: int
    openings: int
    seekers: int
    tightness: float


def tightness_rows(cells: Cells, selection: Selection) -> Tightness:
    """Tightness of the cells that are asked for and of which both sides are told; others have no row."""
    digits = selection.digits
    is_withheld = cells.demand_withheld[digits] | cells.supply_withheld[digits]
    is_told = (cells.postings[digits] > 0) & (cells.seekers[digits] > 0) & ~is_withheld
    rows = [_row(cells, digits, place) for place in cells.places(selection) if is_told[place.row, place.group]]
    rows.sort(key=lambda row: (-row.tightness, row.province, row.kbji))
    return Tightness(
        rows=tuple(rows[: selection.limit]),
        found=len(rows),
        withheld_cells=int(is_withheld.sum()),
    )


def _row(cells: Cells, digits: int, place: Place) -> TightnessRow:
    at = place.row, place.group
    openings, seekers = int(cells.openings[digits][at]), int(cells.seekers[digits][at])
    spread = sqrt(int(cells.squares[digits][at]) / openings**2 + 1 / seekers)
    return TightnessRow(
        province=place.province,
        kbji=place.kbji,
        title=occupation_title(place.kbji),
        postings=int(cells.postings[digits][at]),
        openings=openings,
        seekers=seekers,
        tightness=openings / seekers,
        interval80=around(log(openings / seekers), spread, Z80),
        interval95=around(log(openings / seekers), spread, Z95),
    )


def around(logarithm: float, spread: float, quantile: float) -> Interval:
    """Interval of a ratio from its logarithm and the standard error of that."""
    return exp(logarithm - quantile * spread), exp(logarithm + quantile * spread)


def beveridge_points(province: str = "") -> tuple[BeveridgePoint, ...]:
    """Years of which the official tables have all months of openings and the seekers too; by province and year.

    Both are counts over a year of one portal: people wanted there, and people registered there. Rates of the labour
    force, as the curve is usually drawn, would need its size, which these tables do not have.

    Args:
        province: Two digits or ``00``; every one when empty.
    """
    openings: dict[tuple[str, int], list[int]] = {}
    for one in province_months():
        openings.setdefault((one.province, one.year), []).append(one.openings)
    seekers = {(one.province, one.year): one.seekers for one in seeker_years()}
    return tuple(
        BeveridgePoint(
            province=place,
            year=year,
            openings=sum(months),
            seekers=seekers[place, year],
            tightness=sum(months) / seekers[place, year],
        )
        for (place, year), months in sorted(openings.items())
        if len(months) == _MONTHS and seekers.get((place, year)) and province in {"", place}
    )
