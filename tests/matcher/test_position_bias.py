"""Examination by place: found again from what it made, whatever the old ranking was, and never rising."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher import position_bias as bias_module
from matcher.outcome_log import OutcomeLog
from matcher.position_bias import LEAST_EXAMINATION, LEAST_OPENED, PositionBias, harvest, position_bias, regressed
from tests.matcher.small_logs import drawn_log, log_by_place

THETA = np.array([1.0, 0.6, 0.4, 0.25, 0.2])
TRUTH, OLD = np.array([0.6, 0.3, 0.1]), np.array([0.2, 0.3, 0.5])


def off(found: np.ndarray, true: np.ndarray = THETA) -> float:
    """Largest relative error."""
    return float(np.abs(found / true - 1).max())


def test_examination_is_found_again_by_both_estimators() -> None:
    log = drawn_log(1, THETA, TRUTH, OLD, lists=8_000).log
    harvested = harvest(log)
    assert harvested is not None
    assert (harvested.method, harvested.opened) == ("harvest", int(log.looked.sum()))
    assert off(harvested.examination) < 0.15
    assert off(regressed(log)) < 0.12


def test_what_is_opened_less_below_is_not_taken_for_what_is_looked_at_less() -> None:
    # The old ranking is the true one: below, pairs are of less interest too, and bare shares opened fall faster.
    log = drawn_log(2, THETA, TRUTH, TRUTH, lists=8_000).log
    shares = np.array([log.looked[log.positions == place].mean() for place in range(1, 6)])
    harvested = harvest(log)
    assert harvested is not None
    assert off(shares / shares[0]) > 0.3
    assert off(harvested.examination) < 0.15
    assert off(regressed(log)) < 0.12


def test_where_nothing_was_left_to_chance_the_components_tell_interest_from_examination() -> None:
    for told in (False, True):
        log = drawn_log(3, THETA, TRUTH, OLD, lists=8_000, swaps=0.0, told=told).log
        assert harvest(log) is None
        assert off(regressed(log)) < 0.1


def test_harvesting_needs_no_component_that_explains_interest_and_regression_is_helped_by_the_mean_place() -> None:
    drawn = drawn_log(4, THETA, TRUTH, TRUTH, lists=20_000)
    blind = log_by_place(
        np.full((20_000, 5, 1), 0.5), drawn.log.grades.reshape(-1, 5), chances=drawn.log.chances.reshape(-1, 5, 5)
    )
    untold = log_by_place(np.full((20_000, 5, 1), 0.5), drawn.log.grades.reshape(-1, 5))
    harvested = harvest(blind)
    assert harvested is not None
    assert off(harvested.examination) < 0.12
    assert off(regressed(blind)) < 0.2
    assert off(regressed(untold)) > 0.3


def slow_em(log: OutcomeLog, rounds: int = 2_000) -> np.ndarray:
    """Regression EM as Wang et al. 2018 write it, with the first place held at 1."""
    features = bias_module._features(log)
    places, opened = log.positions - 1, log.looked
    theta, beta = np.full(log.places, 0.5), np.zeros(features.shape[1])
    theta[0] = 1.0
    for _ in range(rounds):
        gamma, at = 1 / (1 + np.exp(-features @ beta)), theta[places]
        interest = np.where(opened, 1.0, (1 - at) * gamma / (1 - at * gamma))
        examined = np.where(opened, 1.0, at * (1 - gamma) / (1 - at * gamma))
        curve = (features * (gamma * (1 - gamma))[:, None]).T @ features + 1e-3 * np.eye(len(beta))
        beta = beta + np.linalg.solve(curve, features.T @ (interest - gamma) - 1e-3 * beta)
        for place in range(1, log.places):
            theta[place] = examined[places == place].mean()
    return theta


def test_the_regression_ends_where_regression_em_ends() -> None:
    log = drawn_log(5, THETA, TRUTH, OLD, lists=400).log
    slow = slow_em(log)
    assert (np.diff(slow) < 0).all()  # otherwise flattening would hide what is compared
    np.testing.assert_allclose(regressed(log), slow, rtol=0.01)


def test_harvesting_two_places_is_the_ratio_of_their_weighted_shares() -> None:
    random = np.random.default_rng(6)
    chances = np.tile([[0.7, 0.3], [0.3, 0.7]], (3_000, 1, 1))
    turned = random.random(3_000) < 0.3
    chances[turned] = chances[turned][:, ::-1]
    opened = random.random((3_000, 2)) < np.array([0.5, 0.2])
    log = log_by_place(np.full((3_000, 2, 1), 0.5), opened, chances=chances)
    weights = 1 / log.chances[np.arange(len(log)), log.positions - 1]
    shares = [np.average(log.looked[at], weights=weights[at]) for at in (log.positions == 1, log.positions == 2)]
    found = harvest(log)
    assert found is not None
    assert found.examination[1] == pytest.approx(shares[1] / shares[0], rel=1e-3)


def test_too_few_opened_pairs_to_compare_leave_it_to_the_regression() -> None:
    few = drawn_log(7, THETA, TRUTH, OLD, lists=150).log
    assert harvest(few) is None
    assert harvest(few, least_opened=1) is not None
    found = position_bias(few)
    assert (found.method, found.opened) == ("regression", int(few.looked.sum()))
    np.testing.assert_array_equal(found.examination, regressed(few))
    many = position_bias(drawn_log(7, THETA, TRUTH, OLD, lists=20 * LEAST_OPENED).log)
    assert many.method == "harvest"


def test_nothing_opened_says_that_all_places_count_alike() -> None:
    for lists in (0, 3):
        found = position_bias(log_by_place(np.full((lists, 2, 1), 0.5), np.zeros((lists, 2))))
        assert found.method == "none"
        assert found.at(np.array([1, 2, 5])).tolist() == [1.0, 1.0, 1.0]


def test_lists_of_one_place_are_examined_at_it() -> None:
    log = log_by_place(np.full((5, 1, 1), 0.5), [[1], [0], [1], [0], [0]], chances=np.ones((5, 1, 1)))
    assert position_bias(log).examination.tolist() == [1.0]


def test_a_place_that_was_never_shown_takes_no_more_than_the_one_before() -> None:
    log = drawn_log(8, THETA[:3], TRUTH, OLD, lists=500).log
    gap = log.part(np.ones(500, dtype=bool))
    gap.positions[gap.positions == 3] = 4
    wide = np.column_stack([gap.chances, np.zeros(len(gap))])[:, [0, 1, 3, 2]]
    moved = OutcomeLog(**{name: getattr(gap, name) for name in gap.__slots__ if name != "chances"}, chances=wide)
    found = position_bias(moved)
    assert found.method == "regression"
    assert found.examination[3] <= found.examination[2] <= found.examination[1]
    assert off(found.examination[[0, 1, 3]], THETA[:3]) < 0.5


def test_places_beyond_the_last_have_the_examination_of_the_last() -> None:
    found = PositionBias(examination=np.array([1.0, 0.5]), method="harvest", opened=9)
    assert found.at(np.array([1, 2, 3, 99])).tolist() == [1.0, 0.5, 0.5, 0.5]


@given(
    st.integers(1, 5).flatmap(
        lambda places: st.lists(st.lists(st.integers(0, 4), min_size=places, max_size=places), min_size=1, max_size=8)
    ),
    st.booleans(),
)
def test_examination_never_rises_and_never_falls_below_the_least(grades: list[list[int]], told: bool) -> None:
    places = len(grades[0])
    values = np.linspace(0, 1, len(grades) * places).reshape(len(grades), places, 1)
    chances = np.full((len(grades), places, places), 1 / places) if told else None
    theta = position_bias(log_by_place(values, grades, chances=chances)).examination
    assert theta[0] == 1.0
    assert (np.diff(theta) <= 0).all()
    assert (theta >= LEAST_EXAMINATION).all()
    assert len(theta) == places
