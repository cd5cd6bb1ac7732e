"""Judged pairs as the scorer sees them, and weights learnt from them.

The objective is pairwise: of two ads of one seeker the higher graded should score higher, and each such pair counts by
the difference of its gains, each seeker by the same in all (RankNet, Burges et al. 2005, ICML, with the gains of nDCG).
Weights are bounded below by 0, so that a component can never count against who has more of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from evaluation.measures import GAINS, Judgements
from matcher.answers import Subject
from matcher.part_list import NAMES
from matcher.pipeline import Pipeline
from matcher.weights import Weights, weights_of

Floats = npt.NDArray[np.float64]

L2 = 3e-4
"""Penalty on the squared weights before they are made shares; from 1e-4 to 3e-3 nothing moves by more than .01."""

FIXED: Mapping[str, float] = {"place": 0.05, "pay": 0.02, "wishes": 0.03}
"""Shares that are not learnt: place was left out on purpose when the grades were given, few ads name a pay, and no
judged seeker names a kind of work."""

LEAST: Mapping[str, float] = {"skills": 0.06, "experience": 0.03, "education": 0.04}
"""Least shares: what a person can do something about counts, even where few of the judged ads name it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedPairs:
    """The judged ads of one seeker.

    Attributes:
        values: Components in [0, 1], in the order of ``NAMES``; float64, shape ``(ads, components)``.
        grades: 0 to 3, int64, shape ``(ads,)``.
    """

    values: Floats
    grades: npt.NDArray[np.int64]


def judged_pairs(
    pipeline: Pipeline, subjects: Mapping[str, Subject], judgements: Judgements, kind: str = "posting"
) -> dict[str, JudgedPairs]:
    """Score every judged pair.

    Args:
        pipeline: Over the judged records.
        subjects: Who was judged for, by the names in ``judgements``.
        judgements: Grades.
        kind: Kind of what was judged.

    Raises:
        UnknownIdError: A judged record is not indexed.
    """
    found: dict[str, JudgedPairs] = {}
    for name, grades in judgements.items():
        scores = pipeline.score(subjects[name], kind, list(grades))
        found[name] = JudgedPairs(values=scores.values, grades=np.array(list(grades.values()), dtype=np.int64))
    return found


def learn_weights(judged: Sequence[JudgedPairs]) -> Weights:
    """Weights that order judged pairs best; components of ``FIXED`` keep their shares."""
    learnt = [at for at, name in enumerate(NAMES) if name not in FIXED]
    differences, counts = _pairs(judged, learnt)

    def loss(weights: Floats) -> tuple[float, Floats]:
        margins = differences @ weights
        value = float(np.logaddexp(0, -margins) @ counts + L2 * (weights @ weights))
        slope = -(differences * (counts / (1 + np.exp(margins)))[:, None]).sum(axis=0) + 2 * L2 * weights
        return value, slope

    start, bounds = np.ones(len(learnt)), [(0, None)] * len(learnt)
    weights = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return _shares(dict(zip([NAMES[at] for at in learnt], weights.tolist(), strict=True)))


def _pairs(judged: Sequence[JudgedPairs], learnt: Sequence[int]) -> tuple[Floats, Floats]:
    """Differences of components of every two ads of different grades, and what each counts."""
    differences, counts = [np.zeros((0, len(learnt)))], [np.zeros(0)]
    gains = np.array([GAINS[grade] for grade in sorted(GAINS)], dtype=np.float64)
    for one in judged:
        better, worse = np.nonzero(one.grades[:, None] > one.grades[None, :])
        count = gains[one.grades[better]] - gains[one.grades[worse]]
        differences.append(one.values[better][:, learnt] - one.values[worse][:, learnt])
        counts.append(count / max(1.0, count.sum()) / len(judged))
    return np.concatenate(differences), np.concatenate(counts)


def _shares(weights: Mapping[str, float]) -> Weights:
    """Learnt weights as shares of what is not fixed, four digits; those below ``LEAST`` are raised, the others give."""
    room = 1 - sum(FIXED.values())
    raised = dict[str, float]()
    while True:
        free = {name: weight for name, weight in weights.items() if name not in raised}
        scale = (room - sum(raised.values())) / max(1e-12, sum(free.values()))
        low = {name: LEAST[name] for name, weight in free.items() if weight * scale < LEAST.get(name, 0.0)}
        if not low:
            break
        raised |= low
    shares = {name: round(raised.get(name, weight * scale), 4) for name, weight in weights.items()}
    most = max(shares, key=lambda name: (shares[name], name))
    shares[most] = round(shares[most] + room - sum(shares.values()), 4)
    return weights_of({name: FIXED.get(name, shares.get(name, 0.0)) for name in NAMES}, "learnt weights")
