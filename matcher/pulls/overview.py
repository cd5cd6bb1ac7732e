"""Every upstream with its schedule and its last run, for people and for the API; no secret and no name of one."""

from __future__ import annotations

from typing import Any

from indexes.store import Store
from matcher.pulls.report import run_document
from matcher.pulls.upstream import kept_upstream


def overview(store: Store) -> list[dict[str, Any]]:
    """Upstreams by name.

    Raises:
        StoreError: The store refused.
    """
    found: list[dict[str, object]] = []
    for row in store.upstreams():
        upstream = kept_upstream(row)
        last = next(iter(store.runs(row.name, 1)), None)
        found.append(
            {
                "name": upstream.name,
                "format": upstream.format,
                "location": upstream.location,
                "schedule": upstream.schedule,
                "listing": upstream.is_listing,
                "due_at": row.due_at and row.due_at.isoformat(timespec="seconds"),
                "last_run": run_document(last) if last is not None else None,
            }
        )
    return found
