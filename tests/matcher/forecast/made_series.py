"""Series made for tests of forecasts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matcher.forecast.months import months_from
from matcher.forecast.series import MonthlySeries, monthly_series


def series_of(values: Sequence[float | None], name: str = "contoh", first: str = "2015-01") -> MonthlySeries:
    """A series from January 2015."""
    return monthly_series(zip(months_from(first, len(values)), values, strict=True), name=name)


def seasonal(
    n: int = 72, seed: int = 0, *, season: float = 0.3, trend: float = 0.004, noise: float = 0.05
) -> list[float]:
    """A level of 1,000 that grows, with a yearly season and noise, on the log scale."""
    months = np.arange(n)
    random = np.random.default_rng(seed)
    logs = np.log(1000) + trend * months + season * np.sin(2 * np.pi * months / 12) + random.normal(0, noise, n)
    return [float(value) for value in np.exp(logs)]


def walk(n: int = 72, seed: int = 0, size: float = 0.1) -> list[float]:
    """A random walk: nothing beats its last figure."""
    steps = np.random.default_rng(seed).normal(0, size, n)
    return [float(value) for value in np.exp(6 + np.cumsum(steps))]
