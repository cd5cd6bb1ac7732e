"""What a run did: counts that add up, how it ended, and the fault that ended it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

import orjson

from indexes.upstream_rows import StoredRun
from matcher.identity import safe_to_show
from matcher.json_text import writable
from taxonomy.errors import InputError


class Outcome(StrEnum):
    """How a run ended."""

    RUNNING = "running"
    """It runs, or was killed and nobody has looked since."""
    DONE = "done"
    """Read to its end."""
    UNCHANGED = "unchanged"
    """The upstream has nothing new since the last run."""
    PARTIAL = "partial"
    """Read to its end, but what it no longer has cannot be told: nothing was closed."""
    HELD = "held"
    """The listing shrank below half: nothing was closed until a person confirms."""
    FAILED = "failed"
    """Not read to its end; what was read is kept, nothing was closed."""
    INTERRUPTED = "interrupted"
    """It was killed; the next run went on from where it was."""


ENDED_WELL = frozenset({Outcome.DONE, Outcome.UNCHANGED})


@dataclass(slots=True, kw_only=True)
class Tally:
    """Counts of a run as it goes: ``read`` is the sum of the next six.

    Attributes:
        read: Rows read.
        new: Records that were not stored before.
        changed: Records that replaced an older version.
        unchanged: Records that were stored already, equal.
        repeated: Rows whose id came before in this run, with the same content; not stored again.
        rejected: Rows refused, each with its reason in the rejects file.
        withdrawn: Rows that only take a posting back.
        closed: Postings closed: taken back, or no longer in a whole listing.
        duplicates: Rows that say what another row of this run says: ``repeated``, and the same words under another id
            or after the posting was taken back, which are stored. What is the same in other words, or in other sources,
            is not told here.
        held: Postings that would be closed when a person confirms.
        pages: Pages or files read.
        bytes: Over the wire, or of files.
    """

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    repeated: int = 0
    rejected: int = 0
    withdrawn: int = 0
    closed: int = 0
    duplicates: int = 0
    held: int = 0
    pages: int = 0
    bytes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """What is told beside the counts.

    Attributes:
        seconds: Wall-clock time.
        continues: Number of the run that this one went on from; None when it began anew.
        clock_skew_s: How far the upstream's clock is from ours, seconds, when more than five minutes.
        rejects_file: Path of the rejects, or empty.
        error: What was wanted, what was found and where; empty when nothing was wrong.
    """

    seconds: float = 0.0
    continues: int | None = None
    clock_skew_s: float | None = None
    rejects_file: str = ""
    error: dict[str, str] = field(default_factory=dict)


def report_json(tally: Tally, notes: Notes) -> str:
    """Counts and notes as the store keeps them."""
    return orjson.dumps({**asdict(tally), **asdict(notes)}).decode()


def error_of(fault: InputError) -> dict[str, str]:
    """A fault as a report tells it, without anybody's data."""
    found = str(safe_to_show(fault.found))
    return {"where": writable(fault.where), "wanted": writable(fault.wanted), "found": writable(found)}


def run_document(run: StoredRun) -> dict[str, Any]:
    """A run for ``--json`` and the API."""
    return {
        "source": run.upstream,
        "run": run.number,
        "outcome": run.outcome,
        "started_at": _iso(run.started_at),
        "ended_at": run.ended_at and _iso(run.ended_at),
        **orjson.loads(run.report),
    }


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
