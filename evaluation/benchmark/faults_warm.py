"""Loaded once by the server that processes under test are forked from, so that each begins its work at once.

The only module that works when it is imported: that is what it is for. Nothing of a home is opened here.
"""

from __future__ import annotations

import threading

import alembic.command  # noqa: F401  # pyright: ignore[reportUnusedImport] -- the store loads it late
import tqdm  # type: ignore[import-untyped]

from evaluation.benchmark import faults_worker  # noqa: F401  # pyright: ignore[reportUnusedImport] -- with all that it stands on
from evaluation.benchmark.faults_world import vocabulary

vocabulary()
# Else each process that uses a progress bar leaves a semaphore of the system behind when it is killed.
tqdm.tqdm.set_lock(threading.RLock())  # pyright: ignore[reportUnknownMemberType] -- tqdm leaves the lock untyped
