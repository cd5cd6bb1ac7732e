"""Deliveries: which are due, who delivers them, what came of each, and sending one again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from indexes import checked_rows
from indexes.event_rows import DEAD, PENDING, StoredDelivery, StoredEvent
from indexes.schema_webhooks import DELIVERY, EVENT, WEBHOOK
from indexes.store_base import StoreBase
from indexes.webhook_rows import ACTIVE, DISABLED, StoredWebhook, webhook_of
from taxonomy.errors import UnknownIdError


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Deliveries that one process has taken on.

    Attributes:
        webhook: The subscription, leased.
        due: Deliveries with their events, in the order of the events.
    """

    webhook: StoredWebhook
    due: Sequence[tuple[StoredDelivery, StoredEvent]]


class DeliveryRows(StoreBase):
    """The part of a store that keeps deliveries."""

    def ready_webhooks(self, now: datetime, limit: int) -> list[StoredWebhook]:
        """Subscriptions with deliveries that are due and that nobody is delivering, the longest waiting first.

        Raises:
            StoreError: The database refused, or a row is not what was written.
        """
        waiting = (
            sa.select(DELIVERY.c.webhook, sa.func.min(DELIVERY.c.due_at).label("since"))
            .where(DELIVERY.c.state == PENDING, DELIVERY.c.due_at <= now)
            .group_by(DELIVERY.c.webhook)
            .subquery()
        )
        chosen = (
            sa.select(WEBHOOK)
            .join(waiting, waiting.c.webhook == WEBHOOK.c.id)
            .where(WEBHOOK.c.state == ACTIVE, _is_free(now))
            .order_by(waiting.c.since, WEBHOOK.c.id)
            .limit(limit)
        )
        with self.snapshot() as connection:
            return [checked_rows.read(WEBHOOK, StoredWebhook, tuple(row)) for row in connection.execute(chosen)]

    def claim(self, webhook_id: str, owner: str, now: datetime, *, lease: timedelta, limit: int) -> Claim | None:
        """Take on what is due of a subscription; None when another has it, or nothing is.

        Args:
            webhook_id: The subscription.
            owner: Who takes it on.
            now: UTC.
            lease: How long nobody else may.
            limit: Most deliveries.

        Raises:
            StoreError: The database refused, or a row is not what was written.
        """
        due = (
            sa.select(DELIVERY)
            .where(DELIVERY.c.webhook == webhook_id, DELIVERY.c.state == PENDING, DELIVERY.c.due_at <= now)
            .order_by(DELIVERY.c.number)
            .limit(limit)
        )
        with self.transaction() as connection:
            chosen = sa.select(WEBHOOK).where(WEBHOOK.c.id == webhook_id, WEBHOOK.c.state == ACTIVE, _is_free(now))
            row = connection.execute(chosen).one_or_none()
            found = [checked_rows.read(DELIVERY, StoredDelivery, tuple(each)) for each in connection.execute(due)]
            if row is None or not found:
                return None
            webhook = checked_rows.read(WEBHOOK, StoredWebhook, tuple(row))
            leased = replace(webhook, leased_by=owner, leased_until=now + lease)
            checked_rows.put(connection, WEBHOOK, [leased])
            chosen = sa.select(EVENT).where(EVENT.c.id.in_([each.event for each in found]))
            events = [checked_rows.read(EVENT, StoredEvent, tuple(each)) for each in connection.execute(chosen)]
        known = {event.id: event for event in events}
        return Claim(webhook=leased, due=[(each, known[each.event]) for each in found])

    def settle(self, webhook: StoredWebhook, done: Sequence[StoredDelivery]) -> None:
        """Keep what came of deliveries, and let go of the subscription.

        What was erased meanwhile stays away. Of the subscription only what deliveries change is kept, so that what its
        owner changed meanwhile holds. Once it is disabled its pending deliveries are dead.

        Args:
            webhook: As it is now, with the lease that ``claim`` gave.
            done: Deliveries as they are now.

        Raises:
            StoreError: The database refused, or a row is not what was written.
        """
        with self.transaction() as connection:
            ids = [each.id for each in done]
            there = set(connection.scalars(sa.select(DELIVERY.c.id).where(DELIVERY.c.id.in_(ids))))
            checked_rows.put(connection, DELIVERY, [each for each in done if each.id in there])
            row = connection.execute(sa.select(WEBHOOK).where(WEBHOOK.c.id == webhook.id)).one_or_none()
            if row is None:
                return
            stored = checked_rows.read(WEBHOOK, StoredWebhook, tuple(row))
            if stored.leased_by == webhook.leased_by:
                checked_rows.put(connection, WEBHOOK, [_health(stored, webhook)])
            if webhook.state == DISABLED:
                _bury(connection, webhook.id, f"the webhook is disabled: {webhook.reason}")

    def deliveries(self, webhook_id: str, *, before: int | None, state: str | None, limit: int) -> list[StoredDelivery]:
        """Deliveries of a subscription, the newest event first.

        Args:
            webhook_id: The subscription.
            before: Number of an event; older ones alone. From the newest when None.
            state: Of the deliveries; any when None.
            limit: At most so many.

        Raises:
            StoreError: The database refused, or a row is not what was written.
        """
        chosen = sa.select(DELIVERY).where(DELIVERY.c.webhook == webhook_id).order_by(DELIVERY.c.number.desc())
        if before is not None:
            chosen = chosen.where(DELIVERY.c.number < before)
        if state is not None:
            chosen = chosen.where(DELIVERY.c.state == state)
        with self.snapshot() as connection:
            rows = connection.execute(chosen.limit(limit))
            return [checked_rows.read(DELIVERY, StoredDelivery, tuple(row)) for row in rows]

    def event_kinds(self, ids: Sequence[str]) -> dict[str, str]:
        """Id to kind of some events.

        Raises:
            StoreError: The database refused.
        """
        with self.snapshot() as connection:
            rows = connection.execute(sa.select(EVENT.c.id, EVENT.c.kind).where(EVENT.c.id.in_(ids)))
            return {str(event): str(kind) for event, kind in rows}

    def resend(self, webhook_id: str, delivery_id: str, tenant: str | None, now: datetime) -> StoredDelivery:
        """Have a delivery tried again, whatever came of it: its three days begin anew, its event keeps its id.

        Raises:
            UnknownIdError: There is no such delivery of such a subscription of the tenant.
            StoreError: The database refused, or a row is not what was written.
        """
        with self.transaction() as connection:
            webhook_of(connection, webhook_id, tenant)
            chosen = sa.select(DELIVERY).where(DELIVERY.c.id == delivery_id, DELIVERY.c.webhook == webhook_id)
            row = connection.execute(chosen).one_or_none()
            if row is None:
                raise UnknownIdError(wanted="the id of a delivery of this webhook", found=delivery_id, where="delivery")
            found = checked_rows.read(DELIVERY, StoredDelivery, tuple(row))
            again = replace(found, state=PENDING, due_at=now, attempts=0, first_at=None, fault="")
            checked_rows.put(connection, DELIVERY, [again])
        return again

    def count_deliveries(self) -> dict[tuple[str, str], int]:
        """Id of a subscription and state to number of its deliveries.

        Raises:
            StoreError: The database refused.
        """
        counted = sa.select(DELIVERY.c.webhook, DELIVERY.c.state, sa.func.count())
        with self.snapshot() as connection:
            rows = connection.execute(counted.group_by(DELIVERY.c.webhook, DELIVERY.c.state))
            return {(str(webhook), str(state)): int(count) for webhook, state, count in rows}


def _is_free(now: datetime) -> sa.ColumnElement[bool]:
    """Neither leased nor resting."""
    until = (WEBHOOK.c.leased_until, WEBHOOK.c.rests_until)
    return sa.and_(*(sa.or_(column.is_(None), column <= now) for column in until))


def _health(stored: StoredWebhook, seen: StoredWebhook) -> StoredWebhook:
    """What is stored, with what deliveries found out."""
    is_ended = seen.state == DISABLED
    return replace(
        stored,
        state=DISABLED if is_ended else stored.state,
        reason=seen.reason if is_ended else stored.reason,
        failures=seen.failures,
        failing_since=seen.failing_since,
        rests_until=seen.rests_until,
        leased_by="",
        leased_until=None,
    )


def _bury(connection: sa.Connection, webhook_id: str, fault: str) -> None:
    chosen = sa.select(DELIVERY).where(DELIVERY.c.webhook == webhook_id, DELIVERY.c.state == PENDING)
    rows = [checked_rows.read(DELIVERY, StoredDelivery, tuple(row)) for row in connection.execute(chosen)]
    checked_rows.put(connection, DELIVERY, [replace(row, state=DEAD, fault=fault) for row in rows])
