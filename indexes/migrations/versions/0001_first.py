"""The first tables: records, what was derived from them, generations, one counter."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_KEY = sa.String(400).with_variant(sa.String(400, collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables of schema 1."""
    op.create_table(
        "record",
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("key", _KEY, primary_key=True),
        sa.Column("raw_hash", sa.String(64), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "derived",
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("key", _KEY, primary_key=True),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("fingerprint", sa.String(120), nullable=False),
        sa.Column("coded", sa.Text, nullable=False),
        sa.Column("vector", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "generation",
        sa.Column("name", sa.String(120), primary_key=True),
        sa.Column("manifest_sha256", sa.String(64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_current", sa.Boolean, nullable=False),
    )
    counter = op.create_table(
        "revision",
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("value", sa.Integer, nullable=False),
    )
    op.bulk_insert(counter, [{"name": "schema", "value": 1}, {"name": "revision", "value": 0}])
