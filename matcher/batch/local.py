"""Parts done by processes of this machine."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from typing import Any

from threadpoolctl import threadpool_limits

from matcher.batch.parts import Done
from matcher.batch.run import Work


class LocalEngine:
    """A pool of processes, one a core.

    Attributes:
        name: ``local``.
        cores: Processes.
    """

    name = "local"

    def __init__(self, processes: int | None = None) -> None:
        """Use so many processes; by default one for each core that this process may use."""
        self.cores = processes or len(os.sched_getaffinity(0))

    def run(self, work: Work, shared: Any, parts: Sequence[int]) -> Iterator[Done]:
        """As ``PartEngine.run``; one process is this one."""
        if self.cores == 1 or len(parts) <= 1:
            yield from (in_one_thread(work, shared, part) for part in parts)
            return
        # Spawned: FAISS and BLAS have threads that a fork would leave behind with their locks held.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(self.cores, mp_context=context, initializer=_begin, initargs=(work, shared)) as pool:
            for future in as_completed([pool.submit(_do, part) for part in parts]):
                yield future.result()


_GIVEN: list[tuple[Work, Any]] = []
"""What this process was begun with."""


def in_one_thread(work: Work, shared: Any, part: int) -> Done:
    """Do a part with one thread of FAISS, BLAS and torch: parts share the machine, not the work within one."""
    with threadpool_limits(1):
        return work(shared, part)


def _begin(work: Work, shared: Any) -> None:
    _GIVEN[:] = [(work, shared)]


def _do(part: int) -> Done:
    return in_one_thread(*_GIVEN[0], part)
