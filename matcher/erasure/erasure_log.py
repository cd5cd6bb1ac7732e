"""The log of erasures: a file outside the database and outside every backup, so that an older backup cannot undo one.

JSON lines that are only ever added, each with the SHA-256 over the one before and itself: a line that was changed,
removed or put in between is told. It holds keyed hashes, times and what was decided, nothing of who was erased. A line
that a power cut tore was never acknowledged; it is taken away by the next that is written.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import orjson

from taxonomy.errors import StoreError

_START = "0" * 64


class Act(StrEnum):
    """What was done."""

    ERASED = "erased"
    """Erased; may be stored again."""
    BLOCKED = "blocked"
    """Erased; refused until a fresh consent."""
    LIFTED = "lifted"
    """A fresh consent was given: may be stored again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line.

    Attributes:
        digest: Keyed hash of the record's kind and key.
        kind: Kind of the record.
        act: What was done.
        at: When, UTC.
    """

    digest: str
    kind: str
    act: Act
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a record stands after all entries about it.

    Attributes:
        erased_at: When it was last erased.
        is_blocked: Whether it may not be stored again.
    """

    erased_at: datetime
    is_blocked: bool


class ErasureLog:
    """One file; safe for several processes."""

    def __init__(self, path: Path) -> None:
        """Keep the log at a path; it is made with the first entry, readable by its owner alone."""
        self.path = path

    def add(self, entries: Sequence[Entry]) -> None:
        """Add entries and sync them; all are on the disk when this returns.

        Raises:
            StoreError: The file cannot be written, or is damaged.
        """
        if not entries:
            return
        try:
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StoreError(f"{self.path}: wanted a log that can be written, found: {error.strerror}") from error
        with os.fdopen(handle, "r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            whole, _, _ = file.read().rpartition(b"\n")
            _, last = _parsed(whole, self.path)
            file.seek(len(whole) + 1 if whole else 0)
            file.truncate()
            for entry in entries:
                line, last = _line(entry, last)
                file.write(line)
            file.flush()
            os.fsync(file.fileno())

    def entries(self) -> list[Entry]:
        """All entries, the oldest first; none where there is no file.

        Raises:
            StoreError: The file cannot be read, or a line is not what was written; names the line.
        """
        try:
            raw = self.path.read_bytes()
        except FileNotFoundError:
            return []
        except OSError as error:
            raise StoreError(f"{self.path}: wanted a log that can be read, found: {error.strerror}") from error
        return _parsed(raw.rpartition(b"\n")[0], self.path)[0]


def standings(entries: Sequence[Entry]) -> Mapping[str, Standing]:
    """Keyed hash to where its record stands.

    Args:
        entries: The oldest first; of several logs when they are put together.
    """
    found: dict[str, Standing] = {}
    for entry in sorted(entries, key=lambda one: one.at):
        before = found.get(entry.digest)
        if entry.act is Act.LIFTED:
            if before is not None:
                found[entry.digest] = Standing(erased_at=before.erased_at, is_blocked=False)
        else:
            is_blocked = entry.act is Act.BLOCKED or (before is not None and before.is_blocked)
            found[entry.digest] = Standing(erased_at=entry.at, is_blocked=is_blocked)
    return found


def _line(entry: Entry, last: str) -> tuple[bytes, str]:
    body = {"digest": entry.digest, "kind": entry.kind, "act": str(entry.act), "at": entry.at.isoformat()}
    seal = hashlib.sha256(last.encode() + orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).hexdigest()
    return orjson.dumps({**body, "seal": seal}, option=orjson.OPT_APPEND_NEWLINE), seal


def _parsed(raw: bytes, path: Path) -> tuple[list[Entry], str]:
    entries, last = list[Entry](), _START
    for number, line in enumerate(raw.split(b"\n") if raw else (), 1):
        try:
            found = orjson.loads(line)
            entry = Entry(
                digest=found["digest"],
                kind=found["kind"],
                act=Act(found["act"]),
                at=datetime.fromisoformat(found["at"]),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise StoreError(f"{path} line {number}: wanted an entry as it was written, found another") from error
        wanted, last = _line(entry, last)
        if wanted != line + b"\n":
            raise StoreError(f"{path} line {number}: wanted seal {last}, found {found.get('seal')}")
        entries.append(entry)
    return entries, last
