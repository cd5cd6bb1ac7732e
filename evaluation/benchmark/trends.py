"""Rising skills on real ads whose days were shuffled, so that nothing rises, and with rises that were planted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from math import sqrt

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, lil_array
from scipy.stats import norm

from evaluation.measures import wilson
from evaluation.rows import mean_row, row
from evaluation.task import Row
from matcher.market.rising import Q
from matcher.market.trend_test import LEAST, Windowed, compared

SEED = 20
PLANTED = 40
"""Skills that are made to rise in a run."""

PLANTED_FROM = 100
"""Ads that ask for a skill that is made to rise."""

Mask = npt.NDArray[np.bool_]
Shuffle = Callable[[Windowed, np.random.Generator], Windowed]


def among_ads(items: Windowed, rng: np.random.Generator) -> Windowed:
    """Windows handed round among the ads of a stratum."""
    later = items.later.copy()
    for stratum in np.unique(items.strata).tolist():
        own = np.flatnonzero(items.strata == stratum)
        later[own] = later[rng.permutation(own)]
    return replace(items, later=later)


def among_employers(items: Windowed, rng: np.random.Generator) -> Windowed:
    """A window drawn for each employer: all its ads stand in it."""
    clusters = int(items.clusters.max()) + 1
    return replace(items, later=(rng.random(clusters) < items.later.mean())[items.clusters])


def other_mix(items: Windowed, rng: np.random.Generator) -> Windowed:
    """Windows drawn with another chance in every other stratum: who advertises changes, what is asked does not."""
    return replace(items, later=rng.random(len(items.strata)) < np.where(items.strata % 2 == 0, 0.3, 0.7))


def trend_rows(items: Windowed, runs: int, tell: Callable[[str, int, int], None]) -> list[Row]:
    """Rows of false findings, with plain tests as the baseline, and of power.

    Args:
        items: Real ads.
        runs: Of each sort.
        tell: Told of progress.
    """
    rows = list[Row]()
    shuffles: tuple[tuple[str, Shuffle], ...] = (
        ("days shuffled among ads", among_ads),
        ("days drawn by employer", among_employers),
        ("only the mix of occupations changed", other_mix),
    )
    for name, shuffle in shuffles:
        tell(f"runs: {name}", 0, runs)
        rows += _null_rows(name, items, shuffle, runs)
    for factor in (1.5, 2.0, 3.0):
        tell(f"planted rises x{factor}", 0, runs // 10)
        rows += _planted_rows(items, factor, max(2, runs // 10))
    return rows


def _null_rows(name: str, items: Windowed, shuffle: Shuffle, runs: int) -> list[Row]:
    rng = np.random.default_rng(SEED)
    ours, plain = 0, 0
    for _ in range(runs):
        drawn = shuffle(items, rng)
        ours += bool((compared(drawn).q <= Q).any())
        plain += bool((pooled_p(drawn) <= Q).any())
    most = Q + float(norm.ppf(0.95)) * sqrt(Q * (1 - Q) / runs)
    return [
        row(f"runs with a false finding, {name}", ours / runs, n=runs, ci95=wilson(ours, runs), at_most=most),
        row(f"  baseline: two proportions, unadjusted, {name}", plain / runs, n=runs, ci95=wilson(plain, runs)),
    ]


def pooled_p(items: Windowed) -> npt.NDArray[np.float64]:
    """P-values of plain tests of two proportions, strata, employers and number of skills not heeded."""
    late = items.later.astype(np.float64)
    n1, n = late.sum(), len(late)
    total, asked = np.asarray(items.has.sum(axis=0)).ravel(), late @ items.has
    share = total / n
    error = np.sqrt(np.maximum(share * (1 - share) * n * n1 * (n - n1) / n**2, 1e-12))
    apart: npt.NDArray[np.float64] = np.abs(asked - total * n1 / n) / error
    found: npt.NDArray[np.float64] = np.where(total >= LEAST, 2 * norm.sf(apart), 1.0)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """Shares of a run with planted rises."""

    power: float
    false: float


def _planted_rows(items: Windowed, factor: float, runs: int) -> list[Row]:
    found = list(_planted(items, factor, runs))
    false = mean_row(f"share of findings that are false, rises x{factor} planted", [one.false for one in found])
    most = Q + 0.025  # the mean of few runs
    return [
        mean_row(f"share of planted rises found, x{factor}", [one.power for one in found]),
        row(false.name, false.value, n=false.n, ci95=false.ci95, at_most=most),
    ]


def _planted(items: Windowed, factor: float, runs: int) -> Iterator[_Run]:
    rng = np.random.default_rng(SEED + round(10 * factor))
    common = np.flatnonzero(np.asarray(items.has.sum(axis=0)).ravel() >= PLANTED_FROM)
    for _ in range(runs):
        drawn = among_ads(items, rng)
        chosen = rng.choice(common, size=min(PLANTED, len(common) // 2), replace=False)
        called = np.flatnonzero(compared(planted(drawn, chosen, factor, rng)).q <= Q)
        right = len(np.intersect1d(called, chosen))
        yield _Run(power=right / len(chosen), false=(len(called) - right) / max(len(called), 1))


def planted(items: Windowed, chosen: npt.NDArray[np.int64], factor: float, rng: np.random.Generator) -> Windowed:
    """Ads of the later window that ask for some skills so many times as often as they did."""
    has = lil_array(items.has)
    for skill in chosen.tolist():
        asks = np.asarray(items.has[:, [skill]].todense()).ravel() > 0
        free = np.flatnonzero(items.later & ~asks)
        chance = min(1.0, (factor - 1) * int((asks & items.later).sum()) / max(len(free), 1))
        for ad in free[rng.random(len(free)) < chance].tolist():
            has[ad, skill] = 1.0
    return replace(items, has=csr_array(has))
