"""Tables of the record store. Identity data has no column here: it never enters the match path."""

from __future__ import annotations

import sqlalchemy as sa

SCHEMA_VERSION = 1
"""Raised with every change to the tables below."""

METADATA = sa.MetaData()

# Keys compare bytewise on both databases, so that "by key" means the same order everywhere.
_KEY = sa.String(400).with_variant(sa.String(400, collation="C"), "postgresql")

RECORD = sa.Table(
    "record",
    METADATA,
    sa.Column("kind", sa.String(16), primary_key=True),
    sa.Column("key", _KEY, primary_key=True),
    sa.Column("raw_hash", sa.String(64), nullable=False),
    sa.Column("content_hash", sa.String(64), nullable=False),
    sa.Column("payload", sa.Text, nullable=False),
    sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
)

DERIVED = sa.Table(
    "derived",
    METADATA,
    sa.Column("kind", sa.String(16), primary_key=True),
    sa.Column("key", _KEY, primary_key=True),
    sa.Column("content_hash", sa.String(64), nullable=False),
    sa.Column("fingerprint", sa.String(120), nullable=False),
    sa.Column("coded", sa.Text, nullable=False),
    sa.Column("vector", sa.LargeBinary, nullable=False),
)

GENERATION = sa.Table(
    "generation",
    METADATA,
    sa.Column("name", sa.String(120), primary_key=True),
    sa.Column("manifest_sha256", sa.String(64), nullable=False),
    sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("is_current", sa.Boolean, nullable=False),
)

REVISION = sa.Table(
    "revision",
    METADATA,
    sa.Column("name", sa.String(32), primary_key=True),
    sa.Column("value", sa.Integer, nullable=False),
)
