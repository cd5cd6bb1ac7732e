"""Which postings are worth scoring for a worker: by shared words and by occupation, beside those nearest by vector.

As in ``matcher.retrieve``, one posting is scored once by whichever way it was found, and only if it meets the hard
conditions. Words are added up from the rarest on, and only so many entries of their lists: the long lists are those of
words that tell postings least apart.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from matcher.batch import kernel
from matcher.skill_credit import USUAL_CREDIT
from matcher.vocabulary import NO_UNIT


class Room(NamedTuple):
    """What one thread writes while it matches one worker after the other; ``turn`` sets it up, ``leave`` clears it.

    Attributes:
        turned: Occupations of the worker by similarity, float32, shape ``(units,)``.
        earned: Credit towards each skill, float64, shape ``(skills,)``.
        said: How often the worker says each word, float32, shape ``(words,)``.
        partial: BM25 of each posting by the words added up so far, float32, shape ``(postings,)``.
        touched: Postings with any, int32.
        seen: The last worker that each posting was looked at for, int32, shape ``(postings,)``.
        found: Candidates, int32.
        likely: Postings of the nearest unit groups, int32.
        nearness: Of these, float32.
        points: Of one pair, float64, shape ``(components,)``.
    """

    turned: npt.NDArray[np.float32]
    earned: npt.NDArray[np.float64]
    said: npt.NDArray[np.float32]
    partial: npt.NDArray[np.float32]
    touched: npt.NDArray[np.int32]
    seen: npt.NDArray[np.int32]
    found: npt.NDArray[np.int32]
    likely: npt.NDArray[np.int32]
    nearness: npt.NDArray[np.float32]
    points: npt.NDArray[np.float64]


@njit(**kernel.COMPILED)
def room_for(postings, tables, depths, by_vector, components):
    """Room for a batch; arguments as of ``matching.best``."""
    size, most = len(postings.facts.kkni), max(depths.likely, 1)
    return Room(
        np.zeros(tables.similarity.shape[0], dtype=np.float32),
        np.zeros(len(tables.credit_starts) - 1),
        np.zeros(len(postings.words.list_starts) - 1, dtype=np.float32),
        np.zeros(size, dtype=np.float32),
        np.empty(size, dtype=np.int32),
        np.full(size, -1, dtype=np.int32),
        np.empty(by_vector + depths.words + depths.occupation, dtype=np.int32),
        np.empty(most, dtype=np.int32),
        np.empty(most, dtype=np.float32),
        np.zeros(components),
    )


@njit(**kernel.COMPILED)
def meets(worker, w, posting, p, slack):
    """As ``kernel.may_take``, of two rows."""
    return kernel.may_take(
        worker.limits[w],
        posting.limits[p],
        worker.kkni[w],
        posting.kkni[p],
        worker.licences[w],
        posting.licences[p],
        slack,
    )


@njit(**kernel.COMPILED)
def candidates(workers, w, postings, by_vector, depths, length, room):
    """Fill ``room.found``; gives how many.

    Args:
        workers: Of the part.
        w: Which of them; ``room`` is set up for this one.
        postings: All of them.
        by_vector: Rows of those nearest by vector; -1 for none.
        depths: How far to seek.
        length: Of the worker's occupations.
        room: As ``room_for`` gave it.
    """
    count = 0
    for p in by_vector:
        count = _take(workers.facts, w, postings.facts, p, depths.slack, room, count)
    reached = _add_up(workers.asked, w, postings.words, depths.entries, room)
    count = _by_words(workers.facts, w, postings.facts, depths, reached, room, count)
    count = _by_occupation(workers.facts, w, postings, depths, length, room, count)
    for row in room.touched[:reached]:
        room.partial[row] = 0
    return count


@njit(**kernel.COMPILED)
def _take(worker, w, posting, p, slack, room, count):
    """Take a posting that was not looked at yet, if it meets the conditions; gives how many are taken."""
    if p < 0 or room.seen[p] == w:
        return count
    room.seen[p] = w
    if not meets(worker, w, posting, p, slack):
        return count
    room.found[count] = p
    return count + 1


@njit(**kernel.COMPILED)
def _add_up(asked, w, words, entries, room):
    """BM25 by the rarest words, as many as ``entries`` allows and at least one; gives how many rows were touched."""
    left, reached = entries, 0
    for at in range(asked.starts[w], asked.starts[w + 1]):
        word = asked.words[at]
        start, end = words.list_starts[word], words.list_starts[word + 1]
        if at > asked.starts[w] and end - start > left:
            break
        left -= end - start
        for entry in range(start, end):
            row = words.list_rows[entry]
            if room.partial[row] == 0:
                room.touched[reached] = row
                reached += 1
            room.partial[row] += words.list_scores[entry] * asked.times[at]
    return reached


@njit(**kernel.COMPILED)
def _least(values, many):
    """The value of the one at the edge of the ``many`` highest; all are when there are fewer."""
    if len(values) <= many:
        return np.float32(-np.inf)
    return np.partition(values, len(values) - many)[len(values) - many]


@njit(**kernel.COMPILED)
def _by_words(worker, w, posting, depths, reached, room, count):
    """Those that share most words."""
    touched = room.touched[:reached]
    if reached == 0 or depths.words == 0:
        return count
    least, taken = _least(room.partial[touched], depths.words), 0
    for row in touched:
        if room.partial[row] >= least and taken < depths.words:
            taken += 1
            count = _take(worker, w, posting, row, depths.slack, room, count)
    return count


@njit(**kernel.COMPILED)
def _by_occupation(worker, w, postings, depths, length, room, count):
    """Those whose occupation is nearest; of equally near ones those that share more words."""
    if length == 0 or depths.occupation == 0:
        return count
    size = _likely(worker, w, postings, depths, length, room)
    least, taken = _least(room.nearness[:size], depths.occupation), 0
    for at in range(size):
        if room.nearness[at] >= least and taken < depths.occupation:
            taken += 1
            count = _take(worker, w, postings.facts, room.likely[at], depths.slack, room, count)
    return count


@njit(**kernel.COMPILED)
def _likely(worker, w, postings, depths, length, room):
    """Lay out postings of the nearest unit groups that meet the conditions, and how near; gives how many."""
    posting, offers, size = postings.facts, postings.offers, 0
    for unit in np.argsort(-room.turned, kind="mergesort"):
        if size == depths.likely or room.turned[unit] <= 0:
            return size
        for at in range(offers.unit_starts[unit], offers.unit_starts[unit + 1]):
            row = offers.unit_order[at]
            if size == depths.likely:
                return size
            if not meets(worker, w, posting, row, depths.slack):
                continue
            alike = kernel.occupation_similarity(
                room.turned, length, posting.units[row], posting.unit_weights[row], posting.unit_norms[row]
            )
            if alike > 0:
                room.likely[size] = row
                room.nearness[size] = alike + room.partial[row] * np.float32(1e-6)
                size += 1
    return size


@njit(**kernel.COMPILED)
def turn(workers, w, tables, room):
    """Set the room up for a worker; gives the length of the occupations, 0 where none is coded."""
    facts = workers.facts
    for at in range(facts.skill_starts[w], facts.skill_starts[w + 1]):
        skill = facts.skills[at]
        for to in range(tables.credit_starts[skill], tables.credit_starts[skill + 1]):
            other = tables.credit_to[to]
            room.earned[other] = max(room.earned[other], tables.credit[to])
    unit = workers.wishes.usual_of[w]
    if unit != NO_UNIT:
        for at in range(tables.usual_starts[unit], tables.usual_starts[unit + 1]):
            other = tables.usual[at]
            room.earned[other] = max(room.earned[other], USUAL_CREDIT)
    for at in range(workers.asked.starts[w], workers.asked.starts[w + 1]):
        room.said[workers.asked.words[at]] = workers.asked.times[at]
    room.turned[:] = 0
    for at in range(facts.units.shape[1]):
        if facts.units[w, at] != NO_UNIT:
            room.turned[:] += tables.similarity[facts.units[w, at]] * facts.unit_weights[w, at]
    square = np.float32(0.0)
    for at in range(facts.units.shape[1]):
        if facts.units[w, at] != NO_UNIT:
            square += room.turned[facts.units[w, at]] * facts.unit_weights[w, at]
    return np.sqrt(square)


@njit(**kernel.COMPILED)
def leave(workers, w, tables, room):
    """Clear what ``turn`` set up."""
    facts, unit = workers.facts, workers.wishes.usual_of[w]
    for at in range(facts.skill_starts[w], facts.skill_starts[w + 1]):
        skill = facts.skills[at]
        for to in range(tables.credit_starts[skill], tables.credit_starts[skill + 1]):
            room.earned[tables.credit_to[to]] = 0
    if unit != NO_UNIT:
        for at in range(tables.usual_starts[unit], tables.usual_starts[unit + 1]):
            room.earned[tables.usual[at]] = 0
    for at in range(workers.asked.starts[w], workers.asked.starts[w + 1]):
        room.said[workers.asked.words[at]] = 0
