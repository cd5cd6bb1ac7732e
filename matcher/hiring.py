"""What lists of recommendations lead to in a simulated market: who applies, who is offered a place, who takes it.

A round:

1. Each worker applies to the r-th posting of the list with the chance ``attention(r) * u``, u the worker's utility.
2. Each employer ranks the applicants by u plus noise, and offers the free places to the first of those still free, all
   employers at once. Who has several offers takes the one of the highest own utility. Places that were declined are
   offered to the next, until no free applicant is left for a free place: an employer with c places hires c or all who
   applied and were not hired elsewhere, and nobody takes two jobs.

The rounds differ in chance alone; figures of the same round of two methods share their seed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.assignment import NOTHING, Lists, Numbers, Values
from matcher.standing import attention

ROUNDS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """How people and employers act.

    Attributes:
        looks: Chance of looking at each rank of a list, shape ``(k,)``.
        noise: Standard deviation of what employers see beyond the utility.
    """

    looks: Values
    noise: float = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of the rounds.

    Attributes:
        hired: People who found a job in each round, float64, shape ``(rounds,)``.
        filled: Share of postings that hired somebody in each, same shape.
        found_job: Share of the rounds in which each worker found a job, float64, shape ``(workers,)``.
    """

    hired: Values
    filled: Values
    found_job: Values


def usual(k: int) -> Behaviour:
    """The behaviour that our own prices reckon with."""
    return Behaviour(looks=attention(k))


def simulate(
    lists: Lists, places: npt.NDArray[np.int64], behaviour: Behaviour, *, seed: int, rounds: int = ROUNDS
) -> Outcome:
    """Let the market run.

    Args:
        lists: What is recommended, at most as many as ``behaviour`` looks at.
        places: Of each posting, shape ``(postings,)``.
        behaviour: How people and employers act.
        seed: Same seed, same outcome.
        rounds: How often.
    """
    hired, filled, found_job = np.zeros(rounds), np.zeros(rounds), np.zeros(len(lists.columns))
    for turn in range(rounds):
        job = _round(lists, places, behaviour, np.random.default_rng([seed, turn]))
        has_job = job != NOTHING
        found_job += has_job / rounds
        hired[turn] = np.count_nonzero(has_job)
        filled[turn] = np.count_nonzero(np.bincount(job[has_job], minlength=len(places))) / len(places)
    return Outcome(hired=hired, filled=filled, found_job=found_job)


def _round(lists: Lists, places: npt.NDArray[np.int64], behaviour: Behaviour, rng: np.random.Generator) -> Numbers:
    """The posting that each worker takes, or ``NOTHING``."""
    chances = behaviour.looks * lists.utilities
    workers, ranks = np.nonzero(rng.random(chances.shape) < chances)  # where there is nothing the utility is 0
    postings, utilities = lists.columns[workers, ranks], lists.utilities[workers, ranks]
    seen = utilities + behaviour.noise * rng.standard_normal(len(workers))
    order = np.lexsort((-seen, postings))
    return jobs_taken(workers[order], postings[order], utilities[order], places, len(chances))


def jobs_taken(
    workers: Numbers, postings: Numbers, utilities: Values, places: npt.NDArray[np.int64], people: int
) -> Numbers:
    """The posting that each worker takes.

    Args:
        workers: Of each application, by posting ascending, each employer's favourite first.
        postings: Likewise.
        utilities: Of the worker for the posting; likewise.
        places: Of each posting, shape ``(postings,)``.
        people: How many workers there are.

    Returns:
        Posting of each worker, or ``NOTHING``; shape ``(people,)``.
    """
    job, left = np.full(people, NOTHING, dtype=np.int64), places.astype(np.int64)
    while len(workers):
        starts = np.flatnonzero(np.diff(postings, prepend=-1))
        place_in_line = np.arange(len(postings)) - np.repeat(starts, np.diff(np.append(starts, len(postings))))
        offered = np.flatnonzero(place_in_line < left[postings])
        # Of each worker's offers the one of the highest utility; of equal ones that of the lower posting.
        best = offered[np.lexsort((postings[offered], -utilities[offered], workers[offered]))]
        taken = best[np.diff(workers[best], prepend=-1) != 0]
        job[workers[taken]] = postings[taken]
        left -= np.bincount(postings[taken], minlength=len(left))
        still = (job[workers] == NOTHING) & (left[postings] > 0)
        workers, postings, utilities = workers[still], postings[still], utilities[still]
    return job
