"""Weights of the score learnt from outcomes: non-negative shares that sum to 1 as before, so that every score adds up.

A list teaches by pairs: what was opened, applied to, shortlisted or hired should stand above the others of its list. An
outcome at a place that is seldom examined is the rarer for it and counts for more, by 1/examination; then, whatever the
old ranking was, the loss is on average what it would be had every place been examined (inverse propensity weighting:
Joachims, Swaminathan & Schnabel 2017, "Unbiased Learning-to-Rank with Biased Feedback", WSDM, whose hinge loss is here
the logistic one, as in Hu, Wang, Peng & Li 2019, "Unbiased LambdaMART", WWW). For that every pair of an outcome is
counted, also against others of the list that had outcomes: leaving those out would again hang on what was examined.

Few outcomes move little: the weights are drawn to those that serve by a ridge penalty of constant strength, as if these
were the mean of a normal prior. ``scipy.optimize`` does the fitting (L-BFGS-B: Byrd, Lu, Nocedal & Zhu 1995); no
library that we know of learns under non-negativity, propensities and such a prior at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.optimize import minimize, minimize_scalar
from scipy.special import expit

from matcher.components import Known, Values
from matcher.impressions import HIGHEST_GRADE
from matcher.outcome_log import Numbers, OutcomeLog
from taxonomy.errors import InputError

GAINS = (0.0, 1.0, 3.0, 7.0, 15.0)
"""What grades 0 to 4 are worth: 2^grade - 1 (Burges et al. 2005, ICML), as where rankings are measured."""

_STEEPEST = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lessons:
    """How to learn.

    Attributes:
        gains: Worth of grades 0 to 4; from 0, non-decreasing.
        strength: Of the pull towards the serving weights, as a number of outcomes: a difference of one whole share
            costs as much as this many outcomes whose loss rises by 1.
        least_known: Impressions that must know a component; with fewer it keeps its weight.
        most_times: Largest 1/examination: an outcome counts at most for this many at the first place.
        resamples: Of the bootstrap that gives the interval; 0 for none.
        seed: Of the bootstrap.

    Raises:
        InputError: A number is out of range.
    """

    gains: tuple[float, ...] = GAINS
    strength: float = 100.0
    least_known: int = 200
    most_times: float = 20.0
    resamples: int = 200
    seed: int = 20_261

    def __post_init__(self) -> None:
        """Refuse what cannot be meant."""
        rising = all(0 <= low <= high for low, high in pairwise(self.gains))
        if len(self.gains) != HIGHEST_GRADE + 1 or self.gains[0] != 0 or not rising:
            raise InputError(wanted="five gains from 0, none below the one before", found=self.gains, where="gains")
        if self.strength <= 0 or self.most_times < 1 or min(self.least_known, self.resamples) < 0:
            raise InputError(wanted="a strength above 0, times from 1, counts from 0", found=self, where="lessons")


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """Weights as outcomes teach them.

    Attributes:
        weights: From 0; they sum to 1; float64, shape ``(n,)``.
        low: Lower ends of their 95 % intervals, over lists; the weights themselves when none was asked for.
        high: Upper ends.
        kept: Components that kept their weight, since too few impressions know them; bool, shape ``(n,)``.
        lists: Lists with an outcome: what the interval is drawn over.
        outcomes: Impressions with a gain.
    """

    weights: Values
    low: Values
    high: Values
    kept: Known
    lists: int
    outcomes: int


def learn(log: OutcomeLog, serving: Values, examination: Values, lessons: Lessons | None = None) -> Learnt:
    """Learn weights.

    Args:
        log: What was shown and what came of it.
        serving: Weights that serve now; from 0, sum 1; shape ``(n,)``.
        examination: Chance that each impression was examined, relative to the first place, above 0; shape ``(m,)``.
            Ones for learning without correction.
        lessons: How; ``Lessons()`` by default.

    Returns:
        The serving weights themselves when there is nothing to learn from.

    Raises:
        InputError: Serving weights or examination do not belong to the log.
    """
    told = lessons or Lessons()
    _check(log, serving, examination)
    kept = log.known.sum(axis=0) < told.least_known
    pairs = _pairs(log, examination, told)
    weights = low = high = serving.copy()
    if pairs.outcomes and serving[~kept].sum() > 0:
        fit = _Fit(pairs, serving, kept, told.strength)
        weights = low = high = fit.weights(pairs.weights)
        if told.resamples:
            low, high = _interval(fit, pairs, log.list_count, told)
    return Learnt(
        weights=weights, low=low, high=high, kept=kept, lists=len(np.unique(pairs.lists)), outcomes=pairs.outcomes
    )


def _check(log: OutcomeLog, serving: Values, examination: Values) -> None:
    n = log.values.shape[1]
    if serving.shape != (n,) or not (serving >= 0).all() or not abs(serving.sum() - 1) <= 1e-9:
        raise InputError(wanted=f"{n} shares from 0 that sum to 1", found=serving.tolist(), where="serving weights")
    if examination.shape != (len(log),) or not (examination > 0).all():
        raise InputError(wanted=f"{len(log)} chances above 0", found=examination.tolist(), where="examination")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pairs:
    """Each impression with a gain against each other one of its list.

    Attributes:
        differences: Values of the first less those of the second; float64, shape ``(pairs, n)``.
        weights: Gain by 1/examination, shared out over the pairs of one impression; the mean impression has 1 in all.
        lists: Number of the list; shape ``(pairs,)``.
        outcomes: Number of impressions with a gain.
    """

    differences: Values
    weights: Values
    lists: Numbers
    outcomes: int


def _pairs(log: OutcomeLog, examination: Values, told: Lessons) -> _Pairs:
    sizes = np.bincount(log.lists, minlength=log.list_count)
    starts = np.cumsum(sizes) - sizes
    gains = np.array(told.gains)[log.grades]
    first = np.flatnonzero((gains > 0) & (sizes[log.lists] > 1))
    against = sizes[log.lists[first]]
    one = np.repeat(first, against)
    other = np.arange(len(one)) - np.repeat(np.cumsum(against) - against, against) + starts[log.lists[one]]
    one, other = one[one != other], other[one != other]
    worth = gains * np.minimum(1 / examination, told.most_times)
    mean = worth[first].mean() if len(first) else 1.0
    return _Pairs(
        differences=log.values[one] - log.values[other],
        weights=worth[one] / (sizes[log.lists[one]] - 1) / mean,
        lists=log.lists[one],
        outcomes=len(first),
    )


class _Fit:
    """The loss over some pairs, and where it is least.

    With coefficients ``v >= 0`` of the components that learn, the free weights are ``v / sum(v)`` times what the kept
    ones leave, and ``sum(v)`` says how steeply outcomes follow the score; the kept ones have the same steepness, so
    that the whole is linear in ``v``.
    """

    def __init__(self, pairs: _Pairs, serving: Values, kept: Known, strength: float) -> None:
        self._free = ~kept
        self._serving = serving
        self._left = float(serving[self._free].sum())
        self._strength = strength
        held = pairs.differences[:, kept] @ serving[kept]
        self._features = pairs.differences[:, self._free] + (held / self._left)[:, None]
        self._start = self._steepest(pairs.weights)

    def _steepest(self, weights: Values) -> Values:
        """The serving weights, as steep as outcomes follow them."""
        shares = self._serving[self._free] / self._left
        scores = self._features @ shares

        def loss(steep: float) -> float:
            return float(weights @ np.logaddexp(0, -steep * scores))

        found = minimize_scalar(loss, bounds=(1.0, _STEEPEST), method="bounded")
        return np.asarray(shares * found.x)

    def weights(self, pair_weights: Values) -> Values:
        """Weights of all components that cost least.

        Args:
            pair_weights: Of the pairs in the loss.
        """
        found = minimize(
            self._loss,
            self._start,
            args=(pair_weights,),
            jac=True,
            method="L-BFGS-B",
            bounds=[(0, None)] * len(self._start),
        )
        weights = self._serving.copy()
        weights[self._free] = self._left * found.x / found.x.sum()
        return weights

    def _loss(self, v: Values, pair_weights: Values) -> tuple[float, Values]:
        scores = self._features @ v
        slope = self._features.T @ (-pair_weights * expit(-scores))
        total = max(float(v.sum()), 1e-9)
        shares = self._left * v / total
        off = shares - self._serving[self._free]
        pull = 2 * self._strength * self._left / total * (off - float(off @ v) / total)
        lost = float(pair_weights @ np.logaddexp(0, -scores)) + self._strength * float(off @ off)
        return lost, slope + pull


def _interval(fit: _Fit, pairs: _Pairs, lists: int, told: Lessons) -> tuple[Values, Values]:
    """95 % percentile interval of each weight, lists drawn anew (Efron & Tibshirani 1993, ch. 13)."""
    random = np.random.default_rng(told.seed)
    drawn: list[Values] = []
    for _ in range(told.resamples):
        times = np.bincount(random.integers(0, lists, lists), minlength=lists)
        drawn.append(fit.weights(pairs.weights * times[pairs.lists]))
    low, high = np.percentile(drawn, [2.5, 97.5], axis=0)
    return low, high
