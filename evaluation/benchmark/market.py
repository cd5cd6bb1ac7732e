"""A simulated labour market: real ads with places, and more or fewer workers than places, crowded into some fields.

A worker is one of the judged job seekers, or an ad turned into someone who does that work, each a little different from
what it was made of (``evaluation/benchmark/crowd.py``): vector, words, region, skills, months of experience. Utilities
are the product's own scores, over the candidates that the product's own filters and retrieval find.

Both skews are those of the 3,472 internships of MagangHub (Kemnaker, November 2025): 51 % wanted one intern, 8 % five
or more; applicants a place differed between the 63 unit groups that had ten or more of them by a standard deviation of
1.19 of their logarithm, a part of which is chance. (Gini's coefficient of the applications to those postings was .70.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import faiss
import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from evaluation.benchmark.crowd import crowd
from evaluation.task import Tell
from matcher.coded import Coded
from matcher.columns import columns_of
from matcher.filters import Conditions, postings_for
from matcher.retrieve import Query, retrieve
from matcher.score import Pairs, Scorer
from matcher.segment import Fresh, Segment, segment_of
from matcher.shortlists import CANDIDATES
from taxonomy.occupations import Occupations

DEPTH = 100
"""Candidates by each of the three views of retrieval."""

CROWDING = 1.0
"""Standard deviation of the logarithm of how sought after a unit group is."""

PLACES = {1: 0.51, 2: 0.29, 3: 0.04, 4: 0.08, 5: 0.08}
"""Places to the share of postings that have as many."""

SEEKERS = 0.5
"""Share of workers that are made of judged seekers; the others are made of ads."""

_KEPT_SKILL = 0.7
_DAY = date(2026, 11, 26)


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """Who looks for work, and what there is.

    Attributes:
        utilities: Of workers (rows) for postings (columns), in (0, 1], float32; what is not stored is no candidate.
        places: Of each posting, int64, at least 1.
    """

    utilities: csr_array
    places: npt.NDArray[np.int64]

    def __len__(self) -> int:
        """Number of workers."""
        return int(self.utilities.shape[0])

    def first(self, workers: int) -> Market:
        """The market with its first workers alone, who were drawn as the others were."""
        return replace(self, utilities=self.utilities[:workers])


def market_of(
    ads: Sequence[Fresh],
    seekers: Sequence[Fresh],
    scorer: Scorer,
    occupations: Occupations,
    *,
    postings: int,
    workers_a_place: float,
    seed: int,
    tell: Tell,
) -> Market:
    """Draw a market.

    Args:
        ads: Of which postings are drawn, none twice, and the workers that are made of ads; at least two that differ.
        seekers: Of which the other workers are made; at least one.
        scorer: Gives utilities.
        occupations: For their similarity.
        postings: How many; all ads when there are fewer.
        workers_a_place: Workers for each place.
        seed: Same seed, same market.
        tell: Told of progress.
    """
    rng = np.random.default_rng(seed)
    drawn = rng.permutation(len(ads))[:postings]
    offered = segment_of([ads[int(at)] for at in drawn], scorer.vocabulary)
    places = rng.choice(list(PLACES), size=len(drawn), p=list(PLACES.values())).astype(np.int64)
    people = workers_of(ads, seekers, round(workers_a_place * int(places.sum())), seed)
    return Market(utilities=utilities(people, offered, scorer, occupations, tell), places=places)


def workers_of(ads: Sequence[Fresh], seekers: Sequence[Fresh], rows: int, seed: int) -> list[Fresh]:
    """Workers, some fields crowded and others short: each unit group is sought after by a log-normal factor.

    Args:
        ads: At least one with an occupation.
        seekers: At least one.
        rows: How many are made.
        seed: Same seed, same workers.
    """
    rng = np.random.default_rng([seed, 1])
    origins = [*seekers, *ads]
    sought = _sought([item.coded for item in origins], rng)
    sought[: len(seekers)] *= SEEKERS / sought[: len(seekers)].sum()
    sought[len(seekers) :] *= (1 - SEEKERS) / sought[len(seekers) :].sum()
    drawn = [origins[int(at)] for at in rng.choice(len(origins), size=rows, p=sought)]
    regions = [code for item in ads for code in item.coded.region_codes]
    moved = crowd(drawn, rows, regions, _DAY, seed)
    return [replace(item, coded=_worker(item.coded, row, rng)) for row, item in enumerate(moved)]


def _sought(coded: Sequence[Coded], rng: np.random.Generator) -> npt.NDArray[np.float64]:
    """How sought after the first unit group of each record is; 1 where it is not coded."""
    units = [item.occupations[0][0] if item.occupations else "" for item in coded]
    factors = {unit: float(np.exp(CROWDING * rng.standard_normal())) for unit in sorted(set(units))}
    return np.array([factors[unit] if unit else 1.0 for unit in units])


def _worker(coded: Coded, row: int, rng: np.random.Generator) -> Coded:
    """Someone who does the work of a posting, or a worker much like another: some skills fewer, other experience."""
    kept = rng.random(len(coded.skills)) < _KEPT_SKILL
    months = coded.experience_months if coded.experience_months is not None else 12
    return replace(
        coded,
        key=f"pencari:{row:09d}",
        kind="worker",
        skills=tuple(
            replace(skill, relevance="held") for skill, keep in zip(coded.skills, kept.tolist(), strict=True) if keep
        ),
        countries=(),
        is_remote=False,
        experience_months=round(months * float(rng.uniform(0.5, 2.0))),
        pay_high=None,
        is_internship=False,
        closes_on=None,
    )


def utilities(
    workers: Sequence[Fresh], postings: Segment, scorer: Scorer, occupations: Occupations, tell: Tell
) -> csr_array:
    """Scores of each worker's best candidates, as the product filters, retrieves and scores.

    Returns:
        float32 of shape ``(workers, postings)``, columns ascending in each row, ``CANDIDATES`` a row at most.
    """
    found: list[tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]] = []
    for done, worker in enumerate(workers, 1):
        found.append(_best(worker, postings, scorer, occupations))
        if done % 100 == 0 or done == len(workers):
            tell("score workers", done, len(workers))
    starts = np.cumsum([0, *(len(rows) for rows, _ in found)])
    columns = np.concatenate([np.zeros(0, np.int64), *(rows for rows, _ in found)])
    values = np.concatenate([np.zeros(0), *(totals for _, totals in found)])
    shape = (len(workers), len(postings.columns))
    return csr_array((values.astype(np.float32), columns, starts), shape=shape)


def _best(
    worker: Fresh, postings: Segment, scorer: Scorer, occupations: Occupations
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """Rows of the best candidates, ascending, and their scores; ties by row."""
    own = columns_of([worker.coded], scorer.vocabulary)
    allowed = postings_for(own, postings, Conditions(), scorer.vocabulary).allowed
    weights = occupations.distribution(worker.coded.occupations)
    query = Query(vector=worker.vector, text=worker.text, occupations=weights)
    near = retrieve(query, postings, allowed, occupations.similarity, DEPTH)
    pairs = Pairs(
        worker=own,
        posting=postings.columns.take(near.rows),
        occupations=near.occupations,
        cosines=near.cosines,
        words=near.words,
    )
    totals = scorer.score(pairs).totals
    best = np.sort(np.lexsort((near.rows, -totals))[:CANDIDATES])
    return near.rows[best], totals[best]


def large_market(workers: int, postings: int, candidates: int, seed: int) -> Market:
    """A market to take the time with: workers and postings as directions, all workers leaning the same way.

    Args:
        workers: How many.
        postings: How many, at least as many as candidates.
        candidates: Nearest postings of each worker, which are its candidates.
        seed: Same seed, same market.
    """
    rng = np.random.default_rng(seed)
    people: npt.NDArray[np.float32] = rng.standard_normal((workers, 8)).astype(np.float32)
    people[:, 0] = np.abs(people[:, 0]) + 1
    people /= np.linalg.norm(people, axis=1, keepdims=True)
    jobs: npt.NDArray[np.float32] = rng.standard_normal((postings, 8)).astype(np.float32)
    jobs /= np.linalg.norm(jobs, axis=1, keepdims=True)
    cosines, near = faiss.knn(people, jobs, candidates, faiss.METRIC_INNER_PRODUCT)
    starts = np.arange(0, workers * candidates + 1, candidates)
    values = np.clip(cosines, 0, 1).ravel() ** 3
    return Market(
        utilities=csr_array((values, near.ravel(), starts), shape=(workers, postings)),
        places=rng.choice(list(PLACES), size=postings, p=list(PLACES.values())).astype(np.int64),
    )
