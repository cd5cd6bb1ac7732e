"""Rows of a report from what was measured of each item."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from evaluation.measures import Values, bootstrap_mean, wilson
from evaluation.task import Interval, Row


def row(
    name: str,
    value: float,
    *,
    n: int,
    ci95: Interval | None = None,
    at_least: float | None = None,
    at_most: float | None = None,
) -> Row:
    """A figure, held against a target when one is set; at most one of the two targets may be."""
    target = at_least if at_least is not None else at_most
    holds = None
    if target is not None:
        holds = value >= target if at_least is not None else value <= target
    return Row(name=name, value=value, target=target, holds=holds, n=n, ci95=ci95)


def share_row(name: str, right: Sequence[bool], *, at_least: float | None = None) -> Row:
    """Share of items that are right, with Wilson's interval."""
    n, count = len(right), sum(map(bool, right))
    return row(name, count / n if n else 0.0, n=n, ci95=wilson(count, n), at_least=at_least)


def mean_row(name: str, values: Sequence[float]) -> Row:
    """Mean of one value for each item (at least one), with a bootstrap interval."""
    held: Values = np.asarray(values, dtype=np.float64)
    return row(name, float(held.mean()), n=len(held), ci95=bootstrap_mean(held))
