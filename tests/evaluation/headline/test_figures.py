"""How figures are written: never so that a miss looks met."""

from __future__ import annotations

import pytest

from evaluation.headline.figures import count, holds, interval, is_held_to, number, value_and_target, wants_little
from evaluation.rows import row


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (1.0, "1"),
        (0.7381, ".738"),
        (-0.018, "-.018"),
        (0.98, ".980"),
        (0.0004, ".0004"),
        (0.9997, ".9997"),
        (1.334, "1.33"),
        (31.5032, "31.50"),
        (143.26, "143.3"),
        (2113.7966, "2,114"),
        (3960, "3,960"),
    ],
)
def test_a_figure_has_the_digits_that_are_read(value: float, text: str) -> None:
    assert number(value) == text


def test_a_target_says_its_way() -> None:
    assert value_and_target(row("a", 0.742, n=72, at_least=0.85)) == (".742", "≥ .850")
    assert value_and_target(row("a", 0.9, n=72, at_least=0.85)) == (".900", "≥ .850")
    assert value_and_target(row("a", 3.0, n=72, at_most=2.0)) == ("3", "≤ 2")
    assert value_and_target(row("a", 0.0, n=72, at_most=0.0)) == ("0", "0")
    assert value_and_target(row("a", 0.5, n=72)) == (".500", "")


def test_a_miss_by_little_is_seen() -> None:
    assert value_and_target(row("a", 0.8498, n=72, at_least=0.85)) == ("0.8498", "≥ 0.85")


def test_what_a_row_does_not_have_stays_empty() -> None:
    bare = row("a", 0.5, n=0)
    assert (interval(bare), count(bare), holds(bare)) == ("", "", "")
    full = row("a", 0.5, n=1200, ci95=(0.4, 0.61), at_least=0.6)
    assert (interval(full), count(full), holds(full)) == ("[.400, .610]", "1,200", "**no**")


def test_a_row_that_rests_on_nothing_is_held_to_nothing() -> None:
    assert not is_held_to(row("peers ahead of", 0, n=0, at_least=0))
    assert is_held_to(row("changed", 0, n=3960, at_most=0))
    assert not is_held_to(row("baseline", 0.5, n=10))


def test_which_way_is_better_is_told_by_the_verdict() -> None:
    assert wants_little(row("a", 0.0, n=1, at_most=0.0))
    assert wants_little(row("a", 0.2, n=1, at_most=0.1))
    assert wants_little(row("a", 0.2, n=1, at_most=0.3))
    assert not wants_little(row("a", 0.2, n=1, at_least=0.3))
    assert not wants_little(row("a", 1.0, n=1, at_least=1.0))
    assert not wants_little(row("a", 1.0, n=1))
