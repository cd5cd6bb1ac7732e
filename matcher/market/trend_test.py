"""A test for each of many yes-or-no features of whether it comes more often later than earlier, with false ones held.

The test is that of Cochran (1954) and Mantel & Haenszel (1959) over strata, so that a change of the mix of strata is no
change of a feature. Items of one cluster (ads of one employer) resemble each other, so the variance is the larger of
theirs and of that between clusters (a score test robust to clusters: Boos 1992, *The American Statistician* 46), and a
half is taken off what was observed less expected (Yates). Of thousands of features some change by chance: p-values are
adjusted by Benjamini & Hochberg (1995). The size of a change is the ratio of shares of Mantel & Haenszel with the
variance of Greenland & Robins (1985), a half added to each window, widened as the test's variance is; where a window
has next to none, that of the test itself (Miettinen 1976), so that interval and test agree.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array, csr_array
from scipy.stats import false_discovery_control, norm

LEAST = 10
"""Items that must have a feature, in both windows together, for it to be tested; no window has a say in it."""

Z_SURE = float(norm.ppf(0.975))

Values = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Windowed:
    """Items in two windows; arrays of shape ``(items,)``.

    Attributes:
        later: Whether an item stands in the later window.
        strata: Number of its stratum.
        clusters: Number of its cluster.
        has: Which item has which feature, 0 or 1: sparse, shape ``(items, features)``.
    """

    later: Mask
    strata: Numbers
    clusters: Numbers
    has: csr_array


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tested:
    """A test for each feature; arrays of shape ``(features,)``.

    Attributes:
        early: Items of the earlier window that have it.
        late: Items of the later window that have it.
        is_tested: Whether enough items have it.
        p: Two-sided p-value; 1 where it is not tested.
        q: Adjusted p-value; 1 where it is not tested.
        ratio: Share later over share earlier at an unchanged mix of strata.
        spread: Standard error of its logarithm.
    """

    early: Numbers
    late: Numbers
    is_tested: Mask
    p: Values
    q: Values
    ratio: Values
    spread: Values


def compared(items: Windowed) -> Tested:
    """Test each feature for a change."""
    x = items.later.astype(np.float64)
    member = _membership(items.strata)
    size = member.sum(axis=1)
    late_size = member @ x
    total = (member @ items.has).toarray()
    late = (member @ _rows_times(items.has, x)).toarray()
    change = (late - late_size[:, None] * total / size[:, None]).sum(axis=0)
    room = late_size * (size - late_size) / np.maximum(size**2 * (size - 1), 1)
    variance = (room[:, None] * total * (size[:, None] - total)).sum(axis=0)
    robust = _between_clusters(items, x - (late_size / size)[items.strata], total / size[:, None])
    used = np.maximum(variance, robust)
    is_tested = (total.sum(axis=0) >= LEAST) & (variance > 0)
    scale = np.sqrt(np.where(is_tested, used, 1.0))
    z = np.where(is_tested, np.maximum(np.abs(change) - 0.5, 0) / scale, 0.0)
    p = np.minimum(1.0, 2 * norm.sf(z))
    q = np.ones(len(p))
    if is_tested.any():
        q[is_tested] = false_discovery_control(p[is_tested], method="bh")
    ratio, spread = _ratio(late, total, late_size, size)
    wider = np.sqrt(np.divide(used, variance, out=np.ones(len(used)), where=variance > 0))
    return Tested(
        early=np.rint((total - late).sum(axis=0)).astype(np.int64),
        late=np.rint(late.sum(axis=0)).astype(np.int64),
        is_tested=is_tested,
        p=p,
        q=q,
        ratio=ratio,
        spread=_as_the_test(ratio, spread * wider, z),
    )


def _membership(groups: Numbers) -> csr_array:
    """Which item belongs to which group; shape ``(groups, items)``."""
    shape = (int(groups.max(initial=-1)) + 1, len(groups))
    return coo_array((np.ones(len(groups)), (groups, np.arange(len(groups)))), shape=shape).tocsr()


def _rows_times(table: csr_array, by: Values) -> csr_array:
    """A table with each row multiplied by a number."""
    return csr_array(
        (table.data * np.repeat(by, np.diff(table.indptr)), table.indices, table.indptr), shape=table.shape
    )


def _between_clusters(items: Windowed, surprise: Values, share: Values) -> Values:
    """Sum over clusters of the square of what each adds to a feature's change; shape ``(features,)``.

    A cluster adds ``sum(surprise * (has - share of the stratum))``: written out, for the table of shares is dense.

    Args:
        items: The items.
        surprise: Of each item: 1 or 0 for its window, less the share of its stratum that is late.
        share: Of the items of a stratum that have a feature; shape ``(strata, features)``.
    """
    if not len(surprise):
        return np.zeros(int(share.shape[1]))
    cluster = _membership(items.clusters)
    has = (cluster @ _rows_times(items.has, surprise)).tocsr()
    shape = (cluster.shape[0], share.shape[0])
    of_stratum = coo_array((surprise, (items.clusters, items.strata)), shape=shape).tocsr()
    squares = has.multiply(has).sum(axis=0)
    crossed = (share * (of_stratum.T @ has).toarray()).sum(axis=0)
    expected = (share * ((of_stratum.T @ of_stratum).toarray() @ share)).sum(axis=0)
    found: Values = np.maximum(squares - 2 * crossed + expected, 0) * _few(len(np.unique(items.clusters)))
    return found


def _as_the_test(ratio: Values, spread: Values, z: Values) -> Values:
    """The standard error, or what the test says it is where the two differ and the test is sure."""
    by_test = np.divide(np.abs(np.log(ratio)), z, out=np.full(len(z), np.inf), where=z > Z_SURE)
    found: Values = np.minimum(spread, by_test)
    return found


def _few(clusters: int) -> float:
    return clusters / max(clusters - 1, 1)


def _ratio(late: Values, total: Values, late_size: Values, size: Values) -> tuple[Values, Values]:
    """Ratio of shares over the strata that have both windows, and the standard error of its logarithm."""
    both = (late_size > 0) & (late_size < size)
    late, total = late[both], total[both]
    n1, n = late_size[both][:, None], size[both][:, None]
    early, n0 = total - late, n - n1
    above = (late * n0 / n).sum(axis=0) + 0.25  # a half more in each window, as both are about as large
    below = (early * n1 / n).sum(axis=0) + 0.25
    variance = ((n1 * n0 * total - late * early * n) / n**2).sum(axis=0) + 0.25
    return above / below, np.sqrt(variance / (above * below))
