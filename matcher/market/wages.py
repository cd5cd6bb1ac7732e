"""What postings offer: quantiles of monthly pay by province and occupation, and the cell that they were taken from.

A posting's offer is the middle of what it names, rupiah a month. Internships, which pay an allowance, are left out.
Where a cell has too few offers a wider one is taken, and said: the unit group in the nation, the minor group in the
province, then wider and wider groups. The interval of the median is that of two order statistics (David & Nagaraja
2003, *Order Statistics*, 7.1): it holds whatever the distribution, at least as often as it says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
from scipy.stats import binom

from matcher.columns import UNKNOWN
from matcher.market.levels import Tree
from matcher.market.rows import Axes, MarketRows
from matcher.market.selection import occupation_title
from matcher.market.suppression import THRESHOLD
from taxonomy.labour import NATION
from taxonomy.pay import minimum_wage_idr

LEAST = 10
"""Offers from which quantiles are told."""

LOWEST_IDR, HIGHEST_IDR = 300_000.0, 500_000_000.0
"""Rupiah a month outside of which an offer is a slip of the source (``5`` for 5 million, a yearly sum): left out."""

QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)

Interval = tuple[float, float]
Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class WageBand:
    """Pay that postings of a cell offer, rupiah a month.

    Attributes:
        province: Asked for; ``00`` is Indonesia.
        kbji: Asked for.
        taken_province: Where the offers are from.
        taken_kbji: Occupations that the offers are of: ``kbji``, or what it begins with.
        title: Official title of ``taken_kbji``.
        is_wider: Whether that is a wider cell than was asked for.
        offers: Postings that name pay.
        employers: Distinct employers that are named, at least ``THRESHOLD``.
        first_day: Of the postings; None where no day is known.
        last_day: Likewise.
        p10: A tenth offer less.
        p25: A quarter offer less.
        p50: Half offer less.
        p75: Three quarters offer less.
        p90: Nine tenths offer less.
        median80: 80 % interval of the median.
        median95: 95 % interval; None where there are too few offers for one.
        minimum_wage: Of the province in the year of the last posting, else the latest known before; None for none.
    """

    province: str
    kbji: str
    taken_province: str
    taken_kbji: str
    title: str
    is_wider: bool
    offers: int
    employers: int
    first_day: date | None
    last_day: date | None
    p10: float
    p25: float
    p50: float
    p75: float
    p90: float
    median80: Interval | None
    median95: Interval | None
    minimum_wage: int | None


class Wages:
    """The offers of a market, ready to be asked."""

    def __init__(self, postings: MarketRows, axes: Axes) -> None:
        """Take the offers out of the postings."""
        columns = postings.columns
        stated = np.where(
            np.isfinite(columns.pay_low) & np.isfinite(columns.pay_high),
            (columns.pay_low + columns.pay_high) / 2,
            np.fmax(columns.pay_low, columns.pay_high),
        )
        is_offer = np.isfinite(stated) & ~columns.is_internship
        kept = is_offer & (stated >= LOWEST_IDR) & (stated <= HIGHEST_IDR)
        self.slips = int(np.count_nonzero(is_offer & ~kept))
        self.without = int(np.count_nonzero(~is_offer))
        self._pay = stated[kept]
        self._provinces, self._units = postings.provinces[kept], postings.units[kept]
        self._employers, self._days = postings.employers[kept], postings.posted_on[kept]
        self._tree, self._rows = Tree(axes.units), {code: row for row, code in enumerate(axes.provinces)}

    def __len__(self) -> int:
        """Number of offers."""
        return len(self._pay)

    def band(self, province: str, kbji: str) -> WageBand | None:
        """Quantiles of a cell, or of the next wider one with enough offers; None where even the nation has too few.

        Args:
            province: Two digits, or ``NATION``.
            kbji: Up to four digits; empty for all occupations.
        """
        for place, code in _wider(province, kbji):
            at = self._at(place, code)
            employers = len(set(self._employers[at].tolist()) - {UNKNOWN})
            if len(at) >= LEAST and employers >= THRESHOLD:
                return self._told(province, kbji, place, code, at, employers)
        return None

    def _at(self, province: str, kbji: str) -> npt.NDArray[np.int64]:
        """Offers of a cell."""
        here = np.ones(len(self._pay), dtype=bool)
        if province != NATION:
            here &= self._provinces == self._rows[province]
        if kbji:
            digits = len(kbji)
            here &= self._tree.of[digits][self._units] == self._tree.codes[digits].index(kbji)
        return np.flatnonzero(here)

    def _told(
        self, province: str, kbji: str, place: str, code: str, at: npt.NDArray[np.int64], employers: int
    ) -> WageBand:
        pay = np.sort(self._pay[at])
        days = self._days[at][self._days[at] != UNKNOWN]
        first, last = (
            (date.fromordinal(int(days.min())), date.fromordinal(int(days.max()))) if len(days) else (None, None)
        )
        p10, p25, p50, p75, p90 = (float(value) for value in np.quantile(pay, QUANTILES))
        return WageBand(
            province=province,
            kbji=kbji,
            taken_province=place,
            taken_kbji=code,
            title=occupation_title(code),
            is_wider=(place, code) != (province, kbji),
            offers=len(at),
            employers=employers,
            first_day=first,
            last_day=last,
            p10=p10,
            p25=p25,
            p50=p50,
            p75=p75,
            p90=p90,
            median80=median_interval(pay, 0.8),
            median95=median_interval(pay, 0.95),
            minimum_wage=None if province == NATION else _minimum(province, last),
        )


def median_interval(ordered: Values, level: float) -> Interval | None:
    """Two order statistics between which the median lies with at least a probability; None where too few are there.

    Args:
        ordered: Ascending.
        level: In (0, 1).
    """
    n = len(ordered)
    # P(X_(r) < median < X_(n + 1 - r)) = 1 - 2 P(B <= r - 1), B ~ Binomial(n, 1/2): the largest r that leaves enough
    below = int(binom.ppf((1 - level) / 2, n, 0.5)) if n else 0
    if below < 1:
        return None
    return float(ordered[below - 1]), float(ordered[n - below])


def _wider(province: str, kbji: str) -> Iterator[tuple[str, str]]:
    """The cell, then wider ones: each group in the nation before a wider group in the province."""
    for digits in range(len(kbji), -1, -1):
        yield province, kbji[:digits]
        if province != NATION and digits:
            yield NATION, kbji[:digits]
    yield NATION, ""


def _minimum(province: str, last: date | None) -> int | None:
    """Where the ads are older than every wage that is known the earliest known is no measure of them."""
    return minimum_wage_idr(province, last.year if last else date.max.year)
