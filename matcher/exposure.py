"""What recommendations cost each person, and how evenly they show the postings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.assignment import NOTHING, Lists, Numbers, Values
from matcher.hiring import Behaviour, Outcome, simulate, usual


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One method in one market.

    Attributes:
        outcome: What came of the rounds.
        losses: Share of the mean utility of their own best that each worker lost, shape ``(workers,)``.
        own: Mean utility of each worker's own best, same shape.
        gini: Of how often postings are shown: 0 all alike, 1 one alone.
        unseen: Share of postings that nobody is shown; 0 where there is none.
        postings: How many there are.
    """

    outcome: Outcome
    losses: Values
    own: Values
    gini: float
    unseen: float
    postings: int

    def tenth(self, *, best: bool) -> Numbers:
        """Rows of the tenth of workers (one at least) whose own best is worth most, or least; ties by row."""
        order = np.argsort(-self.own if best else self.own, kind="stable")
        return order[: max(1, len(order) // 10)]


def measured(
    lists: Lists, own: Lists, places: npt.NDArray[np.int64], *, seed: int, behaviour: Behaviour | None = None
) -> Measured:
    """Measure recommendations against each worker's own best.

    Args:
        lists: What is recommended.
        own: Each worker's own best, as many.
        places: Of each posting.
        seed: Of the rounds.
        behaviour: How people and employers act; ``usual`` by default.
    """
    k = lists.columns.shape[1]
    shown = np.bincount(lists.columns[lists.columns != NOTHING], minlength=len(places))
    return Measured(
        outcome=simulate(lists, places, behaviour or usual(k), seed=seed),
        losses=lost(lists.totals, own.totals),
        own=own.totals / k,
        gini=gini(shown.astype(np.float64)),
        unseen=float((shown == 0).mean()) if len(shown) else 0.0,
        postings=len(places),
    )


def lost(totals: Values, own: Values) -> Values:
    """Share of each worker's own best that is lost; 0 of who has none."""
    return 1 - np.divide(totals, own, out=np.ones(len(own)), where=own > 0)


def gini(values: Values) -> float:
    """Gini's coefficient in [0, 1): half the mean difference of two values over their mean; 0 where all are 0."""
    ordered, n = np.sort(values), len(values)
    total = float(ordered.sum())
    return float((2 * np.arange(1, n + 1) - n - 1) @ ordered / (n * total)) if total else 0.0
