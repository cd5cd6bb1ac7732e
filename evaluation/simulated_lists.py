"""Lists shown in a simulated world, and what came of them: chance in the order, luck, a prejudice if one is planted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from evaluation.simulator import EXAMINED, HIRED, SHOWN, Requests
from matcher.components import Values
from matcher.exploration import Orders, luce_chances, luce_orders, swap_chances, swapped
from matcher.outcome_log import Flags, Numbers, OutcomeLog


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """How an order is left to chance.

    Attributes:
        swaps: Probability that two paired neighbours are swapped; see ``matcher.exploration``.
        temperature: Of Plackett-Luce over the scores of the shown; 0 for swaps alone.
    """

    swaps: float = 0.5
    temperature: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Prejudice:
    """A trait of the employer or person shown that no component holds, and that opening depends on.

    Attributes:
        share: Of the pairs that bear it, in (0, 1).
        effect: Change of the chance of being opened, for those who bear it: -0.4 takes four tenths of it.
        by_place: Points of score that the old ranking moved the bearers by, so that trait and place correlate.
        by_score: Logits of bearing it for a standard deviation of the score.
        by_component: The same for one of the first component.
    """

    share: float = 0.3
    effect: float = 0.0
    by_place: float = 0.0
    by_score: float = 0.0
    by_component: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Lists as shown, and what came of them.

    Attributes:
        log: What learning may see.
        rows: Which row of the pool each impression is; shape ``(lists, SHOWN)``, by place.
        bears: Whether each impression bears the trait; same shape.
    """

    log: OutcomeLog
    rows: Orders
    bears: Flags


def show(
    requests: Requests,
    weights: Values,
    random: np.random.Generator,
    *,
    chance: Chance | None = None,
    prejudice: Prejudice | None = None,
    trust: float = 0.0,
) -> Shown:
    """Rank, show and record.

    The same generator gives the same lists, and the same luck to each pair, whatever the prejudice's effect.

    Args:
        requests: What is asked.
        weights: That the ranking serves with; shape ``(n,)``.
        random: Chance.
        chance: How the order is left to chance; half of the paired neighbours are swapped by default.
        prejudice: None by default.
        trust: Share of the pairs without interest that are opened at the first place all the same, falling with
            examination (trust bias: Agarwal, Wang, Li, Bendersky & Najork 2019, WWW); above 0 the position-based model
            no longer holds.
    """
    told, trait = chance or Chance(), prejudice or Prejudice()
    scores = requests.seen @ weights
    bears = _bearers(requests, scores, trait, random)
    placed = scores + trait.by_place * bears
    best = np.argsort(-placed, axis=1, kind="stable")[:, :SHOWN]
    orders, chances = _left_to_chance(np.take_along_axis(placed, best, axis=1), told, random)
    rows = np.take_along_axis(best, orders, axis=1)
    borne = np.take_along_axis(bears, rows, axis=1)
    opened = np.take_along_axis(requests.opened, rows, axis=1)
    opened = EXAMINED * (opened + trust * EXAMINED * (1 - opened)) * (1 + trait.effect * borne)
    grades = _grades(requests, rows, opened, random)
    lists = np.repeat(np.arange(len(rows)), SHOWN)
    log = OutcomeLog(
        lists=lists,
        positions=np.tile(np.arange(1, SHOWN + 1), len(rows)),
        pairs=rows.ravel(),
        values=requests.seen[lists, rows.ravel()],
        known=requests.known[lists, rows.ravel()],
        grades=grades.ravel(),
        looked=grades.ravel() >= 1,
        applied=grades.ravel() >= 2,
        shortlisted=grades.ravel() >= 3,
        chances=chances.reshape(-1, SHOWN),
    )
    return Shown(log=log, rows=rows, bears=borne)


def _bearers(requests: Requests, scores: Values, trait: Prejudice, random: np.random.Generator) -> Flags:
    first = requests.values[:, :, 0]
    pull = trait.by_score * _standard(scores) + trait.by_component * _standard(first)
    usual = float(np.log(trait.share / (1 - trait.share)))
    found: Flags = random.random(scores.shape) < expit(usual + pull)
    return found


def _standard(values: Values) -> Values:
    found: Values = (values - values.mean()) / values.std()
    return found


def _left_to_chance(best: Values, told: Chance, random: np.random.Generator) -> tuple[Orders, Values]:
    """Order by place, and chances of each impression's row at each place; shapes ``(lists, SHOWN[, SHOWN])``."""
    if told.temperature:
        logits = best / told.temperature
        orders, chances = luce_orders(logits, random), luce_chances(logits)
    else:
        orders = swapped(len(best), SHOWN, told.swaps, random)
        chances = np.broadcast_to(swap_chances(SHOWN, told.swaps), (len(best), SHOWN, SHOWN))
    return orders, np.take_along_axis(chances, orders[:, :, None], axis=1)


def _grades(requests: Requests, rows: Orders, opened: Values, random: np.random.Generator) -> Numbers:
    """How far each pair came; see ``matcher.impressions.grade_of``; shape ``(lists, SHOWN)``."""
    applied, shortlisted = (
        np.take_along_axis(chances, rows, axis=1) for chances in (requests.applied, requests.shortlisted)
    )
    steps = np.stack([opened, applied, shortlisted, np.full(rows.shape, HIRED)], axis=2)
    found: Numbers = np.cumprod(random.random(steps.shape) < steps, axis=2).sum(axis=2)
    return found


def value_of_order(requests: Requests, shown: Shown, places: Numbers, gains: Values) -> float:
    """As ``value``, of another order of what was shown.

    Args:
        requests: What was asked.
        shown: What was shown.
        places: New place of each impression of the first lists, from 1; shape ``(lists * SHOWN,)``.
        gains: Of grades 0 to 4.
    """
    new = places.reshape(-1, SHOWN)
    gain = np.take_along_axis(requests.gain(gains), shown.rows, axis=1)[: len(new)]
    return float((gain * EXAMINED[new - 1]).sum(axis=1).mean())
