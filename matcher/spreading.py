"""Recommendations for many workers at once: each worker's list under prices, beside what they would get alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.assignment import NOTHING, Lists, Numbers, Table, Values, own_best, table_of
from matcher.congestion import spread
from matcher.shortlists import BLOCK, CANDIDATES, Shortlists
from taxonomy.errors import InputError

MAX_LIST = CANDIDATES // 2
"""Longest list: beyond it too few of the candidates would be left to choose others from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommended:
    """What is recommended to many workers.

    Attributes:
        among: Whom, of what.
        dial: 0 gives each worker their own best, 1 lets the market's jobs alone count.
        lists: What is recommended.
        own: What each would get alone: the first k of the plain ranking.
        own_ranks: Place of each recommended posting in the worker's plain ranking, from 1, int32, shape ``(workers,
            k)``; 0 where there is nothing.
        prices: Of each posting, in [0, 1): the chance that one more applicant is one too many.
    """

    among: Shortlists
    dial: float
    lists: Lists
    own: Lists
    own_ranks: npt.NDArray[np.int32]
    prices: Values

    @property
    def k(self) -> int:
        """Length of a list; a worker with fewer candidates gets all of them."""
        return int(self.lists.columns.shape[1])

    @property
    def lengths(self) -> Numbers:
        """How many postings each worker is recommended, shape ``(workers,)``."""
        found: Numbers = np.count_nonzero(self.lists.columns != NOTHING, axis=1)
        return found


def recommend(among: Shortlists, k: int, dial: float) -> Recommended:
    """Recommend k postings to each worker by ``matcher.congestion.spread``; nobody loses more than its floor allows.

    Args:
        among: Candidates and places.
        k: From 1 to ``MAX_LIST``.
        dial: In [0, 1]; at 0 the lists are the plain rankings.

    Raises:
        InputError: k or dial is out of its range.
    """
    check_list(k, dial)
    table = table_of(among.utilities, least_width=k)
    found = spread(among.utilities, among.places, k, dial)
    return Recommended(
        among=among,
        dial=dial,
        lists=found.lists,
        own=own_best(table, k),
        own_ranks=_own_ranks(table, found.lists),
        prices=found.prices,
    )


def check_list(k: int, dial: float) -> None:
    """Refuse what no list can be made by.

    Raises:
        InputError: k or dial is out of its range.
    """
    if not 1 <= k <= MAX_LIST:
        raise InputError(wanted=f"k from 1 to {MAX_LIST}", found=k, where="k")
    if not 0 <= dial <= 1:
        raise InputError(wanted="a dial from 0 to 1", found=dial, where="dial")


def _own_ranks(table: Table, lists: Lists) -> npt.NDArray[np.int32]:
    """Places of listed postings in each row of the table, from 1; a block at once, as k times width are held."""
    found = np.zeros(lists.columns.shape, dtype=np.int32)
    for start in range(0, len(table), BLOCK):
        rows = slice(start, start + BLOCK)
        columns = lists.columns[rows]
        is_it = table.columns[rows][:, None, :] == columns[:, :, None]
        found[rows] = np.where(columns != NOTHING, is_it.argmax(axis=2) + 1, 0)
    return found
