"""The gate: worse is refused with the numbers, equal passes as equal, better as better, and guards hold."""

from __future__ import annotations

import numpy as np
import pytest

from evaluation.training.compared import MARGIN, Guard, Measured, compare, mean, shares

RANDOM = np.random.default_rng(5)
RIGHT = RANDOM.random(400) < 0.8


def measured(right: np.ndarray, items: str = "gold", **guards: Guard) -> Measured:
    return Measured(name="right", items=items, parts=shares(right), figure=mean, guards=guards)


def flipped(to: bool, count: int) -> np.ndarray:
    found = RIGHT.copy()
    found[np.flatnonzero(found != to)[:count]] = to
    return found


def test_an_equal_model_passes_as_equal() -> None:
    verdict = compare(measured(RIGHT), measured(RIGHT))
    assert (verdict.passes, verdict.says, verdict.difference, verdict.low) == (True, "equal", 0.0, 0.0)


def test_a_better_model_passes_as_better_and_a_worse_one_is_refused_with_the_numbers() -> None:
    better = compare(measured(flipped(to=True, count=30)), measured(RIGHT))
    assert (better.passes, better.says) == (True, "better")
    assert better.difference == pytest.approx(30 / 400)
    assert 0 < better.low < better.difference < better.high
    worse = compare(measured(flipped(to=False, count=30)), measured(RIGHT))
    assert (worse.passes, worse.says) == (False, "refused")
    assert "difference -0.0750" in worse.words()
    assert "on the same 400 items" in worse.words()
    assert f"is below {-MARGIN:+.4f}" in worse.words()


def test_a_fall_that_chance_alone_could_make_is_refused_too_unless_the_margin_allows_it() -> None:
    slightly = measured(flipped(to=False, count=4))
    assert not compare(slightly, measured(RIGHT)).passes
    assert compare(slightly, measured(RIGHT), margin=0.03).passes


def test_the_interval_is_that_of_a_slow_paired_bootstrap() -> None:
    one, two = flipped(to=True, count=20), RIGHT
    verdict = compare(measured(one), measured(two))
    random = np.random.default_rng(1)
    drawn = []
    for _ in range(1500):
        rows = [int(random.integers(400)) for _ in range(400)] if _ < 200 else random.integers(0, 400, 400)
        drawn.append(np.mean(one[rows].astype(float) - two[rows]))
    assert (verdict.low, verdict.high) == pytest.approx(tuple(np.percentile(drawn, [2.5, 97.5])), abs=0.006)


@pytest.mark.parametrize(
    ("before", "now", "passes"),
    [
        (Guard(value=0.5, margin=0.05), Guard(value=0.46, margin=0.05), True),
        (Guard(value=0.5, margin=0.05), Guard(value=0.44, margin=0.05), False),
        (Guard(value=0.04, margin=0.02, is_better_high=False), Guard(value=0.07, margin=9), False),
        (Guard(value=0.04, margin=0.02, is_better_high=False), Guard(value=0.01, margin=9), True),
        (Guard(value=100, margin=0.25, is_better_high=False, is_ratio=True), Guard(value=124, margin=0), True),
        (Guard(value=100, margin=0.25, is_better_high=False, is_ratio=True), Guard(value=126, margin=0), False),
    ],
)
def test_a_guard_that_falls_refuses_a_better_model(before: Guard, now: Guard, passes: bool) -> None:
    verdict = compare(measured(flipped(to=True, count=30), calibration=now), measured(RIGHT, calibration=before))
    assert verdict.passes == passes
    assert passes or "guard calibration" in verdict.words()


def test_a_guard_that_is_gone_and_other_items_are_refused() -> None:
    guarded = measured(RIGHT, coverage=Guard(value=0.5, margin=0.05))
    assert "guard coverage: wanted a figure, found none" in compare(measured(RIGHT), guarded).words()
    assert "wanted the same items" in compare(measured(RIGHT, "other"), measured(RIGHT)).words()
    assert not compare(measured(RIGHT[:-1]), measured(RIGHT)).passes
