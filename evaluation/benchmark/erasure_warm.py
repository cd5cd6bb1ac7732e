"""Loaded once by the server that processes of the task ``erasure`` are forked from; see ``faults_process``.

Modules and bundled tables alone: no installation is opened, so that what a process holds of people is its own.
"""

from __future__ import annotations

import threading
from importlib import import_module

import alembic.command  # noqa: F401  # pyright: ignore[reportUnusedImport] -- the store loads it late
import tqdm  # type: ignore[import-untyped]

from matcher.vocabulary import load_vocabulary
from taxonomy.committee import load_committee
from taxonomy.skill_mentions import load_skill_reader

for _name in ("api.app", "api.cli", "api.cli.serve", "evaluation.benchmark.erasure_service"):
    import_module(_name)
load_committee()
load_skill_reader()
load_vocabulary()
# Else each process that uses a progress bar leaves a semaphore of the system behind when it is killed.
tqdm.tqdm.set_lock(threading.RLock())  # pyright: ignore[reportUnknownMemberType] -- tqdm leaves the lock untyped
