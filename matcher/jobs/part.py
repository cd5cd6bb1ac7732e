"""One batch of a job, and what a job works with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import orjson

from matcher.engine import Engine
from matcher.erasure.known import Blocked
from matcher.ingest import Taken
from matcher.jobs.job import Asked
from matcher.records import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One batch of a job.

    Attributes:
        mark: Where the next one begins.
        done: Of the job's total, after it; None where the bytes that were read tell that.
        lines: Id and line of the result.
        rejects: Lines of the rejects.
        counts: What was done, to be added.
        records: To be stored, with who they are about.
    """

    mark: str
    done: int | None = None
    lines: Sequence[tuple[str, bytes]] = ()
    rejects: Sequence[bytes] = ()
    counts: Mapping[str, int] = field(default_factory=dict[str, int])
    records: Sequence[Taken] = ()

    def without(self, keys: frozenset[str]) -> Part:
        """The same without some records: of people who were erased."""
        kept = [one for one in self.records if one[0].key not in keys]
        lines = [one for one in self.lines if one[0] not in keys]
        gone = len(self.records) - len(kept)
        return replace(self, records=kept, lines=lines, counts={**self.counts, "forgotten": gone})


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What a job works with.

    Attributes:
        engine: Of the installation.
        asked: What was asked for.
        file: The upload; None when there is none.
        tell: Told how many bytes of the upload were read.
        blocked: Tells who was erased at one's own request; their rows are refused. None refuses nobody.
    """

    engine: Engine
    asked: Asked
    file: Path | None = None
    tell: Callable[[int], None] = lambda _: None
    blocked: Blocked | None = None

    def refuses(self, key: str) -> bool:
        """Whether a worker of this key may not be stored again."""
        kind = self.asked.of
        return kind is Kind.WORKER and self.blocked is not None and bool(self.blocked.among(kind, [key]))


def line_of(value: Mapping[str, Any]) -> bytes:
    """A line of the result."""
    return orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE)
