"""The choices of how to search, against the slow obvious way."""

from __future__ import annotations

from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexes.vector_plan import (
    FLAT_BELOW,
    RECALL,
    bites,
    budget,
    compared,
    least_probes,
    lists_for,
    lists_within,
    lists_worth,
    recall,
)


@pytest.mark.parametrize(
    ("rows", "lists"), [(0, 1), (1, 1), (10, 4), (3000, 64), (FLAT_BELOW, 256), (1_000_000, 1024), (5_000_000, 2048)]
)
def test_there_are_about_as_many_lists_as_rows_in_each(rows: int, lists: int) -> None:
    assert lists_for(rows) == lists


def test_an_unfiltered_search_compares_the_rows_of_the_lists_it_probes() -> None:
    assert budget(8, 1_000_000, 1024) == 7812
    assert budget(64, 3000, 64) == 3000


@given(left=st.lists(st.integers(0, 9), min_size=1, max_size=30), probes=st.integers(1, 40), rows=st.integers(0, 200))
def test_lists_are_taken_until_they_hold_enough(left: list[int], probes: int, rows: int) -> None:
    taken = next((n for n in range(1, len(left) + 1) if sum(left[:n]) >= rows), len(left))
    assert lists_within(np.array(left), probes, rows) == max(taken, min(probes, len(left)))


@pytest.mark.parametrize(
    ("left", "does"),
    [
        ([10, 10, 10], False),
        ([5, 5, 5], False),
        ([10, 10, 0], False),
        ([9, 9, 10], False),
        ([8, 9, 10], True),  # more than a twentieth less than everywhere
        ([0, 0, 10], True),
        ([2, 2, 2], False),
        ([1, 2, 2], True),  # few everywhere
        ([0, 0, 0], True),
    ],
)
def test_a_filter_bites_when_it_leaves_less_near_the_query_than_elsewhere_or_little_at_all(
    left: list[int], does: bool
) -> None:
    assert bites(np.array(left), np.array([10, 10, 10]), 2) is does


def test_lists_cost_their_allowed_rows_and_a_little_for_those_that_the_filter_passes_over() -> None:
    left, sizes = np.array([100, 0, 50]), np.array([100, 1000, 100])
    assert [compared(left, sizes, probes) for probes in (1, 2, 3)] == [100, 135, 186]


def test_a_list_is_worth_a_look_when_its_centroid_is_not_too_far_below_what_was_found() -> None:
    near = np.array([0.9, 0.5, 0.8, 0.81], dtype=np.float32)
    assert lists_worth(near, 0.95, 0.06) == 1
    assert lists_worth(near, 0.95, 0.14501) == 2
    assert lists_worth(near, 0.95, inf) == 4
    assert lists_worth(near, -inf, 0.0) == 4


def test_recall_counts_a_copy_of_the_last_true_neighbour_as_good_as_itself() -> None:
    exact = np.array([[0.9, 0.8], [0.7, 0.6]], dtype=np.float32)
    assert recall(exact, exact) == 1.0
    assert recall(np.array([[0.9, 0.8], [0.6, 0.6]], np.float32), exact) == 1.0
    assert recall(np.array([[0.9, 0.79], [0.7, -inf]], np.float32), exact) == 0.5


@given(
    needs=st.lists(st.integers(1, 300), min_size=1, max_size=60),
    lists=st.sampled_from([1, 2, 16, 64, 256]),
    loss=st.floats(0, 0.1),
)
def test_the_probes_chosen_reach_the_recall_wanted_and_a_tenth_less_do_not(
    needs: list[int], lists: int, loss: float
) -> None:
    asked = list[int]()

    def recall_of(probes: int) -> float:
        asked.append(probes)
        return (1 - loss) * sum(need <= probes or probes == lists for need in needs) / len(needs)

    chosen, reached = least_probes(recall_of, lists)
    target = min(RECALL, recall_of(lists) - 0.002)
    least = next(probes for probes in range(1, lists + 1) if recall_of(probes) >= target)
    assert reached == recall_of(chosen) >= target
    assert least <= chosen <= least + max(1, chosen // 10)


def test_no_number_of_probes_is_measured_twice_and_all_lists_only_when_they_are_needed() -> None:
    asked = list[int]()

    def recall_of(probes: int) -> float:
        asked.append(probes)
        return min(1.0, 0.9 + 0.01 * probes)

    assert least_probes(recall_of, 1024) == (9, pytest.approx(0.99))
    assert len(asked) == len(set(asked))
    assert max(asked) == 16
