"""Work of placement officers, and their judgements of pairs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from indexes.checksums import SIZE

revision = "0014"
down_revision = "0013"

_KEY = sa.String(400).with_variant(sa.String(400, collation="C"), "postgresql")
_ID = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
_WORD = sa.String(32)
_NAME = sa.String(120)
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add both tables."""
    op.create_table(
        "work",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("kind", _WORD, nullable=False),
        sa.Column("worker_key", _KEY, nullable=False),
        sa.Column("posting_key", _KEY, nullable=False),
        sa.Column("made_at", _TIME, nullable=False),
        sa.Column("due_at", _TIME, nullable=False),
        sa.Column("state", _WORD, nullable=False),
        sa.Column("holder", _NAME, nullable=False),
        sa.Column("held_until", _TIME),
        sa.Column("reason", _WORD, nullable=False),
        sa.Column("note", sa.LargeBinary, nullable=False),
        sa.Column("checksum", sa.LargeBinary(SIZE), nullable=False),
    )
    op.create_index("work_by_due", "work", ["state", "due_at"])
    op.create_index("work_by_worker", "work", ["worker_key"])
    op.create_index("work_by_posting", "work", ["posting_key"])
    op.create_table(
        "judgement",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("worker_key", _KEY, nullable=False),
        sa.Column("posting_key", _KEY, nullable=False),
        sa.Column("verdict", _WORD, nullable=False),
        sa.Column("reason", _WORD, nullable=False),
        sa.Column("note", sa.LargeBinary, nullable=False),
        sa.Column("score", sa.Float(53), nullable=False),
        sa.Column("weights", _NAME, nullable=False),
        sa.Column("made_by", _NAME, nullable=False),
        sa.Column("made_at", _TIME, nullable=False),
        sa.Column("undone_by", _NAME, nullable=False),
        sa.Column("undone_at", _TIME),
        sa.Column("checksum", sa.LargeBinary(SIZE), nullable=False),
    )
    op.create_index("judgement_by_worker", "judgement", ["worker_key"])
    op.create_index("judgement_by_posting", "judgement", ["posting_key"])
