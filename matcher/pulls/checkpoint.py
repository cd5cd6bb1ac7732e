"""How far a run has come, so that one that was killed or failed is gone on with and nothing is fetched twice."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta

import orjson

from indexes.store import Store
from indexes.upstream_rows import StoredRun
from matcher.pulls.report import Notes, Outcome, Tally, report_json

STALE = timedelta(hours=24)
"""Older checkpoints are not gone on from: the pages have moved on, and postings between two of them would be missed."""


@dataclass(slots=True, kw_only=True)
class Checkpoint:
    """What is still to be done.

    Attributes:
        location: Of the upstream when the run began; at another location one begins anew.
        first: Number of the run with which this pull began: what no run since then has seen is absent.
        queue: Addresses or paths still to be read, each with whether it is the page of a single posting.
        mark: Token for the next pull, as far as it is known.
        refused: Rows refused since ``first``.
        unknown: Those of them whose id cannot be told.
        total: How many postings the upstream says that it has.
        pages: Pages read since ``first``.
    """

    location: str
    first: int
    queue: list[tuple[str, bool]] = field(default_factory=list)
    mark: str = ""
    refused: int = 0
    unknown: int = 0
    total: int | None = None
    pages: int = 0

    def as_json(self) -> str:
        """For the store."""
        return orjson.dumps(asdict(self)).decode()


def read_checkpoint(text: str) -> Checkpoint:
    """The checkpoint that ``as_json`` wrote."""
    values = orjson.loads(text)
    return Checkpoint(**{**values, "queue": [(str(place), bool(is_item)) for place, is_item in values["queue"]]})


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
    return run, kept or Checkpoint(location=location, first=run.number)


def _to_go_on_from(last: StoredRun | None, location: str) -> Checkpoint | None:
    if last is None or not last.checkpoint or last.outcome not in {Outcome.INTERRUPTED, Outcome.FAILED}:
        return None
    found = read_checkpoint(last.checkpoint)
    is_fresh = datetime.now(UTC) - last.started_at < STALE
    return found if is_fresh and found.queue and found.location == location else None
