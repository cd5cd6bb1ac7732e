"""Revisions and checksums on every row, tombstones, sealed identities, the id of the store.

The rows of an old store get the next number, so that whoever asks what changed since any number sees them all.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from indexes.checksums import SIZE, checksum

revision = "0002"
down_revision = "0001"

_BATCH = 1_000
_KEY = sa.String(400).with_variant(sa.String(400, collation="C"), "postgresql")
_NUMBER = "revision"
_FIELDS = {
    "record": ("kind", "key", "raw_hash", "content_hash", "payload", _NUMBER, "written_at"),
    "derived": ("kind", "key", "content_hash", "fingerprint", "coded", "vector", _NUMBER),
}
"""What the checksum covers at this revision, in order."""


def upgrade() -> None:
    """Bring the tables from schema 1 to schema 2."""
    connection = op.get_bind()
    _widen(is_sqlite=connection.dialect.name == "sqlite")
    _add_tables()
    number = _next_revision(connection)
    for table, fields in _FIELDS.items():
        _add_columns(table, "revision", "checksum")
        op.create_index(f"{table}_by_revision", table, ["kind", "revision"])
        _fill_rows(connection, table, fields, number)
    _add_columns("generation", "revision", "store_id", "checksum")
    _fill_generations(connection)
    # A Sepadan that knows only schema 1 reads this row, and then refuses to write without numbers and checksums.
    op.execute("UPDATE revision SET value = 2 WHERE name = 'schema'")


def _widen(*, is_sqlite: bool) -> None:
    if is_sqlite:  # it keeps no lengths of text and no widths of numbers
        return
    op.alter_column("derived", "fingerprint", type_=sa.Text)
    op.alter_column("revision", "value", type_=sa.BigInteger)


def _add_tables() -> None:
    op.create_table(
        "tombstone",
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("key", _KEY, primary_key=True),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("tombstone_by_revision", "tombstone", ["kind", "revision"])
    sealed = ("nik", "name", "phone", "email", "address", "sex", "birth_date", "other")
    op.create_table(
        "identity",
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("key", _KEY, primary_key=True),
        *(sa.Column(name, sa.LargeBinary) for name in sealed),
        sa.Column("key_id", sa.String(32), nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.ForeignKeyConstraint(["kind", "key"], ["record.kind", "record.key"], ondelete="CASCADE"),
    )
    fact = op.create_table(
        "fact", sa.Column("name", sa.String(32), primary_key=True), sa.Column("value", sa.Text, nullable=False)
    )
    op.bulk_insert(fact, [{"name": "store_id", "value": uuid.uuid4().hex}])


def _add_columns(table: str, *names: str) -> None:
    # A column that may not be empty needs a value for the rows that are there; each gets its own right after.
    blank = "x''" if op.get_bind().dialect.name == "sqlite" else "''::bytea"
    kinds: dict[str, tuple[sa.types.TypeEngine[Any], str]] = {
        "revision": (sa.BigInteger(), "0"),
        "checksum": (sa.LargeBinary(SIZE), blank),
        "store_id": (sa.String(32), "''"),
    }
    for name in names:
        type_, default = kinds[name]
        op.add_column(table, sa.Column(name, type_, nullable=False, server_default=sa.text(default)))


def _next_revision(connection: sa.Connection) -> int:
    if connection.execute(sa.text("SELECT 1 FROM record LIMIT 1")).first():
        connection.execute(sa.text("UPDATE revision SET value = value + 1 WHERE name = 'revision'"))
    return int(connection.execute(sa.text("SELECT value FROM revision WHERE name = 'revision'")).scalar_one())


def _fill_rows(connection: sa.Connection, name: str, fields: Sequence[str], number: int) -> None:
    table = sa.table(name, *(sa.column(field) for field in (*fields, "checksum")))
    if "written_at" in fields:
        table.c.written_at.type = sa.DateTime(timezone=True)
    place = sa.tuple_(table.c.kind, table.c.key)
    held = (sa.literal(number) if field == _NUMBER else table.c[field] for field in fields)
    unfilled = sa.select(*held).order_by(table.c.kind, table.c.key).limit(_BATCH)
    fill = (
        sa.update(table)
        .where(table.c.kind == sa.bindparam("at_kind"), table.c.key == sa.bindparam("at_key"))
        .values(revision=number, checksum=sa.bindparam("sum"))
    )
    rows = connection.execute(unfilled).all()
    while rows:
        sums = [{"at_kind": row[0], "at_key": row[1], "sum": checksum(name, tuple(row))} for row in rows]
        connection.execute(fill, sums)
        rows = connection.execute(unfilled.where(place > sa.tuple_(rows[-1][0], rows[-1][1]))).all()


def _fill_generations(connection: sa.Connection) -> None:
    names = ("name", "manifest_sha256", "is_current", "revision", "store_id", "checksum")
    table = sa.table("generation", *(sa.column(name) for name in names))
    table.c.is_current.type = sa.Boolean()
    for row in connection.execute(sa.select(*(table.c[name] for name in names[:-1]))).all():
        fill = sa.update(table).where(table.c.name == row[0])
        connection.execute(fill.values(checksum=checksum("generation", tuple(row))))
