"""The candidates of a worker scored, one component after the other over all of them, in compiled code.

A function that is called for each pair would be handed a few hundred arrays each time, which costs more than a
component does. So each is called once for a worker, and its loop is within.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from matcher.batch import kernel
from matcher.batch.compiled import COMPILED
from matcher.batch.fills import FILLED, fill
from matcher.batch.inner_product import fetch, inner_product
from matcher.part_list import FOUND
from taxonomy.errors import ConfigError

if tuple(part.name for part in FOUND) != FILLED:
    raise ConfigError(f"wanted calls of {len(FOUND)} parts, found {len(FILLED)}; python -m matcher.batch.write_fills")

_AHEAD = 2
"""Candidates by which the memory is asked ahead for vectors: a row takes longer to come than to be multiplied."""


@njit(**COMPILED)
def score(workers, w, postings, tables, length, count, room):
    """Score the first ``count`` of ``room.found``: points into ``room.points``, their sums into ``room.totals``.

    Args:
        workers: ``sides.Workers``.
        w: Which of them; ``room`` is set up for this one.
        postings: ``sides.Postings``.
        tables: ``sides.Tables``.
        length: Of the worker's occupations.
        count: Candidates.
        room: ``candidates.Room``.
    """
    found = room.found[:count]
    _abilities(postings.facts, postings.offers, length, found, room)
    _history(workers.facts, w, postings.facts, found, room.points)
    _circumstances(workers.facts, workers.wishes, w, postings.facts, postings.offers, found, room)
    _texts(workers.vectors[w], postings.vectors, postings.words, found, room)
    fill(workers, w, postings, found, room.points)
    _weigh(tables.shares, count, room)


@njit(**COMPILED)
def _abilities(posting, offers, length, found, room):
    """Occupation and skills."""
    occupation, skills = room.points[kernel.OCCUPATION], room.points[kernel.SKILLS]
    starts = posting.skill_starts
    for at in range(len(found)):
        p = np.uint32(found[at])
        alike = kernel.occupation_similarity(
            room.turned, length, posting.units, posting.unit_weights, posting.unit_norms, p
        )
        met = kernel.skills(room.earned, posting.skills, offers.skill_weights, starts[p], starts[p + 1])
        occupation[at], skills[at] = kernel.neutral(alike), kernel.neutral(met)


@njit(**COMPILED)
def _history(worker, w, posting, found, points):
    """Experience, education and stage."""
    held, education, kkni = worker.experience[w], worker.education[w], worker.kkni[w]
    for at in range(len(found)):
        p = np.uint32(found[at])
        is_internship = posting.is_internship[p]
        points[kernel.EXPERIENCE, at] = kernel.experience(held, posting.experience[p], is_internship)
        points[kernel.EDUCATION, at] = kernel.education(education, kkni, posting.education[p], posting.kkni[p])
        points[kernel.STAGE, at] = kernel.stage(held, is_internship)


@njit(**COMPILED)
def _circumstances(worker, wish, w, posting, offers, found, room):
    """Place, pay and wishes."""
    points, starts = room.points, posting.region_starts
    moves, remote, employment = worker.will_relocate[w], worker.wants_remote[w], worker.employment[w]
    for at in range(len(found)):
        p = np.uint32(found[at])
        is_remote = posting.is_remote[p]
        nearness = kernel.near(room.reach, posting.regions, starts[p], starts[p + 1], is_remote)
        points[kernel.PLACE, at] = kernel.place(moves, nearness)
        points[kernel.PAY, at] = kernel.pay(wish.pay[w], offers.pay[p])
        points[kernel.WISHES, at] = kernel.wishes(
            employment,
            remote,
            moves,
            posting.employment[p],
            posting.is_internship[p],
            is_remote,
            posting.is_abroad[p],
            starts[p + 1] > starts[p],
            nearness,
        )


@njit(**COMPILED)
def _texts(vector, vectors, words, found, room):
    """Cosine of the texts and shared words."""
    text, shared, starts = room.points[kernel.TEXT], room.points[kernel.WORDS], words.row_starts
    for at in range(len(found)):
        p = np.uint32(found[at])
        if at + _AHEAD < len(found):
            fetch(vectors, found[at + _AHEAD])
        text[at] = kernel.text(inner_product(vector, vectors, p))
        shared[at] = kernel.words(room.said, words.row_words, words.row_scores, starts[p], starts[p + 1])


@njit(**COMPILED)
def _weigh(shares, count, room):
    """Values of components to points, and their sums."""
    room.totals[:count] = 0.0
    for component in range(kernel.COMPONENTS):
        points = room.points[component]
        for at in range(count):
            points[at] = kernel.rounded(points[at] * shares[component])
            room.totals[at] += points[at]
    for at in range(count):
        room.totals[at] = kernel.rounded(room.totals[at])
