"""Who was erased (by a keyed hash), who must be kept, who was told that retention will erase them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from indexes.checksums import SIZE

revision = "0008"
down_revision = "0007"

_KEY = sa.String(400).with_variant(sa.String(400, collation="C"), "postgresql")


def upgrade() -> None:
    """Add the tables of erasure and retention."""
    op.create_table(
        "erasure",
        sa.Column("digest", sa.String(120), primary_key=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.Column("is_blocked", sa.Boolean, nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("checksum", sa.LargeBinary(SIZE), nullable=False),
    )
    op.create_index("erasure_by_kind", "erasure", ["kind", "is_blocked"])
    op.create_table(
        "hold",
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("key", _KEY, primary_key=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checksum", sa.LargeBinary(SIZE), nullable=False),
    )
    op.create_table(
        "notice",
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("key", _KEY, primary_key=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checksum", sa.LargeBinary(SIZE), nullable=False),
    )
