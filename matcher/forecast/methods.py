"""Ways to carry a series on: each takes figures on the working scale and gives as many months as asked.

The working scale is log(1 + x): vacancies grow and shrink by shares, and one month in a boom is not to rule the rest.
Naive and seasonal-naive are the yardsticks (Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 5.2);
Theta, exponential smoothing and the damped trend are those that the M3 and M4 competitions found hard to beat
(Makridakis, Spiliotis and Assimakopoulos 2020). statsmodels fits them.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.stats import f as f_distribution
from statsmodels.tools.sm_exceptions import ConvergenceWarning
from statsmodels.tsa.forecasting.theta import ThetaModel
from statsmodels.tsa.holtwinters import ExponentialSmoothing, Holt, SimpleExpSmoothing
from statsmodels.tsa.seasonal import STL
from threadpoolctl import ThreadpoolController

from matcher.forecast.months import YEAR
from matcher.forecast.series import FloatArray
from matcher.reason_words import Said

RECALL = 144
"""Months that a method is fitted on at most: what was longer ago says little of next year, and fits take longer."""

_SEASON_LEAST = 2 * YEAR + 1
_CHANCE = 0.05
_FLAT = 1e-9

Fit = Callable[[FloatArray, int], FloatArray]


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One way to carry a series on.

    Attributes:
        name: As answers name it.
        label: For people.
        least: Months that it needs.
        fit: Figures, shape (months,), and a horizon to forecasts, shape (horizon,).
    """

    name: str
    label: Said
    least: int
    fit: Fit


def naive(values: FloatArray, horizon: int) -> FloatArray:
    """The last figure again."""
    return np.full(horizon, values[-1])


def seasonal_naive(values: FloatArray, horizon: int) -> FloatArray:
    """The same month of the last year again."""
    return np.resize(values[-YEAR:], horizon)


def year_mean(values: FloatArray, horizon: int) -> FloatArray:
    """The mean of the last twelve months: for figures that jump about a level."""
    return np.full(horizon, values[-YEAR:].mean())


def theta(values: FloatArray, horizon: int) -> FloatArray:
    """Theta with a season where one shows (Assimakopoulos and Nikolopoulos 2000)."""
    season = is_seasonal(values)
    with _narrowly_quiet():
        fitted = ThetaModel(values, period=YEAR, deseasonalize=season, use_test=False, method="additive").fit()
        return np.asarray(fitted.forecast(horizon), dtype=np.float64)


def smoothing(values: FloatArray, horizon: int) -> FloatArray:
    """Simple exponential smoothing of the figures without their season, which is put back."""
    adjusted, season = without_season(values, horizon)
    with _narrowly_quiet():
        fitted = SimpleExpSmoothing(adjusted, initialization_method="estimated").fit()
        return np.asarray(fitted.forecast(horizon), dtype=np.float64) + season


def damped(values: FloatArray, horizon: int) -> FloatArray:
    """Damped trend (Gardner and McKenzie 1985) of the figures without their season, which is put back."""
    adjusted, season = without_season(values, horizon)
    with _narrowly_quiet():
        fitted = Holt(adjusted, damped_trend=True, initialization_method="estimated").fit()
        return np.asarray(fitted.forecast(horizon), dtype=np.float64) + season


def ets(values: FloatArray, horizon: int) -> FloatArray:
    """ETS with additive errors, damped trend and a season that moves, if one shows (Holt and Winters)."""
    season = "add" if is_seasonal(values) else None
    with _narrowly_quiet():
        model = ExponentialSmoothing(
            values,
            trend="add",
            damped_trend=True,
            seasonal=season,
            seasonal_periods=YEAR if season else None,
            initialization_method="heuristic",
        )
        return np.asarray(model.fit(use_brute=False).forecast(horizon), dtype=np.float64)


def is_seasonal(values: FloatArray) -> bool:
    """Whether steps from month to month differ by calendar month: F test of one-way variance at 5 %.

    The autocorrelation test of the M4 benchmarks misses smooth seasons in series of three years; this one does not.
    """
    steps = np.diff(values)
    if len(values) < _SEASON_LEAST or np.ptp(steps) < _FLAT:
        return False
    groups = [steps[month::YEAR] for month in range(YEAR)]
    within = sum(float(((group - group.mean()) ** 2).sum()) for group in groups)
    between = float(((steps - steps.mean()) ** 2).sum()) - within
    free = len(steps) - YEAR
    return bool(between / (YEAR - 1) > f_distribution.isf(_CHANCE, YEAR - 1, free) * within / free)


def without_season(values: FloatArray, horizon: int) -> tuple[FloatArray, FloatArray]:
    """Figures less their season by STL, and the season of the months ahead (zeros where none shows)."""
    if not is_seasonal(values):
        return values, np.zeros(horizon)
    season = np.asarray(STL(values, period=YEAR, seasonal=13).fit().seasonal, dtype=np.float64)
    return values - season, np.resize(season[-YEAR:], horizon)


@contextmanager
def _narrowly_quiet() -> Generator[None]:
    """Flat and jumpy series end the optimiser early; the backtest judges what came out, so the warning says nothing."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            yield


NAIVE = Method(name="naive", label={"id": "angka terakhir (naif)", "en": "the last figure (naive)"}, least=1, fit=naive)
SEASONAL_NAIVE = Method(
    name="seasonal_naive",
    label={"id": "bulan sama tahun lalu (naif musiman)", "en": "the same month of last year (seasonal naive)"},
    least=YEAR,
    fit=seasonal_naive,
)

METHODS = (
    NAIVE,
    SEASONAL_NAIVE,
    Method(
        name="year_mean",
        label={"id": "rata-rata 12 bulan terakhir", "en": "the mean of the last 12 months"},
        least=3,
        fit=year_mean,
    ),
    Method(name="theta", label={"id": "Theta", "en": "Theta"}, least=8, fit=theta),
    Method(
        name="smoothing", label={"id": "pemulusan eksponensial", "en": "exponential smoothing"}, least=6, fit=smoothing
    ),
    Method(name="damped", label={"id": "tren teredam", "en": "damped trend"}, least=10, fit=damped),
    Method(name="ets", label={"id": "ETS", "en": "ETS"}, least=10, fit=ets),
)


COMBINED = "combined"
"""The mean of ``GOOD``. Of means and medians of two to four methods, weighed evenly or by their backtests, it had the
least error on the histories before the test windows of ``sepadan evaluate forecast`` (95 stretches of four eras); even
weights are also what M3 and M4 found hard to better."""

LEBARAN = "lebaran"
"""The combination with the effect of Lebaran taken out and put back."""

REGIONAL = "regional"
"""The own level and the season of all regions together: what is left for a series of a year."""

GOOD = ("theta", "damped", "ets")

_BESIDE: Mapping[str, Said] = {
    COMBINED: {"id": "rata-rata tiga metode", "en": "the mean of three methods"},
    LEBARAN: {"id": "rata-rata tiga metode dengan Lebaran", "en": "the mean of three methods with Lebaran"},
    REGIONAL: {"id": "model gabungan antarwilayah", "en": "the pooled model of all regions"},
}
LABELS: Mapping[str, Said] = {**{method.name: method.label for method in METHODS}, **_BESIDE}
"""For people, by name."""


def combined(said: Mapping[str, FloatArray]) -> FloatArray | None:
    """Mean of the good methods, month by month; None where fewer than two of them have enough months."""
    good = [said[name] for name in GOOD if name in said]
    return np.mean(good, axis=0) if len(good) > 1 else None


def with_season(values: FloatArray, first: int, season: FloatArray, horizon: int) -> FloatArray:
    """The mean of the last twelve months without the regions' season, and that season put back.

    Args:
        values: On the working scale, shape (months,).
        first: Number of the first month.
        season: What each calendar month has above the level, shape (12,), January first.
        horizon: Months ahead.
    """
    months = np.arange(first, first + len(values) + horizon) % YEAR
    level = (values - season[months[: len(values)]])[-YEAR:].mean()
    return np.asarray(level + season[months[len(values) :]], dtype=np.float64)


def carry_on(values: FloatArray, horizon: int) -> dict[str, FloatArray]:
    """What every method that has enough months says; each of shape (horizon,).

    A forecast that left the range ever seen by more than the range itself is drawn back to that bound: an optimiser
    that ran away must not speak.

    Args:
        values: On the working scale, shape (months,), without gaps.
        horizon: Months ahead.
    """
    recent = values[-RECALL:]
    low, high = float(recent.min()), float(recent.max())
    ready = [method for method in METHODS if len(recent) >= method.least]
    if high == low:
        return {method.name: np.full(horizon, low) for method in ready}
    span = max(high - low, 1.0)
    with _blas().limit(limits=1, user_api="blas"):
        said = {method.name: method.fit(recent, horizon) for method in ready}
    return {
        name: np.clip(np.nan_to_num(ahead, nan=recent[-1], posinf=high, neginf=low), low - span, high + span)
        for name, ahead in said.items()
    }


@lru_cache(maxsize=1)
def _blas() -> ThreadpoolController:
    """Threads of linear algebra: a hundred months are too small to share out, which takes five times as long."""
    return ThreadpoolController()
