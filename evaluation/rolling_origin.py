"""The forecaster at earlier months of a series: what it served there, how far off it was, what its intervals held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matcher.forecast.backtest import SCORED_MONTHS, STRIDE, Replay, level, step
from matcher.forecast.choose import choose
from matcher.forecast.conformal import spread
from matcher.forecast.methods import COMBINED, METHODS, NAIVE, SEASONAL_NAIVE
from matcher.forecast.months import month_text
from matcher.forecast.regions import RegionPool
from matcher.forecast.series import FloatArray, MonthlySeries

SERVED = "served"
JUDGED = (*(method.name for method in METHODS), COMBINED)

ORIGINS, LEAST, APART = 6, 24, 2 * STRIDE
"""Origins of a series at most, months before the first of them at least, months from one to the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginTest:
    """What was served at one origin, against the months that came.

    Attributes:
        month: First month ahead.
        method: What was served.
        mase: Error of what was served, and of every method that had months enough.
        inside80: Share of the months that the 80 % interval held.
        inside95: Of the 95 % interval.
    """

    month: str
    method: str
    mase: Mapping[str, float]
    inside80: float
    inside95: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesTest:
    """A series tested at some origins.

    Attributes:
        series: The series.
        group: Table that it stands in.
        tests: By origin, the earliest first; at least one.
    """

    series: MonthlySeries
    group: str
    tests: tuple[OriginTest, ...]

    def mase(self, name: str) -> float:
        """Mean error over the origins of what was served or of one method; naive stands in where it had no months."""
        return float(np.mean([test.mase.get(name, test.mase[NAIVE.name]) for test in self.tests]))

    def mean(self, name: str) -> float:
        """Mean of ``inside80`` or ``inside95``."""
        return float(np.mean([getattr(test, name) for test in self.tests]))

    def naive_share(self) -> float:
        """Share of the origins at which a naive one was served."""
        return float(np.mean([test.method in {NAIVE.name, SEASONAL_NAIVE.name} for test in self.tests]))


def origins_of(n: int, ahead: int, least: int) -> tuple[int, ...]:
    """The last ``ORIGINS`` with ``ahead`` months after and ``least`` before them, on the grid of the backtest."""
    last = (n - ahead) // STRIDE * STRIDE
    return tuple(sorted(range(last, least - 1, -APART)[:ORIGINS]))


def tried(
    series: MonthlySeries, group: str, pool: RegionPool, ahead: int = SCORED_MONTHS, least: int = LEAST
) -> SeriesTest | None:
    """A series at its origins; other regions of the pool are seen until the same month. None where it is too short."""
    replay = pool.replay(series)
    tests = tuple(
        _tested_at(replay, origin, ahead, pool.others(series, replay.first + origin))
        for origin in origins_of(len(series.values), ahead, least)
        if not np.isnan(replay.values[origin - 1])
    )
    return SeriesTest(series=series, group=group, tests=tests) if tests else None


def _tested_at(replay: Replay, origin: int, ahead: int, others: Sequence[tuple[Replay, int]]) -> OriginTest:
    choice = choose(replay, origin, others)
    widths = spread(replay, origin, choice.method, ahead, others)
    said = replay.at(origin)
    middle = said[choice.method][:ahead]
    seen = replay.values[origin : origin + ahead]
    known = ~np.isnan(seen)
    scale = step(replay.values[:origin])

    def error(values: FloatArray) -> float:
        return float(np.abs(seen - level(values[:ahead]))[known].mean() / scale)

    def held(half: FloatArray) -> float:
        return float(((seen >= level(middle - half)) & (seen <= level(middle + half)))[known].mean())

    return OriginTest(
        month=month_text(replay.first + origin),
        method=choice.method,
        mase={SERVED: error(middle), **{name: error(said[name]) for name in JUDGED if name in said}},
        inside80=held(widths.at80),
        inside95=held(widths.at95),
    )
