"""The parts of a batch that are not there yet are done by an engine; then a manifest seals all of them."""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import orjson

from matcher.batch.parts import PARTS, Done, done_before, sweep
from taxonomy.errors import GenerationError

MANIFEST = "manifest.json"
Tell = Callable[[str, int, int], None]
Work = Callable[[Any, int], Done]
"""Does a part: what all parts share, and the number of the part."""


class PartEngine(Protocol):
    """Where parts are done."""

    name: str
    cores: int

    def run(self, work: Work, shared: Any, parts: Sequence[int]) -> Iterator[Done]:
        """Do parts, each at least once whatever happens to who does it; gives each once, in any order.

        Args:
            work: A function of a module, so that other processes find it.
            shared: What it is given each time; brought to each process once.
            parts: Numbers of parts.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A batch to run.

    Attributes:
        name: What is told of its progress.
        folder: Where its parts are written.
        fingerprint: Of all that what is found hangs on.
        sizes: What each part is of: workers, records or pairs.
        work: Does a part.
        shared: What it is given.
    """

    name: str
    folder: Path
    fingerprint: str
    sizes: Sequence[int]
    work: Work
    shared: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a run did.

    Attributes:
        engine: Name of the engine.
        cores: Cores that it had.
        parts: Of the batch.
        kept: Parts that a run before had written.
        done: Parts that this one did.
        rows: What these are of.
        redone: Parts of these that were begun once more, for who did them had died.
        seconds: Wall time of these.
        cpu_seconds: CPU time of these, all processes together.
        looked_at: Postings that were scored for a worker, on average.
        digest: SHA-256 over the parts: the same for the same batch, whoever did it.
    """

    engine: str
    cores: int
    parts: int
    kept: int
    done: int
    rows: int
    redone: int
    seconds: float
    cpu_seconds: float
    looked_at: float
    digest: str


def run(task: Task, engine: PartEngine, tell: Tell = lambda what, done, total: None) -> Report:
    """Do what is not done yet, and write the manifest.

    Args:
        task: What to do.
        engine: Where.
        tell: Told of progress.
    """
    began, folder, total = time.perf_counter(), task.folder, len(task.sizes)
    (folder / PARTS).mkdir(exist_ok=True)
    sweep(folder)
    there = (done_before(folder, part, rows) for part, rows in enumerate(task.sizes))
    done = {one.part: one for one in there if one is not None}
    kept, fresh = len(done), list[Done]()
    tell(task.name, kept, total)
    missing = [part for part in range(total) if part not in done]
    with redirect_stdout(sys.stderr):  # Ray prints there that a machine died, in the midst of what a program reads
        for one in engine.run(task.work, task.shared, missing):
            done[one.part] = one
            fresh.append(one)
            tell(task.name, len(done), total)
    redone, rows = sweep(folder), sum(one.rows for one in fresh)
    return Report(
        engine=engine.name,
        cores=engine.cores,
        parts=total,
        kept=kept,
        done=len(fresh),
        rows=rows,
        redone=redone,
        seconds=time.perf_counter() - began,
        cpu_seconds=sum(one.cpu_seconds for one in fresh),
        looked_at=sum(one.looked_at for one in fresh) / max(1, rows),
        digest=_sealed(task, [done[part] for part in range(total)]),
    )


def sealed_parts(folder: Path, fingerprint: str) -> list[tuple[int, str]]:
    """Number and SHA-256 of each part of a finished batch.

    Raises:
        GenerationError: It is not finished, or its manifest is of another batch.
    """
    try:
        manifest: dict[str, Any] = orjson.loads((folder / MANIFEST).read_bytes())
        parts = [(int(one["part"]), str(one["sha256"])) for one in manifest["parts"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        mend = "run the same 'sepadan batch' again on this folder"
        raise GenerationError(f"{folder}: wanted a finished batch, found none ({error}); {mend}") from error
    if manifest.get("plan") != fingerprint:
        raise GenerationError(f"{folder}: wanted the manifest of plan {fingerprint}, found another")
    return parts


def digest_over(digests: Sequence[str]) -> str:
    """SHA-256 over those of the parts."""
    return hashlib.sha256("".join(digests).encode()).hexdigest()


def _sealed(task: Task, done: Sequence[Done]) -> str:
    parts = [{"part": one.part, "rows": one.rows, "sha256": one.digest} for one in done]
    digest = digest_over([one.digest for one in done])
    manifest = {"plan": task.fingerprint, "parts": parts, "sha256": digest}
    beside = task.folder / f"{MANIFEST}.writing"
    beside.write_bytes(orjson.dumps(manifest, option=orjson.OPT_INDENT_2))
    beside.replace(task.folder / MANIFEST)
    return digest
