"""How far one mix lies from another: population stability index and Jensen-Shannon divergence, with their noise.

PSI is the symmetric Kullback-Leibler divergence (Jeffreys 1946), ``sum (p - q) ln(p / q)``; credit scoring calls .1
a change to look at and .25 a large one (Siddiqi 2006). Two samples of one mix have a PSI above 0 too: about
``(k - 1)(1/n + 1/m)`` for k values (Yurdakul & Naranjo 2020, Journal of Risk Model Validation 14). That noise is taken
off, and the interval is the basic bootstrap's, which takes off what resampling adds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.float64]

SEED = 20_261
RESAMPLES = 1_000
_SMOOTHING = 0.5
"""Added to every count (Jeffreys' prior), so that a value that was never seen does not make the index infinite."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """How far a mix has moved.

    Attributes:
        psi: Population stability index, its noise taken off; 0 or above in expectation.
        low: Lower end of its 95 % interval.
        high: Upper end.
        js: Jensen-Shannon divergence in [0, 1] (base 2; Lin 1991), with its noise.
        noise: What two samples of one mix would show.
        moved: Values whose share changed most, with the change.
    """

    psi: float
    low: float
    high: float
    js: float
    noise: float
    moved: tuple[tuple[str, float], ...]


def shift(now: Mapping[str, int], before: Mapping[str, int], *, most: int = 3) -> Shift:
    """Compare two mixes.

    Args:
        now: Value to count.
        before: Likewise of the reference.
        most: Values that are named.
    """
    values = sorted({*now, *before})
    one, two = _counts(now, values), _counts(before, values)
    noise = float((len(values) - 1) * (1 / max(one.sum(), 1) + 1 / max(two.sum(), 1)))
    random = np.random.default_rng(SEED)
    found = float(psi(one, two))
    drawn = psi(_again(one, random), _again(two, random))
    low, high = np.percentile(drawn, [2.5, 97.5])
    change = one / max(one.sum(), 1) - two / max(two.sum(), 1)
    order = np.lexsort((np.arange(len(values)), -np.abs(change)))[:most]
    return Shift(
        psi=found - noise,
        low=2 * found - float(high) - noise,
        high=2 * found - float(low) - noise,
        js=float(jensen_shannon(one, two)),
        noise=noise,
        moved=tuple((values[int(at)], float(change[at])) for at in order),
    )


def psi(one: Counts, two: Counts) -> Counts:
    """Population stability index of counts; the last axis holds the values of the mix and goes."""
    p, q = _shares(one), _shares(two)
    found: Counts = ((p - q) * np.log(p / q)).sum(axis=-1)
    return found


def jensen_shannon(one: Counts, two: Counts) -> Counts:
    """Jensen-Shannon divergence of counts, base 2, in [0, 1]; axes as of ``psi``."""
    p, q = _shares(one), _shares(two)
    middle = (p + q) / 2
    found: Counts = (p * np.log2(p / middle) + q * np.log2(q / middle)).sum(axis=-1) / 2
    return found


def _shares(counts: Counts) -> Counts:
    raised = counts + _SMOOTHING
    found: Counts = raised / raised.sum(axis=-1, keepdims=True)
    return found


def _counts(mix: Mapping[str, int], values: Sequence[str]) -> Counts:
    return np.array([mix.get(value, 0) for value in values], dtype=np.float64)


def _again(counts: Counts, random: np.random.Generator) -> Counts:
    """Counts drawn again; shape ``(RESAMPLES, k)``."""
    total = int(counts.sum())
    if not total:
        return np.zeros((RESAMPLES, len(counts)))
    found: Counts = random.multinomial(total, counts / total, size=RESAMPLES).astype(np.float64)
    return found
