"""Weights that score beside those that serve: nobody is shown their order, only how far it is from the one shown.

Of each ranking the ten best are scored again from the same components; their agreement is Kendall's tau-b (Kendall
1945, "The treatment of ties in ranking problems", Biometrika 33), 1 for the same order and -1 for the reverse. What the
other weights would have brought up from below the ten is not seen. Figures are those of one process since it took the
weights up.
"""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass

from scipy.stats import kendalltau

from matcher.score import Scorer, Scores

TOP = 10
"""Best matches that are compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How alike two orders were.

    Attributes:
        weights: Name of those that score beside.
        rankings: Compared so far; those of fewer than two different scores on either side say nothing.
        correlation: Mean of Kendall's tau-b over them, in [-1, 1]; None before the first.
    """

    weights: str
    rankings: int
    correlation: float | None


class Shadow:
    """Scores beside; safe to share between threads.

    Attributes:
        name: Of the weights.
    """

    def __init__(self, name: str, scorer: Scorer) -> None:
        """Compare nothing yet."""
        self.name = name
        self._scorer = scorer
        self._lock = threading.Lock()
        self._rankings = 0
        self._sum = 0.0

    def compare(self, shown: Scores) -> None:
        """Count one ranking.

        Args:
            shown: Scores of its best matches.
        """
        beside = self._scorer.weighed(shown.values, shown.known).totals
        if len(beside) < 2:
            return
        tau = float(kendalltau(shown.totals, beside).statistic)
        if math.isfinite(tau):  # all alike on one side: no order to agree with
            with self._lock:
                self._rankings += 1
                self._sum += tau

    @property
    def agreement(self) -> Agreement:
        """So far."""
        with self._lock:
            mean = self._sum / self._rankings if self._rankings else None
            return Agreement(weights=self.name, rankings=self._rankings, correlation=mean)
