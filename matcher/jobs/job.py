"""What a job is: what was asked, where it stands, how far it has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

import orjson
from pydantic import TypeAdapter

from indexes.job_records import StoredJob
from indexes.sealed_file import Extent
from matcher.filters import Conditions
from matcher.reason_words import DEFAULT, Language
from matcher.records import Kind
from matcher.training.admission import TrainingWish


class JobKind(StrEnum):
    """What a job does."""

    INGEST = "ingest"
    MATCH = "match"
    RECOMMEND = "recommend"
    EXPORT = "export"


class State(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    CANCELLING = "cancelling"
    CANCELLED = "cancelled"
    DONE = "done"
    FAILED = "failed"


ENDED: Final = frozenset({State.DONE, State.FAILED, State.CANCELLED})
"""States in which nobody works at a job, nor will unless it is resumed."""

RESULT, REJECTS, PARQUET = "result", "rejects", "parquet"
"""Names of the files of a job."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked for; kept with the job, so it holds no personal data.

    Attributes:
        kind: What is done.
        of: Kind of the records that are read, or matched.
        layout: Name of the source whose layout an upload has.
        upload: Id of the upload that is read; empty for stored records.
        ids: Keys of stored records.
        stored: Source of stored records that are all taken.
        given: Field to value, for what rows leave blank.
        index: Whether records are coded, so that they are found at once; else the next build does.
        k: Matches for each.
        conditions: Of a match.
        wish: Of a recommendation of courses.
        language: Of reasons in words.
        sources: Sources that the asker may write, and whose people it may see; None means all.
        day: Day on which it was asked, so that a job that goes on tomorrow finds what it would have found.
    """

    kind: JobKind
    of: Kind
    layout: str = ""
    upload: str = ""
    ids: tuple[str, ...] = ()
    stored: str = ""
    given: Mapping[str, str] = field(default_factory=dict[str, str])
    index: bool = True
    k: int = 10
    conditions: Conditions = field(default_factory=Conditions)
    wish: TrainingWish | None = None
    language: Language = DEFAULT
    sources: tuple[str, ...] | None = None
    day: date

    def may_see(self, key: str) -> bool:
        """Whether the asker may see a person of this key, or write a record of it."""
        return self.sources is None or key.partition(":")[0] in self.sources


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFile:
    """A file of a job.

    Attributes:
        name: In the job's folder; each version of a file has a name of its own.
        plain: Bytes of text.
        stored: Bytes on disk.
        sha256: Of the text, hex; empty until the file is whole.
    """

    name: str
    plain: int = 0
    stored: int = 0
    sha256: str = ""

    @property
    def extent(self) -> Extent:
        """How far it is whole."""
        return Extent(plain=self.plain, stored=self.stored)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """From where a job goes on.

    Attributes:
        mark: Where the next batch begins, in words of the job's kind; empty for the start.
        seconds: That were worked so far.
        files: What was written so far, by name.
        forget_box: Keys of workers who were erased while it was not done, sealed (``JobFiles.sealed_keys``): a job
            that failed may be resumed for days, and nobody who reads the store learns who they were.
        lost_upload: Whether its upload was removed, as somebody in it was erased: it cannot go on.
    """

    mark: str = ""
    seconds: float = 0
    files: Mapping[str, JobFile] = field(default_factory=dict[str, JobFile])
    forget_box: str = ""
    lost_upload: bool = False


@lru_cache(maxsize=2)
def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def to_text(value: Asked | Checkpoint) -> str:
    """As the store keeps it, JSON."""
    return (_adapter(Asked) if isinstance(value, Asked) else _adapter(Checkpoint)).dump_json(value).decode()


def asked_of(job: StoredJob) -> Asked:
    """What was asked for."""
    asked: Asked = _adapter(Asked).validate_json(job.asked)
    return asked


def checkpoint_of(job: StoredJob) -> Checkpoint:
    """How far it has come."""
    checkpoint: Checkpoint = _adapter(Checkpoint).validate_json(job.checkpoint)
    return checkpoint


def counts_of(job: StoredJob) -> dict[str, int]:
    """What was done so far."""
    counts: dict[str, int] = orjson.loads(job.counts)
    return counts


def held_bytes_of(files: Mapping[str, JobFile]) -> int:
    """Bytes on disk."""
    return sum(file.stored for file in files.values())


def fraction_of(job: StoredJob) -> float | None:
    """Share that is done, in [0, 1]; None while that is not known."""
    if job.state == State.DONE:
        return 1.0
    return min(job.done / job.total, 1.0) if job.total else None


def eta_seconds(job: StoredJob) -> float | None:
    """Seconds of work that are left, at the speed so far; None while that cannot be told or nobody works at it."""
    fraction, worked = fraction_of(job), checkpoint_of(job).seconds
    if job.state != State.RUNNING or not fraction or not worked:
        return None
    return round(worked * (1 - fraction) / fraction, 1)
