"""How far a run has come, so that one that was killed or failed is gone on with and nothing is fetched twice."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from indexes.store import Store
from indexes.upstream_rows import StoredRun
from matcher.pulls.report import Notes, Outcome, Tally, report_json

STALE = timedelta(hours=24)
"""Pulls that began longer ago are not gone on with: the pages have moved on, and some postings would be missed."""


@dataclass(slots=True, kw_only=True)
class Checkpoint:
    """What is still to be done.

    Attributes:
        location: Of the upstream when the run began; at another location one begins anew.
        first: Number of the run with which this pull began: what no run since then has seen is absent.
        began: When that run began, ISO 8601, UTC; empty in a checkpoint of before this was kept.
        queue: Addresses or paths still to be read, each with whether it is the page of a single posting.
        mark: Token for the next pull, as far as it is known.
        before: How many postings the last whole listing had, or were open when this pull began where those are more.
        refused: Rows refused since ``first`` that are of no open posting: the others are counted among the postings.
        unknown: Those of them whose id cannot be told, or was never seen.
        total: How many postings the upstream says that it has.
        pages: Pages read since ``first``.
    """

    location: str
    first: int
    began: str = ""
    queue: list[tuple[str, bool]] = field(default_factory=list)
    mark: str = ""
    before: int = 0
    refused: int = 0
    unknown: int = 0
    total: int | None = None
    pages: int = 0

    def as_json(self) -> str:
        """For the store."""
        return orjson.dumps(asdict(self)).decode()


def read_checkpoint(text: str) -> Checkpoint:
    """The checkpoint that ``as_json`` wrote."""
    values: dict[str, Any] = orjson.loads(text)
    values["queue"] = [(str(place), bool(is_item)) for place, is_item in values["queue"]]
    return Checkpoint(**values)


def begin(store: Store, upstream: str, location: str) -> tuple[StoredRun, Checkpoint]:
    """A new run, with the checkpoint of the one before where that was not read to its end.

    Args:
        store: Where runs are kept.
        upstream: Name of the upstream; nobody else runs it now.
        location: Of the upstream as it is now.

    Raises:
        StoreError: The store refused.
    """
    last = next(iter(store.runs(upstream, 1)), None)
    if last is not None and last.outcome == Outcome.RUNNING:  # nobody runs it, so it was killed
        last = replace(last, outcome=str(Outcome.INTERRUPTED))
        store.keep_run(last)
    kept = _to_go_on_from(last, location)
    continues = last.number if last is not None and kept is not None else None
    run = store.begin_run(upstream, report_json(Tally(), Notes(continues=continues)))
    return run, kept or Checkpoint(location=location, first=run.number, began=run.started_at.isoformat())


def _to_go_on_from(last: StoredRun | None, location: str) -> Checkpoint | None:
    if last is None or not last.checkpoint or last.outcome not in {Outcome.INTERRUPTED, Outcome.FAILED}:
        return None
    found = read_checkpoint(last.checkpoint)
    # From the first run of the pull on: each that goes on with it is fresh itself.
    began = datetime.fromisoformat(found.began) if found.began else last.started_at
    is_fresh = datetime.now(UTC) - began < STALE
    return found if is_fresh and found.queue and found.location == location else None
