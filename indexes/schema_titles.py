"""Tables of the stewards who settle what the machine is unsure of: titles of jobs, and flags of the inspection.

Each is only ever added to: what was answered, and what was said of the answer, stand beside each other for good.
"""

from __future__ import annotations

import sqlalchemy as sa

from indexes.checksums import SIZE
from indexes.schema import METADATA

_KEY = sa.String(400).with_variant(sa.String(400, collation="C"), "postgresql")
_ID = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
_WORD = sa.String(32)
_NAME = sa.String(120)
_TIME = sa.DateTime(timezone=True)

TITLE_ANSWER = sa.Table(
    "title_answer",
    METADATA,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("title", _KEY, nullable=False),
    sa.Column("answer", _WORD, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("postings", sa.BigInteger, nullable=False),
    sa.Column("made_by", _NAME, nullable=False),
    sa.Column("made_at", _TIME, nullable=False),
    sa.Column("checksum", sa.LargeBinary(SIZE), nullable=False),
    sa.Index("title_answer_by_title", "title"),
)

TITLE_REVIEW = sa.Table(
    "title_review",
    METADATA,
    # Counts up, so that who knows the vocabulary up to a number asks for the last one alone.
    sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("answer_id", _ID, nullable=False),
    sa.Column("verdict", _WORD, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("made_by", _NAME, nullable=False),
    sa.Column("made_at", _TIME, nullable=False),
    sa.Column("checksum", sa.LargeBinary(SIZE), nullable=False),
    sa.Index("title_review_by_answer", "answer_id"),
)

TITLE_RUN = sa.Table(
    "title_run",
    METADATA,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("upto", sa.BigInteger, nullable=False),
    sa.Column("postings", sa.BigInteger, nullable=False),
    sa.Column("workers", sa.BigInteger, nullable=False),
    sa.Column("courses", sa.BigInteger, nullable=False),
    sa.Column("made_at", _TIME, nullable=False),
    sa.Column("checksum", sa.LargeBinary(SIZE), nullable=False),
)

FLAG_RULING = sa.Table(
    "flag_ruling",
    METADATA,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("posting_key", _KEY, nullable=False),
    sa.Column("rule", _NAME, nullable=False),
    sa.Column("kind", _WORD, nullable=False),
    # SHA-256 of the words found: they may hold a number or an address of somebody.
    sa.Column("words", sa.String(64), nullable=False),
    sa.Column("verdict", _WORD, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("made_by", _NAME, nullable=False),
    sa.Column("made_at", _TIME, nullable=False),
    sa.Column("checksum", sa.LargeBinary(SIZE), nullable=False),
    sa.Index("flag_ruling_by_posting", "posting_key"),
)

TABLES = (TITLE_ANSWER, TITLE_REVIEW, TITLE_RUN, FLAG_RULING)
"""All; each row carries a checksum."""
