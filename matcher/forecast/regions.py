"""The same figure of several regions: what they tell of each other's season and methods.

A series of one year shows no season, but twenty of them show which months are high everywhere. The season of all
regions is the mean, by calendar month, of what each had above its own level, drawn towards nothing by how much regions
disagree (James and Stein 1961): where they do not agree it is no season.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from matcher.forecast.backtest import Replay, working
from matcher.forecast.months import YEAR, month_number
from matcher.forecast.series import FloatArray, MonthlySeries

LEAST_REGIONS = 3
"""Regions that must have a figure in a calendar month before it may speak."""

Seen = tuple[Replay, int]
"""A series and how many of its months may be seen."""


class RegionPool:
    """Regions with their replays, so that each backtest is made once.

    Attributes:
        replays: By series.
    """

    def __init__(self, series: Sequence[MonthlySeries], *, lebaran: bool = False) -> None:
        self._lebaran = lebaran
        self._seasons: dict[int, FloatArray | None] = {}
        self.replays = {one: self._fresh(one) for one in series}

    def replay(self, series: MonthlySeries) -> Replay:
        """A replay that knows the season of the pool; a region's own is kept."""
        return self.replays.get(series) or self._fresh(series)

    def _fresh(self, series: MonthlySeries) -> Replay:
        first = month_number(series.first_month)
        return Replay(first=first, values=series.array(), season=self.season, lebaran=self._lebaran)

    def others(self, series: MonthlySeries, until: int | None = None) -> list[Seen]:
        """The other regions, all of their months or those before ``until``."""
        found = [(replay, len(replay.values)) for one, replay in self.replays.items() if one != series]
        if until is not None:
            found = [(replay, replay.end_at(until)) for replay, _ in found]
        return [(replay, end) for replay, end in found if end]

    def season(self, until: int) -> FloatArray | None:
        """What each calendar month has above the level, from months before ``until``; shape (12,), sum 0.

        None where a calendar month has fewer than ``LEAST_REGIONS`` figures.
        """
        if until not in self._seasons:
            self._seasons[until] = _season([(replay, replay.end_at(until)) for replay in self.replays.values()])
        return self._seasons[until]


@lru_cache(maxsize=8)
def region_pool(series: tuple[MonthlySeries, ...], lebaran: bool = False) -> RegionPool:
    """The pool of these regions; kept, for its backtests take seconds."""
    return RegionPool(series, lebaran=lebaran)


def _season(seen: Sequence[Seen]) -> FloatArray | None:
    """Mean of the deviations by calendar month, drawn towards 0 by the share that is noise."""
    deviations: list[list[float]] = [[] for _ in range(YEAR)]
    for replay, end in seen:
        values = working(replay.values[:end])
        for start in range(end % YEAR, end - YEAR + 1, YEAR):
            year = values[start : start + YEAR]
            for step, one in enumerate(year - np.nanmean(year)):
                if not np.isnan(one):
                    deviations[(replay.first + start + step) % YEAR].append(float(one))
    if min(len(one) for one in deviations) < LEAST_REGIONS:
        return None
    means = np.array([np.mean(one) for one in deviations])
    noise = float(np.mean([np.var(one, ddof=1) / len(one) for one in deviations]))
    power = float(means.var())
    kept = max(0.0, 1 - noise / power) if power > 0 else 0.0
    return np.asarray((means - means.mean()) * kept, dtype=np.float64)
