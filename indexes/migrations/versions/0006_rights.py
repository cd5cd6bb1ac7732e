"""Consents, requests of people, and the audit log, whose rows nobody changes or removes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from indexes.checksums import SIZE

revision = "0006"
down_revision = "0005"

_KEY = sa.String(400).with_variant(sa.String(400, collation="C"), "postgresql")
_NAME = sa.String(100).with_variant(sa.String(100, collation="C"), "postgresql")
_WORD = sa.String(32)
_HASH = sa.LargeBinary(32)
_APPEND_ONLY = ("audit_log", "audit_head")


def upgrade() -> None:
    """Add the tables of rights."""
    _consents()
    _requests()
    _log()
    counter = sa.table("revision", sa.column("name"), sa.column("value"))
    op.bulk_insert(counter, [{"name": "erased_workers", "value": 0}])
    refuse = _refuse_on_sqlite if op.get_bind().dialect.name == "sqlite" else _refuse_on_postgresql
    for table in _APPEND_ONLY:
        refuse(table)


def _consents() -> None:
    op.create_table(
        "consent",
        sa.Column("worker_key", _KEY, primary_key=True),
        sa.Column("purpose", _WORD, primary_key=True),
        sa.Column("tenant", _NAME, primary_key=True),
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("state", _WORD, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel", _WORD, nullable=False),
        sa.Column("text_version", _WORD, nullable=False),
        sa.Column("evidence", sa.String(64), nullable=False),
        sa.Column("actor", _NAME, nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("checksum", sa.LargeBinary(SIZE), nullable=False),
    )
    op.create_index("consent_by_revision", "consent", ["revision"])


def _requests() -> None:
    op.create_table(
        "person_request",
        sa.Column("id", _NAME, primary_key=True),
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
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("answer", sa.LargeBinary, nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("checksum", sa.LargeBinary(SIZE), nullable=False),
    )
    op.create_index("person_request_by_worker", "person_request", ["worker_key"])
    op.create_index("person_request_by_state", "person_request", ["state", "due_at"])
    op.create_index("person_request_by_revision", "person_request", ["revision"])


def _log() -> None:
    op.create_table(
        "audit_log",
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", _NAME, nullable=False),
        sa.Column("role", _WORD, nullable=False),
        sa.Column("tenant", _NAME, nullable=False),
        sa.Column("action", _WORD, nullable=False),
        sa.Column("target", sa.String(64), nullable=False),
        sa.Column("purpose", _WORD, nullable=False),
        sa.Column("outcome", _WORD, nullable=False),
        sa.Column("facts", sa.Text, nullable=False),
        sa.Column("people", sa.LargeBinary, nullable=False),
        sa.Column("prev_hash", _HASH, nullable=False),
        sa.Column("hash", _HASH, nullable=False),
    )
    op.create_index("audit_log_by_target", "audit_log", ["target"])
    op.create_table(
        "audit_head",
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("hash", _HASH, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key_id", _WORD, nullable=False),
        sa.Column("signature", sa.LargeBinary(64), nullable=False),
    )


def _refuse_on_sqlite(table: str) -> None:
    for event in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def _refuse_on_postgresql(table: str) -> None:
    op.execute(
        f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    refuse = f"FOR EACH {{each}} EXECUTE FUNCTION {table}_append_only()"
    op.execute(f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} {refuse.format(each='ROW')}")
    op.execute(f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} {refuse.format(each='STATEMENT')}")
