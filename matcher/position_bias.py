"""How often a place of a list is looked at, from outcomes: the position-based model.

A pair is opened when its place is examined and the pair is of interest: P(opened at place k) = theta_k * gamma(pair)
(Joachims, Swaminathan & Schnabel 2017, "Unbiased Learning-to-Rank with Biased Feedback", WSDM). Only ratios of theta
can be told from outcomes, so the first place has 1. Two estimators: where chance moved pairs between places,
*intervention harvesting* compares the same pairs at two places and needs no model of interest; else *regression*
explains interest by the components, and what these do not explain of the old ranking's success it takes for
examination.

Both are then made non-increasing (pool adjacent violators, ``scipy.optimize.isotonic_regression``): nobody who reads a
list from the top examines the fifth place more often than the fourth, so a rise is noise.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.optimize import isotonic_regression, minimize
from scipy.special import expit

from matcher.components import Values
from matcher.outcome_log import Flags, Numbers, OutcomeLog

LEAST_EXAMINATION = 0.02
"""Lowest theta: what is learnt weighs an outcome by 1/theta, and a wrong small one would drown all others."""

LEAST_OPENED = 100
"""Opened pairs at each two neighbouring places, of those that chance may move between them, from which harvesting is
trusted: the ratio of two places is then off by about 1/sqrt(50) = 14 % at the worst, and over ten places such errors
add up."""

_RIDGE = 1e-3
_SMALL = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionBias:
    """Examination by place.

    Attributes:
        examination: Theta of places 1, 2, ...; in [``LEAST_EXAMINATION``, 1], the first 1, non-increasing; float64,
            shape ``(places,)``.
        method: ``harvest``, ``regression`` or ``none`` (nothing was opened: all places count alike).
        opened: Number of opened pairs that it rests on.
    """

    examination: Values
    method: str
    opened: int

    def at(self, positions: Numbers) -> Values:
        """Theta of places, from 1; beyond the last one known, that of the last."""
        found: Values = self.examination[np.minimum(positions, len(self.examination)) - 1]
        return found


def position_bias(log: OutcomeLog) -> PositionBias:
    """Examination by place: harvested where chance moved enough pairs, else regressed.

    Args:
        log: Lists of one kind: who seeks work may read further down than who seeks workers.
    """
    opened = int(log.looked.sum())
    if not opened:
        return PositionBias(examination=np.ones(max(log.places, 1)), method="none", opened=0)
    harvested = harvest(log)
    if harvested is not None:
        return harvested
    return PositionBias(examination=regressed(log), method="regression", opened=opened)


def harvest(log: OutcomeLog, least_opened: int = LEAST_OPENED) -> PositionBias | None:
    """Examination from pairs that chance put at one of several places.

    AllPairs of Agarwal, Zaitsev, Wang, Li, Najork & Joachims 2019, "Estimating Position Bias without Intrusive
    Interventions", WSDM: for places k and k', the pairs that either could have had, each weighted by 1/chance of the
    place that it got, are a fair sample of the same pairs at both; their opened share is theta_k * r_kk'. All are
    fitted together by maximum likelihood.

    Args:
        log: What was shown.
        least_opened: See ``LEAST_OPENED``.

    Returns:
        None when two neighbouring places have fewer opened pairs each to compare.
    """
    counts = _harvested(log)
    neighbours = counts.opened[[pair for pair, (one, other) in enumerate(counts.pairs) if other == one + 1]]
    if log.places < 2 or len(neighbours) < log.places - 1 or neighbours.min() < least_opened:
        return None
    firsts, seconds = np.array(counts.pairs).T
    shares = counts.hits / np.maximum(counts.total, _SMALL)
    # Joint likelihood in logits of theta (the first place free, scaled away below) and of each pair's common interest.
    start = np.concatenate([np.full(log.places, 0.5), _logit(shares.max(axis=1))])

    def loss(at: Values) -> tuple[float, Values]:
        theta, interest = expit(at[: log.places]), expit(at[log.places :])
        gradient = np.zeros(len(at))
        lost = 0.0
        for side, places in enumerate((firsts, seconds)):
            hits, misses = counts.hits[:, side], counts.total[:, side] - counts.hits[:, side]
            chance = np.clip(theta[places] * interest, _SMALL, 1 - _SMALL)
            lost -= float(hits @ np.log(chance) + misses @ np.log1p(-chance))
            # d/dlogit of both factors: the chance times (1 - factor).
            slope = misses * chance / (1 - chance) - hits
            np.add.at(gradient, places, slope * (1 - theta[places]))
            gradient[log.places :] += slope * (1 - interest)
        return lost, gradient

    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(-12, 12)] * len(start))
    theta = expit(found.x[: log.places])
    return PositionBias(
        examination=_falling(theta, _shown(log)), method="harvest", opened=int(log.looked[_moved(log)].sum())
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Harvested:
    """What can be compared: for each two places, weighted hits and totals at both; shape ``(pairs, 2)``."""

    pairs: list[tuple[int, int]]
    hits: Values
    total: Values
    opened: Numbers


def _harvested(log: OutcomeLog) -> _Harvested:
    chances = np.nan_to_num(log.chances)
    own = chances[np.arange(len(log)), log.positions - 1]
    weights = np.divide(1.0, own, out=np.zeros(len(log)), where=own > 0)
    pairs, opened = list[tuple[int, int]](), list[list[int]]()
    hits, total = list[list[float]](), list[list[float]]()
    for one, other in combinations(range(log.places), 2):
        either = (chances[:, one] > 0) & (chances[:, other] > 0)
        at = [either & (log.positions == place + 1) for place in (one, other)]
        if all(rows.any() for rows in at):
            pairs.append((one, other))
            hits.append([float(weights[rows & log.looked].sum()) for rows in at])
            total.append([float(weights[rows].sum()) for rows in at])
            opened.append([int((rows & log.looked).sum()) for rows in at])
    shape = (len(pairs), 2)
    return _Harvested(
        pairs=pairs,
        hits=np.array(hits).reshape(shape),
        total=np.array(total).reshape(shape),
        opened=np.array(opened, dtype=np.int64).reshape(shape),
    )


def regressed(log: OutcomeLog) -> Values:
    """Examination where interest is a logistic regression on the components: the likelihood of regression EM.

    Wang, Golbandi, Bendersky, Metzler & Najork 2018, "Position Bias Estimation for Unbiased Learning to Rank in
    Personal Search", WSDM; they regress by boosted trees and climb by EM. We regress by the few components that rank,
    which makes the likelihood smooth, and climb it by L-BFGS: over 15,000 impressions EM took three times as long, and
    after 200 rounds its last places still lay 10 % short of where both end. Where the order was left to chance, the
    place that the pair had on average is one more feature: given it, the place itself is chance.

    Args:
        log: At least one pair was opened.

    Returns:
        Theta as in ``PositionBias``.
    """
    features, places, opened = _features(log), log.positions - 1, log.looked
    free = log.places - 1  # the first place has 1

    def loss(at: Values) -> tuple[float, Values]:
        theta, gamma = np.append(1.0, expit(at[:free])), expit(features @ at[free:])
        chance = np.clip(theta[places] * gamma, _SMALL, 1 - _SMALL)
        lost = -float(np.log(np.where(opened, chance, 1 - chance)).sum()) + _RIDGE / 2 * float(at @ at)
        # d/dlogit of both factors: the chance times (1 - factor).
        slope = np.where(opened, -1.0, chance / (1 - chance))
        by_place = np.bincount(places, slope, log.places) * (1 - theta)
        by_feature = features.T @ (slope * (1 - gamma))
        return lost, np.concatenate([by_place[1:], by_feature]) + _RIDGE * at

    found = minimize(loss, np.zeros(free + features.shape[1]), jac=True, method="L-BFGS-B")
    return _falling(np.append(1.0, expit(found.x[:free])), _shown(log))


def _features(log: OutcomeLog) -> Values:
    """Components, the mean place where it was chance's, and 1."""
    moved = _moved(log)
    mean_place = np.where(moved, np.nan_to_num(log.chances) @ np.arange(1, log.places + 1), 0.0) / log.places
    found: Values = np.column_stack([log.values, mean_place, moved.astype(np.float64), np.ones(len(log))])
    return found


def _moved(log: OutcomeLog) -> Flags:
    """Whether chance could have given each impression another place; shape ``(m,)``."""
    found: Flags = np.nan_to_num(log.chances, nan=1.0).max(axis=1) < 1
    return found


def _shown(log: OutcomeLog) -> Numbers:
    """How often each place was shown; shape ``(places,)``."""
    return np.bincount(log.positions - 1, minlength=log.places)


def _falling(theta: Values, shown: Numbers) -> Values:
    """Theta made non-increasing, the first 1, never below the least; a place never shown weighs next to nothing."""
    fallen = isotonic_regression(theta, weights=shown + _SMALL, increasing=False).x
    found: Values = np.clip(fallen / fallen[0], LEAST_EXAMINATION, 1.0)
    return found


def _logit(shares: Values) -> Values:
    inside = np.clip(shares, 0.01, 0.99)
    found: Values = np.log(inside / (1 - inside))
    return found
