"""A monthly series as it was given, and what had to be mended in it.

Vacancy figures come late, twice and with holes. A wrong order is put right, what is not a number is a gap, months that
are missing in between are gaps; each is said. What cannot be read in one way only is refused: two figures for one
month, a figure below zero, no figure at all.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from matcher.forecast.months import month_number, month_text
from taxonomy.errors import InputError

FloatArray = NDArray[np.float64]

MAX_MONTHS = 2400
"""A series longer than two centuries is a fault of its dates."""

SHORT_MONTHS = 24
"""Below two whole years no season can be told from chance (M4 asks three); the answer says so."""

MAX_VALUE = 1e12


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlySeries:
    """Figures of months in a row.

    Attributes:
        name: What is counted, for people.
        first_month: Of the first figure, as ``2025-07``.
        values: One a month, not below zero; None where the month has no figure. The first and the last are figures.
        source: Where they come from, with the date.
        unit: What one is: ``openings``, ``postings``.
        reordered: Whether months came in a wrong order.
        unread: Months that came without a figure (empty or nan).
    """

    name: str
    first_month: str
    values: tuple[float | None, ...]
    source: str = ""
    unit: str = ""
    reordered: bool = False
    unread: int = 0

    def __post_init__(self) -> None:
        _check(self)

    @property
    def last_month(self) -> str:
        """Month of the last figure."""
        return month_text(month_number(self.first_month) + len(self.values) - 1)

    @property
    def gaps(self) -> int:
        """Months in between without a figure."""
        return self.values.count(None)

    @property
    def short(self) -> bool:
        """Whether fewer than ``SHORT_MONTHS`` months have a figure."""
        return len(self.values) - self.gaps < SHORT_MONTHS

    def array(self) -> FloatArray:
        """Figures, shape (months,), nan in gaps."""
        return np.array([np.nan if value is None else value for value in self.values], dtype=np.float64)

    def head(self, n: int) -> MonthlySeries:
        """The first ``n`` months, as if the rest had not been seen."""
        return monthly_series(
            [(month_text(month_number(self.first_month) + k), value) for k, value in enumerate(self.values[:n])],
            name=self.name,
            source=self.source,
            unit=self.unit,
        )


def _check(series: MonthlySeries) -> None:
    month_number(series.first_month, f"{series.name}, first month")
    if not series.values or series.values[0] is None or series.values[-1] is None:
        wanted = "at least one figure, no gap at either end (see monthly_series)"
        raise InputError(wanted=wanted, found=str(series.values[:3]), where=series.name)
    if len(series.values) > MAX_MONTHS:
        wanted = f"at most {MAX_MONTHS} months from first to last"
        raise InputError(wanted=wanted, found=str(len(series.values)), where=series.name)
    for step, value in enumerate(series.values):
        if value is not None and not 0 <= value <= MAX_VALUE:
            where = f"{series.name}, {month_text(month_number(series.first_month) + step)}"
            raise InputError(wanted=f"a figure from 0 to {MAX_VALUE:.0e}", found=str(value), where=where)


def monthly_series(
    points: Iterable[tuple[str, float | None]], *, name: str, source: str = "", unit: str = ""
) -> MonthlySeries:
    """A series of months and figures in any order.

    Args:
        points: Month (``2025-07``) and figure; None or nan where there is none.
        name: What is counted.
        source: Where it comes from.
        unit: What one is.

    Raises:
        InputError: A month that is none, two figures for one month, a figure below zero or infinite, no figure.
    """
    given = [(month_number(month, f"{name}, month"), value) for month, value in points]
    known = _known(given, name)
    first, last = min(known), max(known)
    if last - first >= MAX_MONTHS:
        wanted = f"at most {MAX_MONTHS} months from first to last"
        raise InputError(wanted=wanted, found=f"{month_text(first)} to {month_text(last)}", where=name)
    values = tuple(known.get(number) for number in range(first, last + 1))
    return MonthlySeries(
        name=name,
        first_month=month_text(first),
        values=values,
        source=source,
        unit=unit,
        reordered=any(after < before for (before, _), (after, _) in pairwise(given)),
        unread=len(given) - len(known),
    )


def _known(given: Sequence[tuple[int, float | None]], name: str) -> dict[int, float]:
    """Figures by month; what is not a number is left out."""
    months: dict[int, float | None] = {}
    for number, value in given:
        if number in months:
            raise InputError(wanted="one figure a month", found="two", where=f"{name}, {month_text(number)}")
        months[number] = value
    known = {number: float(value) for number, value in months.items() if value is not None and not math.isnan(value)}
    if not known:
        raise InputError(wanted="at least one month with a figure", found="none", where=name)
    return known


def filled(values: FloatArray) -> FloatArray:
    """Gaps bridged by a straight line between the figures beside them; same shape.

    Args:
        values: nan in gaps, never at the ends.
    """
    known = np.flatnonzero(~np.isnan(values))
    return np.interp(np.arange(len(values)), known, values[known])
