"""Field of recommendation: outcomes simulated over real ads, and postings that were not shown ordered for each worker.

Workers are judged seekers and people made of ads (``evaluation/benchmark/market.py``); a pair's components are those of
the product's scorer. What comes of a pair is drawn as in ``evaluation/simulator.py``: by the worker's own weights about
hidden common ones, and by a taste that no component holds. Here that taste is of few hidden factors, which workers and
postings share: what only others' choices can tell, and collaborative methods are made to find. That outcomes hang on
our components at all favours ours; nobody has real outcomes yet.

A fifth of the postings are new: nobody was shown them. Held is the gain of the ten best of the known ones alone, over
that of the best possible list; with the new ones among them stands beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from evaluation.benchmark.market import workers_of
from evaluation.gold import read_seekers
from evaluation.measures import Values
from evaluation.peers.ads import opened_part
from evaluation.peers.contest import Field, mean_of
from evaluation.peers.recommend_systems import SEED, SYSTEMS, Asked, Floats, Numbers, RecommendWork
from evaluation.retrieval import JUDGEMENTS, SEEKERS
from evaluation.simulated_lists import show
from evaluation.simulator import (
    APPLIED_AT,
    CONCENTRATION,
    EXAMINED,
    OPENED_AT,
    POOL,
    SHORTLISTED_AT,
    SHOWN,
    STEEPNESS,
    TASTE,
    Requests,
)
from evaluation.task import Options
from matcher.build import fresh_of
from matcher.columns import columns_of
from matcher.engine import Engine
from matcher.learning import GAINS
from matcher.records import Kind
from matcher.retrieve import Query, compare
from matcher.score import Pairs, Scorer, Scores
from matcher.segment import Fresh, Segment, segment_of
from matcher.skill_credit import SkillCredit
from matcher.weights import bundled_weights
from taxonomy.occupations import load_occupations

WORKERS, POSTINGS, SESSIONS, NEAR = 300, 400, 4, 100
QUICK = 12
"""Workers of the small form."""

NEW = 0.2
_FACTORS = 4

Known = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Everyone against everything.

    Attributes:
        values: Components; shape ``(workers, postings, n)``.
        known: Whether the ranking knows them; same shape.
        vectors: Of the postings; float32, shape ``(postings, dim)``.
    """

    values: Floats
    known: Known
    vectors: npt.NDArray[np.float32]


def field(options: Options) -> Field:
    """The field.

    Raises:
        InputError: Ads or seekers are missing or faulty.
        EncoderError: The encoder is not prepared.
    """
    workers = QUICK if options.is_quick else WORKERS
    path = options.gold_file(JUDGEMENTS).with_name(SEEKERS)
    with opened_part(options, set(), POSTINGS) as (engine, _, _):
        seekers = engine.subjects(list(read_seekers(path).values()))
        given = [Fresh(coded=one.coded, vector=one.vector, text=one.text) for one in seekers]
        people = everyone(engine, given, workers)
    return field_of(people)


def everyone(engine: Engine, seekers: Sequence[Fresh], workers: int) -> People:
    """Components of every worker with every posting.

    Args:
        engine: Over the ads.
        seekers: Of which some workers are made.
        workers: How many.
    """
    derived = engine.store.derived(Kind.POSTING, engine.coder.fingerprint)
    ads = [fresh_of(row, stored.payload) for row, stored in derived]
    drawn = np.random.default_rng(SEED).permutation(len(ads))[:POSTINGS]
    offered = segment_of([ads[int(at)] for at in drawn], engine.vocabulary)
    scorer = Scorer(engine.vocabulary, SkillCredit(engine.coder.skills, engine.vocabulary))
    scored = [_scored(one, offered, scorer) for one in workers_of(ads, seekers, workers, SEED)]
    return People(
        values=np.stack([one.values for one in scored]),
        known=np.stack([one.known for one in scored]),
        vectors=np.stack([ads[int(at)].vector for at in drawn]).astype(np.float32),
    )


def _scored(worker: Fresh, offered: Segment, scorer: Scorer) -> Scores:
    """One worker against all postings, as the product scores those that it finds."""
    occupations = load_occupations()
    asked = occupations.distribution(worker.coded.occupations)
    query = Query(vector=worker.vector, text=worker.text, occupations=asked)
    near = compare(query, offered, np.arange(len(offered.columns)), occupations.similarity)
    pairs = Pairs(
        worker=columns_of([worker.coded], scorer.vocabulary),
        posting=offered.columns,
        occupations=near.occupations,
        cosines=near.cosines,
        words=near.words,
    )
    return scorer.score(pairs)


def field_of(people: People) -> Field:
    """The field of some people: what came of lists in the past, and what is asked now.

    Args:
        people: Against all postings.
    """
    random = np.random.default_rng(SEED)
    serving = np.array(list(bundled_weights().as_dict().values()))
    workers, postings = map(int, people.values.shape[:2])
    is_new: Known = np.less(random.random(postings), NEW)
    outcomes = _outcomes(people, random)
    near = np.argsort(-(people.values @ serving), axis=1, kind="stable")[:, :NEAR]
    pools = np.concatenate([_pools(near, is_new, random) for _ in range(SESSIONS)])
    work = _past(people, outcomes, pools, serving, random)
    asked = _asked(near, work)
    everything = np.tile(np.arange(postings), (workers, 1))
    gain = _requests(people, outcomes, np.arange(workers), everything).gain(np.array(GAINS))
    return Field(
        name="recommendation",
        size=f"{workers} workers, {postings} real ads, {len(work.log):,} impressions of {len(pools):,} made lists; "
        f"ordered are postings that were not shown, for each worker some {_middle(asked)}",
        work=work,
        asked=asked,
        systems=SYSTEMS,
        measures={
            "gain of ten over the best, known postings": mean_of(_gained(asked, gain, ~is_new)),
            "the same with new postings": mean_of(_gained(asked, gain, np.ones(postings, dtype=bool))),
        },
    )


def _past(
    people: People, outcomes: tuple[Floats, Floats], pools: Numbers, serving: Floats, random: np.random.Generator
) -> RecommendWork:
    """What was shown out of the pools of every session, and what came of it."""
    workers = len(people.values)
    who = np.tile(np.arange(workers), SESSIONS)
    shown = show(_requests(people, outcomes, who, pools), serving, random)
    rows = np.repeat(np.arange(len(who)), SHOWN)
    return RecommendWork(
        log=shown.log,
        workers=who[rows],
        postings=pools[rows, shown.rows.ravel()],
        tuning_from=workers * (SESSIONS - 1),
        seen=people.values,
        serving=serving,
        vectors=people.vectors,
    )


def _middle(asked: Sequence[Asked]) -> int:
    return round(float(np.mean([len(one.postings) for one in asked])))


def _outcomes(people: People, random: np.random.Generator) -> tuple[Floats, Floats]:
    """Worth of each pair to the worker, and fitness to the employer; shape ``(workers, postings)``."""
    workers, postings, n = people.values.shape
    truth = random.dirichlet(np.ones(n))
    own, employers = (random.standard_gamma(CONCENTRATION * truth + 1e-3, (count, n)) for count in (workers, postings))
    tastes, judgements = (drawn / drawn.sum(axis=1, keepdims=True) for drawn in (own, employers))
    apart = people.values - people.values.mean(axis=(0, 1))
    hidden = random.normal(size=(workers, _FACTORS)) @ random.normal(size=(_FACTORS, postings)) / np.sqrt(_FACTORS)
    worth = np.einsum("wpn,wn->wp", apart, tastes) + TASTE * hidden
    return worth, np.einsum("wpn,pn->wp", apart, judgements)


def _pools(near: Numbers, is_new: Known, random: np.random.Generator) -> Numbers:
    """Known postings near each worker, drawn; shape ``(workers, POOL)``, fewer where there are no more of them."""
    known = [rows[~is_new[rows]] for rows in near]
    size = min(POOL, *(len(rows) for rows in known))
    return np.stack([np.sort(random.permutation(rows)[:size]) for rows in known])


def _requests(people: People, outcomes: tuple[Floats, Floats], who: Numbers, pools: Numbers) -> Requests:
    """What workers ask, as the simulator has it."""
    at = who[:, None], pools
    worth, fitness = outcomes[0][at], outcomes[1][at]
    return Requests(
        values=people.values[at],
        known=people.known[at],
        opened=expit(OPENED_AT + STEEPNESS * worth),
        applied=expit(APPLIED_AT + STEEPNESS * worth),
        shortlisted=expit(SHORTLISTED_AT + STEEPNESS * fitness),
    )


def _asked(near: Numbers, work: RecommendWork) -> list[Asked]:
    """Postings near each worker that the worker was not shown."""
    shown = set(zip(work.workers.tolist(), work.postings.tolist(), strict=True))
    return [
        Asked(worker=worker, postings=tuple(sorted(row for row in rows if (worker, row) not in shown)))
        for worker, rows in enumerate(near.tolist())
    ]


def _gained(asked: Sequence[Asked], gain: Floats, counted: Known) -> Callable[[Sequence[Any]], Values]:
    """Gain of the ten best that count, examined as places are, over that of the best possible list."""

    def values(found: Sequence[Any]) -> Values:
        shares: list[float] = []
        for one, order in zip(asked, found, strict=True):
            gains = gain[one.worker, [row for row in order if counted[row]]]
            best = -np.sort(-gains)[:SHOWN]
            most = float(best @ EXAMINED[: len(best)])
            shares.append(float(gains[:SHOWN] @ EXAMINED[: len(best)]) / max(1e-12, most))
        return np.array(shares)

    return values
