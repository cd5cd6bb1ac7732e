"""What the record store asks of its tables; the same statements on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from indexes.rows import DERIVED_COLUMNS, RECORD_COLUMNS
from indexes.schema import DERIVED, RECORD

BATCH = 500
"""Rows and parameters of one statement; a database takes only so many."""

T = TypeVar("T")

CURRENT = sa.and_(
    DERIVED.c.kind == RECORD.c.kind,
    DERIVED.c.key == RECORD.c.key,
    DERIVED.c.content_hash == RECORD.c.content_hash,
)
"""Joins what was derived with the record as it is now."""


def batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """The items, ``BATCH`` at a time."""
    for at in range(0, len(items), BATCH):
        yield items[at : at + BATCH]


def record(kind: str, key: str) -> sa.Select[*tuple[Any, ...]]:
    """One record."""
    return sa.select(*RECORD_COLUMNS).where(RECORD.c.kind == kind, RECORD.c.key == key)


def records(kind: str, keys: Sequence[str]) -> sa.Select[*tuple[Any, ...]]:
    """Those of some records that are stored, by key; at most ``BATCH`` keys."""
    return sa.select(*RECORD_COLUMNS).where(RECORD.c.kind == kind, RECORD.c.key.in_(keys)).order_by(RECORD.c.key)


def pending(kind: str, fingerprint: str, after: str) -> sa.Select[*tuple[Any, ...]]:
    """The next records by key that have nothing derived by a fingerprint, at most ``BATCH``.

    Args:
        kind: Kind of record.
        fingerprint: Of coder and encoder.
        after: Key after which to begin; empty for the start.
    """
    made = sa.and_(CURRENT, DERIVED.c.fingerprint == fingerprint)
    return (
        sa.select(*RECORD_COLUMNS)
        .outerjoin(DERIVED, made)
        .where(RECORD.c.kind == kind, RECORD.c.key > after, DERIVED.c.key.is_(None))
        .order_by(RECORD.c.key)
        .limit(BATCH)
    )


def count_pending(kind: str, fingerprint: str) -> sa.Select[*tuple[Any, ...]]:
    """How many records have nothing derived by a fingerprint."""
    made = sa.select(DERIVED.c.key).where(CURRENT, DERIVED.c.fingerprint == fingerprint)
    return sa.select(sa.func.count()).select_from(RECORD).where(RECORD.c.kind == kind, ~sa.exists(made))


def derived_hashes(kind: str, fingerprint: str) -> sa.Select[*tuple[Any, ...]]:
    """Key and content hash of what was derived from records as they are now, by key."""
    return _derived(sa.select(DERIVED.c.key, DERIVED.c.content_hash), kind, fingerprint)


def derived(kind: str, fingerprint: str) -> sa.Select[*tuple[Any, ...]]:
    """What was derived from records as they are now, each with its record, by key; a few rows at a time."""
    columns = sa.select(*DERIVED_COLUMNS, *RECORD_COLUMNS)
    return _derived(columns, kind, fingerprint).execution_options(yield_per=BATCH)


def derived_like(kind: str, fingerprint: str, mark: str | None) -> sa.Select[*tuple[Any, ...]]:
    """Codes made of records as they are now, each with its record, by key; those alone that hold a mark."""
    columns = sa.select(DERIVED.c.coded, *RECORD_COLUMNS)
    if mark is not None:
        columns = columns.where(DERIVED.c.coded.contains(mark, autoescape=True))
    return _derived(columns, kind, fingerprint).execution_options(yield_per=BATCH)


def _derived(columns: sa.Select[*tuple[Any, ...]], kind: str, fingerprint: str) -> sa.Select[*tuple[Any, ...]]:
    wanted = columns.join(RECORD, CURRENT).where(DERIVED.c.kind == kind, DERIVED.c.fingerprint == fingerprint)
    return wanted.order_by(DERIVED.c.key)


def in_parts(
    statement: sa.Select[*tuple[Any, ...]], keys: Sequence[str] | None
) -> Iterator[sa.Select[*tuple[Any, ...]]]:
    """A statement on ``DERIVED`` as it is, or once for each ``BATCH`` of keys."""
    if keys is None:
        yield statement
        return
    for part in batches(keys):
        yield statement.where(DERIVED.c.key.in_(part))


def put(connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, object]]) -> None:
    """Insert rows, or replace those whose primary key is there.

    Many rows of one statement, on PostgreSQL too: COPY into a table beside was no faster (10 against 13 thousand/s).

    Args:
        connection: Of a write transaction.
        table: Where to.
        rows: A value for each column.
    """
    if not rows:
        return
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = insert(table)
    keys = [column.name for column in table.primary_key]
    rest = {c.name: statement.excluded[c.name] for c in table.columns if c.name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=rest), rows)


def hashes_of(connection: sa.Connection, rows: Sequence[Any]) -> dict[tuple[str, str], tuple[str, str]]:
    """Kind and key to raw and content hash of the stored records that rows are about.

    Args:
        connection: Of any transaction.
        rows: At most ``BATCH`` of anything that has ``kind`` and ``key``.
    """
    columns = sa.select(RECORD.c.key, RECORD.c.raw_hash, RECORD.c.content_hash)
    known: dict[tuple[str, str], tuple[str, str]] = {}
    for kind in sorted({row.kind for row in rows}):
        keys = [row.key for row in rows if row.kind == kind]
        for key, *hashes in connection.execute(columns.where(RECORD.c.kind == kind, RECORD.c.key.in_(keys))):
            known[kind, key] = (hashes[0], hashes[1])
    return known
