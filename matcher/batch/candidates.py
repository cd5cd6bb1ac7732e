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
from matcher.batch.compiled import COMPILED
from matcher.skill_credit import USUAL_CREDIT
from matcher.vocabulary import NO_UNIT


class Room(NamedTuple):
    """What one thread writes while it matches one worker after the other; ``turn`` sets it up, ``leave`` clears it.

    Attributes:
        turned: Occupations of the worker by similarity, float32, shape ``(units,)``.
        left: The same, without those that were gone through.
        earned: Credit towards each skill, float64, shape ``(skills,)``.
        reach: How near each region is, float64 in [0, 1] or NaN, shape ``(regions,)``.
        said: How often the worker says each word, float32, shape ``(words,)``.
        partial: BM25 of each posting by the words added up so far, float32, shape ``(postings,)``.
        touched: Postings with any, int32.
        seen: The last worker that each posting was looked at for, int32, shape ``(postings,)``.
        likely: Postings of the nearest unit groups, int32.
        nearness: Of these, float32.
        picked: Places of the highest of many values, int32, twice as many as are wanted.
        heights: These values, float32.
        found: Candidates, int32.
        points: Of each candidate, float64, shape ``(components, candidates)``.
        totals: Their sums, float64.
    """

    turned: npt.NDArray[np.float32]
    left: npt.NDArray[np.float32]
    earned: npt.NDArray[np.float64]
    reach: npt.NDArray[np.float64]
    said: npt.NDArray[np.float32]
    partial: npt.NDArray[np.float32]
    touched: npt.NDArray[np.int32]
    seen: npt.NDArray[np.int32]
    likely: npt.NDArray[np.int32]
    nearness: npt.NDArray[np.float32]
    picked: npt.NDArray[np.int32]
    heights: npt.NDArray[np.float32]
    found: npt.NDArray[np.int32]
    points: npt.NDArray[np.float64]
    totals: npt.NDArray[np.float64]


@njit(**COMPILED)
def room_for(postings, tables, depths, by_vector):
    """Room for a batch; arguments as of ``matching.best``."""
    size, most, units = len(postings.facts.kkni), max(depths.likely, 1), tables.similarity.shape[0]
    wanted, picked = by_vector + depths.words + depths.occupation, 2 * max(depths.words, depths.occupation, 1)
    return Room(
        np.zeros(units, dtype=np.float32),
        np.zeros(units, dtype=np.float32),
        np.zeros(len(tables.credit_starts) - 1),
        np.zeros(tables.reach.shape[0]),
        np.zeros(len(postings.words.list_starts) - 1, dtype=np.float32),
        np.zeros(size, dtype=np.float32),
        np.empty(size, dtype=np.int32),
        np.full(size, -1, dtype=np.int32),
        np.empty(most, dtype=np.int32),
        np.empty(most, dtype=np.float32),
        np.empty(picked, dtype=np.int32),
        np.empty(picked, dtype=np.float32),
        np.empty(wanted, dtype=np.int32),
        np.empty((kernel.COMPONENTS, wanted)),
        np.empty(wanted),
    )


@njit(**COMPILED)
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


@njit(**COMPILED)
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


@njit(**COMPILED)
def _take(worker, w, posting, p, slack, room, count):
    """Take a posting that was not looked at yet, if it meets the conditions; gives how many are taken."""
    if p < 0 or room.seen[p] == w:
        return count
    room.seen[p] = w
    if not meets(worker, w, posting, p, slack):
        return count
    room.found[count] = p
    return count + 1


@njit(**COMPILED)
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


@njit(**COMPILED)
def _highest(values, many, room):
    """Fill ``room.picked`` with the places of the ``many`` highest values, of equal ones the first; gives how many."""
    size, least = 0, np.float32(-np.inf)
    for at in range(len(values)):
        if values[at] > least:
            room.picked[size], room.heights[size] = at, values[at]
            size += 1
            if size == 2 * many:
                least = _halve(many, size, room)
                size = many
    if size > many:
        _halve(many, size, room)
    return min(size, many)


@njit(**COMPILED)
def _halve(many, size, room):
    """Keep the ``many`` highest of what is picked, of equal ones the first; gives the least that is kept."""
    least, above, kept = np.partition(room.heights[:size], size - many)[size - many], 0, 0
    for at in range(size):
        above += room.heights[at] > least
    equal = many - above
    for at in range(size):
        height = room.heights[at]
        if height > least or (height == least and equal > 0):
            equal -= height == least
            room.picked[kept], room.heights[kept] = room.picked[at], height
            kept += 1
    return least


@njit(**COMPILED)
def _by_words(worker, w, posting, depths, reached, room, count):
    """Those that share most words."""
    if depths.words == 0:
        return count
    touched = room.touched[:reached]
    for at in range(_highest(room.partial[touched], depths.words, room)):
        count = _take(worker, w, posting, touched[room.picked[at]], depths.slack, room, count)
    return count


@njit(**COMPILED)
def _by_occupation(worker, w, postings, depths, length, room, count):
    """Those whose occupation is nearest; of equally near ones those that share more words."""
    if length == 0 or depths.occupation == 0:
        return count
    size = _likely(worker, w, postings.facts, postings.offers, depths, length, room)
    for at in range(_highest(room.nearness[:size], depths.occupation, room)):
        count = _take(worker, w, postings.facts, room.likely[room.picked[at]], depths.slack, room, count)
    return count


@njit(**COMPILED)
def _likely(worker, w, posting, offers, depths, length, room):
    """Lay out postings of the nearest unit groups that meet the conditions, and how near; gives how many."""
    size = 0
    room.left[:] = room.turned
    for _ in range(len(room.left)):
        unit = np.argmax(room.left)
        if room.left[unit] <= 0:
            return size
        room.left[unit] = 0
        for row in range(offers.unit_starts[unit], offers.unit_starts[unit + 1]):
            if size == depths.likely:
                return size
            if not meets(worker, w, posting, row, depths.slack):
                continue
            alike = kernel.occupation_similarity(
                room.turned, length, posting.units, posting.unit_weights, posting.unit_norms, row
            )
            if alike > 0:
                room.likely[size] = row
                room.nearness[size] = alike + room.partial[row] * np.float32(1e-6)
                size += 1
    return size


@njit(**COMPILED)
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
    room.reach[:] = np.nan
    for at in range(facts.region_starts[w], facts.region_starts[w + 1]):
        for region in range(len(room.reach)):
            found = tables.reach[facts.regions[at], region]
            if not found <= room.reach[region]:
                room.reach[region] = found
    return np.sqrt(square)


@njit(**COMPILED)
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
