"""What job seekers keep on the pages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from indexes.checksums import SIZE

revision = "0013"
down_revision = "0012"

_KEY = sa.String(400).with_variant(sa.String(400, collation="C"), "postgresql")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add both tables."""
    op.create_table(
        "kept_posting",
        sa.Column("worker_key", _KEY, primary_key=True),
        sa.Column("posting_key", _KEY, primary_key=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(16), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("checksum", sa.LargeBinary(SIZE), nullable=False),
    )
    op.create_table(
        "recovery",
        sa.Column("worker_key", _KEY, primary_key=True),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("checksum", sa.LargeBinary(SIZE), nullable=False),
    )
    op.create_index("recovery_by_code", "recovery", ["code_hash"], unique=True)
