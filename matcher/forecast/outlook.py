"""The months ahead of the nation and its provinces by Karirhub's figures, in sums that agree, divided by major group.

Every province is carried on for itself, whatever year its figures are of; what the nation counts in 2023 beyond the
provinces that have that year is carried on as a series of its own (``REST``). Then all are reconciled. A reconciled
figure stands beside the one before (``alone``), and the interval keeps its width on the working scale.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from matcher.forecast.forecast import MAX_HORIZON, MonthlyForecast, forecast
from matcher.forecast.mix import MajorMix
from matcher.forecast.months import month_number, month_text
from matcher.forecast.official import Counted, official_series
from matcher.forecast.reconcile import reconciled
from matcher.forecast.series import FloatArray, MonthlySeries, monthly_series
from matcher.reason_words import DEFAULT, Language
from taxonomy.errors import InputError, UnknownIdError
from taxonomy.labour import NATION, SOURCE

REST = "rest"
"""What the nation counts beyond the provinces that have months of the year."""

REST_YEAR = 2023
"""The year in which most provinces have figures."""

_ENDS = ("low80", "high80", "low95", "high95")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """All of them, ``MAX_HORIZON`` months from the month after the last official one.

    Attributes:
        counted: What is counted.
        forecasts: By province code, ``NATION`` and ``REST``; points and intervals reconciled.
        alone: Points before they were reconciled.
    """

    counted: Counted
    forecasts: Mapping[str, MonthlyForecast]
    alone: Mapping[str, tuple[float, ...]]


@lru_cache(maxsize=4)
def official_outlook(counted: Counted = "openings", language: Language = DEFAULT) -> Outlook:
    """Carry on what Karirhub published; kept, for it takes seconds.

    Raises:
        InputError: A bundled table is faulty.
    """
    series = dict(official_series(counted))
    rest = _rest(series)
    first = month_text(max(month_number(one.last_month) for one in series.values()) + 1)
    peers = tuple(one for code, one in series.items() if code != NATION)
    found = {
        code: forecast(one, MAX_HORIZON, peers=peers, first_month=first, language=language)
        for code, one in {**series, REST: rest}.items()
    }
    parents = {NATION: [code for code in found if code != NATION]}
    points = {code: np.array(one.point) for code, one in found.items()}
    moved = reconciled(points, parents, {code: _steps({**series, REST: rest}[code]) for code in found}, together=False)
    return Outlook(
        counted=counted,
        forecasts={code: _moved(one, moved[code]) for code, one in found.items()},
        alone={code: one.point for code, one in found.items()},
    )


def region_forecast(outlook: Outlook, province: str, horizon: int) -> MonthlyForecast:
    """One of them, cut to a horizon.

    Raises:
        InputError: A horizon out of range.
        UnknownIdError: A province without official months; names those that have.
    """
    if not 1 <= horizon <= MAX_HORIZON:
        raise InputError(wanted=f"1 to {MAX_HORIZON} months", found=str(horizon), where="horizon")
    if province not in outlook.forecasts or province == REST:
        wanted = f"a province with official months: {', '.join(code for code in outlook.forecasts if code != REST)}"
        raise UnknownIdError(wanted=wanted, found=province, where="province")
    whole = outlook.forecasts[province]
    return replace(whole, **{name: getattr(whole, name)[:horizon] for name in ("point", *_ENDS)})


def major_forecast(total: MonthlyForecast, mix: MajorMix, major: str) -> MonthlyForecast:
    """The part of a major group: share times total; the unrest of the share widens the interval.

    Both half widths are on the logarithm and independent, so their squares add up.

    Raises:
        InputError: No such major group.
    """
    ends: dict[str, Any] = {}
    for level, names in ((0.8, ("low80", "high80")), (0.95, ("low95", "high95"))):
        for name, end in zip(names, mix.interval(major, level), strict=True):
            ends[name] = _widened(total.point, getattr(total, name), mix.shares[major], end)
    point = tuple(mix.shares[major] * one for one in total.point)
    return replace(total, name=f"{total.name}, KBJI {major}", point=point, **ends)


def _widened(point: tuple[float, ...], end: tuple[float, ...], share: float, share_end: float) -> tuple[float, ...]:
    middle, far = np.log1p(np.array(point)), np.log1p(np.array(end))
    by_share = np.log(max(share_end, 1e-12) / share)
    away = np.sign(by_share if by_share else 1) * np.hypot(far - middle, by_share)
    values = np.expm1(np.log1p(np.array(point) * share) + away)
    return tuple(float(value) for value in np.maximum(values, 0.0))


def _moved(one: MonthlyForecast, points: FloatArray) -> MonthlyForecast:
    """The interval goes with its point, on the working scale."""
    by = np.log1p(points) - np.log1p(np.array(one.point))
    ends = {name: np.maximum(np.expm1(np.log1p(np.array(getattr(one, name))) + by), 0.0) for name in _ENDS}
    # a lower end that stood at zero has lost its width there and stays
    for name in ("low80", "low95"):
        ends[name] = np.where(np.array(getattr(one, name)) <= 0, 0.0, np.minimum(ends[name], points))
    moved: dict[str, Any] = {name: tuple(float(value) for value in values) for name, values in ends.items()}
    return replace(one, point=tuple(float(value) for value in points), **moved)


def _rest(series: Mapping[str, MonthlySeries]) -> MonthlySeries:
    """The nation less the provinces of ``REST_YEAR``, month by month."""
    first = month_number(f"{REST_YEAR}-01")
    points: list[tuple[str, float | None]] = []
    for number in range(first, first + 12):
        known = {code: _at(one, number) for code, one in series.items()}
        others = sum(value for code, value in known.items() if code != NATION and value is not None)
        nation = known[NATION]
        points.append((month_text(number), None if nation is None else max(nation - others, 0.0)))
    return monthly_series(points, name="Indonesia, di luar deret provinsi", source=SOURCE)


def _at(series: MonthlySeries, number: int) -> float | None:
    step = number - month_number(series.first_month)
    return series.values[step] if 0 <= step < len(series.values) else None


def _steps(series: MonthlySeries) -> FloatArray:
    """Steps from month to month of the last twelve: what naive was off by."""
    return np.diff(series.array()[-12:])
