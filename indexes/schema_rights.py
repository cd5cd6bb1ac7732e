"""Tables of the rights of people: what they agreed to, what they asked for, and who did what with their data.

Consents and the audit log only grow; triggers of the migration refuse to change or remove a row of the log.
"""

from __future__ import annotations

import sqlalchemy as sa

from indexes.checksums import SIZE
from indexes.schema import METADATA

HASH_BYTES = 32
"""Bytes of a SHA-256."""

_KEY = sa.String(400).with_variant(sa.String(400, collation="C"), "postgresql")
_NAME = sa.String(100).with_variant(sa.String(100, collation="C"), "postgresql")
_WORD = sa.String(32)

CONSENT = sa.Table(
    "consent",
    METADATA,
    sa.Column("worker_key", _KEY, primary_key=True),
    sa.Column("purpose", _WORD, primary_key=True),
    # Whom it is given to; empty for every tenant.
    sa.Column("tenant", _NAME, primary_key=True),
    # From 1 for each of these three: the last one counts, those before are the history.
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("state", _WORD, nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("channel", _WORD, nullable=False),
    sa.Column("text_version", _WORD, nullable=False),
    sa.Column("evidence", sa.String(64), nullable=False),
    sa.Column("actor", _NAME, nullable=False),
    sa.Column("revision", sa.BigInteger, nullable=False),
    sa.Column("checksum", sa.LargeBinary(SIZE), nullable=False),
    sa.Index("consent_by_revision", "revision"),
)

PERSON_REQUEST = sa.Table(
    "person_request",
    METADATA,
    sa.Column("id", _NAME, primary_key=True),
    # Empty once the person was erased; ``subject``, a keyed hash, then tells nobody who it was.
    sa.Column("worker_key", _KEY, nullable=False),
    sa.Column("subject", sa.String(64), nullable=False),
    sa.Column("kind", _WORD, nullable=False),
    sa.Column("state", _WORD, nullable=False),
    sa.Column("verdict", _WORD, nullable=False),
    sa.Column("ground", _WORD, nullable=False),
    sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("decided_at", sa.DateTime(timezone=True)),
    sa.Column("filed_by", _NAME, nullable=False),
    sa.Column("decided_by", _NAME, nullable=False),
    # Sealed: the person's words, the fields to be put right, the officer's reason.
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("answer", sa.LargeBinary, nullable=False),
    sa.Column("revision", sa.BigInteger, nullable=False),
    sa.Column("checksum", sa.LargeBinary(SIZE), nullable=False),
    sa.Index("person_request_by_worker", "worker_key"),
    sa.Index("person_request_by_state", "state", "due_at"),
    sa.Index("person_request_by_revision", "revision"),
)

AUDIT_LOG = sa.Table(
    "audit_log",
    METADATA,
    sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("actor", _NAME, nullable=False),
    sa.Column("role", _WORD, nullable=False),
    sa.Column("tenant", _NAME, nullable=False),
    sa.Column("action", _WORD, nullable=False),
    # Keyed hash of the worker's key, hexadecimal; empty where it was about nobody or many.
    sa.Column("target", sa.String(64), nullable=False),
    sa.Column("purpose", _WORD, nullable=False),
    sa.Column("outcome", _WORD, nullable=False),
    sa.Column("facts", sa.Text, nullable=False),
    # First 8 bytes of the keyed hash of each person shown or changed, ascending, one after the other.
    sa.Column("people", sa.LargeBinary, nullable=False),
    sa.Column("prev_hash", sa.LargeBinary(HASH_BYTES), nullable=False),
    sa.Column("hash", sa.LargeBinary(HASH_BYTES), nullable=False),
    sa.Index("audit_log_by_target", "target"),
)

AUDIT_HEAD = sa.Table(
    "audit_head",
    METADATA,
    sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("hash", sa.LargeBinary(HASH_BYTES), nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("key_id", _WORD, nullable=False),
    sa.Column("signature", sa.LargeBinary(64), nullable=False),
)

ERASED = "erased_workers"
"""Name of the counter of ``REVISION`` that says how often workers were erased: who remembers consents asks it."""
