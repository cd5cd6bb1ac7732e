"""What a process under test does. Each operation is a function of a job; it is run in a process of its own and killed.

A job acknowledges a piece of work only after the call that did it has returned.
"""

from __future__ import annotations

import resource
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Self

from evaluation.benchmark import faults_soundness as soundness
from evaluation.benchmark.faults_acknowledged import Acknowledged
from evaluation.benchmark.faults_world import (
    FINGERPRINT,
    SeededCoder,
    builder,
    derive_step,
    plan,
    served_state,
    write_step,
)
from indexes import backup as backup_module
from indexes import generation, generation_rows, record_rows
from indexes.backup import back_up, check_backup, restore
from indexes.store import Store
from matcher import build as build_module
from matcher.build import KINDS
from matcher.codec import from_json
from matcher.coded_writes import derived_rows
from matcher.home import Home
from taxonomy.errors import SepadanError, StoreError

_CODED_AT_ONCE = 25
_SWAPS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What a process is to do.

    Attributes:
        operation: A name in ``OPERATIONS``.
        home: Of the installation.
        acknowledgements: File of what was promised.
        seed: Of the plan of writes.
        steps: Writes of the plan.
        numbers: Records of the plan are numbered below this.
        backup: Folder of backups, or the one that is restored.
        database_url: Store; SQLite inside the home when empty.
        file_limit: Bytes beyond which no file can grow, as if the disk was full; 0 for none.
        clock_s: Seconds by which the clock of what is recorded is off.
    """

    operation: str
    home: Path
    acknowledgements: Path
    seed: int = 1
    steps: int = 30
    numbers: int = 150
    backup: Path | None = None
    database_url: str = ""
    file_limit: int = 0
    clock_s: float = 0.0

    @property
    def backups(self) -> Path:
        """The folder of backups: the one given, else one beside the home."""
        return self.backup or self.home.with_name(f"{self.home.name}-backups")


class _Bench:
    """A store, a home and acknowledgements that are closed again."""

    def __init__(self, job: Job) -> None:
        self.home = Home(root=job.home)
        self.store = Store(job.database_url or self.home.database_url)
        self.done = Acknowledged(job.acknowledgements)

    def __enter__(self) -> _Bench:
        return self

    def __exit__(self, *_: object) -> None:
        self.done.close()
        self.store.close()


def ingest(job: Job) -> None:
    """Write the plan; a line for each write."""
    with _Bench(job) as bench:
        for at, step in enumerate(plan(job.seed, job.steps, job.numbers)):
            write_step(bench.store, step)
            bench.done.add(str(at))


def engine(job: Job) -> None:
    """Write the plan and code what it brings in at once, as an engine does; a line for each write."""
    with _Bench(job) as bench:
        for at, step in enumerate(plan(job.seed, job.steps, job.numbers)):
            write_step(bench.store, step)
            bench.done.add(str(at))
            derive_step(bench.store, step)


def stubborn(job: Job) -> None:
    """As ``ingest``, but a write that the database refuses is told and tried again."""
    with _Bench(job) as bench:
        for at, step in enumerate(plan(job.seed, job.steps, job.numbers)):
            while True:
                try:
                    write_step(bench.store, step)
                except StoreError as error:
                    bench.done.add(f"refused {' '.join(str(error).split())}")
                    continue
                bench.done.add(str(at))
                break


def derive(job: Job) -> None:
    """Code what is pending; a line for each record."""
    coder = SeededCoder()
    with _Bench(job) as bench:
        for kind in KINDS:
            for batch in bench.store.pending(kind, FINGERPRINT):
                for at in range(0, len(batch), _CODED_AT_ONCE):
                    part = batch[at : at + _CODED_AT_ONCE]
                    codings = coder.code([from_json(item.kind, item.payload) for item in part])
                    bench.store.save_derived(derived_rows(part, codings, FINGERPRINT))
                    bench.done.add(" ".join(f"{item.kind}/{item.key}" for item in part))


def build(job: Job) -> None:
    """Build one generation; a line with its name."""
    with _Bench(job) as bench:
        bench.done.add(builder(bench.home, bench.store).build().generation)


def swap(job: Job) -> None:
    """Let one recorded generation serve after the other; a line for each."""
    with _Bench(job) as bench:
        names = sorted(name for name, _, _ in bench.store.generations())
        for turn in range(_SWAPS):
            name = names[turn % len(names)]
            bench.store.serve_generation(name)
            bench.done.add(name)


def read(job: Job) -> None:
    """Open what is served and answer, again and again until killed; ``right`` or ``wrong`` for each look."""
    with _Bench(job) as bench:
        state = served_state(bench.home, bench.store)
        right = soundness.answers(state.open())
        while True:
            bench.done.add("right" if soundness.answers(state.open()) == right else "wrong")


def backup(job: Job) -> None:
    """Write a backup; a line with the name of its folder."""
    with _Bench(job) as bench:
        bench.done.add(back_up(bench.store, job.backups).folder.name)


def restored(job: Job) -> None:
    """Fill an empty home from the backup; one line."""
    with _Bench(job) as bench:
        restore(bench.store, check_backup(job.backups))
        bench.done.add("restored")


OPERATIONS: Mapping[str, Callable[[Job], None]] = {
    "ingest": ingest,
    "engine": engine,
    "stubborn": stubborn,
    "derive": derive,
    "build": build,
    "swap": swap,
    "read": read,
    "backup": backup,
    "restore": restored,
}
"""What a process can be told to do."""


CLOCKED = (build_module, generation, generation_rows, backup_module, record_rows)
"""The modules whose clock dates what is recorded."""


def _set_clock(seconds: float) -> None:
    """Set off the clock of all that records when it was made; ours alone, in this process."""
    for module in CLOCKED:
        module.datetime = _clock(seconds)  # type: ignore[attr-defined]


def _clock(seconds: float) -> type[datetime]:
    class Clock(datetime):
        """The clock, off by so many seconds."""

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            """The time that it shows."""
            return super().now(tz) + timedelta(seconds=seconds)

    return Clock


def perform(job: Job, told: Connection) -> None:
    """Main function of a process under test: says that it begins, does the job, says how it ended.

    Args:
        job: What to do.
        told: Is sent ``began``, then ``done`` or the class and message of an error of ours. Any other error ends the
            process with a traceback.
    """
    if job.file_limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (job.file_limit, resource.RLIM_INFINITY))
    if job.clock_s:
        _set_clock(job.clock_s)
    told.send("began")
    try:
        OPERATIONS[job.operation](job)
    except SepadanError as error:
        told.send(f"{type(error).__name__}: {error}")
    else:
        told.send("done")
