"""Pairs of postings that a person should look at, and what people said of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from indexes.checksums import SIZE

revision = "0016"
down_revision = "0015"

_KEY = sa.String(400).with_variant(sa.String(400, collation="C"), "postgresql")
_ID = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
_WORD = sa.String(16)
_NAME = sa.String(120)
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add both tables."""
    op.create_table(
        "doubt",
        sa.Column("first", _KEY, primary_key=True),
        sa.Column("second", _KEY, primary_key=True),
        sa.Column("chance", sa.BigInteger, nullable=False),
        sa.Column("reasons", sa.Text, nullable=False),
        sa.Column("checksum", sa.LargeBinary(SIZE), nullable=False),
    )
    op.create_index("doubt_by_second", "doubt", ["second"])
    op.create_table(
        "pair_answer",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("first", _KEY, nullable=False),
        sa.Column("second", _KEY, nullable=False),
        sa.Column("answer", _WORD, nullable=False),
        sa.Column("before", _WORD, nullable=False),
        sa.Column("made_by", _NAME, nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("undone_by", _NAME, nullable=False),
        sa.Column("undone_at", _MOMENT),
        sa.Column("checksum", sa.LargeBinary(SIZE), nullable=False),
    )
    op.create_index("pair_answer_by_pair", "pair_answer", ["first", "second"])
    op.create_index("pair_answer_by_second", "pair_answer", ["second"])
