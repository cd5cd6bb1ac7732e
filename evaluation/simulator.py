"""A world whose preferences are known: what learning from outcomes is measured on, since no real outcomes exist yet.

A worker asks, thirty postings come near, the ranking shows the ten best, chance moves some of them, and the worker
looks from the top down (position-based model). Whether a pair is opened, applied to, shortlisted and hired hangs on the
true values of its components, under weights that are the worker's own and spread about hidden common ones; the employer
judges by its own, about the same common ones. The ranking sees only what is known: the rest is neutral to it, as in the
product.

Means, spreads, known shares and correlations of the components are those measured over the 30 best real ads of 72 real
job seekers (November 2026, n = 2,160 pairs); a world of more components repeats them. All else is chosen, and said
below.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from matcher.components import NEUTRAL, Known, Values

POOL, SHOWN = 30, 10
"""Postings that come near, and how many of them are shown."""

MEANS = (0.86, 0.41, 0.81, 0.47, 0.65, 0.75, 0.17, 0.59)
SPREADS = (0.10, 0.26, 0.11, 0.13, 0.22, 0.21, 0.21, 0.19)
"""Standard deviations within the pairs of one seeker."""

KNOWN = (1.0, 0.74, 1.0, 1.0, 0.41, 0.62, 0.99, 0.35)
CORRELATED = ((2, 3, 0.60), (4, 5, 0.26), (0, 2, 0.17), (0, 3, 0.15), (0, 1, -0.21), (1, 4, -0.21), (1, 5, -0.14))
"""Pairs of components whose values correlate, and by how much; the rest lay within -0.12 and 0.05."""

EXAMINED = 1 / np.arange(1, SHOWN + 1)
"""Chance that a place is looked at: 1/place, as Joachims et al. 2017 take it."""

OPENED_AT, APPLIED_AT, SHORTLISTED_AT = -0.8, 0.0, -1.0
"""Logits of a pair of middling worth: 31 %, 50 % and 27 %."""

STEEPNESS = 12.0
"""Logit of a whole point of worth; within a list worth spreads by about 0.08, so by about one logit."""

HIRED = 0.4
"""Share of the shortlisted who are hired."""

CONCENTRATION = 40.0
"""Of the Dirichlet distribution of each worker's and employer's weights about the common ones."""

TASTE = 0.03
"""Standard deviation of what moves a worker and is no component, in points of worth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Requests:
    """What workers ask, what comes near, and what would come of it.

    Attributes:
        values: True values in [0, 1]; float64, shape ``(lists, POOL, n)``.
        known: Whether the ranking knows them; bool, same shape.
        opened: Chance that a pair is opened once its place is examined; float64, shape ``(lists, POOL)``.
        applied: Chance of an application once it is opened; same shape.
        shortlisted: Chance of being shortlisted once the worker applied; same shape.
    """

    values: Values
    known: Known
    opened: Values
    applied: Values
    shortlisted: Values

    @property
    def seen(self) -> Values:
        """Values as the ranking sees them; shape ``(lists, POOL, n)``."""
        return np.where(self.known, self.values, NEUTRAL)

    def gain(self, gains: Values) -> Values:
        """Mean gain of a pair once its place is examined; shape ``(lists, POOL)``.

        Args:
            gains: Of grades 0 to 4.
        """
        taken = (1 - HIRED) * gains[3] + HIRED * gains[4]
        wanted = (1 - self.shortlisted) * gains[2] + self.shortlisted * taken
        opened = (1 - self.applied) * gains[1] + self.applied * wanted
        found: Values = self.opened * opened + (1 - self.opened) * gains[0]
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """One world.

    Attributes:
        truth: Hidden common weights; they sum to 1; float64, shape ``(n,)``.
        correlation: Of the components; shape ``(n, n)``.
    """

    truth: Values
    correlation: Values

    def ask(self, lists: int, random: np.random.Generator) -> Requests:
        """Requests of new workers."""
        n = len(self.truth)
        at = np.arange(n) % len(MEANS)
        noise = random.multivariate_normal(np.zeros(n), self.correlation, (lists, POOL), method="cholesky")
        values = np.clip(np.array(MEANS)[at] + np.array(SPREADS)[at] * noise, 0, 1)
        known = random.random(values.shape) < np.array(KNOWN)[at]
        middle = np.array(MEANS)[at]
        tastes, judgements = (self._about(lists, random)[:, None, :] for _ in range(2))
        worth: Values = ((values - middle) * tastes).sum(axis=2) + random.normal(0, TASTE, values.shape[:2])
        fitness: Values = ((values - middle) * judgements).sum(axis=2)
        return Requests(
            values=values,
            known=known,
            opened=expit(OPENED_AT + STEEPNESS * worth),
            applied=expit(APPLIED_AT + STEEPNESS * worth),
            shortlisted=expit(SHORTLISTED_AT + STEEPNESS * fitness),
        )

    def _about(self, count: int, random: np.random.Generator) -> Values:
        """Weights spread about the common ones; rows sum to 1; shape ``(count, n)``."""
        drawn = random.standard_gamma(CONCENTRATION * self.truth + 1e-3, (count, len(self.truth)))
        found: Values = drawn / drawn.sum(axis=1, keepdims=True)
        return found


def world(n: int, random: np.random.Generator) -> World:
    """A world of n components; every set of common weights is as likely as any other (flat Dirichlet)."""
    correlation = np.eye(n)
    for one, other, by in CORRELATED:
        if max(one, other) < n:
            correlation[[one, other], [other, one]] = by
    return World(truth=random.dirichlet(np.ones(n)), correlation=correlation)


def value(requests: Requests, weights: Values, gains: Values) -> float:
    """Mean gain of a list that weights rank, exactly: the sum of examination times gain over the places.

    Args:
        requests: What is asked.
        weights: Shape ``(n,)``, or one set for each list, shape ``(lists, n)``.
        gains: Of grades 0 to 4.
    """
    scores = np.einsum("lpn,...n->lp" if weights.ndim == 1 else "lpn,ln->lp", requests.seen, weights)
    best = np.argsort(-scores, axis=1, kind="stable")[:, :SHOWN]
    return float((np.take_along_axis(requests.gain(gains), best, axis=1) @ EXAMINED).mean())


def best_value(requests: Requests, gains: Values) -> float:
    """As ``value``, of who knows the mean gain of every pair: what no common weights can reach."""
    best = -np.sort(-requests.gain(gains), axis=1)[:, :SHOWN]
    return float((best @ EXAMINED).mean())
