"""The best postings of many workers: candidates found, scored and ranked in compiled code."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from matcher.batch import kernel
from matcher.batch.candidates import candidates, leave, meets, room_for, turn
from matcher.batch.compiled import COMPILED
from matcher.batch.scoring import score
from matcher.batch.sides import Depths, Postings, Tables, Workers


@njit(**COMPILED)
def best(
    workers: Workers, postings: Postings, tables: Tables, by_vector: npt.NDArray[np.int64], depths: Depths, k: int
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.int32]]:
    """The k best postings of each worker.

    Args:
        workers: Who is matched.
        postings: With what.
        tables: What their numbers mean.
        by_vector: Rows nearest to each worker by vector, int64, shape ``(workers, reach)``; -1 for none.
        depths: How far is sought.
        k: At least 1.

    Returns:
        Rows, int32, -1 after the last, highest score first and equal ones by key, shape ``(workers, k)``; scores in
        [0, 1], float64, same shape; points, float64, shape ``(workers, k, components)``; postings that were looked at
        for each worker, int32, shape ``(workers,)``.
    """
    n = len(workers.facts.kkni)
    rows = np.full((n, k), -1, dtype=np.int32)
    totals = np.zeros((n, k))
    points = np.zeros((n, k, kernel.COMPONENTS))
    counted = np.zeros(n, dtype=np.int32)
    room = room_for(postings, tables, depths, by_vector.shape[1])
    places = np.empty(k, dtype=np.int32)
    for w in range(n):
        length = turn(workers, w, tables, room)
        counted[w] = candidates(workers, w, postings, by_vector[w], depths, length, room)
        shown = _shown(workers.facts, w, postings.facts, postings.offers, depths.slack, counted[w], room.found)
        score(workers, w, postings, tables, length, shown, room)
        held = _ranked(room.found, postings.offers.ranks, room.totals, shown, places)
        for rank in range(held):
            rows[w, rank], totals[w, rank] = room.found[places[rank]], room.totals[places[rank]]
            points[w, rank] = room.points[:, places[rank]]
        leave(workers, w, tables, room)
    return rows, totals, points, counted


@njit(**COMPILED)
def _shown(worker, w, posting, offers, slack, count, found):
    """Keep, at the front of ``found``, each that is no copy of one preferred to it; gives how many."""
    kept = 0
    for at in range(count):
        if _is_shown(worker, w, posting, offers, found[at], slack):
            found[kept] = found[at]
            kept += 1
    return kept


@njit(**COMPILED)
def _is_shown(worker, w, posting, offers, p, slack):
    """Whether a posting that meets the conditions is the one of its copies that is shown: no preferred one does."""
    number = offers.cluster[p]
    if number < 0:
        return True
    for at in range(offers.cluster_starts[number], offers.cluster_starts[number + 1]):
        other = offers.cluster_rows[at]
        if other == p:
            return True
        if meets(worker, w, posting, other, slack):
            return False
    return True


@njit(**COMPILED)
def _ranked(found, ranks, totals, count, places):
    """Where the best stand among the candidates, highest first, equal ones by key; gives how many."""
    k, held = len(places), 0
    for at in range(count):
        total, key = totals[at], ranks[found[at]]
        if held == k and _after(total, key, totals[places[k - 1]], ranks[found[places[k - 1]]]):
            continue
        rank = min(held, k - 1)
        while rank > 0 and _after(totals[places[rank - 1]], ranks[found[places[rank - 1]]], total, key):
            places[rank] = places[rank - 1]
            rank -= 1
        places[rank] = at
        held = min(held + 1, k)
    return held


@njit(**COMPILED)
def _after(total, key, other_total, other_key):
    """Whether one comes after another; keys by their places."""
    return total < other_total or (total == other_total and key > other_key)
