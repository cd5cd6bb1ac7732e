"""How many people a province will want each month, and how many seek: official figures carried on.

Karirhub's monthly openings of the province (``taxonomy.labour``) are carried on by ``matcher.forecast``. A province
without a series gets the nation's, by its share of the employers who advertised (official, yearly); that is a guess and
is said to be one. Seekers for each opening are those of the last year in which the province has both figures.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import numpy as np

from matcher.forecast.forecast import MAX_HORIZON, MonthlyForecast, forecast
from matcher.forecast.series import MonthlySeries, monthly_series
from taxonomy.labour import NATION, SOURCE, province_months, province_name, province_years
from taxonomy.labour_groups import seeker_years

MOST_SPREAD = 2.5
"""Beyond it a level is as good as unknown: 80 % within a twenty-fifth and the twenty-five-fold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """Openings of a province, all occupations, in the months of a plan and after it.

    Attributes:
        point: Of each month.
        low80: Lower end of the 80 % interval of each month.
        high80: Upper end.
        method: Of the forecast.
        source: Of the figures.
        last_month: Of the last figure, ``2024-12``.
        n_months: Figures that it rests on.
        seekers_per_opening: Official seekers for each official opening of a year.
        seekers_source: Province and year of that.
        notes: What a reader must know, Indonesian.
    """

    point: tuple[float, ...]
    low80: tuple[float, ...]
    high80: tuple[float, ...]
    method: str
    source: str
    last_month: str
    n_months: int
    seekers_per_opening: float
    seekers_source: str
    notes: tuple[str, ...] = ()

    def scaled(self, share: float) -> Level:
        """The level of a part of the province."""
        point, low80, high80 = (tuple(share * one for one in ends) for ends in (self.point, self.low80, self.high80))
        return replace(self, point=point, low80=low80, high80=high80)


def official_level(province: str, first: date, months: int) -> Level:
    """The level of a province by official figures.

    Args:
        province: Two digits.
        first: First day of the first month.
        months: How many, those after the plan included.

    Raises:
        InputError: The first month is not after the last figure, or too far after it.
    """
    series, share, notes = _series_of(province)
    # The same peers for every province, so that their backtests are made once.
    peers = tuple(one for code, one in _all_series() if code != NATION)
    found = forecast(series, min(months, MAX_HORIZON), peers=peers, first_month=f"{first:%Y-%m}")
    ends = {name: _carried(getattr(found, name), months, share) for name in ("point", "low80", "high80")}
    ratio, source = seekers_per_opening(province)
    return Level(
        **ends,
        method=found.method,
        source=SOURCE,
        last_month=found.last_month,
        n_months=found.n_months,
        seekers_per_opening=ratio,
        seekers_source=source,
        notes=(*notes, *found.notes, *_beyond(found, months)),
    )


def seekers_per_opening(province: str) -> tuple[float, str]:
    """Official seekers for each official opening of a year, and where that is from.

    Of the province's last year with twelve months and seekers; the nation's where it has none.
    """
    for code in (province, NATION):
        for year in sorted({one.year for one in seeker_years()}, reverse=True):
            openings = [one.openings for one in province_months() if one.province == code and one.year == year]
            seekers = sum(one.seekers for one in seeker_years() if one.province == code and one.year == year)
            whole = sum(openings)
            if len(openings) == 12 and whole > 0 and seekers > 0:
                return seekers / whole, f"Karirhub {year}, {province_name(code)}"
    return 1.0, "asumsi: satu pencari untuk satu lowongan"


@lru_cache(maxsize=1)
def _all_series() -> tuple[tuple[str, MonthlySeries], ...]:
    points: dict[str, list[tuple[str, float | None]]] = {}
    for one in province_months():
        points.setdefault(one.province, []).append((f"{one.year}-{one.month:02d}", one.openings))
    return tuple(
        (code, monthly_series(own, name=f"lowongan {province_name(code)}", source=SOURCE, unit="openings"))
        for code, own in sorted(points.items())
    )


def _series_of(province: str) -> tuple[MonthlySeries, float, tuple[str, ...]]:
    """The series of a province, or the nation's with the province's share."""
    known = dict(_all_series())
    if province in known:
        return known[province], 1.0, ()
    share, year = _share_of_employers(province)
    note = (
        f"{province_name(province)} tidak punya deret bulanan resmi: dipakai deret nasional dikali "
        f"{share:.4f}, bagian pemberi kerjanya di Karirhub {year} (perkiraan)."
    )
    return known[NATION], share, (note,)


def _share_of_employers(province: str) -> tuple[float, int]:
    years = sorted({one.year for one in province_years() if one.province == province}, reverse=True)
    for year in years:
        of_year = {one.province: one.employers for one in province_years() if one.year == year}
        whole = of_year.get(NATION) or sum(n for code, n in of_year.items() if code != NATION)
        if whole:
            return of_year[province] / whole, year
    return 0.0, 0


def _carried(values: Iterable[float], months: int, share: float) -> tuple[float, ...]:
    """Months beyond the forecast are the mean of its last twelve."""
    known = list(values)
    last = known[-12:]
    return tuple(share * one for one in (*known, *[sum(last) / len(last)] * (months - len(known))))


def _beyond(found: MonthlyForecast, months: int) -> tuple[str, ...]:
    if months <= len(found.point):
        return ()
    return (f"Bulan ke-{len(found.point) + 1} dan sesudahnya: rata-rata 12 bulan ramalan terakhir.",)


def spread_of(level: Level) -> float:
    """Standard deviation of the logarithm of the level, from its 80 % intervals; at most ``MOST_SPREAD``.

    Months without any opening are passed over.
    """
    point, low, high = (
        np.maximum(np.array(ends, dtype=np.float64), 0) for ends in (level.point, level.low80, level.high80)
    )
    some = point > 0
    if not some.any():
        return 0.0
    # An interval that reaches to nothing has no logarithm below; its upper half speaks for both.
    upper = np.log(np.maximum(high[some], point[some]) / point[some])
    lower = np.where(low[some] > 0, np.log(point[some] / np.maximum(low[some], 1e-9)), upper)
    return min(MOST_SPREAD, float(np.mean((upper + lower) / 2)) / 1.2816)
