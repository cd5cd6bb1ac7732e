"""The month in progress from the postings that have come in so far.

Part of the way through a month only a share of its postings has been posted, and of these some come in later (a portal
is pulled once a week, an employer back-dates). Both in one: for each month past, the share of its postings that had
come in as far through it (Lawless 1994 corrects for delays in the same way). What has come in now, divided by the
usual share, is the month; how much that quotient was off by in months past is the interval (split conformal on the
logarithm).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp

import numpy as np
from scipy.stats import norm

from matcher.forecast.months import YEAR, month_text
from matcher.forecast.series import FloatArray
from taxonomy.errors import InputError

_Days = np.ndarray[tuple[int, int], np.dtype[np.int64]]

Arrival = tuple[date, date]
"""Day of posting, and the day on which it came in (the same day where that is not known)."""

SETTLED_DAYS = 60
"""Days after the end of a month until its postings count as all come in."""

LEAST_MONTHS = 4
"""Months past that a usual share needs; with fewer the month is carried on evenly and the interval is a count's own."""

MOST_MONTHS = 24

_Z = {0.8: 1.281552, 0.95: 1.959964}


@dataclass(frozen=True, slots=True, kw_only=True)
class Nowcast:
    """A month that is not over.

    Attributes:
        month: As ``2025-07``.
        as_of: Day up to which postings were counted, itself included.
        seen: Postings of the month that have come in.
        point: Postings that the month will have had when all have come in.
        low80: Lower end of the 80 % interval, at least ``seen``.
        high80: Upper end.
        low95: Lower end of the 95 % interval.
        high95: Upper end.
        usual_share: Median share of a month's postings that had come in by that day.
        n_months: Months past that it rests on; 0 where the month was carried on evenly.
        delays_known: Whether any posting came in later than its day: else no delay was corrected.
    """

    month: str
    as_of: date
    seen: int
    point: float
    low80: float
    high80: float
    low95: float
    high95: float
    usual_share: float
    n_months: int
    delays_known: bool


def nowcast(arrivals: Iterable[Arrival], today: date) -> Nowcast:
    """The month of a day.

    Args:
        arrivals: Postings of this month and those before; what came in after ``today`` is not seen.
        today: Last day counted.

    Raises:
        InputError: A posting came in before its day of posting.
    """
    days = _checked(arrivals, today)
    this = today.year * YEAR + today.month - 1
    months = days[:, 0]
    seen = int((months == this).sum())
    shares = _past_shares(days, today)
    if len(shares) < LEAST_MONTHS:
        return _evenly(today, seen, bool((days[:, 2] > days[:, 1]).any()))
    logs = np.log(shares)
    usual = float(np.median(logs))
    off = np.sort(np.abs(logs - usual))
    widths = {level: float(_quantile(off, level)) for level in _Z}
    point = float((seen + 0.5) / np.exp(usual) - 0.5)
    return _told(today, seen, point, widths, float(np.exp(usual)), len(shares), bool((days[:, 2] > days[:, 1]).any()))


def _checked(arrivals: Iterable[Arrival], today: date) -> _Days:
    """Month, day of posting and day of coming in, as numbers; what came in after the day left out; shape (n, 3)."""
    rows: list[tuple[int, int, int]] = []
    for posted, came in arrivals:
        if came < posted:
            raise InputError(wanted="a day of coming in not before that of posting", found=str(came), where=str(posted))
        if came <= today:
            rows.append((posted.year * YEAR + posted.month - 1, posted.toordinal(), came.toordinal()))
    return np.array(rows, dtype=np.int64).reshape(-1, 3)


def _past_shares(days: _Days, today: date) -> FloatArray:
    """Share of each settled month's postings that had come in as far through it; 0.5 is added to both counts."""
    settled = today - timedelta(days=SETTLED_DAYS)
    last = settled.year * YEAR + settled.month - 1  # its own end may not be settled
    now = monthrange(today.year, today.month)[1]
    found: list[float] = []
    for month in range(last - MOST_MONTHS, last):
        of_month = days[days[:, 0] == month]
        if len(of_month):
            length = monthrange(month // YEAR, month % YEAR + 1)[1]
            # as far through its month: the twentieth is later in February than in March
            day = max(1, round(today.day / now * length))
            until = date(month // YEAR, month % YEAR + 1, day).toordinal()
            by_day = (of_month[:, 2] <= until).sum()
            found.append((by_day + 0.5) / (len(of_month) + 0.5))
    return np.array(found, dtype=np.float64)


def _quantile(off: FloatArray, level: float) -> float:
    """Conformal quantile; beyond the largest of few months the tail is taken to be that of a normal distribution."""
    n = len(off)
    wanted = level * (1 + 1 / n)
    if wanted <= 1:
        return float(np.quantile(off, wanted, method="higher"))
    # the largest of n stands at level n / (n + 1)
    return float(off[-1] * _Z[level] / norm.ppf((1 + n / (n + 1)) / 2))


def _evenly(today: date, seen: int, delays: bool) -> Nowcast:
    """Too few months past: as many a day as so far, and the Poisson interval of what is still to come."""
    share = today.day / monthrange(today.year, today.month)[1]
    rest = (seen + 0.5) * (1 / share - 1)
    # the rate is uncertain by what was counted, the rest by itself (prediction interval of a Poisson count)
    spread = np.sqrt(rest + rest**2 / (seen + 0.5))
    ends = {level: z * float(spread) for level, z in _Z.items()}
    return Nowcast(
        month=month_text(today.year * YEAR + today.month - 1),
        as_of=today,
        seen=seen,
        point=seen + rest,
        low80=max(float(seen), seen + rest - ends[0.8]),
        high80=seen + rest + ends[0.8],
        low95=max(float(seen), seen + rest - ends[0.95]),
        high95=seen + rest + ends[0.95],
        usual_share=share,
        n_months=0,
        delays_known=delays,
    )


def _told(
    today: date, seen: int, point: float, widths: dict[float, float], share: float, n: int, delays: bool
) -> Nowcast:
    whole = max(point, float(seen))
    return Nowcast(
        month=month_text(today.year * YEAR + today.month - 1),
        as_of=today,
        seen=seen,
        point=whole,
        low80=max(float(seen), whole * exp(-widths[0.8])),
        high80=whole * exp(widths[0.8]),
        low95=max(float(seen), whole * exp(-widths[0.95])),
        high95=whole * exp(widths[0.95]),
        usual_share=share,
        n_months=n,
        delays_known=delays,
    )
