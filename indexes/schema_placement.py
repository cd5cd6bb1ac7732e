"""Tables of placement officers: who and what waits for one, and what they judged of pairs.

Each names people, so each row leaves with the person. What an officer writes in words is sealed.
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


def note_place(row_id: str) -> str:
    """What the words beside a row are sealed for."""
    return f"placement:{row_id}"


WORK = sa.Table(
    "work",
    METADATA,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("kind", _WORD, nullable=False),
    # Empty where it is about a posting alone, or a person alone.
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
    sa.Index("work_by_due", "state", "due_at"),
    sa.Index("work_by_worker", "worker_key"),
    sa.Index("work_by_posting", "posting_key"),
)

JUDGEMENT = sa.Table(
    "judgement",
    METADATA,
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
    sa.Index("judgement_by_worker", "worker_key"),
    sa.Index("judgement_by_posting", "posting_key"),
)

TABLES = (WORK, JUDGEMENT)
"""Both; each row carries a checksum."""
