"""What others are told of by webhooks, and how to tell it: keys, scores and reasons, never personal data or texts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

import orjson

from indexes.event_rows import NewEvent, StoredEvent
from indexes.store import Store

KEPT = timedelta(days=30)
"""How long an event and its deliveries are kept."""


class EventKind(StrEnum):
    """Kinds of events."""

    MATCH_NEW = "match.new"
    """New postings fit a watched worker, or a new worker fits a watched posting."""
    POSTING_CLOSED = "posting.closed"
    """A posting was closed by its source, was deleted, or its last day is over."""
    JOB_DONE = "job.done"
    """An asynchronous job ended."""
    PING = "ping"
    """A client asked for it, to see that deliveries come through."""


_SUBJECTS = {
    EventKind.MATCH_NEW: "watch",
    EventKind.POSTING_CLOSED: "posting",
    EventKind.JOB_DONE: "job",
    EventKind.PING: "webhook",
}
"""Kind of event to the field of its data that says what it is about."""

SUBSCRIBABLE = (EventKind.MATCH_NEW, EventKind.POSTING_CLOSED, EventKind.JOB_DONE)
"""Kinds that one subscribes to; a ping comes to those who ask for it."""


def publish(store: Store, kind: EventKind, tenant: str, data: Mapping[str, Any]) -> str:
    """Tell the subscriptions of a tenant; gives the id of the event, empty when nobody is subscribed.

    Args:
        store: Where the outbox is.
        kind: What happened.
        tenant: Whose subscriptions; empty for all tenants'.
        data: Goes into the body as it is; must name no worker, for who is erased is found by a column of its own.

    Raises:
        StoreError: The store refused.
    """
    found = store.publish([new_event(kind, tenant, data)])
    return found[0] if found else ""


def new_event(kind: EventKind, tenant: str, data: Mapping[str, Any], **more: str) -> NewEvent:
    """An event; further fields as of ``NewEvent``."""
    return NewEvent(kind=str(kind), tenant=tenant, data=orjson.dumps(data).decode(), **more)


def subject_of(event: StoredEvent) -> str:
    """What an event is about; those of one subject go out in their order, others need not wait for each other."""
    field = _SUBJECTS[EventKind(event.kind)]
    return f"{field}:{orjson.loads(event.data).get(field, '')}"


def prune(store: Store, now: datetime | None = None) -> int:
    """Remove events older than ``KEPT``, with their deliveries; gives how many.

    Raises:
        StoreError: The store refused.
    """
    return store.prune_events((now or datetime.now(UTC)) - KEPT)
