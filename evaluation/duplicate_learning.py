"""Learn the scorecard of copies: logistic regression whose weights keep the sign that their evidence has.

Fitted by L-BFGS-B (Byrd et al. 1995, SIAM J. Sci. Comput. 16) with bounds at 0, ridge-penalised. Pairs count with the
root of the number of pairs that they stand for, at most ten: a band of a hundred thousand hopeless pairs must not
decide what the near ones weigh.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from matcher.duplicates.evidence import FOR, NAMES, Features
from matcher.duplicates.scorecard import Scorecard
from taxonomy.errors import InputError

THRESHOLD = 0.85
"""Chance from which a pair is one vacancy; chosen once: beyond it recall falls off and precision hardly rises."""

FOLDS = 5

_RIDGE = 0.05
_MOST_WEIGHT = 100.0
_SEED = 20_261

Labels = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


def fit(features: Features, labels: Labels, weights: Floats) -> Scorecard:
    """The scorecard of labelled pairs.

    Args:
        features: Evidence, shape ``(pairs, len(NAMES))``.
        labels: Whether each is one vacancy.
        weights: Number of pairs that each stands for.

    Raises:
        InputError: All labels are the same.
    """
    if labels.all() or not labels.any():
        raise InputError(wanted="pairs of both labels", found=f"{len(labels)} of one", where="labelled pairs")
    values, counts = features.astype(np.float64), np.sqrt(np.minimum(weights, _MOST_WEIGHT))

    def loss(point: Floats) -> tuple[float, Floats]:
        scores = point[0] + values @ point[1:]
        missed = 1 / (1 + np.exp(-scores)) - labels
        lost = float((counts * (np.logaddexp(0, scores) - labels * scores)).sum())
        slope = np.append((counts * missed).sum(), values.T @ (counts * missed) + _RIDGE * point[1:])
        return lost + _RIDGE * float((point[1:] ** 2).sum()) / 2, slope

    bounds = [(None, None), *((0, None) if name in FOR else (None, 0) for name in NAMES)]
    point = minimize(loss, np.zeros(len(bounds)), jac=True, bounds=bounds, method="L-BFGS-B").x
    shares = {name: round(float(weight), 3) + 0.0 for name, weight in zip(NAMES, point[1:], strict=True)}
    return Scorecard(intercept=round(float(point[0]), 3), weights=shares, threshold=THRESHOLD)


def cross_chances(features: Features, labels: Labels, weights: Floats, groups: Sequence[str]) -> Floats:
    """Chance of each pair by a scorecard that saw no pair of its employer.

    Args:
        features: Evidence.
        labels: Whether each is one vacancy.
        weights: Number of pairs that each stands for.
        groups: Employer of each.
    """
    names = sorted(set(groups))
    drawn = np.random.default_rng(_SEED).integers(0, FOLDS, len(names))
    fold_of = dict(zip(names, drawn.tolist(), strict=True))
    folds = np.array([fold_of[group] for group in groups])
    chances = np.zeros(len(labels))
    for fold in range(FOLDS):
        taught, held = folds != fold, folds == fold
        if held.any():
            chances[held] = fit(features[taught], labels[taught], weights[taught]).chances(features[held])
    return chances
