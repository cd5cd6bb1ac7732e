"""How long advice on training takes over very many postings, beside a match call of the same run."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np

from evaluation.benchmark.crowd import crowd
from evaluation.benchmark.matches import EXPLAINED
from evaluation.benchmark.vectors import timed
from evaluation.rows import row
from evaluation.task import Row, Tell
from matcher.answers import Subject
from matcher.build import fresh_of
from matcher.catalogue import Catalogue
from matcher.engine import Engine
from matcher.filters import Conditions
from matcher.pipeline import Pipeline
from matcher.records import Kind
from matcher.rooms_file import read_rooms, write_rooms
from matcher.segment import all_alive
from matcher.training.admission import TrainingWish

LATENCY_ROWS = 100_000
TIMES_MATCH = 20.0
"""Target: a recommendation takes at most so many times a match call."""

ASKERS = 24
_FIRST_DAY, _ASKED_ON = date(2026, 11, 26), date(2026, 12, 6)
_SEED = 2026


def latency_rows(
    engine: Engine, pipeline: Pipeline, workers: Sequence[Subject], postings: int, tell: Tell
) -> list[Row]:
    """Advice over a crowd of postings made of the stored ones, in a temporary folder.

    Args:
        engine: Over the postings that the crowd is made of.
        pipeline: For its courses.
        workers: Who asks; the first ``ASKERS`` of them, after one who warms the caches.
        postings: Rows of the crowd.
        tell: Told of progress.
    """
    derived = engine.store.derived(Kind.POSTING, engine.coder.fingerprint)
    real = [fresh_of(one, stored.payload) for one, stored in derived]
    regions = [code for code in engine.vocabulary.regions if len(code) == 4]
    folder = Path(tempfile.mkdtemp(prefix="sepadan-advice-"))
    try:
        made = crowd(real, postings, regions, _FIRST_DAY, _SEED)
        queries = np.stack([worker.vector for worker in workers])
        facts = write_rooms(folder, made, engine.vocabulary, queries.shape[1], queries)
        segment = all_alive(read_rooms(folder, facts))
        over = engine.pipeline_over({**pipeline.catalogues, str(Kind.POSTING): Catalogue([segment])})
        took = _times(over, workers[:ASKERS], tell)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return _rows(took, postings)


def _times(over: Pipeline, workers: Sequence[Subject], tell: Tell) -> dict[str, list[float]]:
    """Milliseconds of each kind of call, one client."""
    wish, conditions = TrainingWish(today=_ASKED_ON), Conditions(today=_ASKED_ON)
    took: dict[str, list[float]] = {"match": [], "courses": [], "paths": []}
    for at, worker in enumerate((workers[0], *workers)):
        calls: dict[str, Callable[[], object]] = {
            "match": partial(over.rank_postings, worker, EXPLAINED, conditions),
            "courses": partial(over.recommend_courses, worker, 3, wish),
            "paths": partial(over.recommend_paths, worker, 3, wish),
        }
        for name, call in calls.items():
            milliseconds, _ = timed(call)
            if at:
                took[name].append(milliseconds)
        tell("time advice", at, len(workers))
    return took


def _rows(took: dict[str, list[float]], postings: int) -> list[Row]:
    match = float(np.median(took["match"]))
    rows = [row(f"{postings:,} postings: match call p50 ms", match, n=len(took["match"]))]
    for name in ("courses", "paths"):
        middle, slow = (float(np.percentile(took[name], at)) for at in (50, 95))
        n = len(took[name])
        rows += [
            row(f"{postings:,} postings: {name} p50 ms", middle, n=n),
            row(f"{postings:,} postings: {name} p50, times a match call", middle / match, n=n, at_most=TIMES_MATCH),
            row(f"{postings:,} postings: {name} p95, times a match call", slow / match, n=n),
        ]
    return rows
