"""Tables of what job seekers keep on the pages: postings they saved or do not want, and how they come back.

A row goes with its worker. What a seeker keeps is restored with the worker from backups; a code by which somebody comes
back is random, and its hash is all that is kept.
"""

from __future__ import annotations

import sqlalchemy as sa

from indexes.checksums import SIZE
from indexes.schema import METADATA

_KEY = sa.String(400).with_variant(sa.String(400, collation="C"), "postgresql")
_MOMENT = sa.DateTime(timezone=True)

KEPT_POSTING = sa.Table(
    "kept_posting",
    METADATA,
    sa.Column("worker_key", _KEY, primary_key=True),
    sa.Column("posting_key", _KEY, primary_key=True),
    sa.Column("state", sa.String(16), nullable=False),
    # One of a few codes; nobody writes freely here.
    sa.Column("reason", sa.String(16), nullable=False),
    sa.Column("at", _MOMENT, nullable=False),
    sa.Column("checksum", sa.LargeBinary(SIZE), nullable=False),
)

RECOVERY = sa.Table(
    "recovery",
    METADATA,
    sa.Column("worker_key", _KEY, primary_key=True),
    sa.Column("code_hash", sa.String(64), nullable=False),
    sa.Column("made_at", _MOMENT, nullable=False),
    sa.Column("checksum", sa.LargeBinary(SIZE), nullable=False),
    sa.Index("recovery_by_code", "code_hash", unique=True),
)

TABLES = (KEPT_POSTING, RECOVERY)
