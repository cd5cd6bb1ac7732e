"""Offline value: exact where chance is summed out, honest about what it cannot know, and a gate that says why not."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.exploration import luce_chances, luce_orders
from matcher.list_sums import list_sums, new_places
from matcher.outcome_log import OutcomeLog
from matcher.policy_value import Judging, Terms, gate, policy_value
from matcher.position_bias import PositionBias
from taxonomy.errors import InputError
from tests.matcher.small_logs import drawn_log, log_by_place

THETA = np.array([1.0, 0.5, 0.25])
BIAS = PositionBias(examination=THETA, method="harvest", opened=1)
LOOSE = Terms(least_effective=0, least_rewarded=0)
FEW = Judging(resamples=200)


def all_orders(values: np.ndarray, logits: np.ndarray, worth: np.ndarray) -> tuple[OutcomeLog, np.ndarray, np.ndarray]:
    """Every order of one list by Plackett-Luce, as a log; mean rewards; and the chance of each order."""
    chances, shares = luce_chances(logits[None])[0], np.exp(logits)
    orders = list(permutations(range(len(logits))))
    log = log_by_place(
        [values[list(order)] for order in orders],
        np.zeros((len(orders), len(logits))),
        chances=[chances[list(order)] for order in orders],
        pairs=orders,
    )
    rewards = np.concatenate([worth[list(order)] * THETA for order in orders])
    likely = [
        np.prod([shares[row] / shares[list(order[place:])].sum() for place, row in enumerate(order)])
        for order in orders
    ]
    return log, rewards, np.array(likely)


@given(st.integers(0, 2**32), st.booleans())
def test_either_model_gives_the_true_value_on_average_over_all_that_chance_could_have_shown(
    seed: int, by_place: bool
) -> None:
    random = np.random.default_rng(seed)
    values, logits, worth = random.random((3, 2)), random.normal(0, 1, 3), random.random(3) * 4
    weights = random.dirichlet(np.ones(2))
    log, rewards, likely = all_orders(values, logits, worth)
    sums = list_sums(log, weights, rewards, None if by_place else BIAS, most_times=1e9)
    true = float(worth[np.argsort(-(values @ weights))] @ THETA)
    assert float(likely @ sums.earned.sum(axis=1)) == pytest.approx(true)
    np.testing.assert_allclose(likely @ sums.came, likely @ sums.due)
    assert float(sums.snips(likely[None])[0]) == pytest.approx(true)


def test_twins_of_equal_score_are_ordered_by_key_so_that_the_value_stays_true() -> None:
    values, worth = np.full((3, 2), 0.5), np.array([3.0, 1.0, 2.0])
    log, rewards, likely = all_orders(values, np.array([0.3, -0.2, 0.0]), worth)
    sums = list_sums(log, np.array([0.4, 0.6]), rewards, None, most_times=1e9)
    assert float(likely @ sums.earned.sum(axis=1)) == pytest.approx(float(worth @ THETA))


def slow_value(log: OutcomeLog, weights: np.ndarray, rewards: np.ndarray, theta: np.ndarray | None) -> list[float]:
    """IPS, SNIPS and effective size, as their words say, by loops."""
    scores = log.values @ weights
    lists = [np.flatnonzero(log.lists == number) for number in range(log.list_count)]
    earned, came, due = dict[int, float](), dict[int, float](), dict[int, float]()
    times = list[float]()
    for rows in lists:
        order = sorted(rows, key=lambda row: (-scores[row], log.pairs[row]))
        for place, row in zip(log.positions[rows], order, strict=True):
            here = int(log.positions[row])
            if theta is None:
                group, control, wanted = here, 1.0, 1.0
                time = 1 / log.chances[row, here - 1] if place == here else 0.0
            else:
                group, control, wanted = 0, theta[here - 1], theta[place - 1]
                had = theta[here - 1] if np.isnan(log.chances[row, 0]) else float(log.chances[row] @ theta)
                time = theta[place - 1] / had
            time = min(time, 4.0)
            times.append(time)
            earned[group] = earned.get(group, 0.0) + time * rewards[row]
            came[group] = came.get(group, 0.0) + time * control
            due[group] = due.get(group, 0.0) + wanted
    n = len(lists)
    snips = sum(earned[group] / came[group] * due[group] for group in earned if came[group]) / n
    return [sum(earned.values()) / n, snips, sum(times) ** 2 / sum(time**2 for time in times)]


@given(st.integers(0, 2**32), st.booleans(), st.booleans())
def test_values_are_those_of_the_slow_reading(seed: int, by_place: bool, told: bool) -> None:
    random = np.random.default_rng(seed)
    logits = random.normal(0, 1, (30, 3))
    orders = luce_orders(logits, random)
    chances = np.take_along_axis(luce_chances(logits), orders[:, :, None], axis=1) if told or by_place else None
    log = log_by_place(random.random((30, 3, 2)), random.integers(0, 5, (30, 3)), chances=chances)
    rewards, weights = random.random(90), random.dirichlet(np.ones(2))
    found = policy_value(
        log, weights, rewards, bias=None if by_place else BIAS, judging=Judging(most_times=4.0, resamples=50)
    )
    slow = slow_value(log, weights, rewards, None if by_place else THETA)
    assert [found.ips, found.snips, found.effective] == pytest.approx(slow)
    assert found.low <= found.high
    assert found.lists == 30


def test_lists_with_gaps_are_ordered_over_the_places_that_they_have() -> None:
    log = log_by_place([[[0.1], [0.9], [0.5]]], [[0, 0, 0]])
    log.positions[:] = [2, 5, 9]
    assert new_places(log, np.array([1.0])).tolist() == [9, 2, 5]


def test_a_value_on_lists_that_were_left_as_ranked_is_what_they_brought() -> None:
    log = log_by_place([[[0.9], [0.1]], [[0.8], [0.2]]], [[1, 0], [2, 1]], chances=np.tile(np.eye(2), (2, 1, 1)))
    rewards = log.grades.astype(float)
    for bias in (None, BIAS):
        found = policy_value(log, np.array([1.0]), rewards, bias=bias, judging=FEW)
        assert (found.ips, found.snips, found.effective, found.support) == (2.0, 2.0, 4.0, 1.0)
        assert found.rewarded == 3
    other = policy_value(log, np.array([-1.0]), rewards, judging=FEW)
    assert (other.ips, other.snips, other.effective, other.support, other.rewarded) == (0.0, 0.0, 0.0, 0.0, 0)


def test_the_true_value_lies_in_the_interval_about_as_often_as_it_says() -> None:
    theta, truth, old = 1 / np.arange(1, 5), np.array([0.7, 0.3]), np.array([0.2, 0.8])
    inside = []
    for seed in range(60):
        drawn = drawn_log(seed, theta, truth, old, lists=400)
        bias = PositionBias(examination=theta, method="harvest", opened=1)
        found = policy_value(drawn.log, truth, drawn.log.grades.astype(float), bias=bias, judging=FEW)
        places = new_places(drawn.log, truth).reshape(-1, 4)
        inside.append(found.low <= float((drawn.interest * theta[places - 1]).sum(axis=1).mean()) <= found.high)
    assert np.mean(inside) > 0.85


def test_better_weights_pass_the_gate_and_worse_ones_do_not() -> None:
    theta, truth, old = 1 / np.arange(1, 6), np.array([0.7, 0.3]), np.array([0.3, 0.7])
    bias = PositionBias(examination=theta, method="harvest", opened=1)
    log = drawn_log(1, theta, truth, old, lists=4_000).log
    rewards = log.grades.astype(float)
    better = gate(log, truth, old, rewards, bias=bias)
    assert (better.passes, better.reasons) == (True, ())
    assert 0 < better.low <= better.difference <= better.high
    assert better.difference == pytest.approx(better.new.snips - better.serving.snips)
    worse = gate(log, np.array([0.0, 1.0]), old, rewards, bias=bias)
    assert not worse.passes
    assert worse.difference < 0
    (reason,) = worse.reasons
    assert reason.startswith("lower end of the gain over the serving weights, in rewards a list: wanted at least 0, ")
    same = gate(log, old, old, rewards, bias=bias)
    assert (same.passes, same.difference, same.low, same.high) == (True, 0.0, 0.0, 0.0)


def test_worse_weights_pass_no_more_often_than_the_interval_allows() -> None:
    theta, truth, old = 1 / np.arange(1, 5), np.array([0.5, 0.5]), np.array([0.4, 0.6])
    bias = PositionBias(examination=theta, method="harvest", opened=1)
    passed = []
    for seed in range(120):
        log = drawn_log(seed, theta, truth, old, lists=300).log
        passed.append(
            gate(log, np.array([0.3, 0.7]), old, log.grades.astype(float), bias=bias, judging=FEW, terms=LOOSE).passes
        )
    assert np.mean(passed) <= 0.05


def test_a_tolerance_lets_a_small_loss_through_and_names_itself_when_it_does_not() -> None:
    theta, truth, old = 1 / np.arange(1, 6), np.array([0.7, 0.3]), np.array([0.3, 0.7])
    bias = PositionBias(examination=theta, method="harvest", opened=1)
    log = drawn_log(1, theta, truth, old, lists=4_000).log
    new, rewards = np.array([0.0, 1.0]), log.grades.astype(float)
    low = gate(log, new, old, rewards, bias=bias).low
    assert gate(log, new, old, rewards, bias=bias, terms=Terms(tolerance=-low + 0.001)).passes
    (reason,) = gate(log, new, old, rewards, bias=bias, terms=Terms(tolerance=-low - 0.001)).reasons
    assert f"wanted at least {low + 0.001:.3g}"[:-1] in reason


def test_too_little_to_tell_is_said_for_each_thing_that_lacks() -> None:
    theta, old = 1 / np.arange(1, 6), np.array([0.3, 0.7])
    log = drawn_log(2, theta, old, old, lists=40).log
    verdict = gate(log, np.array([1.0, 0.0]), old, log.grades.astype(float))
    assert not verdict.passes
    said = [reason.split(": wanted at least")[0] for reason in verdict.reasons]
    assert said[:3] == [
        "effective impressions",
        "impressions with a reward that count",
        "of the new ranking's places that could have been shown, as a share",
    ]
    assert verdict.new.support < 0.95
    assert verdict.serving.support == 1.0


def test_equal_arguments_give_equal_values_and_another_seed_another_interval() -> None:
    log = drawn_log(3, THETA, np.array([0.5, 0.5]), np.array([0.2, 0.8]), lists=100).log
    rewards, weights = log.grades.astype(float), np.array([0.5, 0.5])
    one = policy_value(log, weights, rewards, judging=FEW)
    assert one == policy_value(log, weights, rewards, judging=FEW)
    other = policy_value(log, weights, rewards, judging=Judging(resamples=200, seed=3))
    assert (one.snips, one.low) != (other.snips, other.low)
    assert one.snips == other.snips


def test_what_cannot_be_valued_is_refused() -> None:
    log = log_by_place([[[0.1], [0.9]]], [[0, 1]])
    weights = np.array([1.0])
    with pytest.raises(
        InputError, match=r"log: wanted the chances of all places, or examination .* found 2 impressions"
    ):
        policy_value(log, weights, np.ones(2))
    with pytest.raises(InputError, match="log: wanted at least one list"):
        gate(log.part(np.array([False])), weights, weights, np.ones(0), bias=BIAS)
    for rewards in (np.ones(3), np.array([1.0, -1.0])):
        with pytest.raises(InputError, match="rewards: wanted 2 rewards from 0"):
            policy_value(log, weights, rewards, bias=BIAS)


def test_settings_that_cannot_be_meant_are_refused() -> None:
    for changes in ({"most_times": 0.5}, {"resamples": 0}):
        with pytest.raises(InputError, match="judging: wanted times and resamples from 1"):
            Judging(**changes)
    with pytest.raises(InputError, match="tolerance: wanted a tolerance from 0"):
        Terms(tolerance=-0.1)
