"""The pipeline without a server: so many processes answer the same requests as fast as they can, nobody between."""

from __future__ import annotations

import multiprocessing as mp
import os
import time
from collections.abc import Sequence
from datetime import date
from itertools import cycle
from multiprocessing.synchronize import Barrier
from pathlib import Path

from evaluation.benchmark import faults_service
from matcher.filters import Conditions
from matcher.installation import open_engine
from matcher.records import Kind

K = 10
"""Postings of an answer, as the route gives them by default."""

_CONTEXT = mp.get_context("spawn")
_THREADS = "OMP_NUM_THREADS"


def answers_a_second(home: Path, workers: Sequence[str], seconds: float, processes: int, *, stand_in: bool) -> float:
    """Whole rankings for stored workers a second, of all processes together.

    Args:
        home: A built home.
        workers: Ids, asked for in turn.
        seconds: How long.
        processes: How many, each with its share of the cores, as the server has.
        stand_in: Whether the encoder is the stand-in.
    """
    before = os.environ.get(_THREADS)
    os.environ[_THREADS] = str(max(1, len(os.sched_getaffinity(0)) // processes))
    try:
        barrier = _CONTEXT.Barrier(processes)
        jobs = [(home, tuple(workers[at::processes] or workers), seconds, stand_in) for at in range(processes)]
        with _CONTEXT.Pool(processes, initializer=_share, initargs=(barrier,)) as pool:
            return sum(pool.map(_answered, jobs, chunksize=1))
    finally:
        os.environ.pop(_THREADS) if before is None else os.environ.update({_THREADS: before})


_barrier: Barrier | None = None


def _share(barrier: Barrier) -> None:
    global _barrier
    _barrier = barrier


def _answered(job: tuple[Path, tuple[str, ...], float, bool]) -> float:
    home, workers, seconds, stand_in = job
    engine = faults_service.open_engine(home) if stand_in else open_engine(home)
    conditions = Conditions(today=date(2026, 11, 26))

    def rank(key: str) -> None:
        engine.match(engine.stored_subject(Kind.WORKER, key), K, conditions)

    for key in workers[:20]:
        rank(key)
    assert _barrier is not None
    _barrier.wait()
    began, count = time.perf_counter(), 0
    for key in cycle(workers):
        rank(key)
        count += 1
        if (took := time.perf_counter() - began) >= seconds:
            break
    _barrier.wait()  # who is done first leaves the others no core
    engine.close()
    return count / took
