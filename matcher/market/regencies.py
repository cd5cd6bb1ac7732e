"""Demand and supply of the regencies of a province, all occupations together, with what is withheld.

A regency is told from ``THRESHOLD`` people, or postings and employers. The regencies of a province and what names none
of them add up to its total, which is told elsewhere; so what is left over must not give a small one away either: it
counts ``THRESHOLD`` or more, and two cells or more stand behind it, else the least of those told is withheld too
(complementary suppression in one dimension: Willenborg & de Waal 2001, *Elements of Statistical Disclosure Control*,
ch. 4). Of a province whose total is withheld no regency is told. Occupations are not crossed with regencies, so the
total of the province is all that the two tables share.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log, sqrt

import numpy as np
import numpy.typing as npt

from matcher.columns import UNKNOWN
from matcher.market.cells import Cells
from matcher.market.rows import Axes, MarketRows
from matcher.market.suppression import THRESHOLD, Mask
from matcher.market.tightness import Z80, Z95, Interval, around

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegencyRow:
    """One regency or city; None where a number is withheld, or nothing is there: the two are not told apart.

    Attributes:
        code: Four digits.
        postings: Vacancies, at least ``THRESHOLD``.
        openings: People wanted; 1 where a posting does not say.
        seekers: Job seekers, at least ``THRESHOLD``.
        tightness: People wanted for each seeker; None unless both sides are told.
        interval80: 80 % interval of it.
        interval95: 95 % interval of it.
    """

    code: str
    postings: int | None
    openings: int | None
    seekers: int | None
    tightness: float | None = None
    interval80: Interval | None = None
    interval95: Interval | None = None


def regency_rows(
    postings: MarketRows, workers: MarketRows, axes: Axes, cells: Cells, province: str
) -> tuple[RegencyRow, ...]:
    """The regencies of a province, by code.

    Args:
        postings: What is counted of demand.
        workers: What is counted of supply.
        axes: Of both.
        cells: Of the same market: what is withheld of provinces.
        province: Two digits.

    Raises:
        ValueError: No such province.
    """
    row = cells.provinces.index(province)
    codes = sorted(code for code in axes.regions if len(code) == 4 and code.startswith(province))
    numbers = np.array([axes.regions.index(code) for code in codes], dtype=np.int64)
    wanted = np.where(postings.openings == UNKNOWN, 1, postings.openings).astype(np.float64)
    demand = _counted(postings, axes, numbers)
    openings = _counted(postings, axes, numbers, wanted)
    squares = _counted(postings, axes, numbers, wanted**2)
    supply = _counted(workers, axes, numbers)
    few = _employers(postings, axes, numbers) < THRESHOLD
    demand_total, supply_total = int(cells.postings[0][row, 0]), int(cells.seekers[0][row, 0])
    demand_told = told(demand, demand_total, few, is_total_told=not cells.demand_withheld[0][row, 0])
    supply_told = told(supply, supply_total, is_total_told=not cells.supply_withheld[0][row, 0])
    return tuple(
        _row(code, demand_told[at], supply_told[at], demand[at], openings[at], squares[at], supply[at])
        for at, code in enumerate(codes)
    )


def told(counts: Counts, total: int, few: Mask | None = None, *, is_total_told: bool = True) -> Mask:
    """Which cells of one line are told; shape as of ``counts``.

    Args:
        counts: Of each cell.
        total: Their sum and what is in none of them.
        few: Cells with too few employers behind them.
        is_total_told: Whether everybody knows the total; else nothing is told.
    """
    found = counts >= THRESHOLD
    if few is not None:
        found &= ~few
    if not is_total_told:
        return np.zeros_like(found)
    outside = total - int(counts.sum())
    while found.any():
        left = total - int(counts[found].sum())
        behind = int(np.count_nonzero((counts > 0) & ~found)) + (outside > 0)
        if left == 0 or (left >= THRESHOLD and behind > 1):
            break
        told_ones = np.flatnonzero(found)
        found[told_ones[np.argmin(counts[told_ones])]] = False
    return found


def _row(
    code: str, has_demand: bool, has_supply: bool, postings: int, openings: int, squares: int, seekers: int
) -> RegencyRow:
    tightness, interval80, interval95 = None, None, None
    if has_demand and has_supply:
        tightness, spread = openings / seekers, sqrt(squares / openings**2 + 1 / seekers)
        interval80, interval95 = (around(log(tightness), spread, z) for z in (Z80, Z95))
    return RegencyRow(
        code=code,
        postings=int(postings) if has_demand else None,
        openings=int(openings) if has_demand else None,
        seekers=int(seekers) if has_supply else None,
        tightness=None if tightness is None else float(tightness),
        interval80=interval80,
        interval95=interval95,
    )


def _counted(rows: MarketRows, axes: Axes, numbers: Counts, weights: npt.NDArray[np.float64] | None = None) -> Counts:
    """Records by region, of the regions of these numbers."""
    placed = rows.regions >= 0
    sums = np.bincount(
        rows.regions[placed], weights=None if weights is None else weights[placed], minlength=len(axes.regions)
    )
    return np.rint(sums[numbers]).astype(np.int64)


def _employers(rows: MarketRows, axes: Axes, numbers: Counts) -> Counts:
    """Distinct employers that are named, by region."""
    named = (rows.regions >= 0) & (rows.employers != UNKNOWN)
    width = int(rows.employers[named].max(initial=0)) + 1
    pairs = np.unique(rows.regions[named] * width + rows.employers[named])
    return np.bincount(pairs // width, minlength=len(axes.regions))[numbers]
