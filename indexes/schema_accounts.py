"""Tables of people who sign in to the pages: accounts of staff, and the sessions of their browsers and of seekers'.

No column holds a secret that could be used: passwords are argon2id hashes, tokens of sessions SHA-256 of 256 random
bits. Sessions are in no backup: one that was ended must not come back with a restore.
"""

from __future__ import annotations

import sqlalchemy as sa

from indexes.checksums import SIZE
from indexes.schema import METADATA

_NAME = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
_MOMENT = sa.DateTime(timezone=True)

ACCOUNT = sa.Table(
    "account",
    METADATA,
    sa.Column("name", _NAME, primary_key=True),
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("tenant", _NAME, nullable=False),
    # JSON list; empty for all sources.
    sa.Column("sources", sa.Text, nullable=False),
    sa.Column("password_hash", sa.Text, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("must_change", sa.Boolean, nullable=False),
    sa.Column("created_at", _MOMENT, nullable=False),
    sa.Column("changed_at", _MOMENT, nullable=False),
    sa.Column("checksum", sa.LargeBinary(SIZE), nullable=False),
)

SESSION = sa.Table(
    "session",
    METADATA,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    # Name of the account; of a seeker a random id, which is all that is known of who it is.
    sa.Column("owner", _NAME, nullable=False),
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("created_at", _MOMENT, nullable=False),
    sa.Column("used_at", _MOMENT, nullable=False),
    sa.Column("idle_until", _MOMENT, nullable=False),
    sa.Column("ends_at", _MOMENT, nullable=False),
    sa.Column("checksum", sa.LargeBinary(SIZE), nullable=False),
    sa.Index("session_by_owner", "owner"),
    sa.Index("session_by_end", "idle_until"),
)

TABLES = (ACCOUNT, SESSION)
