"""Rolling origin: what each method would have said at earlier months, and how far off it was.

Tashman (2000): a method is judged on months that it had not seen, from several origins. Errors are scaled by the mean
step of the history from a year before (MASE, Hyndman and Koehler 2006), so that big and small series weigh alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from matcher.forecast.lebaran import lebaran_effect
from matcher.forecast.methods import COMBINED, LEBARAN, REGIONAL, carry_on, combined, with_season
from matcher.forecast.months import YEAR
from matcher.forecast.series import FloatArray, filled

SCORED_MONTHS = 12
"""Months ahead that a method is judged on."""

STRIDE = 3
"""Months from one origin to the next; they stand on a grid, so that fits are made once."""

ORIGINS = 16
"""Origins at most: four years of them."""

MAX_AHEAD = 72
"""Months ahead that every forecast reaches: how far costs nothing once a method is fitted."""

FIRST_ORIGIN = 12
"""Months of history that the first origin has at least."""


def working(values: FloatArray) -> FloatArray:
    """Figures on the scale that methods work on: log(1 + x)."""
    return np.log1p(values)


def level(values: FloatArray) -> FloatArray:
    """Back from the working scale, never below zero."""
    return np.maximum(np.expm1(values), 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """A series and the forecasts made at its months, each made once.

    Attributes:
        first: Number of its first month.
        values: Figures, shape (months,), nan in gaps.
        season: Gives what the calendar months of other regions had above their level (see ``RegionPool``), seen until a
            month; None where there are no other regions.
        lebaran: Whether the effect of Lebaran is tried too: for Indonesian series.
        made: Forecasts by origin and method, on the working scale; filled as they are asked for.
        judged: Mean errors by method, origins and end; likewise.
    """

    first: int
    values: FloatArray
    season: Callable[[int], FloatArray | None] | None = None
    lebaran: bool = False
    made: dict[int, dict[str, FloatArray]] = field(default_factory=dict)
    judged: dict[tuple[str, tuple[int, ...], int], float] = field(default_factory=dict)

    def at(self, origin: int) -> Mapping[str, FloatArray]:
        """What each method says after the first ``origin`` months, of which the last has a figure.

        Nothing later is seen, neither of this series nor of other regions.
        """
        if origin not in self.made:
            seen = working(filled(self.values[:origin]))
            said = carry_on(seen, MAX_AHEAD)
            more = {COMBINED: combined(said), REGIONAL: self._regional(seen)}
            more[LEBARAN] = self._with_lebaran(seen, more[COMBINED]) if self.lebaran else None
            self.made[origin] = said | {name: ahead for name, ahead in more.items() if ahead is not None}
        return self.made[origin]

    def _with_lebaran(self, seen: FloatArray, plain: FloatArray | None) -> FloatArray | None:
        """The combination of the figures without Lebaran, and Lebaran put back; as it is where it cannot be told."""
        effect = lebaran_effect(seen, self.first, MAX_AHEAD)
        if effect is None:
            return plain
        without = combined(carry_on(seen - effect[: len(seen)], MAX_AHEAD))
        return None if without is None else without + effect[len(seen) :]

    def _regional(self, seen: FloatArray) -> FloatArray | None:
        season = self.season(self.first + len(seen)) if self.season else None
        return None if season is None else with_season(seen, self.first, season, MAX_AHEAD)

    def end_at(self, month: int) -> int:
        """How many of its months come before a month, without gaps at the end."""
        known = np.flatnonzero(~np.isnan(self.values[: max(month - self.first, 0)]))
        return int(known[-1]) + 1 if len(known) else 0

    def origins(self, end: int, least: int = FIRST_ORIGIN) -> tuple[int, ...]:
        """Origins on the grid before ``end``, the last ``ORIGINS`` of them, where the month before is no gap."""
        grid = range(-(-least // STRIDE) * STRIDE, end, STRIDE)
        return tuple(origin for origin in grid if not np.isnan(self.values[origin - 1]))[-ORIGINS:]

    def errors(self, method: str, origins: Sequence[int], end: int) -> FloatArray:
        """Figures less forecasts on the working scale, shape (origins, SCORED_MONTHS); nan past ``end`` and in gaps."""
        found = np.full((len(origins), SCORED_MONTHS), np.nan)
        for row, origin in enumerate(origins):
            seen = working(self.values[origin : min(origin + SCORED_MONTHS, end)])
            found[row, : len(seen)] = seen - self.at(origin)[method][: len(seen)]
        return found

    def mase(self, method: str, origins: Sequence[int], end: int) -> float:
        """Mean scaled absolute error over all months that origins before ``end`` reach; nan where there is none."""
        asked = (method, tuple(origins), end)
        if asked not in self.judged:
            self.judged[asked] = self._mase(*asked)
        return self.judged[asked]

    def _mase(self, method: str, origins: tuple[int, ...], end: int) -> float:
        scaled: list[float] = []
        for origin in origins:
            seen = self.values[origin : min(origin + SCORED_MONTHS, end)]
            scaled.extend(np.abs(seen - level(self.at(origin)[method][: len(seen)])) / step(self.values[:origin]))
        known = [one for one in scaled if not np.isnan(one)]
        return float(np.mean(known)) if known else float("nan")


def step(values: FloatArray) -> float:
    """Mean absolute step from a year before (from the month before in a first year); 1 where nothing moves.

    Args:
        values: Figures with gaps as nan, shape (months,).
    """
    lag = YEAR if len(values) > YEAR else 1
    steps = np.abs(values[lag:] - values[:-lag])
    steps = steps[~np.isnan(steps)]
    mean = float(steps.mean()) if len(steps) else 0.0
    return mean if mean > 0 else 1.0
