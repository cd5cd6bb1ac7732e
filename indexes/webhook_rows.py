"""Subscriptions as the store keeps them, with their leases: at most one process delivers to one at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from indexes import checked_rows
from indexes.schema_webhooks import DELIVERY, EVENT, WEBHOOK
from indexes.store_base import StoreBase
from taxonomy.errors import UnknownIdError

ACTIVE, PAUSED, DISABLED = "active", "paused", "disabled"
"""States of a subscription: it is told; what it should be told is kept; it is told no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredWebhook:
    """A subscription as the store keeps it.

    Attributes:
        id: ``wh_`` and a random part.
        client: Who made it.
        tenant: Whose it is.
        url: Where deliveries go.
        kinds: Kinds of events, JSON list.
        sources: Sources of postings that it is told of, JSON list; ``null`` for all.
        description: The client's own words.
        state: ``active``, ``paused`` or ``disabled``.
        reason: Why it was disabled; empty while it is not.
        made_at: When, UTC.
        secret: Signs; sealed.
        previous: The secret before, sealed; None when there is none.
        previous_until: Until when that signs too, UTC.
        failures: Failures in a row.
        failing_since: Of the first of these, UTC; None when the last attempt went well.
        rests_until: When it is tried again, after several failures in a row; UTC.
        leased_by: Who delivers to it just now; empty for nobody.
        leased_until: When the lease ends by itself, UTC.
    """

    id: str
    client: str
    tenant: str
    url: str
    kinds: str
    sources: str
    description: str
    state: str
    reason: str
    made_at: datetime
    secret: bytes
    previous: bytes | None = None
    previous_until: datetime | None = None
    failures: int = 0
    failing_since: datetime | None = None
    rests_until: datetime | None = None
    leased_by: str = ""
    leased_until: datetime | None = None


class WebhookRows(StoreBase):
    """The part of a store that keeps subscriptions."""

    def put_webhook(self, webhook: StoredWebhook) -> None:
        """Keep a subscription; the one of its id is replaced.

        Raises:
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            checked_rows.put(connection, WEBHOOK, [webhook])

    def webhooks(self, tenant: str | None = None) -> list[StoredWebhook]:
        """The subscriptions of a tenant, or of all, in the order in which they were made.

        Raises:
            StoreError: The database refused, or a row is not what was written.
        """
        chosen = sa.select(WEBHOOK).order_by(WEBHOOK.c.made_at, WEBHOOK.c.id)
        if tenant is not None:
            chosen = chosen.where(WEBHOOK.c.tenant == tenant)
        with self.snapshot() as connection:
            return [checked_rows.read(WEBHOOK, StoredWebhook, tuple(row)) for row in connection.execute(chosen)]

    def webhook(self, webhook_id: str, tenant: str | None = None) -> StoredWebhook:
        """One subscription.

        Args:
            webhook_id: Its id.
            tenant: Whose it must be; any when None.

        Raises:
            UnknownIdError: There is none, or it is another tenant's: who asks cannot tell which.
            StoreError: The database refused, or the row is not what was written.
        """
        with self.snapshot() as connection:
            return webhook_of(connection, webhook_id, tenant)

    def change_webhook(self, webhook_id: str, tenant: str | None, **changes: object) -> StoredWebhook:
        """Change some fields of a subscription; gives it as it is then.

        Raises:
            UnknownIdError: As ``webhook``.
            StoreError: The database refused, or the row is not what was written.
        """
        with self.transaction() as connection:
            changed = replace(webhook_of(connection, webhook_id, tenant), **changes)  # type: ignore[arg-type]
            checked_rows.put(connection, WEBHOOK, [changed])
        return changed

    def delete_webhook(self, webhook_id: str, tenant: str | None) -> None:
        """Remove a subscription with its deliveries.

        Raises:
            UnknownIdError: As ``webhook``.
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            webhook_of(connection, webhook_id, tenant)
            _remove(connection, [webhook_id])

    def delete_webhooks_of(self, client: str) -> int:
        """Remove all subscriptions of a client, whose access ended; gives how many.

        Raises:
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            found = list(connection.scalars(sa.select(WEBHOOK.c.id).where(WEBHOOK.c.client == client)))
            _remove(connection, found)
        return len(found)


def webhook_of(connection: sa.Connection, webhook_id: str, tenant: str | None = None) -> StoredWebhook:
    """As ``WebhookRows.webhook``, in any transaction."""
    row = connection.execute(sa.select(WEBHOOK).where(WEBHOOK.c.id == webhook_id)).one_or_none()
    found = None if row is None else checked_rows.read(WEBHOOK, StoredWebhook, tuple(row))
    if found is None or (tenant is not None and found.tenant != tenant):
        raise UnknownIdError(wanted="the id of a webhook of yours", found=webhook_id, where="id")
    return found


def _remove(connection: sa.Connection, ids: Sequence[str]) -> None:
    connection.execute(sa.delete(DELIVERY).where(DELIVERY.c.webhook.in_(ids)))
    connection.execute(sa.delete(WEBHOOK).where(WEBHOOK.c.id.in_(ids)))
    left = sa.select(DELIVERY.c.id).where(DELIVERY.c.event == EVENT.c.id)
    connection.execute(sa.delete(EVENT).where(~sa.exists(left)))
