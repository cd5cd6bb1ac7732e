"""Upstreams that postings are pulled from, what each run did, and which of their postings were seen when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from indexes.checksums import SIZE

revision = "0005"
down_revision = "0004"

_KEY = sa.String(400).with_variant(sa.String(400, collation="C"), "postgresql")
_NAME = sa.String(100).with_variant(sa.String(100, collation="C"), "postgresql")


def upgrade() -> None:
    """Add the tables of sources."""
    op.create_table(
        "upstream",
        sa.Column("name", _NAME, primary_key=True),
        sa.Column("settings", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True)),
        sa.Column("checksum", sa.LargeBinary(SIZE), nullable=False),
    )
    op.create_table(
        "run",
        sa.Column("upstream", _NAME, primary_key=True),
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("report", sa.Text, nullable=False),
        sa.Column("checkpoint", sa.Text, nullable=False),
        sa.Column("checksum", sa.LargeBinary(SIZE), nullable=False),
    )
    op.create_table(
        "sighting",
        sa.Column("upstream", _NAME, primary_key=True),
        sa.Column("key", _KEY, primary_key=True),
        sa.Column("run", sa.BigInteger, nullable=False),
        sa.Column("content", sa.String(64), nullable=False),
        sa.Column("closed_by", sa.BigInteger),
        sa.Column("checksum", sa.LargeBinary(SIZE), nullable=False),
    )
    op.create_index("sighting_by_run", "sighting", ["upstream", "run"])
    op.create_index("sighting_by_content", "sighting", ["upstream", "content"])
