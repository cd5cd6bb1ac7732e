"""Tables of who may call: clients, their API keys, what they used, and the keys that sign tokens.

No column holds a secret that could be used: secrets of clients are argon2id hashes, signing keys are sealed
(``indexes/secret_box.py``).
"""

from __future__ import annotations

import sqlalchemy as sa

from indexes.schema import METADATA

_NAME = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
_CHECKSUM = sa.LargeBinary(16)
_MOMENT = sa.DateTime(timezone=True)

CLIENT = sa.Table(
    "client",
    METADATA,
    sa.Column("id", _NAME, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("tenant", _NAME, nullable=False),
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("scopes", sa.Text, nullable=False),
    # JSON list; empty for all sources.
    sa.Column("sources", sa.Text, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("secret_hash", sa.Text, nullable=False),
    sa.Column("old_secret_hash", sa.Text, nullable=False),
    sa.Column("old_secret_until", _MOMENT),
    sa.Column("rate", sa.BigInteger, nullable=False),
    sa.Column("burst", sa.BigInteger, nullable=False),
    sa.Column("quota", sa.BigInteger, nullable=False),
    sa.Column("created_at", _MOMENT, nullable=False),
    sa.Column("rotated_at", _MOMENT),
    # Tokens made before are refused, whatever their end.
    sa.Column("tokens_from", sa.BigInteger, nullable=False),
    sa.Column("checksum", _CHECKSUM, nullable=False),
)

API_KEY = sa.Table(
    "api_key",
    METADATA,
    sa.Column("id", _NAME, primary_key=True),
    sa.Column("client", _NAME, nullable=False),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
    sa.Column("created_at", _MOMENT, nullable=False),
    sa.Column("expires_at", _MOMENT),
    sa.Column("revoked_at", _MOMENT),
    sa.Column("last_used_on", sa.String(10), nullable=False),
    sa.Column("checksum", _CHECKSUM, nullable=False),
    sa.Index("api_key_by_client", "client"),
)

USAGE = sa.Table(
    "usage",
    METADATA,
    # A counter that processes add to: no checksum, for what it counts is told by no row.
    sa.Column("client", _NAME, primary_key=True),
    sa.Column("day", sa.String(10), primary_key=True),
    sa.Column("used", sa.BigInteger, nullable=False),
)

SIGNING_KEY = sa.Table(
    "signing_key",
    METADATA,
    sa.Column("kid", _NAME, primary_key=True),
    sa.Column("public_jwk", sa.Text, nullable=False),
    sa.Column("private_box", sa.LargeBinary, nullable=False),
    sa.Column("created_at", _MOMENT, nullable=False),
    sa.Column("signs_from", _MOMENT, nullable=False),
    # Set when another takes its place: until then it stays published, for its tokens have not ended.
    sa.Column("published_until", _MOMENT),
    sa.Column("checksum", _CHECKSUM, nullable=False),
)
