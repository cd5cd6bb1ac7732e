"""Chance of being shortlisted, by score: only where enough outcomes stand behind it, else nothing is said.

Fitted over pairs whose worker applied, since an employer looks at whoever applies: among all pairs shown, the chance
would be that of being seen too. A higher score never has a lower chance. From many outcomes *isotonic* regression
(Zadrozny & Elkan 2002, KDD), which takes any rising shape; from fewer *Platt's* logistic curve (Platt 1999; targets and
fit as in Lin, Lin & Weng 2007, Machine Learning 68), which overfits less (Niculescu-Mizil & Caruana 2005, ICML:
isotonic needs about 1,000). scikit-learn has both, but no Platt that cannot fall, and no error cross-fitted by list;
the isotonic fit is SciPy's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import isotonic_regression, minimize
from scipy.special import expit

from matcher.components import Values
from matcher.outcome_log import Flags, Numbers
from taxonomy.errors import InputError

LEAST_PAIRS, LEAST_EACH = 200, 50
"""Pairs that a calibration needs, and how many of them must have been shortlisted, and how many not."""

ISOTONIC_PAIRS, ISOTONIC_EACH = 1_000, 100
"""The same for isotonic regression."""

FOLDS, BINS = 5, 10

_GRID = np.linspace(0, 1, 101)
"""Scores at which a Platt curve is written down; between them it is at most 0.001 off for slopes up to 28."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """A rising curve from score to chance.

    Attributes:
        method: ``isotonic`` or ``platt``.
        scores: Knots, ascending; linear between them, level beyond.
        chances: At the knots, in (0, 1), non-decreasing.
        error: Expected calibration error, cross-fitted over lists: mean gap, over ten bins of as many pairs each,
            between chance and share shortlisted (Naeini, Cooper & Hauskrecht 2015, AAAI, with the equal-mass bins of
            Nixon et al. 2019, since chances lie close together).
        pairs: It rests on.
        shortlisted: Of these.
    """

    method: str
    scores: tuple[float, ...]
    chances: tuple[float, ...]
    error: float
    pairs: int
    shortlisted: int

    def chance(self, scores: Values) -> Values:
        """Chance of being shortlisted once the worker applied, in (0, 1); same shape as the scores."""
        return np.interp(scores, self.scores, self.chances)


def calibration(scores: Values, shortlisted: Flags, lists: Numbers) -> Calibration | None:
    """Fit.

    Args:
        scores: Of pairs whose worker applied, in [0, 1]; shape ``(pairs,)``.
        shortlisted: Whether each was shortlisted; same shape.
        lists: List of each: pairs of one list are not independent and stay in one fold; same shape.

    Returns:
        None with fewer than ``LEAST_PAIRS`` pairs, or ``LEAST_EACH`` of either kind.

    Raises:
        InputError: Scores are out of range, or the shapes differ.
    """
    if not len(scores) == len(shortlisted) == len(lists) or not ((scores >= 0) & (scores <= 1)).all():
        wanted = f"{len(scores)} scores in [0, 1], marks and lists"
        raise InputError(wanted=wanted, found=(len(shortlisted), len(lists), scores.tolist()), where="calibration")
    taken = int(shortlisted.sum())
    fewest = min(taken, len(scores) - taken)
    if len(scores) < LEAST_PAIRS or fewest < LEAST_EACH:
        return None
    method = "isotonic" if len(scores) >= ISOTONIC_PAIRS and fewest >= ISOTONIC_EACH else "platt"
    knots, chances = _curve(method, scores, shortlisted)
    return Calibration(
        method=method,
        scores=tuple(knots.tolist()),
        chances=tuple(chances.tolist()),
        error=calibration_error(_cross_fitted(method, scores, shortlisted, lists), shortlisted),
        pairs=len(scores),
        shortlisted=taken,
    )


def calibration_error(chances: Values, happened: Flags) -> float:
    """Expected calibration error in [0, 1] over ``BINS`` bins of as many pairs each; see ``Calibration.error``.

    Args:
        chances: At least one; shape ``(pairs,)``.
        happened: Same shape.
    """
    order = np.argsort(chances, kind="stable")
    bins = [rows for rows in np.array_split(order, BINS) if len(rows)]
    return float(sum(len(rows) * abs(chances[rows].mean() - happened[rows].mean()) for rows in bins) / len(chances))


def _cross_fitted(method: str, scores: Values, shortlisted: Flags, lists: Numbers) -> Values:
    """Chance of each pair by a curve that saw no pair of its list."""
    fold = np.unique(lists, return_inverse=True)[1] % FOLDS
    found = np.empty(len(scores))
    for held in range(FOLDS):
        out = fold == held
        found[out] = np.interp(scores[out], *_curve(method, scores[~out], shortlisted[~out]))
    return found


def _curve(method: str, scores: Values, shortlisted: Flags) -> tuple[Values, Values]:
    """Knots and chances; at least one pair."""
    return _isotonic(scores, shortlisted) if method == "isotonic" else _platt(scores, shortlisted)


def _isotonic(scores: Values, shortlisted: Flags) -> tuple[Values, Values]:
    knots, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    shares = np.bincount(inverse, shortlisted) / counts
    risen = isotonic_regression(shares, weights=counts.astype(np.float64)).x
    turns = np.diff(risen, prepend=np.nan, append=np.nan) != 0
    ends = turns[:-1] | turns[1:]
    least = 1 / (len(scores) + 2)  # nothing is certain after so many pairs (Laplace)
    return knots[ends], np.clip(risen[ends], least, 1 - least)


def _platt(scores: Values, shortlisted: Flags) -> tuple[Values, Values]:
    taken = int(shortlisted.sum())
    targets = np.where(shortlisted, (taken + 1) / (taken + 2), 1 / (len(scores) - taken + 2))
    features = np.column_stack([scores - scores.mean(), np.ones(len(scores))])

    def loss(at: Values) -> tuple[float, Values]:
        logits = features @ at
        return float((np.logaddexp(0, logits) - targets * logits).sum()), features.T @ (expit(logits) - targets)

    slope, level = minimize(loss, np.array([1.0, 0.0]), jac=True, method="L-BFGS-B", bounds=[(0, None), (None, None)]).x
    fitted: Values = slope * (_GRID - scores.mean()) + level
    return _GRID, expit(fitted)
