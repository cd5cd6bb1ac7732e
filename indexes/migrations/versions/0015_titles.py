"""Titles that stewards settle, with the second person's word, and their rulings on flags of the inspection."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from indexes.checksums import SIZE

revision = "0015"
down_revision = "0014"

_KEY = sa.String(400).with_variant(sa.String(400, collation="C"), "postgresql")
_ID = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
_WORD = sa.String(32)
_NAME = sa.String(120)
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the four tables."""
    op.create_table(
        "title_answer",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("title", _KEY, nullable=False),
        sa.Column("answer", _WORD, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("postings", sa.BigInteger, nullable=False),
        sa.Column("made_by", _NAME, nullable=False),
        sa.Column("made_at", _TIME, nullable=False),
        sa.Column("checksum", sa.LargeBinary(SIZE), nullable=False),
    )
    op.create_index("title_answer_by_title", "title_answer", ["title"])
    op.create_table(
        "title_review",
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("answer_id", _ID, nullable=False),
        sa.Column("verdict", _WORD, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("made_by", _NAME, nullable=False),
        sa.Column("made_at", _TIME, nullable=False),
        sa.Column("checksum", sa.LargeBinary(SIZE), nullable=False),
    )
    op.create_index("title_review_by_answer", "title_review", ["answer_id"])
    op.create_table(
        "title_run",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("upto", sa.BigInteger, nullable=False),
        sa.Column("postings", sa.BigInteger, nullable=False),
        sa.Column("workers", sa.BigInteger, nullable=False),
        sa.Column("courses", sa.BigInteger, nullable=False),
        sa.Column("made_at", _TIME, nullable=False),
        sa.Column("checksum", sa.LargeBinary(SIZE), nullable=False),
    )
    op.create_table(
        "flag_ruling",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("posting_key", _KEY, nullable=False),
        sa.Column("rule", _NAME, nullable=False),
        sa.Column("kind", _WORD, nullable=False),
        sa.Column("words", sa.String(64), nullable=False),
        sa.Column("verdict", _WORD, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("made_by", _NAME, nullable=False),
        sa.Column("made_at", _TIME, nullable=False),
        sa.Column("checksum", sa.LargeBinary(SIZE), nullable=False),
    )
    op.create_index("flag_ruling_by_posting", "flag_ruling", ["posting_key"])
