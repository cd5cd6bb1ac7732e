"""The interval of a share that was counted."""

from __future__ import annotations

from statsmodels.stats.proportion import proportion_confint


def wilson(count: int, n: int) -> tuple[float, float]:
    """95 % score interval of a share (Wilson 1927, JASA 22); (0, 1) when n is 0."""
    if n == 0:
        return (0.0, 1.0)
    low, high = proportion_confint(count, n, alpha=0.05, method="wilson")
    return (max(0.0, float(low)), min(1.0, float(high)))
