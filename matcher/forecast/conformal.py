"""Intervals from what the served method was wrong by before: split conformal over the origins of the backtest.

Errors are taken on the working scale, so that the interval of a figure is a share of it and never goes below zero.
They grow with the months ahead by a power that the errors themselves show (between 0, a level, and 1, a trend gone
wrong); divided by that growth they are pooled over the months ahead, and the quantile of their size is taken at the
level times (1 + 1/n) with n the effective errors (Vovk, Gammerman and Shafer 2005; Lei et al. 2018). Origins are not
independent, so the cover is measured (``sepadan evaluate forecast``), not proven. A short series takes the errors of
its peers, each divided by its own unrest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matcher.forecast.backtest import SCORED_MONTHS, Replay, working
from matcher.forecast.choose import LEAST_ORIGINS, POOLED_FIRST
from matcher.forecast.methods import NAIVE
from matcher.forecast.regions import Seen
from matcher.forecast.series import FloatArray, filled

LEVELS = (0.8, 0.95)

WEIGHT = 1.5
"""Effective errors of an origin: its months ahead are alike, but not one. Chosen by the cover of histories cut before
the test windows of ``sepadan evaluate forecast``: with 1 the 80 % interval held too often, with 3 the 95 % one too
seldom."""

_TINY = 1e-12
_USUAL_UNREST = 1.0
_USUAL_GROWTH = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Half the width of an interval at each month ahead, on the working scale.

    Attributes:
        at80: Of the 80 % interval, shape (horizon,).
        at95: Of the 95 % interval, shape (horizon,), never below ``at80``.
        origins: Origins that it rests on.
        pooled: Whether errors of other series went in.
    """

    at80: FloatArray
    at95: FloatArray
    origins: int
    pooled: bool


def spread(replay: Replay, end: int, method: str, horizon: int, peers: Sequence[Seen] = ()) -> Spread:
    """Half widths for a forecast made after ``end`` months.

    Args:
        replay: The series.
        end: Months seen.
        method: The method that is served.
        horizon: Months ahead.
        peers: The same figure elsewhere, for a series with few origins.
    """
    origins = replay.origins(end)
    if len(origins) >= LEAST_ORIGINS:
        return _widths(replay.errors(method, origins, end), len(origins), horizon, 1.0, pooled=False)
    usual = _usual_unrest([(replay, end), *peers])
    own_unrest = _unrest(replay, end, usual)
    blocks = [_scaled(one, stop, method, usual) for one, stop in ((replay, end), *peers)]
    errors = np.concatenate(blocks)
    series = sum(len(block) > 0 for block in blocks)
    if not series:
        # nothing was ever tested: a month usually moves by its unrest, and errors add up as in a random walk
        growth = (own_unrest * np.arange(1, horizon + 1) ** _USUAL_GROWTH).astype(np.float64)
        return Spread(at80=1.28 * growth, at95=1.96 * growth, origins=0, pooled=False)
    return _widths(errors, series, horizon, own_unrest, pooled=bool(peers))


def _widths(errors: FloatArray, n: int, horizon: int, unrest: float, *, pooled: bool) -> Spread:
    """Quantiles of errors that were divided by their growth, times the growth."""
    power, size = _growth(errors)
    months = np.arange(1, SCORED_MONTHS + 1)
    share = np.abs(errors) / (size * months**power)
    share = np.sort(share[~np.isnan(share)])
    widths: list[FloatArray] = []
    for one in LEVELS:
        quantile = np.quantile(share, min(1.0, one * (1 + 1 / (WEIGHT * n))), method="higher")
        widths.append(quantile * size * np.arange(1, horizon + 1) ** power * unrest)
    return Spread(at80=widths[0], at95=widths[1], origins=len(errors), pooled=pooled)


def _growth(errors: FloatArray) -> tuple[float, float]:
    """Power and size of root mean square errors as size * months ** power; errors of shape (origins, months)."""
    seen = ~np.isnan(errors).all(axis=0)
    months = np.arange(1, SCORED_MONTHS + 1)[seen]
    sizes = np.sqrt(np.nanmean(errors[:, seen] ** 2, axis=0))
    moved = sizes > _TINY
    if moved.sum() < 2:
        return 0.0, max(float(sizes.max()), _TINY)
    logs: FloatArray = np.log(months[moved])
    sized: FloatArray = np.log(sizes[moved])
    power = float(np.clip(np.polyfit(logs, sized, 1)[0], 0.0, 1.0))
    return power, float(np.exp((sized - power * logs).mean()))


def _unrest(replay: Replay, end: int, usual: float) -> float:
    """Root mean square step from month to month, half of its square the usual one: few steps say little."""
    steps = _steps(replay, end)
    own = float((steps**2).mean()) if len(steps) else usual**2
    return float(np.sqrt((own + usual**2) / 2))


def _usual_unrest(seen: Sequence[Seen]) -> float:
    """Over all series; where no series has two months, a month that more than doubles or halves is usual."""
    steps = np.concatenate([_steps(replay, end) for replay, end in seen])
    usual = float(np.sqrt((steps**2).mean())) if len(steps) else _USUAL_UNREST
    return usual if usual > _TINY else _USUAL_UNREST


def _steps(replay: Replay, end: int) -> FloatArray:
    return np.diff(working(filled(replay.values[:end])))


def _scaled(replay: Replay, end: int, method: str, usual: float) -> FloatArray:
    """Errors divided by the unrest of their series; the last figure speaks where the method had too few months."""
    origins = replay.origins(end, POOLED_FIRST)
    found = [replay.errors(method if method in replay.at(origin) else NAIVE.name, [origin], end) for origin in origins]
    if not found:
        return np.empty((0, SCORED_MONTHS))
    return np.concatenate(found) / _unrest(replay, end, usual)
