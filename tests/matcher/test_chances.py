"""Chances of places."""

from __future__ import annotations

import pytest

from matcher.chances import chances_fit


@pytest.mark.parametrize(
    ("chances", "position", "fits"),
    [
        ((1.0,), 1, True),
        ((0.5, 0.5), 2, True),
        ((0.5, 0.25), 1, True),
        ((0.1,) * 10, 10, True),
        ((0.0, 1.0), 1, False),
        ((1.0,), 2, False),
        ((1.0,), 0, False),
        ((0.6, 0.6), 1, False),
        ((1.2, -0.2), 1, False),
    ],
)
def test_chances_fit_that_are_probabilities_and_could_have_given_the_place(
    chances: tuple[float, ...], position: int, fits: bool
) -> None:
    assert chances_fit(chances, position) is fits
