"""The outbox: events, and a delivery of each for every subscription that it is for, written in one transaction."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from indexes import checked_rows, statements
from indexes.schema import REVISION
from indexes.schema_webhooks import DELIVERY, EVENT, WEBHOOK
from indexes.store_base import StoreBase
from indexes.watch_rows import erase_watches
from indexes.webhook_rows import DISABLED, StoredWebhook

PENDING, DELIVERED, DEAD = "pending", "delivered", "dead"
"""States of a delivery; a dead one is tried no more unless it is sent again by hand."""

_COUNTER = REVISION.c.name == "event"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    """What is told.

    Attributes:
        kind: ``match.new`` and the like.
        tenant: Whose subscriptions are told; empty for all tenants'.
        data: JSON object, without personal data.
        worker_key: The worker whom it names; empty for none. No event names two.
        source: Source of the posting that it is about; empty for none.
        webhook: The one subscription that is told, whatever kinds it takes; empty for all that fit.
    """

    kind: str
    tenant: str
    data: str
    worker_key: str = ""
    source: str = ""
    webhook: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEvent:
    """An event as the store keeps it.

    Attributes:
        id: ``evt_`` and a random part: what receivers tell repetitions by.
        number: In the order of events.
        kind: As in ``NewEvent``, like the next three.
        tenant: As above.
        worker_key: As above.
        data: As above.
        at: When, UTC.
        revision: Of the store at that time.
    """

    id: str
    number: int
    kind: str
    tenant: str
    worker_key: str
    data: str
    at: datetime
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDelivery:
    """A delivery of an event to a subscription, as the store keeps it; what was sent and answered is not kept.

    Attributes:
        id: ``del_`` and a random part.
        webhook: Id of the subscription.
        event: Id of the event.
        number: Of the event.
        state: ``pending``, ``delivered`` or ``dead``.
        due_at: When the next attempt may be, UTC.
        attempts: So far.
        first_at: Of the first, UTC; None before it. Sent again by hand it begins anew.
        last_at: Of the last, UTC.
        code: HTTP status of the last answer; None when there was none.
        ms: Milliseconds that it took.
        fault: What went wrong the last time, in words; empty when nothing did.
    """

    id: str
    webhook: str
    event: str
    number: int
    state: str
    due_at: datetime
    attempts: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None
    code: int | None = None
    ms: int | None = None
    fault: str = ""


class EventRows(StoreBase):
    """The part of a store that keeps the outbox."""

    def publish(self, events: Sequence[NewEvent]) -> list[str]:
        """Write events with their deliveries, all or nothing; gives the ids of those that somebody is told of.

        Raises:
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            return write_events(connection, events)

    def forget_worker_events(self, keys: Sequence[str]) -> int:
        """Remove every event, delivery and watch that names one of some workers; gives how many events.

        Raises:
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            return sum(erase_worker_events(connection, batch) for batch in statements.batches(keys))

    def prune_events(self, before: datetime) -> int:
        """Remove events older than a moment, with their deliveries, whatever came of them; gives how many.

        Raises:
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            old = sa.select(EVENT.c.id).where(EVENT.c.at < before)
            connection.execute(sa.delete(DELIVERY).where(DELIVERY.c.event.in_(old)))
            return int(connection.execute(sa.delete(EVENT).where(EVENT.c.at < before)).rowcount)

    def wanted_kinds(self) -> frozenset[str]:
        """Kinds of events that some subscription is told of.

        Raises:
            StoreError: The database refused.
        """
        with self.snapshot() as connection:
            chosen = sa.select(WEBHOOK.c.kinds).where(WEBHOOK.c.state != DISABLED)
            return frozenset(kind for kinds in connection.scalars(chosen) for kind in json.loads(kinds))


def write_events(connection: sa.Connection, events: Sequence[NewEvent]) -> list[str]:
    """As ``EventRows.publish``, in a write transaction that does more.

    An event that nobody is subscribed to is not kept: nobody could ask for it later.
    """
    chosen = sa.select(WEBHOOK).where(WEBHOOK.c.state != DISABLED).order_by(WEBHOOK.c.made_at, WEBHOOK.c.id)
    takers = [checked_rows.read(WEBHOOK, StoredWebhook, tuple(row)) for row in connection.execute(chosen)]
    wanted = [(event, told) for event in events if (told := [each for each in takers if _takes(each, event)])]
    if not wanted:
        return []
    first, revision, now = _numbers(connection, len(wanted)), _revision(connection), datetime.now(UTC)
    kept, deliveries = list[StoredEvent](), list[StoredDelivery]()
    for number, (event, told) in enumerate(wanted, first):
        made = StoredEvent(
            id=f"evt_{uuid.uuid4().hex}",
            number=number,
            kind=event.kind,
            tenant=event.tenant,
            worker_key=event.worker_key,
            data=event.data,
            at=now,
            revision=revision,
        )
        kept.append(made)
        deliveries += [_delivery(made, each.id) for each in told]
    checked_rows.put(connection, EVENT, kept)
    checked_rows.put(connection, DELIVERY, deliveries)
    return [event.id for event in kept]


def erase_worker_events(connection: sa.Connection, keys: Sequence[str]) -> int:
    """Remove what names some workers, in a write transaction; gives how many events.

    Args:
        connection: Of the transaction.
        keys: Of workers, at most ``statements.BATCH``.
    """
    named = sa.select(EVENT.c.id).where(EVENT.c.worker_key.in_(keys))
    connection.execute(sa.delete(DELIVERY).where(DELIVERY.c.event.in_(named)))
    erase_watches(connection, "worker", keys)
    return int(connection.execute(sa.delete(EVENT).where(EVENT.c.worker_key.in_(keys))).rowcount)


def _takes(webhook: StoredWebhook, event: NewEvent) -> bool:
    if event.webhook:
        return webhook.id == event.webhook
    if event.tenant not in ("", webhook.tenant) or event.kind not in json.loads(webhook.kinds):
        return False
    sources = json.loads(webhook.sources)
    return not event.source or sources is None or event.source in sources


def _delivery(event: StoredEvent, webhook: str) -> StoredDelivery:
    return StoredDelivery(
        id=f"del_{uuid.uuid4().hex}",
        webhook=webhook,
        event=event.id,
        number=event.number,
        state=PENDING,
        due_at=event.at,
    )


def _numbers(connection: sa.Connection, count: int) -> int:
    """Take numbers for events; gives the first. They are never given twice, for the counter outlives the events."""
    connection.execute(sa.update(REVISION).where(_COUNTER).values(value=REVISION.c.value + count))
    last = connection.execute(sa.select(REVISION.c.value).where(_COUNTER)).scalar_one()
    return int(last) - count + 1


def _revision(connection: sa.Connection) -> int:
    return int(connection.execute(sa.select(REVISION.c.value).where(REVISION.c.name == "revision")).scalar_one())
