"""Chance of being shortlisted: right where it is known, rising, and silent where outcomes are too few."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from matcher.calibration import (
    BINS,
    ISOTONIC_EACH,
    ISOTONIC_PAIRS,
    LEAST_EACH,
    LEAST_PAIRS,
    Calibration,
    calibration,
    calibration_error,
)
from taxonomy.errors import InputError


def true_chance(scores: np.ndarray) -> np.ndarray:
    found: np.ndarray = 1 / (1 + np.exp(-(10 * scores - 6)))
    return found


def pairs(count: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Scores, whether shortlisted, and lists of three."""
    random = np.random.default_rng(seed)
    scores = np.round(random.random(count), 4)
    return scores, random.random(count) < true_chance(scores), np.arange(count) // 3


def fitted(count: int, seed: int = 1) -> Calibration:
    found = calibration(*pairs(count, seed))
    assert found is not None
    return found


@pytest.mark.parametrize(("count", "method", "off"), [(400, "platt", 0.06), (6_000, "isotonic", 0.04)])
def test_chances_that_made_the_outcomes_are_found_again(count: int, method: str, off: float) -> None:
    found, fresh = fitted(count), np.linspace(0.05, 0.95, 50)
    assert found.method == method
    assert np.abs(found.chance(fresh) - true_chance(fresh)).mean() < off
    assert (found.pairs, found.shortlisted) == (count, int(pairs(count)[1].sum()))


def test_the_cross_fitted_error_is_near_that_on_other_pairs() -> None:
    found = fitted(6_000)
    scores, shortlisted, _ = pairs(20_000, seed=2)
    assert found.error == pytest.approx(calibration_error(found.chance(scores), shortlisted), abs=0.02)
    assert found.error < 0.04


def test_the_cross_fitted_error_sees_what_is_only_learnt_by_heart() -> None:
    random = np.random.default_rng(3)
    scores, lists = np.repeat(random.random(500), 4), np.repeat(np.arange(500), 4)
    shortlisted = np.repeat(random.random(500) < 0.5, 4)  # all pairs of a list alike, and nothing in the score
    found = calibration(scores, shortlisted, lists)
    split = calibration(scores, shortlisted, np.arange(len(scores)))
    assert found is not None
    assert split is not None
    assert found.error > 1.4 * calibration_error(found.chance(scores), shortlisted)
    assert found.error > 1.3 * split.error  # pairs of one list tell each other's outcome


@settings(max_examples=30)
@given(st.integers(0, 2**32), st.sampled_from([LEAST_PAIRS, 500, ISOTONIC_PAIRS]))
def test_a_higher_score_never_has_a_lower_chance_and_none_is_certain(seed: int, count: int) -> None:
    scores, shortlisted, lists = pairs(count, seed)
    for happened in (shortlisted, ~shortlisted):
        found = calibration(scores, happened, lists)
        if found is not None:
            curve = found.chance(np.linspace(0, 1, 1_001))
            assert (np.diff(curve) >= 0).all()
            assert ((curve > 0) & (curve < 1)).all()
            assert list(found.scores) == sorted(set(found.scores))


def test_outcomes_that_run_against_the_score_give_a_level_curve() -> None:
    scores, shortlisted, lists = pairs(400)
    found = calibration(scores, ~shortlisted, lists)
    assert found is not None
    np.testing.assert_allclose(found.chances, 1 - shortlisted.mean(), atol=0.005)


def test_the_isotonic_curve_is_that_of_scikit_learn_between_its_ends() -> None:
    scores, shortlisted, lists = pairs(3_000)
    found = calibration(scores, shortlisted, lists)
    assert found is not None
    other = IsotonicRegression(out_of_bounds="clip").fit(scores, shortlisted)
    least = 1 / (3_000 + 2)
    fresh = np.linspace(0, 1, 500)
    np.testing.assert_allclose(found.chance(fresh), np.clip(other.predict(fresh), least, 1 - least), atol=2e-3)


def test_the_platt_curve_is_a_logistic_regression_on_platts_targets() -> None:
    scores, shortlisted, lists = pairs(500)
    found = calibration(scores, shortlisted, lists)
    assert found is not None
    taken = int(shortlisted.sum())
    high, low = (taken + 1) / (taken + 2), 1 / (500 - taken + 2)
    target = np.where(shortlisted, high, low)
    twice = np.tile(scores, 2)[:, None]
    other = LogisticRegression(C=np.inf, tol=1e-8).fit(
        twice, np.repeat([1, 0], 500), sample_weight=np.concatenate([target, 1 - target])
    )
    fresh = np.linspace(0, 1, 200)
    np.testing.assert_allclose(found.chance(fresh), other.predict_proba(fresh[:, None])[:, 1], atol=2e-3)


@pytest.mark.parametrize(
    ("count", "taken", "method"),
    [
        (LEAST_PAIRS - 1, 90, None),
        (LEAST_PAIRS, LEAST_EACH - 1, None),
        (LEAST_PAIRS, LEAST_PAIRS - LEAST_EACH + 1, None),
        (LEAST_PAIRS, LEAST_EACH, "platt"),
        (ISOTONIC_PAIRS - 1, 300, "platt"),
        (ISOTONIC_PAIRS, ISOTONIC_EACH - 1, "platt"),
        (ISOTONIC_PAIRS, ISOTONIC_EACH, "isotonic"),
    ],
)
def test_how_much_is_said_hangs_on_how_many_outcomes_there_are(count: int, taken: int, method: str | None) -> None:
    scores = np.linspace(0, 1, count)
    found = calibration(scores, np.arange(count) >= count - taken, np.arange(count))
    assert (found and found.method) == method


def test_the_error_is_the_mean_gap_over_bins_of_as_many_pairs_each() -> None:
    chances, happened = np.array([0.9, 0.1, 0.2, 0.6]), np.array([True, False, True, True])
    assert calibration_error(chances, happened) == pytest.approx((0.1 + 0.1 + 0.8 + 0.4) / 4)
    many = np.repeat([0.2, 0.7], BINS * 5)
    assert calibration_error(many, many > 0.5) == pytest.approx((0.2 + 0.3) / 2)
    assert calibration_error(many[:10], np.arange(10) < 2) == pytest.approx(0.2 * 0.8 + 0.8 * 0.2)


@pytest.mark.parametrize(
    ("scores", "marks", "lists"), [([0.5, 1.1], 2, 2), ([-0.1, 0.5], 2, 2), ([0.5, 0.5], 3, 2), ([0.5, 0.5], 2, 1)]
)
def test_scores_out_of_range_and_shapes_that_differ_are_refused(scores: list[float], marks: int, lists: int) -> None:
    with pytest.raises(InputError, match=r"calibration: wanted 2 scores in \[0, 1\], marks and lists"):
        calibration(np.array(scores), np.zeros(marks, dtype=bool), np.zeros(lists, dtype=np.int64))
