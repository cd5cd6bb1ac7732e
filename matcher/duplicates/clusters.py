"""Pairs to clusters: each member is one vacancy with the canonical posting itself, so that likenesses never chain.

Of the postings that confirmed pairs join, the one that is preferred becomes canonical, and those that are one with it
join it; what is left begins again. Rulings by hand come first: what is said to be the same moves as one, what is said
to be apart never meets. A star in place of single linkage ("center" clustering: Hassanzadeh & Miller 2009, VLDB J. 18).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from matcher.duplicates.blocking import Pairs

Chances = npt.NDArray[np.float64]
Judge = Callable[[Pairs], Chances]
"""Chance that pairs of rows are one vacancy; 0 where a rule excludes it."""

RowPair = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Postings that are one vacancy.

    Attributes:
        rows: Their rows, the canonical one first, then by preference.
        chances: Chance of each to be one vacancy with the canonical one; 1 for itself and for what was ruled so.
    """

    rows: tuple[int, ...]
    chances: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulings:
    """What was decided by hand.

    Attributes:
        same: Pairs of rows that are one vacancy.
        apart: Pairs of rows that are not, each with the smaller row first.
    """

    same: Sequence[RowPair] = ()
    apart: frozenset[RowPair] = field(default_factory=frozenset)


def clusters_of(
    confirmed: Pairs, count: int, preference: npt.NDArray[np.int64], judge: Judge, threshold: float, rulings: Rulings
) -> list[Cluster]:
    """Clusters of at least two postings, by the row of the canonical one.

    Args:
        confirmed: Pairs of rows that are one vacancy.
        count: Number of postings.
        preference: Place of each row in the order in which rows are chosen to be canonical, the first best.
        judge: For pairs that nobody compared yet.
        threshold: Chance from which a pair is one vacancy.
        rulings: Decided by hand.
    """
    units = _components(np.array(list(rulings.same), dtype=np.int64).reshape(-1, 2), count)
    joined = np.concatenate([confirmed, np.array(list(rulings.same), dtype=np.int64).reshape(-1, 2)])
    waiting = [_by_preference(rows, preference) for rows in _groups(_components(joined, count), joined)]
    found: list[Cluster] = []
    while waiting:
        pairs = np.array([(group[0], row) for group in waiting for row in group[1:]], dtype=np.int64)
        chances = iter(judge(pairs).tolist())
        rounds = [
            _star(group, [1.0, *(next(chances) for _ in group[1:])], units, threshold, rulings) for group in waiting
        ]
        found += [cluster for cluster, _ in rounds if len(cluster.rows) > 1]
        waiting = [rest for _, rest in rounds if len(rest) > 1]
    return sorted(found, key=lambda cluster: cluster.rows[0])


def _components(pairs: Pairs, count: int) -> npt.NDArray[np.int64]:
    """Number of the component of each row."""
    ones = np.ones(len(pairs), dtype=np.int8)
    graph = coo_array((ones, (pairs[:, 0], pairs[:, 1])), shape=(count, count))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


def _groups(component: npt.NDArray[np.int64], pairs: Pairs) -> Iterable[npt.NDArray[np.int64]]:
    """Rows of each component of at least two."""
    rows = np.unique(pairs)
    order = rows[np.argsort(component[rows], kind="stable")]
    cuts = np.flatnonzero(np.diff(component[order])) + 1
    return [group for group in np.split(order, cuts) if len(group) > 1]


def _by_preference(rows: npt.NDArray[np.int64], preference: npt.NDArray[np.int64]) -> list[int]:
    return [int(row) for row in rows[np.argsort(preference[rows], kind="stable")]]


def _star(
    group: list[int], chances: list[float], units: npt.NDArray[np.int64], threshold: float, rulings: Rulings
) -> tuple[Cluster, list[int]]:
    """The cluster around the first of a group, and who is left; what was ruled the same comes or stays as one."""
    members: dict[int, list[int]] = {}
    for at, own in enumerate(units[group].tolist()):
        members.setdefault(own, []).append(at)
    taken: list[int] = []
    for places in members.values():
        fits = places[0] == 0 or max(chances[at] for at in places) >= threshold
        if fits and not any(_is_apart(group[at], group[other], rulings) for at in places for other in taken):
            taken += places
    kept, first = sorted(taken), set(members[int(units[group[0]])])
    rows = tuple(group[at] for at in kept)
    cluster = Cluster(rows=rows, chances=tuple(1.0 if at in first else chances[at] for at in kept))
    return cluster, [row for at, row in enumerate(group) if at not in set(kept)]


def _is_apart(one: int, other: int, rulings: Rulings) -> bool:
    return (min(one, other), max(one, other)) in rulings.apart
