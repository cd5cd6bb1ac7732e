"""Found spans against marked spans: which overlap, which pair up, and the shares that follow."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from evaluation.measures import RESAMPLES, SEED, Values, f1
from evaluation.task import Interval

Offsets = tuple[int, int]
"""Start and end of a span; end is the offset after its last character."""

Counts = npt.NDArray[np.int64]

PRECISION, RECALL, F1 = "precision", "recall", "F1"


def overlaps(marked: Sequence[Offsets], found: Sequence[Offsets]) -> Counts:
    """Characters that each pair shares, 0 when apart; int64, shape ``(len(marked), len(found))``."""
    if not marked or not found:
        return np.zeros((len(marked), len(found)), dtype=np.int64)
    one, two = np.array(marked, dtype=np.int64), np.array(found, dtype=np.int64)
    shared = np.minimum(one[:, None, 1], two[None, :, 1]) - np.maximum(one[:, None, 0], two[None, :, 0])
    clipped: Counts = np.maximum(shared, 0)
    return clipped


def pair_spans(marked: Sequence[Offsets], found: Sequence[Offsets]) -> list[tuple[int, int]]:
    """Pair spans that overlap, each at most once: as many pairs as can be, then as many shared characters.

    An assignment problem (Kuhn 1955, Naval Research Logistics 2), solved by SciPy.

    Returns:
        Positions in ``marked`` and ``found``, by the first.
    """
    shared = overlaps(marked, found)
    # One more pair outweighs all characters that could be shared.
    worth = np.where(shared > 0, shared + shared.sum() + 1, 0)
    rows, columns = linear_sum_assignment(worth, maximize=True)
    return [(int(r), int(c)) for r, c in zip(rows, columns, strict=True) if shared[r, c]]


def ratios(counts: Values) -> dict[str, float]:
    """Precision, recall and F1 of (pairs, found, marked); 0 where nothing was found or marked."""
    right, found, marked = (float(count) for count in counts)
    return {
        PRECISION: right / found if found else 0.0,
        RECALL: right / marked if marked else 0.0,
        F1: 2 * right / (found + marked) if found + marked else 0.0,
    }


def overlap_ratios(counts: Values) -> dict[str, float]:
    """Precision, recall and F1 of (mentions right, mentions, spans covered, spans); 0 where there are none."""
    right, found, covered, marked = (float(count) for count in counts)
    precision, recall = right / found if found else 0.0, covered / marked if marked else 0.0
    return {PRECISION: precision, RECALL: recall, F1: f1(precision, recall)}


def ratio_intervals(counts: Values) -> dict[str, Interval]:
    """95 % percentile bootstrap intervals of ``ratios``, resampling ads.

    Args:
        counts: (pairs, found, marked) of each ad; shape ``(ads, 3)``.
    """
    return _intervals(counts, ratios)


def overlap_intervals(counts: Values) -> dict[str, Interval]:
    """95 % percentile bootstrap intervals of ``overlap_ratios``, resampling ads; ``counts`` has shape ``(ads, 4)``."""
    return _intervals(counts, overlap_ratios)


def _intervals(counts: Values, measure: Callable[[Values], dict[str, float]]) -> dict[str, Interval]:
    random = np.random.default_rng(SEED)
    drawn = [measure(counts[random.integers(0, len(counts), len(counts))].sum(axis=0)) for _ in range(RESAMPLES)]
    found: dict[str, tuple[float, float]] = {}
    for name in (PRECISION, RECALL, F1):
        low, high = np.percentile([sample[name] for sample in drawn], [2.5, 97.5])
        found[name] = (float(low), float(high))
    return found
