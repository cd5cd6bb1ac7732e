"""The pipeline without a server: so many processes answer the same requests as fast as they can, nobody between."""

from __future__ import annotations

import multiprocessing as mp
import os
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import cycle
from multiprocessing.synchronize import Barrier
from pathlib import Path

from evaluation.benchmark import faults_service
from matcher.engine import Engine
from matcher.filters import Conditions
from matcher.installation import open_engine
from matcher.records import Kind

K = 10
"""Postings of an answer, as the route gives them by default."""

_CONTEXT = mp.get_context("spawn")
_THREADS = "OMP_NUM_THREADS"


@contextmanager
def pipeline(
    home: Path, workers: Sequence[str], processes: int, *, stand_in: bool
) -> Generator[Callable[[float], float]]:
    """Processes that wait to rank; gives what makes them rank for so many seconds and tells whole rankings a second.

    Args:
        home: A built home.
        workers: Ids of stored workers, asked for in turn.
        processes: How many, each with its share of the cores, as the server has.
        stand_in: Whether the encoder is the stand-in.
    """
    before = os.environ.get(_THREADS)
    os.environ[_THREADS] = str(max(1, len(os.sched_getaffinity(0)) // processes))
    try:
        barrier = _CONTEXT.Barrier(processes)
        with _CONTEXT.Pool(processes, initializer=_open, initargs=(barrier, home, stand_in)) as pool:
            yield lambda seconds: sum(
                pool.map(_answered, [(tuple(workers[at::processes] or workers), seconds) for at in range(processes)], 1)
            )
    finally:
        os.environ.pop(_THREADS) if before is None else os.environ.update({_THREADS: before})


_barrier: Barrier | None = None
_engine: Engine | None = None


def _open(barrier: Barrier, home: Path, stand_in: bool) -> None:
    global _barrier, _engine
    _barrier = barrier
    _engine = faults_service.open_engine(home) if stand_in else open_engine(home)


def _answered(job: tuple[tuple[str, ...], float]) -> float:
    """One process's part: both barriers see to it that each process has one, and that none goes on alone."""
    workers, seconds = job
    engine, barrier = _engine, _barrier
    assert engine is not None
    assert barrier is not None
    conditions = Conditions(today=date(2026, 11, 26))

    def rank(key: str) -> None:
        engine.match(engine.stored_subject(Kind.WORKER, key), K, conditions)

    for key in workers[:20]:
        rank(key)
    barrier.wait()
    began, count, took = time.perf_counter(), 0, 0.0
    for key in cycle(workers):
        rank(key)
        count += 1
        if (took := time.perf_counter() - began) >= seconds:
            break
    barrier.wait()  # who is done first leaves the others no core
    return count / took
