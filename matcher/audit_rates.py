"""Rates of groups, held against the group with the highest: impact ratios, intervals, significance.

A group whose rate lies below four fifths of the highest group's is generally regarded as evidence of adverse impact;
larger ratios may count where they are significant, smaller ones may not where numbers are small (29 CFR 1607.4(D), the
US Uniform Guidelines on Employee Selection Procedures, 1978). It is a yardstick here, not Indonesian law. Shares have
Koopman's score interval and Fisher's exact test; means have Welch's, on logarithms for the ratio.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq
from scipy.stats import chi2, fisher_exact, t, ttest_ind_from_stats

Values = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Interval = tuple[float, float]

FOUR_FIFTHS = 0.8
SIGNIFICANT = 0.05
CONFIDENCE = 0.95

_CRITICAL = float(chi2.ppf(CONFIDENCE, 1))
_FAR = 40.0
"""On the logarithm of a ratio: farther than any interval of numbers of people reaches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One rate of one group.

    Attributes:
        rate: Share in [0, 1], or a mean from 0.
        ratio: Over the rate of the group with the highest one; None when that is 0.
        low: Lower end of the 95 % interval of the ratio; None for the highest group itself, or where none can be given.
        high: Upper end; None where ``low`` is.
        p: Of the rate being that of all other groups together, two-sided, corrected for their number (``holm``) from
            three groups on; None where there is nothing to test.
    """

    rate: float
    ratio: float | None
    low: float | None
    high: float | None
    p: float | None

    @property
    def is_below(self) -> bool:
        """Below four fifths of the highest rate."""
        return self.ratio is not None and self.ratio < FOUR_FIFTHS

    @property
    def is_adverse(self) -> bool:
        """Below four fifths, and not to be put down to chance."""
        return self.is_below and self.p is not None and self.p < SIGNIFICANT


def share_figures(groups: Sequence[Flags], may_lead: Sequence[bool]) -> list[Figure]:
    """Shares of several groups.

    Args:
        groups: Who of each group was selected; bool, each of shape ``(people,)``, none empty.
        may_lead: Which groups may be the one that the others are held against; all may when none does.
    """
    counts = [(int(group.sum()), len(group)) for group in groups]

    def interval(at: int, leader: int) -> Interval:
        return ratio_interval(*counts[at], *counts[leader])

    def p(at: int) -> float | None:
        (hits, n), rest = counts[at], [count for other, count in enumerate(counts) if other != at]
        others, m = sum(hit for hit, _ in rest), sum(size for _, size in rest)
        return float(fisher_exact([[hits, n - hits], [others, m - others]]).pvalue)

    return _figures([hits / n for hits, n in counts], may_lead, interval, p)


def mean_figures(groups: Sequence[Values], may_lead: Sequence[bool]) -> list[Figure]:
    """Means of several groups.

    Args:
        groups: A value from 0 for each person; float64, each of shape ``(people,)``, none empty.
        may_lead: As for ``share_figures``.
    """

    def interval(at: int, leader: int) -> Interval | None:
        return mean_ratio_interval(groups[at], groups[leader])

    def p(at: int) -> float | None:
        return welch_p(groups[at], np.concatenate([group for other, group in enumerate(groups) if other != at]))

    return _figures([float(group.mean()) for group in groups], may_lead, interval, p)


def _figures(
    rates: Sequence[float],
    may_lead: Sequence[bool],
    interval: Callable[[int, int], Interval | None],
    p_of: Callable[[int], float | None],
) -> list[Figure]:
    """Every rate against the highest, which comes first where several are equal."""
    if not rates:
        return []
    leaders = [at for at, may in enumerate(may_lead) if may] or range(len(rates))
    leader = max(leaders, key=lambda at: rates[at])
    ps = [p_of(at) if len(rates) > 1 else None for at in range(len(rates))]
    if len(rates) > 2:  # each of two against the other is one test
        ps = holm(ps)
    found: list[Figure] = []
    for at, (rate, p) in enumerate(zip(rates, ps, strict=True)):
        ratio = rate / rates[leader] if rates[leader] > 0 else None
        ends = None if at == leader or ratio is None else interval(at, leader)
        low, high = ends or (None, None)
        found.append(Figure(rate=rate, ratio=ratio, low=low, high=high, p=p))
    return found


def holm(ps: Sequence[float | None]) -> list[float | None]:
    """p-values of several tests, raised so that the chance of any false alarm stays that of one test; same order.

    Holm 1979, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6.

    Args:
        ps: In [0, 1]; None where nothing was tested, which counts for nothing.
    """
    tested = sorted((p, at) for at, p in enumerate(ps) if p is not None)
    found: list[float | None] = [None] * len(ps)
    highest = 0.0
    for before, (p, at) in enumerate(tested):
        highest = max(highest, min(1.0, p * (len(tested) - before)))
        found[at] = highest
    return found


def ratio_interval(hits: int, n: int, other_hits: int, other_n: int) -> Interval:
    """95 % interval of ``(hits / n) / (other_hits / other_n)``.

    The score interval of Koopman 1984, "Confidence intervals for the ratio of two binomial proportions", Biometrics 40;
    unlike the one on logarithms it holds where a count is 0 or all.

    Args:
        hits: From 0 to ``n``.
        n: At least 1.
        other_hits: From 1 to ``other_n``.
        other_n: At least 1.
    """

    def excess(logarithm: float) -> float:
        return _score(exp(logarithm), hits, n, other_hits, other_n) - _CRITICAL

    # The statistic is 0 at the estimate and rises to both sides; without a hit half a one is still well inside.
    middle = log(max(hits, 0.5) / n / (other_hits / other_n))
    low = 0.0 if hits == 0 else exp(brentq(excess, middle - _FAR, middle, xtol=1e-12))
    return low, exp(brentq(excess, middle, middle + _FAR, xtol=1e-12))


def _score(ratio: float, hits: int, n: int, other_hits: int, other_n: int) -> float:
    """Koopman's chi-squared statistic of a ratio, with the shares that are likeliest under it."""
    total, both = n + other_n, hits + other_hits
    lump = ratio * (n + other_hits) + hits + other_n
    root = sqrt(max(0.0, lump * lump - 4 * ratio * total * both))
    other = min(1.0, 2 * both / (lump + root))
    share = min(1.0, ratio * other)
    spread = share * (1 - share) / n + ratio**2 * other * (1 - other) / other_n
    miss = hits / n - ratio * other_hits / other_n
    return miss**2 / spread if spread > 0 else 0.0


def mean_ratio_interval(values: Values, others: Values) -> Interval | None:
    """95 % interval of the ratio of two means; None where one mean is 0 or a sample has one value only.

    By the delta method on the logarithm, with the degrees of freedom of Welch and Satterthwaite.

    Args:
        values: From 0; float64, shape ``(n,)``.
        others: The same of the group in the denominator, shape ``(m,)``.
    """
    sides = (values, others)
    if any(len(side) < 2 or side.mean() <= 0 for side in sides):
        return None
    parts = [float(side.var(ddof=1) / len(side) / side.mean() ** 2) for side in sides]
    variance = sum(parts)
    ratio = float(values.mean() / others.mean())
    if variance == 0:
        return ratio, ratio
    freedom = variance**2 / sum(part**2 / (len(side) - 1) for part, side in zip(parts, sides, strict=True))
    half = float(t.ppf((1 + CONFIDENCE) / 2, freedom)) * sqrt(variance)
    return ratio * exp(-half), ratio * exp(half)


def welch_p(values: Values, others: Values) -> float | None:
    """Two-sided p of equal means (Welch 1947, Biometrika 34); None where nothing varies or a sample has one value."""
    if min(len(values), len(others)) < 2 or values.var() + others.var() == 0:
        return None
    stats = [(float(side.mean()), float(side.std(ddof=1)), len(side)) for side in (values, others)]
    return float(ttest_ind_from_stats(*stats[0], *stats[1], equal_var=False).pvalue)
