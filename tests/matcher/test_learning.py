"""Weights from outcomes: what made the outcomes is found again, few outcomes move little, shares stay shares."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from matcher.learning import GAINS, Learnt, Lessons, learn
from matcher.outcome_log import OutcomeLog
from taxonomy.errors import InputError
from tests.matcher.small_logs import drawn_log, log_by_place

THETA = 1 / np.arange(1, 7)
TRUTH, OLD = np.array([0.6, 0.3, 0.1]), np.array([0.1, 0.2, 0.7])
POINT = Lessons(resamples=0)


def learnt_from(lists: int, examination: np.ndarray, lessons: Lessons = POINT, seed: int = 1) -> Learnt:
    log = drawn_log(seed, THETA, TRUTH, OLD, lists=lists).log
    return learn(log, OLD, examination[log.positions - 1], lessons)


def test_weights_that_made_the_outcomes_are_found_again_through_the_position_bias() -> None:
    found = learnt_from(6_000, THETA)
    np.testing.assert_allclose(found.weights, TRUTH, atol=0.05)
    without = learnt_from(6_000, np.ones(6))
    assert np.abs(without.weights - TRUTH).sum() > 2 * np.abs(found.weights - TRUTH).sum()


def test_learning_without_correction_flatters_the_weights_that_ranked() -> None:
    assert learnt_from(6_000, np.ones(6)).weights[2] > learnt_from(6_000, THETA).weights[2] + 0.05


def test_few_outcomes_move_little_and_more_outcomes_more() -> None:
    moved = [np.abs(learnt_from(lists, THETA).weights - OLD).sum() for lists in (5, 50, 500, 5_000)]
    assert moved == sorted(moved)
    assert moved[0] < 0.1
    assert moved[-1] > 0.9


def test_a_stronger_pull_keeps_nearer_to_the_serving_weights() -> None:
    moved = [
        np.abs(learnt_from(300, THETA, Lessons(resamples=0, strength=strength)).weights - OLD).sum()
        for strength in (10, 100, 1_000, 1e7)
    ]
    assert moved == sorted(moved, reverse=True)
    assert moved[-1] < 0.001


def slow_loss(log: OutcomeLog, serving: np.ndarray, theta: np.ndarray, weights: np.ndarray, steep: float) -> float:
    """The loss as its words say it: a loop over lists and pairs."""
    gains = [GAINS[grade] for grade in log.grades]
    worth = [gain * min(1 / at, POINT.most_times) for gain, at in zip(gains, theta, strict=True)]
    counted = [at for at, gain in enumerate(gains) if gain > 0 and (log.lists == log.lists[at]).sum() > 1]
    mean = sum(worth[at] for at in counted) / len(counted)
    lost = POINT.strength * float(((weights - serving) ** 2).sum())
    for one in counted:
        others = [at for at in range(len(log)) if log.lists[at] == log.lists[one] and at != one]
        for other in others:
            gap = steep * float((log.values[one] - log.values[other]) @ weights)
            lost += worth[one] / mean / len(others) * float(np.log1p(np.exp(-gap)))
    return lost


def test_learnt_weights_are_those_that_cost_least_by_the_loss_as_it_is_written() -> None:
    random = np.random.default_rng(3)
    values = random.random((60, 4, 3))
    whole = log_by_place(values, np.floor(5 * values[:, :, 0] * random.random((60, 4))))
    rows = random.random(len(whole)) < 0.7  # lists of one to four
    numbers = np.unique(whole.lists[rows], return_inverse=True)[1]
    columns = {name: getattr(whole, name)[rows] for name in whole.__slots__ if name != "lists"}
    log = OutcomeLog(lists=numbers, **columns)
    theta = (1 / log.positions) ** 2
    slow = minimize(
        lambda v: slow_loss(log, OLD, theta, v / v.sum(), v.sum()), 5 * OLD, bounds=[(1e-6, None)] * 3, tol=1e-12
    ).x
    found = learn(log, OLD, theta, Lessons(resamples=0, least_known=0)).weights
    assert np.abs(found - OLD).sum() > 0.1
    np.testing.assert_allclose(found, slow / slow.sum(), atol=5e-4)


def test_a_component_that_too_few_impressions_know_keeps_its_weight() -> None:
    drawn = drawn_log(4, THETA, TRUTH, OLD, lists=3_000).log
    known = np.ones(drawn.values.shape, dtype=bool)
    known[POINT.least_known - 1 :, 2] = False
    log = log_by_place(np.where(known, drawn.values, 0.5).reshape(-1, 6, 3), drawn.grades.reshape(-1, 6), known=known)
    found = learn(log, OLD, THETA[log.positions - 1], POINT)
    assert found.kept.tolist() == [False, False, True]
    assert found.weights[2] == OLD[2]
    assert found.weights.sum() == pytest.approx(1)
    assert found.weights[0] / found.weights[1] == pytest.approx(2, abs=0.4)
    known[POINT.least_known - 1, 2] = True
    again = log_by_place(drawn.values.reshape(-1, 6, 3), drawn.grades.reshape(-1, 6), known=known)
    assert not learn(again, OLD, THETA[log.positions - 1], POINT).kept.any()


def test_kept_components_still_rank_while_the_others_learn() -> None:
    # The third falls as the first rises: only with the kept third in the score is it seen that the first counts.
    random = np.random.default_rng(5)
    values = random.random((2_000, 4, 3))
    values[:, :, 2] = 0.7 * (1 - values[:, :, 0]) + 0.3 * values[:, :, 2]
    interest = 1 / (1 + np.exp(-(8 * (values @ [0.45, 0.05, 0.5]) - 5)))
    grades = (random.random(interest.shape) < interest).astype(int)
    known = np.ones(values.shape, dtype=bool)
    known[:, :, 2] = False
    log = log_by_place(values, grades, known=known)
    found = learn(log, np.array([0.25, 0.25, 0.5]), np.ones(len(log)), POINT)
    np.testing.assert_allclose(found.weights, [0.45, 0.05, 0.5], atol=0.04)


@pytest.mark.parametrize(
    ("grades", "known", "serving"),
    [
        ([[0, 0], [0, 0]], True, OLD),
        ([[1, 0], [0, 2]], False, OLD),
        ([[1, 0], [0, 2]], [True, False, False], np.array([0.0, 0.3, 0.7])),
    ],
)
def test_with_nothing_to_learn_from_the_serving_weights_stay(
    grades: object, known: object, serving: np.ndarray
) -> None:
    values = np.random.default_rng(6).random((2, 2, 3))
    log = log_by_place(values, grades, known=np.broadcast_to(np.array(known), values.shape))
    found = learn(log, serving, np.ones(4), Lessons(least_known=1))
    for weights in (found.weights, found.low, found.high):
        np.testing.assert_array_equal(weights, serving)
    assert found.outcomes == int((log.grades > 0).sum())


def test_an_empty_log_and_lists_of_one_teach_nothing() -> None:
    for lists, places in ((0, 2), (3, 1)):
        log = log_by_place(np.full((lists, places, 3), 0.5), np.ones((lists, places)))
        found = learn(log, OLD, np.ones(len(log)), Lessons(least_known=0))
        assert found.weights.tolist() == OLD.tolist()
        assert (found.lists, found.outcomes) == (0, 0)


def test_the_interval_holds_the_weights_and_narrows_with_more_lists() -> None:
    lessons = Lessons(resamples=40)
    widths = []
    for lists in (400, 6_400):
        found = learnt_from(lists, THETA, lessons)
        assert (found.low <= found.weights).all()
        assert (found.weights <= found.high).all()
        widths.append((found.high - found.low).sum())
    assert widths[1] < 0.6 * widths[0]
    again = learnt_from(400, THETA, lessons)
    np.testing.assert_array_equal(again.low, learnt_from(400, THETA, lessons).low)
    assert (again.low != learnt_from(400, THETA, Lessons(resamples=40, seed=2)).low).any()


def test_the_interval_holds_what_other_lists_of_the_same_kind_teach_about_as_often_as_it_says() -> None:
    found = learnt_from(800, THETA, Lessons(resamples=100))
    # Two samples differ by sqrt(2) times what one does from the truth: about 83 % of the others lie within.
    others = np.array([learnt_from(800, THETA, seed=seed).weights for seed in range(50, 80)])
    within = ((others >= found.low) & (others <= found.high)).mean()
    assert within > 0.55


@given(
    st.integers(1, 4),
    st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=1, max_size=6),
    st.integers(0, 2**32),
)
def test_learnt_weights_are_shares_that_sum_to_one(n: int, grades: list[list[int]], seed: int) -> None:
    random = np.random.default_rng(seed)
    log = log_by_place(random.random((len(grades), 3, n)), grades, known=random.random((len(grades), 3, n)) < 0.7)
    serving = random.dirichlet(np.ones(n))
    found = learn(log, serving, 1 / log.positions, Lessons(least_known=5, resamples=3))
    for weights in (found.weights, found.low, found.high):
        assert (weights >= 0).all()
        assert (weights <= 1 + 1e-9).all()
    assert found.weights.sum() == pytest.approx(1)
    np.testing.assert_array_equal(found.weights[found.kept], serving[found.kept])


def test_a_component_that_outcomes_speak_against_gets_no_negative_weight() -> None:
    random = np.random.default_rng(7)
    values = random.random((3_000, 4, 2))
    interest = 1 / (1 + np.exp(-(6 * values[:, :, 0] - 6 * values[:, :, 1])))
    log = log_by_place(values, random.random(interest.shape) < interest)
    assert learn(log, np.array([0.5, 0.5]), np.ones(len(log)), POINT).weights.tolist() == [1.0, 0.0]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"gains": (0.0, 1.0, 3.0, 7.0)}, "gains: wanted five gains from 0"),
        ({"gains": (1.0, 1.0, 3.0, 7.0, 15.0)}, "gains: wanted five gains"),
        ({"gains": (0.0, 2.0, 1.0, 7.0, 15.0)}, "gains: wanted five gains"),
        ({"strength": 0.0}, "lessons: wanted a strength above 0"),
        ({"most_times": 0.9}, "lessons: wanted"),
        ({"least_known": -1}, "lessons: wanted"),
        ({"resamples": -1}, "lessons: wanted"),
    ],
)
def test_lessons_that_cannot_be_meant_are_refused(changes: dict[str, object], says: str) -> None:
    with pytest.raises(InputError, match=says):
        Lessons(**changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("serving", "examination", "says"),
    [
        ([0.5, 0.5], [1.0, 1.0], "serving weights: wanted 3 shares from 0 that sum to 1"),
        ([0.5, 0.6, -0.1], [1.0, 1.0], "serving weights: wanted 3 shares"),
        ([0.5, 0.5, 0.1], [1.0, 1.0], "serving weights: wanted 3 shares"),
        (OLD, [1.0], "examination: wanted 2 chances above 0"),
        (OLD, [1.0, 0.0], "examination: wanted 2 chances above 0"),
    ],
)
def test_weights_and_examination_of_another_log_are_refused(serving: object, examination: object, says: str) -> None:
    log = log_by_place(np.full((1, 2, 3), 0.5), [[0, 1]])
    with pytest.raises(InputError, match=says):
        learn(log, np.array(serving), np.array(examination))
