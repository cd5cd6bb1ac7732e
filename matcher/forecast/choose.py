"""Which method is served for a series: the combination, unless it does not beat a naive one on months it had not seen.

With few origins of its own a series is judged together with its peers (the same figure of other regions): what one
year of one province cannot tell, twenty provinces can.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matcher.forecast.backtest import Replay
from matcher.forecast.methods import COMBINED, LEBARAN, NAIVE, REGIONAL, SEASONAL_NAIVE
from matcher.forecast.regions import Seen

LEAST_ORIGINS = 12
"""Origins of its own that a series needs to be judged alone; below, its peers are judged with it."""

POOLED_FIRST = 6
"""Months of history at the first origin of a pooled judgement."""

ALONE = (COMBINED, LEBARAN, NAIVE.name, SEASONAL_NAIVE.name)
POOLED = (COMBINED, NAIVE.name, SEASONAL_NAIVE.name, "year_mean", "theta", "smoothing", REGIONAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The method that is served, and what it rests on.

    Attributes:
        method: Its name.
        errors: Mean scaled error of each method that was judged, on the same months; empty where none could be.
        origins: Origins that the errors rest on, over all series judged.
        peers: Series judged beside the own one.
    """

    method: str
    errors: dict[str, float]
    origins: int
    peers: int


def choose(replay: Replay, end: int, peers: Sequence[Seen] = ()) -> Choice:
    """The method for the first ``end`` months of a series.

    Args:
        replay: The series.
        end: Months that may be seen; the last of them is no gap.
        peers: The same figure elsewhere; asked only where this series is short.
    """
    own = replay.origins(end)
    if len(own) >= LEAST_ORIGINS:
        ready = [name for name in ALONE if name != LEBARAN or replay.lebaran]
        return _least({name: replay.mase(name, own, end) for name in ready}, replay, end, len(own), 0)
    rows = [(one, one.origins(stop, POOLED_FIRST), stop) for one, stop in ((replay, end), *peers)]
    rows = [row for row in rows if row[1]]
    errors = {name: _pooled(rows, name) for name in POOLED}
    others = sum(one is not replay for one, _, _ in rows)
    return _least(errors, replay, end, sum(len(origins) for _, origins, _ in rows), others)


def _pooled(rows: Sequence[tuple[Replay, tuple[int, ...], int]], name: str) -> float:
    """Mean over series of a method's error, the last figure again where a method had too few months."""
    found: list[float] = []
    for replay, origins, stop in rows:
        ready = [origin for origin in origins if name in replay.at(origin)]
        early = [origin for origin in origins if name not in replay.at(origin)]
        parts = [(replay.mase(name, ready, stop), len(ready)), (replay.mase(NAIVE.name, early, stop), len(early))]
        known = [(error, weight) for error, weight in parts if not math.isnan(error)]
        if known:
            found.append(sum(error * weight for error, weight in known) / sum(weight for _, weight in known))
    return float(np.mean(found)) if found else math.nan


def _least(errors: dict[str, float], replay: Replay, end: int, origins: int, peers: int) -> Choice:
    """The least error of those that the series has months for; naive where nothing could be judged."""
    ready = replay.at(end)
    known = {name: error for name, error in errors.items() if name in ready and not math.isnan(error)}
    best = min(known, key=lambda name: (known[name], name != NAIVE.name)) if known else NAIVE.name
    return Choice(method=best, errors=known, origins=origins if known else 0, peers=peers if known else 0)
