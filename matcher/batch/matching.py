"""The best postings of many workers: candidates found, scored and ranked in compiled code."""

from __future__ import annotations

import numpy as np
from numba import njit

from matcher.batch import kernel
from matcher.batch.candidates import candidates, leave, meets, room_for, turn

_COMPONENTS = kernel.COMPONENTS


@njit(**kernel.COMPILED)
def best(workers, postings, tables, by_vector, depths, k):
    """The k best postings of each worker.

    Args:
        workers: ``sides.Workers``.
        postings: ``sides.Postings``, in the order of their keys.
        tables: ``sides.Tables``.
        by_vector: Rows nearest to each worker by vector, int64, shape ``(workers, reach)``; -1 for none.
        depths: ``sides.Depths``.
        k: At least 1.

    Returns:
        Rows, int32, -1 after the last, highest score first and equal ones by row, shape ``(workers, k)``; scores in
        [0, 1], float64, same shape; points, float64, shape ``(workers, k, components)``; postings that were looked at
        for each worker, int32, shape ``(workers,)``.
    """
    n = len(workers.facts.kkni)
    rows = np.full((n, k), -1, dtype=np.int32)
    totals = np.zeros((n, k))
    points = np.zeros((n, k, _COMPONENTS))
    counted = np.zeros(n, dtype=np.int32)
    room = room_for(postings, tables, depths, by_vector.shape[1], _COMPONENTS)
    for w in range(n):
        length = turn(workers, w, tables, room)
        counted[w] = candidates(workers, w, postings, by_vector[w], depths, length, room)
        held = 0
        for p in room.found[: counted[w]]:
            if _shown(workers.facts, w, postings, p, depths.slack):
                total = _score(workers, w, postings, p, tables, length, room)
                held = _keep(rows[w], totals[w], points[w], held, p, total, room.points)
        leave(workers, w, tables, room)
    return rows, totals, points, counted


@njit(**kernel.COMPILED)
def _shown(worker, w, postings, p, slack):
    """Whether a posting that meets the conditions is the one of its copies that is shown: no preferred one does."""
    offers = postings.offers
    number = offers.cluster[p]
    if number < 0:
        return True
    for at in range(offers.cluster_starts[number], offers.cluster_starts[number + 1]):
        other = offers.cluster_rows[at]
        if other == p:
            return True
        if meets(worker, w, postings.facts, other, slack):
            return False
    return True


@njit(**kernel.COMPILED)
def _score(workers, w, postings, p, tables, length, room):
    """The score of one pair; its points go into ``room.points``."""
    worker, wish, posting, offers, own = workers.facts, workers.wishes, postings.facts, postings.offers, room.points
    asked = slice(posting.skill_starts[p], posting.skill_starts[p + 1])
    works = posting.regions[posting.region_starts[p] : posting.region_starts[p + 1]]
    homes = worker.regions[worker.region_starts[w] : worker.region_starts[w + 1]]
    held, is_internship, is_remote = worker.experience[w], posting.is_internship[p], posting.is_remote[p]
    nearness = kernel.near(homes, works, is_remote, tables.reach)
    own[kernel.OCCUPATION] = kernel.neutral(
        kernel.occupation_similarity(
            room.turned, length, posting.units[p], posting.unit_weights[p], posting.unit_norms[p]
        )
    )
    own[kernel.SKILLS] = kernel.neutral(kernel.skills(room.earned, posting.skills[asked], offers.skill_weights[asked]))
    own[kernel.TEXT] = kernel.text(kernel.cosine(workers.vectors[w], postings.vectors[p]))
    own[kernel.WORDS] = _words(postings.words, p, room.said)
    own[kernel.EXPERIENCE] = kernel.experience(held, posting.experience[p], is_internship)
    own[kernel.EDUCATION] = kernel.education(worker.education[w], worker.kkni[w], posting.education[p], posting.kkni[p])
    own[kernel.STAGE] = kernel.stage(held, is_internship)
    own[kernel.SENIORITY] = kernel.seniority(worker.seniority[w], held, posting.seniority[p])
    own[kernel.PLACE] = kernel.place(worker.will_relocate[w], nearness)
    own[kernel.PAY] = kernel.pay(wish.pay[w], offers.pay[p])
    own[kernel.WISHES] = kernel.wishes(
        worker.employment[w],
        worker.wants_remote[w],
        worker.will_relocate[w],
        posting.employment[p],
        is_internship,
        is_remote,
        posting.is_abroad[p],
        len(works) > 0,
        nearness,
    )
    return _weighed(own, tables.shares)


@njit(**kernel.COMPILED)
def _words(words, p, said):
    """Shared words, as ``matcher.retrieve`` turns BM25 into [0, 1)."""
    shared = np.float32(0.0)
    for at in range(words.row_starts[p], words.row_starts[p + 1]):
        shared += words.row_scores[at] * said[words.row_words[at]]
    return shared / (shared + kernel.HALF)


@njit(**kernel.COMPILED)
def _weighed(own, shares):
    """Turn values of components into points; gives their sum."""
    total = 0.0
    for at in range(_COMPONENTS):
        own[at] = kernel.rounded(own[at] * shares[at])
        total += own[at]
    return kernel.rounded(total)


@njit(**kernel.COMPILED)
def _keep(rows, totals, points, held, p, total, own):
    """Put one among the best in its place: highest first, equal ones by row; gives how many are held."""
    k = len(rows)
    if held == k and (total < totals[k - 1] or (total == totals[k - 1] and p > rows[k - 1])):
        return held
    at = min(held, k - 1)
    while at > 0 and (totals[at - 1] < total or (totals[at - 1] == total and rows[at - 1] > p)):
        rows[at], totals[at] = rows[at - 1], totals[at - 1]
        points[at] = points[at - 1]
        at -= 1
    rows[at], totals[at] = p, total
    points[at] = own
    return min(held + 1, k)
