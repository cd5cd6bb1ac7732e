"""Lebaran (Idul Fitri), which moves through the calendar year: how much of each month lies beside it.

Firms take on people before Lebaran and many leave or change jobs after it, and the day comes eleven days earlier every
year, so no season of calendar months can hold it (Bell and Hillmer 1983 for moving holidays). Days of 2018-2026 are
those of the government (sidang isbat of Kemenag, holidays by SKB 3 Menteri); those of 2027-2030 are reckoned from
the new moon by the MABIMS criterion and may move by a day.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from importlib import resources

import numpy as np

from matcher.forecast.months import YEAR
from matcher.forecast.series import FloatArray
from taxonomy.errors import InputError
from taxonomy.tables import read_table

LEAST_MONTHS = 48
"""Months that the effect is estimated from at least: in fewer it cannot be told from the season."""

FORTNIGHT = 14


@lru_cache(maxsize=1)
def lebaran_days() -> Mapping[int, date]:
    """First day of Idul Fitri by year.

    Raises:
        InputError: A line is faulty.
    """
    text = (resources.files("matcher") / "forecast" / "tables" / "lebaran.tsv").read_text(encoding="utf-8")
    found: dict[int, date] = {}
    for where, row in read_table(text, "lebaran.tsv", ("year", "date", "decided")):
        try:
            day = date.fromisoformat(row["date"])
        except ValueError as error:
            raise InputError(wanted="a date as 2025-03-31", found=row["date"], where=where) from error
        if str(day.year) != row["year"] or row["decided"] not in {"0", "1"}:
            raise InputError(wanted="a date of that year, and decided 0 or 1", found=str(dict(row)), where=where)
        found[day.year] = day
    return found


def lebaran_shares(first: int, n: int) -> FloatArray | None:
    """Share of each month that lies in the fortnight before Lebaran, and from its first day on in the fortnight after.

    Args:
        first: Number of the first month.
        n: Months.

    Returns:
        Shape (n, 2), each in [0, 1]; None where a year is not in the table.
    """
    days = lebaran_days()
    if any(year not in days for year in range(first // YEAR, (first + n - 1) // YEAR + 1)):
        return None
    shares = np.zeros((n, 2))
    for day in days.values():
        for column, start in enumerate((-FORTNIGHT, 0)):
            for step in range(start, start + FORTNIGHT):
                at = day + timedelta(days=step)
                month = at.year * YEAR + at.month - 1 - first
                if 0 <= month < n:
                    shares[month, column] += 1 / _length(at)
    return shares


def _length(day: date) -> int:
    after = date(day.year + day.month // YEAR, day.month % YEAR + 1, 1)
    return (after - day.replace(day=1)).days


def lebaran_effect(values: FloatArray, first: int, ahead: int) -> FloatArray | None:
    """What Lebaran adds to each month on the working scale, seen and ahead; least squares beside month and trend.

    Steps from month to month are explained by the calendar month and by the step of the shares (Bell and Hillmer).

    Args:
        values: On the working scale, shape (months,), without gaps.
        first: Number of the first month.
        ahead: Months ahead.

    Returns:
        Shape (months + ahead,); None with fewer than ``LEAST_MONTHS``, or where a year is not in the table.
    """
    n = len(values)
    shares = lebaran_shares(first, n + ahead) if n >= LEAST_MONTHS else None
    if shares is None:
        return None
    months = np.eye(YEAR)[np.arange(first + 1, first + n) % YEAR]
    design = np.hstack([months, np.diff(shares[:n], axis=0)])
    weights, *_ = np.linalg.lstsq(design, np.diff(values), rcond=None)
    return np.asarray(shares @ weights[YEAR:], dtype=np.float64)
