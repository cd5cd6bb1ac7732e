"""Which index for how many vectors, how deep to probe it, and how a filtered search goes: choices by measured recall.

Flat (exact, 1,536 bytes a vector of 384) while an exact search is cheap; above that an inverted file of 8-bit codes.
How many lists are probed is not a constant: it is the least number that reaches ``RECALL`` on queries of the data
itself, against an exact search when the index is built. A filter may leave rows that lie elsewhere than where is probed
(measured: recall .03 at 16 lists where the allowed tenth was far from the query), so a filtered search

1. compares the allowed rows one by one when there are no more of them than an unfiltered search compares, or when the
   lists that 2 and 3 name would cost more;
2. else takes the nearest lists until so many allowed rows are in them;
3. and where the filter leaves fewer near the query than elsewhere, or few everywhere, goes on to every list that can
   hold a better row than the tenth found: one whose centroid is no further below it than ``gain``, which is how far
   above the centroid of their list the true neighbours lay when the index was built.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FLAT_BELOW = 50_000
"""Vectors from which the inverted file is used; an exact search of fewer takes some 5 ms on one core."""

RECALL = 0.986
"""Recall@10 that the probes are chosen for, on the queries they are chosen by; 0.98 is promised on others.

Lists at a million, and recall@10 of held-out ads and of job seekers: .985 chose 14 (.987, .968), .987 chose 26 (.989,
.982) but is only 56 times as fast as exact search; docs/performance.md.
"""

AT = 10
"""Depth at which recall is measured."""

GAIN_SHARE = 0.98
"""Share of true neighbours that ``gain`` reaches; the rest is found all the same where other lists are as near."""

_BITES = 0.95
"""Share of what a filter leaves elsewhere that must be left near the query, else the neighbours lie further off.

Measured at a million: .90 to 1.13 of it where rows are allowed at random, .61 to .93 where one topic is left out.
"""

_THIN = 0.2
"""Share of all rows below which the neighbours lie further off in any case: at random a tenth had recall .962."""

_PASSED_OVER = 0.035
"""What a row costs that the filter passes over, against one that is compared: .006 us and .17 us, at a million."""

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Depth:
    """How deep an inverted file is probed.

    Attributes:
        probes: Lists that an unfiltered search looks at, at least 1.
        gain: How far above its list's centroid a true neighbour lies at most, in cosine; infinite when not known, and
            then every list is looked at where a filter matters.
    """

    probes: int
    gain: float


def lists_for(rows: int) -> int:
    """Number of lists of the inverted file: the power of two nearest to the square root of the rows."""
    return int(2 ** round(np.log2(max(1.0, np.sqrt(rows)))))


def budget(probes: int, rows: int, lists: int) -> int:
    """Rows that an unfiltered search compares, as lists are of one size on average."""
    return probes * rows // lists


def lists_within(left: Counts, probes: int, rows: int) -> int:
    """How many lists, the nearest first, hold so many allowed rows; at least ``probes``, at most all.

    Args:
        left: Allowed rows of each list, the nearest first.
        probes: Lists that an unfiltered search looks at.
        rows: What they should hold.
    """
    return int(np.clip(np.searchsorted(np.cumsum(left), rows) + 1, min(probes, len(left)), len(left)))


def bites(left: Counts, sizes: Counts, probes: int) -> bool:
    """Whether a filter leaves less in the ``probes`` nearest lists than elsewhere, or little at all.

    Shapes as ``lists_within``; ``sizes`` are the rows of each list.
    """
    everywhere = left.sum() / max(1, sizes.sum())
    near = left[:probes].sum() / max(1, sizes[:probes].sum())
    return bool(everywhere < _THIN or near < _BITES * everywhere)


def compared(left: Counts, sizes: Counts, probes: int) -> int:
    """How many rows can be compared one by one for what it costs to look at the ``probes`` nearest lists.

    Args:
        left: Allowed rows of each list, the nearest first.
        sizes: Rows of each list, the nearest first.
        probes: Lists looked at.
    """
    return int(left[:probes].sum() + _PASSED_OVER * (sizes[:probes].sum() - left[:probes].sum()))


def lists_worth(near: npt.NDArray[np.float32], cosine: float, gain: float) -> int:
    """How many lists can hold a row that is nearer than ``cosine``.

    Args:
        near: Inner product of the query with each centroid.
        cosine: Of the k-th row found.
        gain: As ``Depth``.
    """
    return int(np.count_nonzero(near >= cosine - gain))


def recall(found: npt.NDArray[np.float32], exact: npt.NDArray[np.float32]) -> float:
    """Mean share of the true nearest that was found, by cosine, so that any copy of the same text is as good as it.

    Args:
        found: True cosines of what was found, shape ``(queries, any)``; missing ones are left out, or ``-inf``.
        exact: Cosines of the true nearest, descending, shape ``(queries, k)``.
    """
    return float(np.count_nonzero(found >= exact[:, -1:] - 1e-6) / exact.size)


def least_probes(recall_of: Callable[[int], float], lists: int) -> tuple[int, float]:
    """The least number of probes that reaches ``RECALL``, to within a tenth, and the recall there.

    Where even all lists do not reach it (codes cannot tell near copies apart), the least that comes within .002 of what
    all lists reach.

    Args:
        recall_of: Recall of a number of probes; rises with it.
        lists: Number of lists.
    """
    known: dict[int, float] = {}

    def at(probes: int) -> float:
        if probes not in known:
            known[probes] = recall_of(probes)
        return known[probes]

    high = 1
    while high < lists and at(high) < RECALL:
        high = min(lists, 2 * high)
    target = min(RECALL, at(high) - 0.002) if high == lists else RECALL
    low = max([0, *(probes for probes, reached in known.items() if reached < target and probes < high)])
    high = min([high, *(probes for probes, reached in known.items() if reached >= target)])
    while high - low > max(1, high // 10):
        middle = (low + high) // 2
        low, high = (middle, high) if at(middle) < target else (low, middle)
    return high, at(high)
