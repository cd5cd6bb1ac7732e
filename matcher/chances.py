"""Chances of the places of a list: whether they can have been."""

from __future__ import annotations

from collections.abc import Sequence

_SLACK = 1e-9


def chances_fit(chances: Sequence[float], position: int) -> bool:
    """Whether a pair can have had these chances of the places of its list, and got this one.

    Args:
        chances: Probability of each place, from place 1; at least one.
        position: Place that it got, from 1; 0 for none, which no chances fit.
    """
    fits = all(chance >= 0 for chance in chances) and sum(chances) <= 1 + _SLACK
    return fits and 1 <= position <= len(chances) and chances[position - 1] > 0
