"""Lists of k postings for many workers at once, under prices of postings; no list is much worse than the own best.

Candidates are held as a table, each worker's best first, so that what is chosen of a row stands in order already: best
own utility first, ties by column. scipy and numpy have no top-k by row that breaks ties by column, so it is written
here on ``np.partition``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from taxonomy.errors import InputError

Numbers = npt.NDArray[np.int64]
Values = npt.NDArray[np.float64]

NOTHING = -1
"""Column of a place in a list that no candidate is left for."""

_HALVINGS = 10
"""Of the range of a worker's dial, when the largest is sought that keeps the floor: to a thousandth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Candidates of each worker, best first, ties by column; rows are filled up with ``postings`` and -1.

    Attributes:
        columns: Postings by number, int32, shape ``(workers, width)``.
        utilities: In [0, 1], float32, same shape.
        postings: How many postings there are.
    """

    columns: npt.NDArray[np.int32]
    utilities: npt.NDArray[np.float32]
    postings: int

    def __len__(self) -> int:
        """Number of workers."""
        return len(self.columns)

    def take(self, rows: Numbers) -> Table:
        """Some workers, in their order."""
        return Table(columns=self.columns[rows], utilities=self.utilities[rows], postings=self.postings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """What is recommended to each worker: best own utility first, ties by column.

    Attributes:
        columns: Postings by number, int64, shape ``(workers, k)``; ``NOTHING`` after the last of fewer than k.
        utilities: Of the worker for each, in [0, 1], float64, same shape; 0 where there is nothing.
    """

    columns: Numbers
    utilities: Values

    @property
    def totals(self) -> Values:
        """Sum of each worker's utilities, shape ``(workers,)``."""
        found: Values = self.utilities.sum(axis=1)
        return found


def table_of(candidates: csr_array, least_width: int = 1) -> Table:
    """Candidates as a table.

    Args:
        candidates: Utilities in [0, 1], workers by postings; a stored zero is a candidate, what is not stored is none.
        least_width: Columns that the table has at least.

    Raises:
        InputError: A utility is out of range or not a number, or a pair is stored twice.
    """
    ordered = candidates.sorted_indices()
    if not ordered.has_canonical_format:
        raise InputError(wanted="each pair once", found="a pair stored twice", where="candidates")
    if not np.all((ordered.data >= 0) & (ordered.data <= 1)):
        raise InputError(wanted="utilities from 0 to 1", found="others", where="candidates")
    workers, postings = ordered.shape
    counts = np.diff(ordered.indptr)
    width = int(max(least_width, counts.max(initial=0)))
    held = np.arange(width) < counts[:, None]
    columns = np.full((workers, width), postings, dtype=np.int32)
    utilities = np.full((workers, width), -1, dtype=np.float32)
    columns[held], utilities[held] = ordered.indices, ordered.data
    order = np.argsort(-utilities, axis=1, kind="stable")
    return Table(
        columns=np.take_along_axis(columns, order, axis=1),
        utilities=np.take_along_axis(utilities, order, axis=1),
        postings=postings,
    )


def priced_lists(table: Table, prices: Values, dials: Values, k: int, most_loss: float) -> Lists:
    """The k postings of each worker that are best at their prices, within the worker's floor.

    A worker's list holds the k highest ``utility * (1 - dial * price)``; equal ones by own utility, then by column.
    Where its utilities sum to less than ``1 - most_loss`` of the worker's own best k, the dial is turned back for this
    worker until they do not: the sum never falls as the dial does, because the list at a dial maximises ``sum(u) - dial
    * sum(u * price)``, and the list at 0 is the own best.

    Args:
        table: Candidates; at least k columns wide.
        prices: In [0, 1], float64, shape ``(postings,)``.
        dials: In [0, 1], float64, shape ``(workers,)``.
        k: Length of a list.
        most_loss: Share of the sum of a worker's own best k that may be lost.
    """
    factors = np.append(prices, 0.0).astype(np.float32)[table.columns]
    chosen = _highest(table, factors, dials, k)
    least = (1 - most_loss) * _totals(table.utilities[:, :k])
    short = np.flatnonzero(_totals(_at(table.utilities, chosen)) < least)
    if len(short):
        chosen[short] = _turned_back(table.take(short), factors[short], dials[short], k, least[short])
    return _lists(table, chosen)


def own_best(table: Table, k: int) -> Lists:
    """The k postings of each worker that are best for the worker alone.

    Args:
        table: Candidates; at least k columns wide.
        k: Length of a list.
    """
    return _lists(table, np.tile(np.arange(k), (len(table), 1)))


def _turned_back(
    table: Table, factors: npt.NDArray[np.float32], dials: Values, k: int, least: Values
) -> npt.NDArray[np.int64]:
    """Places of the lists at each worker's largest dial, found by halving, at which they are worth enough."""
    low, high = np.zeros(len(table)), dials
    kept = np.tile(np.arange(k), (len(table), 1))
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        chosen = _highest(table, factors, middle, k)
        enough = _totals(_at(table.utilities, chosen)) >= least
        kept[enough] = chosen[enough]
        low, high = np.where(enough, middle, low), np.where(enough, high, middle)
    return kept


def _highest(table: Table, factors: npt.NDArray[np.float32], dials: Values, k: int) -> npt.NDArray[np.int64]:
    """Places in each row of the k highest, ascending; of equal ones the first, which are best for the worker."""
    worth = table.utilities * (1 - dials.astype(np.float32)[:, None] * factors)
    width = worth.shape[1]
    last = np.partition(worth, width - k, axis=1)[:, width - k, None]
    above, equal = worth > last, worth == last
    room = k - np.count_nonzero(above, axis=1)
    chosen = above | (equal & (np.cumsum(equal, axis=1, dtype=np.int32) <= room[:, None]))
    return np.nonzero(chosen)[1].reshape(len(table), k)


def _lists(table: Table, chosen: npt.NDArray[np.int64]) -> Lists:
    columns, utilities = _at(table.columns, chosen).astype(np.int64), _at(table.utilities, chosen).astype(np.float64)
    held = columns < table.postings
    return Lists(columns=np.where(held, columns, NOTHING), utilities=np.where(held, utilities, 0.0))


def _at(held: npt.NDArray[np.generic], chosen: npt.NDArray[np.int64]) -> npt.NDArray[np.generic]:
    return np.take_along_axis(held, chosen, axis=1)


def _totals(utilities: npt.NDArray[np.generic]) -> Values:
    found: Values = np.maximum(utilities, 0).sum(axis=1, dtype=np.float64)
    return found
