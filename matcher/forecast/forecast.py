"""A monthly series carried on, with intervals, and why it was carried on that way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matcher.forecast.backtest import MAX_AHEAD, level
from matcher.forecast.choose import Choice, choose
from matcher.forecast.conformal import Spread, spread
from matcher.forecast.months import month_number, month_text
from matcher.forecast.regions import region_pool
from matcher.forecast.series import FloatArray, MonthlySeries
from matcher.forecast.words import because, notes_of
from matcher.reason_words import DEFAULT, Language
from taxonomy.errors import InputError

MAX_HORIZON = 24
"""Months ahead that may be asked for."""

MAX_SKIPPED = MAX_AHEAD - MAX_HORIZON

_DIGITS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlyForecast:
    """Figures of the months ahead; every tuple has one for each month.

    Attributes:
        name: What is counted.
        first_month: Of the first figure ahead, as ``2025-07``.
        point: As likely too high as too low (a median, not a mean), not below zero.
        low80: Lower end of the interval that is to hold four times of five.
        high80: Upper end.
        low95: Lower end of the interval that is to hold 19 times of 20.
        high95: Upper end.
        method: Name of the method that is served.
        served_because: Why, in one sentence.
        errors: Backtest error (MASE) of each method that was judged.
        origins: Origins that the judgement rests on.
        n_months: Months with a figure that it was made from.
        gaps: Months in between without one.
        short: Whether there were fewer than two years of figures.
        pooled: Whether errors of other regions went into method or interval.
        source: Of the figures.
        last_month: Of the last figure.
        notes: What a reader must know, sentences.
    """

    name: str
    first_month: str
    point: tuple[float, ...]
    low80: tuple[float, ...]
    high80: tuple[float, ...]
    low95: tuple[float, ...]
    high95: tuple[float, ...]
    method: str
    served_because: str
    errors: dict[str, float]
    origins: int
    n_months: int
    gaps: int
    short: bool
    pooled: bool
    source: str
    last_month: str
    notes: tuple[str, ...]


def forecast(
    series: MonthlySeries,
    horizon: int,
    *,
    peers: Sequence[MonthlySeries] = (),
    first_month: str | None = None,
    lebaran: bool = True,
    language: Language = DEFAULT,
) -> MonthlyForecast:
    """Carry a series on.

    Args:
        series: Figures; gaps are bridged for the fit, and no error is counted in them.
        horizon: Months, 1 to ``MAX_HORIZON``.
        peers: The same figure of other regions, which a series of less than about three years is judged with.
        first_month: First month wanted; the month after the last figure when None. Months between are passed over.
        lebaran: Whether the effect of Lebaran is tried; it is served only where it lessens the backtest's error.
        language: Of sentences.

    Raises:
        InputError: A horizon out of range, or a first month that is past or too far.
    """
    skipped = _skipped(series, horizon, first_month)
    end, ahead = len(series.values), horizon + skipped
    pool = region_pool(tuple(peers), lebaran)
    replay, others = pool.replay(series), pool.others(series)
    choice = choose(replay, end, others)
    widths = spread(replay, end, choice.method, ahead, others)
    middle = replay.at(end)[choice.method][:ahead]
    return _told(series, choice, widths, middle, skipped, language)


def _told(
    series: MonthlySeries, choice: Choice, widths: Spread, middle: FloatArray, skipped: int, language: Language
) -> MonthlyForecast:
    ends = {
        "low80": middle - widths.at80,
        "high80": middle + widths.at80,
        "low95": middle - widths.at95,
        "high95": middle + widths.at95,
    }
    return MonthlyForecast(
        name=series.name,
        first_month=month_text(month_number(series.last_month) + 1 + skipped),
        point=_figures(middle, skipped),
        **{name: _figures(values, skipped) for name, values in ends.items()},
        method=choice.method,
        served_because=because(choice, language),
        errors=choice.errors,
        origins=choice.origins,
        n_months=len(series.values) - series.gaps,
        gaps=series.gaps,
        short=series.short,
        pooled=widths.pooled or choice.peers > 0,
        source=series.source,
        last_month=series.last_month,
        notes=notes_of(series, choice, flat=bool(np.all(widths.at95 < 1e-9)), language=language),
    )


def _figures(values: FloatArray, skipped: int) -> tuple[float, ...]:
    return tuple(round(float(value), _DIGITS) for value in level(values[skipped:]))


def _skipped(series: MonthlySeries, horizon: int, first_month: str | None) -> int:
    if not 1 <= horizon <= MAX_HORIZON:
        raise InputError(wanted=f"1 to {MAX_HORIZON} months", found=str(horizon), where="horizon")
    if first_month is None:
        return 0
    skipped = month_number(first_month, "first_month") - month_number(series.last_month) - 1
    if not 0 <= skipped <= MAX_SKIPPED:
        wanted = f"a month after {series.last_month}, at most {MAX_SKIPPED} months after"
        raise InputError(wanted=wanted, found=first_month, where="first_month")
    return skipped
