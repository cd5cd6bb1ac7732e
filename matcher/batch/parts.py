"""The parts of a batch as files: each written whole or not at all, with its SHA-256 beside, the same whoever did it."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

PARTS = "parts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A part that is written.

    Attributes:
        part: Its number.
        rows: What it is of: workers, records or pairs.
        digest: SHA-256 of its file.
        cpu_seconds: Of the process that did it; 0 where it had been there.
        looked_at: Postings that were scored for all its workers together; 0 of other batches.
    """

    part: int
    rows: int
    digest: str
    cpu_seconds: float = 0.0
    looked_at: int = 0


class Beside:
    """A file that is written beside the one that it becomes."""

    def __init__(self, folder: Path, part: int) -> None:
        """Begin: what is left of this file tells that who did the part died."""
        self._path = path_of(folder, part)
        self._beside = self._path.with_name(f".{self._path.name}.{uuid4().hex}")
        self._beside.touch()
        self._part, self._began = part, time.process_time()

    def keep(self, table: pa.Table, rows: int, looked_at: int = 0) -> Done:
        """Write a table, synced, then its SHA-256; only then the part is there.

        Args:
            table: Of the part.
            rows: As in ``Done``.
            looked_at: As in ``Done``.
        """
        pq.write_table(table, self._beside, compression="zstd", row_group_size=max(1, len(table)))
        digest = hashlib.sha256(self._beside.read_bytes()).hexdigest()
        self._settle(self._path)
        self._beside.write_text(digest)
        self._settle(self._path.with_suffix(".sha256"))
        spent = time.process_time() - self._began
        return Done(part=self._part, rows=rows, digest=digest, cpu_seconds=spent, looked_at=looked_at)

    def drop(self) -> None:
        """Leave nothing."""
        self._beside.unlink(missing_ok=True)

    def _settle(self, path: Path) -> None:
        with self._beside.open("rb") as written:
            os.fsync(written.fileno())
        self._beside.replace(path)


@contextmanager
def begun(folder: Path, part: int) -> Generator[Beside]:
    """Begin a part; an error leaves nothing of it, a killed process leaves a file that ``sweep`` counts.

    Args:
        folder: Of the batch.
        part: Number of the part.
    """
    beside = Beside(folder, part)
    try:
        yield beside
    except BaseException:
        beside.drop()
        raise


def path_of(folder: Path, part: int) -> Path:
    """Where a part lies."""
    return folder / PARTS / f"{part:06d}.parquet"


def done_before(folder: Path, part: int, rows: int) -> Done | None:
    """A part that a run before this one wrote, if its bytes are those that were written.

    Args:
        folder: Of the batch.
        part: Number of the part.
        rows: What it is of.
    """
    path = path_of(folder, part)
    try:
        digest = path.with_suffix(".sha256").read_text()
        is_whole = hashlib.sha256(path.read_bytes()).hexdigest() == digest
    except OSError:
        return None
    return Done(part=part, rows=rows, digest=digest) if is_whole else None


def sweep(folder: Path) -> int:
    """Remove what dead processes left half written; gives how many parts that were."""
    left = list((folder / PARTS).glob(".*.parquet.*"))
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)
