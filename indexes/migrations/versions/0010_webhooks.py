"""Webhooks: subscriptions, events, deliveries, watches, and up to where records were followed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from indexes.checksums import SIZE

revision = "0010"
down_revision = "0009"

_KEY = sa.String(400).with_variant(sa.String(400, collation="C"), "postgresql")
_ID = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
_NAME = sa.String(120)
_TIME = sa.DateTime(timezone=True)
_CHECKSUM = sa.LargeBinary(SIZE)


def upgrade() -> None:
    """Add the tables of webhooks, and a counter that numbers events."""
    for add in (_webhook, _event, _delivery, _watch, _told, _follower, _open_posting):
        add()
    counters = sa.table("revision", sa.column("name", sa.String), sa.column("value", sa.BigInteger))
    op.bulk_insert(counters, [{"name": "event", "value": 0}])


def _webhook() -> None:
    op.create_table(
        "webhook",
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
    )
    op.create_index("webhook_by_tenant", "webhook", ["tenant"])


def _event() -> None:
    op.create_table(
        "event",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("tenant", _NAME, nullable=False),
        sa.Column("worker_key", _KEY, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("checksum", _CHECKSUM, nullable=False),
    )
    op.create_index("event_by_worker", "event", ["worker_key"])
    op.create_index("event_by_time", "event", ["at"])


def _delivery() -> None:
    op.create_table(
        "delivery",
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
    )
    op.create_index("delivery_by_webhook", "delivery", ["webhook", "number"])
    op.create_index("delivery_by_due", "delivery", ["state", "due_at"])
    op.create_index("delivery_by_event", "delivery", ["event"])


def _watch() -> None:
    op.create_table(
        "watch",
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
    )
    op.create_index("watch_by_key", "watch", ["kind", "key"])
    op.create_index("watch_by_tenant", "watch", ["tenant"])


def _told() -> None:
    op.create_table(
        "told",
        sa.Column("watch", _ID, primary_key=True),
        sa.Column("key", _KEY, primary_key=True),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("checksum", _CHECKSUM, nullable=False),
    )
    op.create_index("told_by_key", "told", ["key"])
    op.create_index("told_by_day", "told", ["watch", "day"])


def _follower() -> None:
    op.create_table(
        "follower",
        sa.Column("name", _ID, primary_key=True),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("leased_by", _ID, nullable=False),
        sa.Column("leased_until", _TIME),
        sa.Column("checksum", _CHECKSUM, nullable=False),
    )


def _open_posting() -> None:
    op.create_table(
        "open_posting",
        sa.Column("key", _KEY, primary_key=True),
        sa.Column("closes_on", sa.String(10), nullable=False),
        sa.Column("checksum", _CHECKSUM, nullable=False),
    )
    op.create_index("open_posting_by_day", "open_posting", ["closes_on"])
