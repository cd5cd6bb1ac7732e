"""Learn the scorecard of copies: logistic regression whose weights keep the sign that their evidence has.

Fitted by L-BFGS-B (Byrd et al. 1995, SIAM J. Sci. Comput. 16) with bounds at 0, ridge-penalised. Pairs count with the
root of the number of pairs that they stand for, at most ten: a band of a hundred thousand hopeless pairs must not
decide what the near ones weigh. The threshold is chosen by chances that are cross-validated in their turn, so that the
pairs which a threshold is judged by had no part in choosing it (nested: Varma & Simon 2006, BMC Bioinformatics 7).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from matcher.duplicates.evidence import FOR, NAMES, Features
from matcher.duplicates.scorecard import Scorecard
from taxonomy.errors import InputError

PRECISION = 0.98
"""Share of pairs told as one vacancy that must be so, where the threshold is chosen."""

FOLDS = 5

_REPEATS = 10
"""Ways of dividing into folds over which a threshold is chosen; one way alone moves it by some tenths."""

_RIDGE = 0.5
_MOST_WEIGHT = 100.0
_SEED = 20_261

Labels = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lessons:
    """Labelled pairs as they are learnt from; all in one order.

    Attributes:
        features: Evidence, shape ``(pairs, len(NAMES))``.
        labels: Whether each is one vacancy.
        weights: Number of pairs that each stands for.
        groups: Employer of each.
    """

    features: Features
    labels: Labels
    weights: Floats
    groups: Sequence[str]

    def of(self, chosen: Labels) -> Lessons:
        """Some of the pairs.

        Args:
            chosen: Which.
        """
        groups = [group for group, is_chosen in zip(self.groups, chosen.tolist(), strict=True) if is_chosen]
        return Lessons(
            features=self.features[chosen], labels=self.labels[chosen], weights=self.weights[chosen], groups=groups
        )


def learnt(lessons: Lessons) -> Scorecard:
    """The scorecard of labelled pairs, with a threshold of its own.

    Args:
        lessons: Labelled pairs.

    Raises:
        InputError: All labels are the same.
    """
    return replace(fit(lessons), threshold=chosen_threshold(lessons))


def fit(lessons: Lessons) -> Scorecard:
    """The scorecard of labelled pairs, with the threshold at one half.

    Args:
        lessons: Labelled pairs.

    Raises:
        InputError: All labels are the same.
    """
    labels = lessons.labels
    if labels.all() or not labels.any():
        raise InputError(wanted="pairs of both labels", found=f"{len(labels)} of one", where="labelled pairs")
    values, counts = lessons.features.astype(np.float64), np.sqrt(np.minimum(lessons.weights, _MOST_WEIGHT))

    def loss(point: Floats) -> tuple[float, Floats]:
        scores = point[0] + values @ point[1:]
        missed = 1 / (1 + np.exp(-scores)) - labels
        lost = float((counts * (np.logaddexp(0, scores) - labels * scores)).sum())
        slope = np.append((counts * missed).sum(), values.T @ (counts * missed) + _RIDGE * point[1:])
        return lost + _RIDGE * float((point[1:] ** 2).sum()) / 2, slope

    bounds = [(None, None), *((0, None) if name in FOR else (None, 0) for name in NAMES)]
    point = minimize(loss, np.zeros(len(bounds)), jac=True, bounds=bounds, method="L-BFGS-B").x
    shares = {name: round(float(weight), 3) + 0.0 for name, weight in zip(NAMES, point[1:], strict=True)}
    return Scorecard(intercept=round(float(point[0]), 3), weights=shares, threshold=0.5)


def chosen_threshold(lessons: Lessons) -> float:
    """Least chance from which cross-validated chances are right in ``PRECISION`` of the pairs; 1 when they never are.

    Args:
        lessons: Labelled pairs.
    """
    chances = np.concatenate([cross_chances(lessons, _SEED + turn) for turn in range(_REPEATS)])
    order = np.argsort(-chances, kind="stable")
    right = np.cumsum(np.tile(lessons.labels, _REPEATS)[order])
    enough = np.flatnonzero(right >= PRECISION * np.arange(1, len(order) + 1))
    # Rounded up, so that a pair that fell short does not slip in.
    return float(np.ceil(1_000 * chances[order[enough[-1]]]) / 1_000) if len(enough) else 1.0


def cross_chances(lessons: Lessons, seed: int = _SEED) -> Floats:
    """Chance of each pair by a scorecard that saw no pair of its employer.

    Args:
        lessons: Labelled pairs.
        seed: Divides the employers.
    """
    chances = np.zeros(len(lessons.labels))
    for held in _folds(lessons.groups, seed):
        chances[held] = fit(lessons.of(~held)).chances(lessons.features[held])
    return chances


def cross_found(lessons: Lessons) -> Labels:
    """Which pairs are told as one vacancy by a scorecard and a threshold that saw no pair of their employer.

    Args:
        lessons: Labelled pairs.
    """
    found = np.zeros(len(lessons.labels), dtype=bool)
    for held in _folds(lessons.groups, _SEED):
        card = learnt(lessons.of(~held))
        found[held] = card.chances(lessons.features[held]) >= card.threshold
    return found


def _folds(groups: Sequence[str], seed: int) -> Iterator[Labels]:
    """Pairs that are held back, employer by employer, until each was so once."""
    names = sorted(set(groups))
    drawn = np.random.default_rng(seed).integers(0, FOLDS, len(names))
    fold_of = dict(zip(names, drawn.tolist(), strict=True))
    folds = np.array([fold_of[group] for group in groups])
    yield from (folds == fold for fold in range(FOLDS) if (folds == fold).any())
