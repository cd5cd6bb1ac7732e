"""Outcome logs for tests: written out by hand, or drawn from a known position-based model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from matcher.exploration import swap_chances, swapped
from matcher.outcome_log import OutcomeLog

Floats = npt.NDArray[np.float64]


def log_by_place(values: Any, grades: Any, *, chances: Any = None, known: Any = None, pairs: Any = None) -> OutcomeLog:
    """A log of whole lists.

    Args:
        values: By list, place and component.
        grades: By list and place.
        chances: By list, place and other place; unknown by default.
        known: As values; all by default.
        pairs: By list and place; in the order of the rows by default.
    """
    held, come = np.array(values, dtype=np.float64), np.array(grades, dtype=np.int64)
    lists, places, n = held.shape
    flat = come.ravel()
    given = np.full((lists, places, places), np.nan) if chances is None else np.array(chances, dtype=np.float64)
    numbers = np.arange(lists * places) if pairs is None else np.array(pairs, dtype=np.int64)
    return OutcomeLog(
        lists=np.repeat(np.arange(lists), places),
        positions=np.tile(np.arange(1, places + 1), lists),
        pairs=numbers.ravel(),
        values=held.reshape(-1, n),
        known=np.ones((lists * places, n), dtype=bool) if known is None else np.array(known).reshape(-1, n),
        grades=flat,
        looked=flat >= 1,
        applied=flat >= 2,
        shortlisted=flat >= 3,
        chances=given.reshape(-1, places),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A log whose making is known.

    Attributes:
        log: The log.
        interest: Chance of being opened once examined, by list and place.
    """

    log: OutcomeLog
    interest: Floats


def drawn_log(
    seed: int, theta: Floats, truth: Floats, old: Floats, *, lists: int, swaps: float = 0.5, told: bool = True
) -> Drawn:
    """Lists ranked by old weights, neighbours swapped, opened as a position-based model with true weights says.

    Args:
        seed: Of everything.
        theta: Examination by place.
        truth: Weights of interest.
        old: Weights that rank.
        lists: How many.
        swaps: Probability of a swap.
        told: Whether the log tells the chances.
    """
    random = np.random.default_rng(seed)
    places, n = len(theta), len(truth)
    values = random.random((lists, places, n))
    best = np.argsort(-(values @ old), axis=1)
    orders = swapped(lists, places, swaps, random)
    values = np.take_along_axis(values, np.take_along_axis(best, orders, axis=1)[:, :, None], axis=1)
    interest = 1 / (1 + np.exp(-(8 * (values @ truth) - 4.5)))
    opened = random.random(interest.shape) < theta * interest
    chances = swap_chances(places, swaps)[orders] if told else None
    return Drawn(log=log_by_place(values, opened.astype(int), chances=chances), interest=interest)
