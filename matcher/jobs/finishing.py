"""The end of a job: checksums of what it found, and the same as a table."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from io import BufferedReader, RawIOBase
from typing import Any, BinaryIO, cast

from indexes.sealed_file import SealedWriter
from matcher.jobs.files import JobFiles
from matcher.jobs.job import PARQUET, REJECTS, RESULT, Asked, Checkpoint, JobFile
from matcher.jobs.tables import write_table

_BLOCK = 1 << 20


class _Hashed(RawIOBase):
    """A sealed file that Parquet can be written to, which tells its SHA-256."""

    def __init__(self, writer: SealedWriter) -> None:
        self._writer = writer
        self.digest = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, text: Any) -> int:
        part = bytes(text)
        self._writer.write(part)
        self.digest.update(part)
        return len(part)


def finished(files: JobFiles, checkpoint: Checkpoint, asked: Asked, beat: Callable[[], None]) -> Checkpoint:
    """The checkpoint of a job that is done: every file with its checksum, the result as a table beside the lines.

    Args:
        files: Of the job.
        checkpoint: With the lines whole.
        asked: What the job was asked for.
        beat: Called now and then: who holds the job is still at work.

    Raises:
        StoreError: A file does not open, or the disk refused.
    """
    made = {
        name: replace(checkpoint.files[name], sha256=_sha256(files, checkpoint.files[name], beat))
        for name in (RESULT, REJECTS)
    }
    before = checkpoint.files.get(PARQUET)
    made[PARQUET] = _table(files, made[RESULT], before, asked, beat)
    return replace(checkpoint, files=made)


def _sha256(files: JobFiles, file: JobFile, beat: Callable[[], None]) -> str:
    digest = hashlib.sha256()
    for block in blocks_of(files, file):
        digest.update(block)
        beat()
    return digest.hexdigest()


def next_name(name: str) -> str:
    """Name of the next version of a file."""
    stem, _, number = name.rpartition("-")
    return f"{stem}-{int(number) + 1}"


def _table(files: JobFiles, result: JobFile, before: JobFile | None, asked: Asked, beat: Callable[[], None]) -> JobFile:
    """Beside the one that a checkpoint names, so that nobody reads half of each."""
    made = JobFile(name=f"{PARQUET}-0" if before is None else next_name(before.name))
    with closing(files.writer(made)) as writer:
        out = _Hashed(writer)
        with BufferedReader(files.reader(result), _BLOCK) as lines:
            write_table(cast(BinaryIO, out), iter(lines), asked, beat)
        extent = writer.sync()
    return replace(made, plain=extent.plain, stored=extent.stored, sha256=out.digest.hexdigest())


def blocks_of(files: JobFiles, file: JobFile, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
    """Bytes of a file, some at a time.

    Args:
        files: Of the job.
        file: Which.
        start: First byte.
        stop: Byte after the last; the end when None.

    Raises:
        StoreError: It is not whole.
    """
    left = (file.plain if stop is None else min(stop, file.plain)) - start
    with files.reader(file) as reader:
        reader.seek(start)
        while left > 0 and (block := reader.read(min(left, _BLOCK))):
            left -= len(block)
            yield block
