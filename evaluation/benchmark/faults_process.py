"""Processes under test: started fresh, killed with SIGKILL at a chosen moment.

They are forked from a server that has only loaded the modules (``multiprocessing``'s forkserver), so that a start costs
milliseconds and not the seconds that loading takes; they share no memory with the one who judges them.
"""

from __future__ import annotations

import multiprocessing as mp
import signal
import time
from dataclasses import replace

import numpy as np

from evaluation.benchmark.faults_worker import Job, perform

_CONTEXT = mp.get_context("forkserver")
_PATIENCE_S = 120.0


class Process:
    """One process under test."""

    def __init__(self, job: Job) -> None:
        """Start it, and wait until it begins with its work."""
        _CONTEXT.set_forkserver_preload(["__main__", "evaluation.benchmark.faults_warm"])
        self._ours, theirs = _CONTEXT.Pipe(duplex=False)
        self._process = _CONTEXT.Process(target=perform, args=(job, theirs), daemon=True)
        self._process.start()
        theirs.close()
        self.told = ""
        self._listen()

    def _listen(self) -> None:
        try:
            if self._ours.poll(_PATIENCE_S):
                self.told = str(self._ours.recv())
        except EOFError:
            return

    def wait(self, seconds: float) -> None:
        """Let it work for so long, or to its end when that comes first."""
        self._process.join(seconds)

    def kill(self, after_s: float = 0.0) -> bool:
        """Kill it so many seconds from now, or let it end before that; gives whether it was killed."""
        self._process.join(after_s)
        self._process.kill()
        self._process.join()
        self._ours.close()
        return self._process.exitcode == -signal.SIGKILL

    def end(self) -> str:
        """Wait for its end; gives ``done``, or the class and message of the error that ended it.

        A process that died of something else gives the number of its signal or exit.
        """
        self.told = ""
        self._listen()
        self._process.join(_PATIENCE_S)
        died = self._process.exitcode
        self.kill()
        return self.told or f"ended with {died}"


def duration_of(job: Job) -> float:
    """Seconds that a job takes from beginning to end when nobody disturbs it.

    Raises:
        RuntimeError: It does not end well even so.
    """
    process = Process(job)
    began = time.monotonic()
    told = process.end()
    if told != "done":
        raise RuntimeError(f"{job.operation}: wanted a job that is done, found {told}")
    return time.monotonic() - began


def moment(rng: np.random.Generator, seconds: float) -> float:
    """When to kill: any moment of an operation that takes so long."""
    return float(rng.uniform(0, seconds))


def renamed(job: Job, operation: str) -> Job:
    """The same job with another operation."""
    return replace(job, operation=operation)
