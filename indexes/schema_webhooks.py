"""Tables of webhooks: who is told of what, what there is to tell, how each delivery went, who watches which record.

``event`` is an outbox: an event is written in the transaction of what it tells, or in that of the mark up to which all
was told, and with it a delivery for each subscription that it is for.
"""

from __future__ import annotations

import sqlalchemy as sa

from indexes.checksums import SIZE
from indexes.schema import METADATA


def webhook_place(webhook_id: str) -> str:
    """What the secrets of a subscription are sealed for."""
    return f"webhook:{webhook_id}"


_KEY = sa.String(400).with_variant(sa.String(400, collation="C"), "postgresql")
_ID = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
_NAME = sa.String(120)
_TIME = sa.DateTime(timezone=True)
_CHECKSUM = sa.LargeBinary(SIZE)

WEBHOOK = sa.Table(
    "webhook",
    METADATA,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("client", _NAME, nullable=False),
    sa.Column("tenant", _NAME, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("kinds", sa.Text, nullable=False),
    sa.Column("sources", sa.Text, nullable=False),
    sa.Column("description", sa.Text, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("reason", sa.String(64), nullable=False),
    sa.Column("made_at", _TIME, nullable=False),
    sa.Column("secret", sa.LargeBinary, nullable=False),
    sa.Column("previous", sa.LargeBinary),
    sa.Column("previous_until", _TIME),
    sa.Column("failures", sa.BigInteger, nullable=False),
    sa.Column("failing_since", _TIME),
    sa.Column("rests_until", _TIME),
    sa.Column("leased_by", _ID, nullable=False),
    sa.Column("leased_until", _TIME),
    sa.Column("checksum", _CHECKSUM, nullable=False),
    sa.Index("webhook_by_tenant", "tenant"),
)

EVENT = sa.Table(
    "event",
    METADATA,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("number", sa.BigInteger, nullable=False),
    sa.Column("kind", sa.String(32), nullable=False),
    sa.Column("tenant", _NAME, nullable=False),
    # The worker whom it names; erasing the worker finds it by this.
    sa.Column("worker_key", _KEY, nullable=False),
    sa.Column("data", sa.Text, nullable=False),
    sa.Column("at", _TIME, nullable=False),
    sa.Column("revision", sa.BigInteger, nullable=False),
    sa.Column("checksum", _CHECKSUM, nullable=False),
    sa.Index("event_by_worker", "worker_key"),
    sa.Index("event_by_time", "at"),
)

DELIVERY = sa.Table(
    "delivery",
    METADATA,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("webhook", _ID, nullable=False),
    sa.Column("event", _ID, nullable=False),
    sa.Column("number", sa.BigInteger, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("due_at", _TIME, nullable=False),
    sa.Column("attempts", sa.BigInteger, nullable=False),
    sa.Column("first_at", _TIME),
    sa.Column("last_at", _TIME),
    sa.Column("code", sa.BigInteger),
    sa.Column("ms", sa.BigInteger),
    sa.Column("fault", sa.Text, nullable=False),
    sa.Column("checksum", _CHECKSUM, nullable=False),
    sa.Index("delivery_by_webhook", "webhook", "number"),
    sa.Index("delivery_by_due", "state", "due_at"),
    sa.Index("delivery_by_event", "event"),
)

WATCH = sa.Table(
    "watch",
    METADATA,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("client", _NAME, nullable=False),
    sa.Column("tenant", _NAME, nullable=False),
    sa.Column("sources", sa.Text, nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("key", _KEY, nullable=False),
    sa.Column("least_score", sa.Float(53), nullable=False),
    sa.Column("most_per_day", sa.BigInteger, nullable=False),
    sa.Column("conditions", sa.Text, nullable=False),
    sa.Column("made_at", _TIME, nullable=False),
    sa.Column("revision", sa.BigInteger, nullable=False),
    sa.Column("checksum", _CHECKSUM, nullable=False),
    sa.Index("watch_by_key", "kind", "key"),
    sa.Index("watch_by_tenant", "tenant"),
)

TOLD = sa.Table(
    "told",
    METADATA,
    sa.Column("watch", _ID, primary_key=True),
    sa.Column("key", _KEY, primary_key=True),
    sa.Column("day", sa.String(10), nullable=False),
    sa.Column("checksum", _CHECKSUM, nullable=False),
    sa.Index("told_by_key", "key"),
    sa.Index("told_by_day", "watch", "day"),
)

FOLLOWER = sa.Table(
    "follower",
    METADATA,
    sa.Column("name", _ID, primary_key=True),
    sa.Column("revision", sa.BigInteger, nullable=False),
    sa.Column("leased_by", _ID, nullable=False),
    sa.Column("leased_until", _TIME),
    sa.Column("checksum", _CHECKSUM, nullable=False),
)

OPEN_POSTING = sa.Table(
    "open_posting",
    METADATA,
    sa.Column("key", _KEY, primary_key=True),
    # The last day, ISO 8601; empty when none is known.
    sa.Column("closes_on", sa.String(10), nullable=False),
    sa.Column("checksum", _CHECKSUM, nullable=False),
    sa.Index("open_posting_by_day", "closes_on"),
)

TABLES = (WEBHOOK, EVENT, DELIVERY, WATCH, TOLD, FOLLOWER, OPEN_POSTING)
"""All of them; each row carries a checksum."""

PASSING = (EVENT, DELIVERY, TOLD)
"""In no backup: what was due then was delivered since, and they name workers who may have been erased."""
