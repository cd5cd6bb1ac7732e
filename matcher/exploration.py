"""Orders that leave a little to chance, with the probability of every place: what is learnt from must be comparable.

Two ways. *Neighbours swapped* (Radlinski & Joachims 2006, "Minimally Invasive Randomization for Collecting Unbiased
Preferences from Clickthrough Logs", AAAI): nothing moves by more than one place, so that nobody is shown much worse
than the best order, and two neighbouring places can be compared. *Plackett-Luce* (Plackett 1975, Applied Statistics
24): every order may come, so that any other ranking of the list can be valued; it costs more.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import softmax

from matcher.components import Values
from taxonomy.errors import InputError

Orders = npt.NDArray[np.int64]
"""For each list, which row of the best order stands at each place; shape ``(lists, places)``."""

MOST_PLACES = 12
"""Longest list whose Plackett-Luce chances are worked out: they take a step for each set of places."""


def swap_chances(places: int, probability: float) -> Values:
    """Probability that the row that ranks r-th is shown at place p when neighbours are swapped.

    A fair coin pairs places (1, 2), (3, 4), ... or (2, 3), (4, 5), ...; each pair is swapped with the probability.

    Args:
        places: Length of the list.
        probability: Of a swap, in [0, 1].

    Returns:
        Rows by rank, columns by place; rows and columns sum to 1; float64, shape ``(places, places)``.
    """
    moves = np.full(max(places - 1, 0), probability / 2)
    chances: Values = np.diag(moves, 1) + np.diag(moves, -1) if places > 1 else np.zeros((places, places))
    return chances + np.diag(1 - chances.sum(axis=1))


def swapped(lists: int, places: int, probability: float, random: np.random.Generator) -> Orders:
    """Orders with neighbours swapped; see ``swap_chances``."""
    orders = np.tile(np.arange(places), (lists, 1))
    firsts = np.arange(places - 1)
    paired = firsts % 2 == random.integers(0, 2, (lists, 1))
    turned = paired & (random.random((lists, len(firsts))) < probability)
    # Pairs of one list share no place, so all of them can be turned at once.
    orders[:, :-1] += turned
    orders[:, 1:] -= turned
    return orders


def luce_orders(logits: Values, random: np.random.Generator) -> Orders:
    """Orders drawn by Plackett-Luce: place after place, with probabilities as the softmax of what is left.

    Drawn as the order of logits with Gumbel noise, which is the same (Yellott 1977, J. Math. Psychology 15).

    Args:
        logits: Of rows, shape ``(lists, places)``.
        random: Chance.
    """
    return np.argsort(-(logits + random.gumbel(size=logits.shape)), axis=1, kind="stable")


def luce_chances(logits: Values) -> Values:
    """Probability of each place under Plackett-Luce, exactly: summed over the sets of rows that may stand before it.

    Args:
        logits: Of rows, shape ``(lists, places)``.

    Returns:
        Probability that a row (second axis) is shown at a place (third); float64, shape ``(lists, places, places)``.

    Raises:
        InputError: More than ``MOST_PLACES`` places.
    """
    lists, places = logits.shape
    if places > MOST_PLACES:
        raise InputError(wanted=f"at most {MOST_PLACES} places", found=places, where="logits")
    chances = np.zeros((lists, places, places))
    first = {frozenset[int](): np.ones(lists)}
    for place in range(places):
        then = dict[frozenset[int], Values]()
        for before, chance in first.items():
            left = [row for row in range(places) if row not in before]
            taken = softmax(logits[:, left], axis=1) * chance[:, None]
            chances[:, left, place] += taken
            for at, row in enumerate(left):
                then[before | {row}] = then.get(before | {row}, 0.0) + taken[:, at]
        first = then
    return chances
