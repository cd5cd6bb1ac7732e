"""Orders left to chance: the chances that are told are those by which the orders are drawn."""

from __future__ import annotations

from collections import Counter
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.exploration import MOST_PLACES, luce_chances, luce_orders, swap_chances, swapped
from taxonomy.errors import InputError


def shares(orders: np.ndarray) -> np.ndarray:
    """Share of draws in which a row stands at a place."""
    places = orders.shape[1]
    return np.array([[(orders[:, place] == row).mean() for place in range(places)] for row in range(places)])


@pytest.mark.parametrize("probability", [0.0, 0.3, 0.5, 1.0])
@pytest.mark.parametrize("places", [1, 2, 3, 6])
def test_swapped_orders_come_as_often_as_their_chances_say(places: int, probability: float) -> None:
    orders = swapped(40_000, places, probability, np.random.default_rng(1))
    np.testing.assert_allclose(shares(orders), swap_chances(places, probability), atol=0.012)


@given(st.integers(0, 12), st.floats(0, 1))
def test_every_row_has_a_place_and_every_place_a_row(places: int, probability: float) -> None:
    chances = swap_chances(places, probability)
    assert chances.shape == (places, places)
    np.testing.assert_allclose(chances.sum(axis=0), np.ones(places))
    np.testing.assert_allclose(chances.sum(axis=1), np.ones(places))


@given(st.integers(1, 9), st.integers(0, 2**32))
def test_a_swapped_order_moves_nothing_by_more_than_one_place(places: int, seed: int) -> None:
    orders = swapped(20, places, 0.5, np.random.default_rng(seed))
    assert (np.sort(orders, axis=1) == np.arange(places)).all()
    assert (np.abs(orders - np.arange(places)) <= 1).all()


def slow_luce(logits: list[float]) -> np.ndarray:
    """Chances summed over all orders."""
    weights = np.exp(logits)
    chances = np.zeros((len(weights), len(weights)))
    for order in permutations(range(len(weights))):
        chance = np.prod([weights[row] / weights[list(order[place:])].sum() for place, row in enumerate(order)])
        for place, row in enumerate(order):
            chances[row, place] += chance
    return chances


@given(st.lists(st.lists(st.floats(-5, 5), min_size=4, max_size=4), min_size=1, max_size=3))
def test_plackett_luce_chances_are_those_summed_over_all_orders(logits: list[list[float]]) -> None:
    for found, told in zip(luce_chances(np.array(logits)), logits, strict=True):
        np.testing.assert_allclose(found, slow_luce(told), atol=1e-9)


def test_plackett_luce_orders_come_as_often_as_their_chances_say() -> None:
    logits = np.array([1.0, 0.0, -0.5])
    orders = luce_orders(np.tile(logits, (40_000, 1)), np.random.default_rng(2))
    np.testing.assert_allclose(shares(orders), luce_chances(logits[None])[0], atol=0.012)
    weights = np.exp(logits)
    first = weights[0] / weights.sum() * weights[2] / weights[1:].sum()
    assert Counter(map(tuple, orders.tolist()))[(0, 2, 1)] / len(orders) == pytest.approx(first, abs=0.012)


def test_far_better_rows_stand_first_for_certain_however_large_the_logits() -> None:
    np.testing.assert_allclose(luce_chances(np.array([[2000.0, 1000.0, 0.0]]))[0], np.eye(3), atol=1e-12)


def test_chances_of_a_list_that_is_too_long_are_refused() -> None:
    with pytest.raises(InputError, match=f"at most {MOST_PLACES} places, found 13"):
        luce_chances(np.zeros((1, 13)))
