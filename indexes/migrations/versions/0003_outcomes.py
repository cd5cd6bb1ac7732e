"""What came of matches, and the weights that were learnt from it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from indexes.checksums import SIZE

revision = "0003"
down_revision = "0002"

_KEY = sa.String(400).with_variant(sa.String(400, collation="C"), "postgresql")
_LIST = sa.String(100).with_variant(sa.String(100, collation="C"), "postgresql")


def upgrade() -> None:
    """Bring the tables from schema 2 to schema 3."""
    op.create_table(
        "outcome",
        sa.Column("worker_key", _KEY, primary_key=True),
        sa.Column("posting_key", _KEY, primary_key=True),
        sa.Column("event", sa.String(16), primary_key=True),
        sa.Column("list_id", _LIST, primary_key=True),
        sa.Column("key", _KEY, nullable=False),
        sa.Column("shown_to", sa.String(16), nullable=False),
        sa.Column("position", sa.BigInteger),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("weights", sa.String(120), nullable=False),
        sa.Column("components", sa.Text, nullable=False),
        sa.Column("chances", sa.Text, nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("checksum", sa.LargeBinary(SIZE), nullable=False),
    )
    op.create_table(
        "weights",
        sa.Column("name", sa.String(120), primary_key=True),
        sa.Column("shares", sa.Text, nullable=False),
        sa.Column("facts", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("served_at_revision", sa.BigInteger),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("checksum", sa.LargeBinary(SIZE), nullable=False),
    )
