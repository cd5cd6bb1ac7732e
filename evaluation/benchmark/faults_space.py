"""A disk that is full, and one that can only be read: a clear error, nothing lost, and all goes on afterwards.

On a small tmpfs of its own where mounting is allowed; elsewhere no file may grow beyond a limit, which is as near to a
full disk as one comes without (a disk that can only be read is left out then).
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from evaluation.benchmark.faults_acknowledged import acknowledged
from evaluation.benchmark.faults_process import Process
from evaluation.benchmark.faults_soundness import Findings, examine
from evaluation.benchmark.faults_tally import Tally
from evaluation.benchmark.faults_template import Template
from evaluation.benchmark.faults_worker import OPERATIONS, Job
from evaluation.benchmark.faults_world import State, after, plan
from matcher.home import Home
from taxonomy.errors import SepadanError

_CLEAR = ("StoreError", "GenerationError", "ConfigError")
_KIB = 1024
_WIDE = 64 * _KIB
"""KiB of a disk that has space again."""
FREE_KIB = (40, 150, 400)
"""What is left on the disks, one after the other."""
_STEPS, _NUMBERS = 150, 2_000
"""Writes that need more than is left."""


@contextmanager
def small_disk(folder: Path) -> Generator[bool]:
    """A tmpfs at a folder, unmounted at the end; gives whether this process may mount one.

    Args:
        folder: Made when it is not there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    is_there = _mount("-t", "tmpfs", "-o", f"size={_WIDE}k", "tmpfs", str(folder))
    try:
        yield is_there
    finally:
        if is_there:
            subprocess.run(["/bin/umount", "--lazy", str(folder)], check=False, capture_output=True)  # noqa: S603


def change_disk(folder: Path, options: str) -> bool:
    """Change what a small disk allows, for example ``size=100k`` or ``ro``; gives whether it did."""
    return _mount("-o", f"remount,{options}", str(folder))


def _mount(*arguments: str) -> bool:
    return subprocess.run(["/bin/mount", *arguments], check=False, capture_output=True).returncode == 0  # noqa: S603


def _job(operation: str, copy: Template, acknowledgements: Path) -> Job:
    return Job(
        operation=operation,
        home=copy.home,
        acknowledgements=acknowledgements,
        steps=_STEPS,
        numbers=_NUMBERS,
        backup=copy.root / "more-backups",
    )


def _refused_and_mended(copy: Template, job: Job, told: str) -> Findings:
    """Judge an operation that met the limit, once there is space again."""
    done = acknowledged(job.acknowledgements)
    steps = plan(job.seed, job.steps, job.numbers) if job.operation == "ingest" else []
    states: list[State] = [after(copy.state, steps[: len(done)])]
    unclear = () if told.startswith(_CLEAR) else (f"wanted a clear error, found: {told[:200]}",)
    home, job = Home(root=job.home), replace(job, file_limit=0)
    found = Findings(unsound=unclear) + examine(home, states)
    try:
        OPERATIONS[job.operation](job)
    except SepadanError as error:
        return found + Findings(unsound=(f"cannot go on: {error}",))
    return found + examine(home, [after(copy.state, steps)])


def no_space(template: Template, folder: Path, free_kib: Sequence[int] = FREE_KIB, *, mounting: bool = True) -> Tally:
    """Let ingest, build and backup run out of space.

    Args:
        template: Copied for each trial.
        folder: For the copies and the disk.
        free_kib: Space that is left, KiB, one trial of each operation for each.
        mounting: Try a real small disk first.
    """
    tally = Tally(kind="no space")
    for operation in ("ingest", "build", "backup"):
        for turn, free in enumerate(free_kib):
            where = folder / f"{operation}-{turn}"
            with small_disk(where) if mounting else _no_disk(where) as is_disk:
                tally.count("small disk" if is_disk else "file size limit")
                acknowledgements = folder / f"acknowledged-{operation}-{turn}"
                with template.copied(where / "home") as copy:
                    job = _job(operation, copy, acknowledgements)
                    told = _on_full_disk(job, where, free) if is_disk else _with_limit(job, free)
                    if told == "done":  # there was enough space for this one
                        tally.count("fitted")
                    else:
                        tally.add(_refused_and_mended(copy, job, told), f"{operation}, {free} KiB left")
    return tally


@contextmanager
def _no_disk(folder: Path) -> Generator[bool]:
    folder.mkdir(parents=True)
    yield False


def _on_full_disk(job: Job, disk: Path, free: int) -> str:
    """Leave so much space, run, and give space again."""
    change_disk(disk, f"size={shutil.disk_usage(disk).used // _KIB + free}k")
    try:
        return Process(job).end()
    finally:
        change_disk(disk, f"size={_WIDE}k")


def _with_limit(job: Job, free: int) -> str:
    """Run where no file may grow: of a write to the database beyond its size, else beyond a few bytes."""
    size = (job.home / "sepadan.db").stat().st_size if job.operation == "ingest" else 0
    return Process(replace(job, file_limit=size + free * (_KIB if size else 16))).end()


def read_only(template: Template, folder: Path) -> Tally:
    """Let ingest, build and backup meet a disk that can only be read."""
    tally = Tally(kind="read-only disk")
    for operation in ("ingest", "build", "backup"):
        disk = folder / f"read-only-{operation}"
        with small_disk(disk) as is_disk:
            if not is_disk:
                tally.skipped = "mounting is not allowed here"
                return tally
            copy = template.copy(disk / "home")
            job = _job(operation, copy, folder / f"acknowledged-ro-{operation}")
            change_disk(disk, "ro")
            told = Process(job).end()
            change_disk(disk, "rw")
            tally.add(_refused_and_mended(copy, job, told), operation)
    return tally
