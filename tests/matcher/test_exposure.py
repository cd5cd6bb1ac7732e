"""What recommendations cost each person, and how evenly postings are shown."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.assignment import NOTHING, Lists
from matcher.exposure import gini, lost, measured


@given(st.lists(st.integers(0, 50), min_size=1, max_size=30))
def test_gini_is_half_the_mean_difference_over_the_mean(values: list[int]) -> None:
    differences = [abs(one - other) for one in values for other in values]
    mean = sum(values) / len(values)
    wanted = sum(differences) / len(values) ** 2 / (2 * mean) if mean else 0.0
    assert gini(np.array(values, dtype=np.float64)) == pytest.approx(wanted)


def test_a_loss_is_a_share_of_the_own_best_and_nobody_loses_what_is_not_there() -> None:
    assert lost(np.array([1.8, 2.0, 0.0]), np.array([2.0, 2.0, 0.0])).tolist() == pytest.approx([0.1, 0, 0])


def test_a_method_is_measured_against_the_own_best() -> None:
    own = Lists(
        columns=np.array([[0, 1], [0, 1], [0, NOTHING]]), utilities=np.array([[1.0, 0.6], [0.5, 0.5], [1.0, 0]])
    )
    ours = Lists(
        columns=np.array([[0, 2], [1, 2], [0, NOTHING]]), utilities=np.array([[1.0, 0.4], [0.5, 0.4], [1.0, 0]])
    )
    found = measured(ours, own, np.array([1, 1, 1]), seed=1)
    assert found.losses.tolist() == pytest.approx([0.125, 0.1, 0])
    assert found.own.tolist() == pytest.approx([0.8, 0.5, 0.5])
    assert found.gini == pytest.approx(gini(np.array([2.0, 1.0, 2.0])))
    assert found.unseen == 0
    assert measured(own, own, np.array([1, 1, 1, 2]), seed=1).unseen == 0.5
    assert found.postings == 3
    assert len(found.outcome.found_job) == 3


def test_a_tenth_is_of_those_whose_own_best_is_worth_most_or_least_ties_by_row() -> None:
    utilities = np.array([[0.5], [0.9], [0.9], [0.1], [0.1], *[[0.5]] * 15])
    lists = Lists(columns=np.zeros((20, 1), np.int64), utilities=utilities)
    found = measured(lists, lists, np.array([1]), seed=1)
    assert found.tenth(best=True).tolist() == [1, 2]
    assert found.tenth(best=False).tolist() == [3, 4]
    few = Lists(columns=np.zeros((3, 1), np.int64), utilities=utilities[:3])
    assert measured(few, few, np.array([1]), seed=1).tenth(best=True).tolist() == [1]
