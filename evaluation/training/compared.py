"""What a model does on the items it is measured on, and the gate that compares two models on the same items.

The main measure decides by the paired bootstrap of the difference (Efron & Tibshirani 1993, ch. 15): items are drawn
once for both models. The lower end of the 95 % interval may not fall below a stated margin (a non-inferiority test).
Guards are figures that may not get worse by more than their own margin, whatever the main measure gains.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np

from evaluation.measures import RESAMPLES, SEED, Values
from evaluation.task import Interval

MARGIN = 0.005
"""What the lower end of the interval of the main measure may fall below the serving model at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """A figure that may not get worse.

    Attributes:
        value: The figure.
        margin: By how much it may.
        n: Items that it rests on; 0 where it is no measure of items.
        is_better_high: Whether more is better.
        is_ratio: Whether the margin is a share of the serving model's figure.
    """

    value: float
    margin: float
    n: int = 0
    is_better_high: bool = True
    is_ratio: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One model on the items of a gold file.

    Attributes:
        name: Of the main measure, in [0, 1], more is better.
        items: Names the items in their order; equal for models that were measured on the same.
        parts: What each item adds up to; float64, shape ``(items, k)``.
        figure: The measure of the sum of parts; shape ``(k,)`` to a number.
        guards: Name to figure.
        groups: Name of a group of items to value and n, worst last, for the card.
    """

    name: str
    items: str
    parts: Values
    figure: Callable[[Values], float]
    guards: Mapping[str, Guard] = field(default_factory=dict[str, Guard])
    groups: Mapping[str, tuple[float, int]] = field(default_factory=dict[str, tuple[float, int]])

    @property
    def value(self) -> float:
        """The main measure."""
        return self.figure(self.parts.sum(axis=0))

    def interval(self) -> Interval:
        """95 % percentile interval of the main measure, resampling items."""
        drawn = [self.figure(summed) for summed in _resampled(self.parts)]
        low, high = np.percentile(drawn, [2.5, 97.5])
        return (float(low), float(high))

    def document(self) -> dict[str, Any]:
        """For a card."""
        low, high = self.interval()
        return {
            "measure": self.name,
            "value": round(self.value, 4),
            "n": len(self.parts),
            "ci95": [round(low, 4), round(high, 4)],
            "guards": {name: asdict(guard) for name, guard in self.guards.items()},
            "groups": {name: {"value": round(value, 4), "n": n} for name, (value, n) in self.groups.items()},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the gate says.

    Attributes:
        passes: The candidate may serve.
        reasons: Why not, with the numbers; empty when it passes.
        says: ``better``, ``equal``, ``not worse`` or ``refused``.
        measure: The main measure.
        candidate: Its value.
        serving: Its value of the model that serves.
        difference: Candidate less serving.
        low: Lower end of the 95 % interval of the difference.
        high: Upper end.
        n: Items.
        margin: What ``low`` was held against, negative.
    """

    passes: bool
    reasons: tuple[str, ...]
    says: str
    measure: str
    candidate: float
    serving: float
    difference: float
    low: float
    high: float
    n: int
    margin: float

    def words(self) -> str:
        """In one line."""
        numbers = (
            f"{self.measure} {self.candidate:.4f} beside {self.serving:.4f} on the same {self.n} items: difference "
            f"{self.difference:+.4f} [{self.low:+.4f}, {self.high:+.4f}], may fall to {self.margin:+.4f}"
        )
        return "; ".join((f"{self.says}: {numbers}", *self.reasons))


def compare(candidate: Measured, serving: Measured, *, margin: float = MARGIN) -> Verdict:
    """Hold a candidate against what serves.

    Args:
        candidate: May come to serve.
        serving: Serves.
        margin: What the lower end of the interval may fall by, at least 0.
    """
    reasons: list[str] = []
    if candidate.items != serving.items or candidate.parts.shape != serving.parts.shape:
        reasons.append(f"wanted the same items, found {candidate.items} and {serving.items}")
        difference = low = high = float("nan")
    else:
        difference, low, high = _paired(candidate, serving)
        if low < -margin:
            reasons.append(f"the lower end {low:+.4f} is below {-margin:+.4f}")
    reasons += _fallen(candidate.guards, serving.guards)
    is_equal = bool(np.array_equal(candidate.parts, serving.parts))
    says = "refused" if reasons else "better" if low > 0 else "equal" if is_equal else "not worse"
    return Verdict(
        passes=not reasons,
        reasons=tuple(reasons),
        says=says,
        measure=candidate.name,
        candidate=candidate.value,
        serving=serving.value,
        difference=difference,
        low=low,
        high=high,
        n=len(candidate.parts),
        margin=-margin,
    )


def _paired(one: Measured, two: Measured) -> tuple[float, float, float]:
    both = zip(_resampled(one.parts), _resampled(two.parts), strict=True)
    drawn = [one.figure(ours) - two.figure(theirs) for ours, theirs in both]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return one.value - two.value, float(low), float(high)


def _resampled(parts: Values) -> Values:
    """Sums of the parts of items drawn anew, the same items for every model; shape ``(RESAMPLES, k)``."""
    found: Values = _times(len(parts)) @ parts
    return found


@lru_cache(maxsize=2)
def _times(n: int) -> Values:
    """How often each of n items is drawn; shape ``(RESAMPLES, n)``."""
    return np.random.default_rng(SEED).multinomial(n, np.full(n, 1 / n), size=RESAMPLES).astype(np.float64)


def _fallen(candidate: Mapping[str, Guard], serving: Mapping[str, Guard]) -> list[str]:
    found: list[str] = []
    for name, before in serving.items():
        now = candidate.get(name)
        if now is None:
            found.append(f"guard {name}: wanted a figure, found none")
            continue
        allowed = before.margin * (abs(before.value) if before.is_ratio else 1.0)
        worse = before.value - now.value if before.is_better_high else now.value - before.value
        if worse > allowed + 1e-12:
            found.append(f"guard {name}: {now.value:.4f} beside {before.value:.4f}, may get worse by {allowed:.4f}")
    return found


def mean(parts: Values) -> float:
    """Of summed (right, 1)."""
    return float(parts[0] / parts[1]) if parts[1] else 0.0


def shares(right: Any) -> Values:
    """(right, 1) for each item, as ``mean`` sums them."""
    held = np.asarray(right, dtype=np.float64)
    return np.stack([held, np.ones_like(held)], axis=1)
