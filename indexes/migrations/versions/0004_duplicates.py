"""Postings that are copies of one vacancy, and what was ruled about pairs of them by hand."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from indexes.checksums import SIZE

revision = "0004"
down_revision = "0003"

_KEY = sa.String(400).with_variant(sa.String(400, collation="C"), "postgresql")


def upgrade() -> None:
    """Bring the tables from schema 3 to schema 4."""
    op.create_table(
        "duplicate",
        sa.Column("key", _KEY, primary_key=True),
        sa.Column("cluster", _KEY, nullable=False),
        sa.Column("place", sa.BigInteger, nullable=False),
        sa.Column("chance", sa.BigInteger, nullable=False),
        sa.Column("completeness", sa.BigInteger, nullable=False),
        sa.Column("employer", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("posted_on", sa.String(10), nullable=False),
        sa.Column("ends_on", sa.String(10), nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("checksum", sa.LargeBinary(SIZE), nullable=False),
    )
    op.create_index("duplicate_by_cluster", "duplicate", ["cluster", "place"])
    op.create_table(
        "ruling",
        sa.Column("first", _KEY, primary_key=True),
        sa.Column("second", _KEY, primary_key=True),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("checksum", sa.LargeBinary(SIZE), nullable=False),
    )
