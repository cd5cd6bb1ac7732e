"""What changed in the record store since a revision: how an open engine follows what others write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from indexes import statements
from indexes.rows import DERIVED_COLUMNS, RECORD_COLUMNS, Derived, derived_of, record_of
from indexes.schema import DERIVED, RECORD, TOMBSTONE
from taxonomy.errors import StoreError

_TABLES = (RECORD, DERIVED, TOMBSTONE)
_WIDTH = len(RECORD_COLUMNS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A key whose record, codes or vector changed.

    Attributes:
        key: ``source:source_id``.
        content_hash: Of the record as it is now; empty when it was deleted.
        derived: What the asked fingerprint made of the record as it is now; None when there is nothing yet.
        payload: The record as JSON text; empty when it was deleted.
    """

    key: str
    content_hash: str
    derived: Derived | None
    payload: str


def changes(
    connection: sa.Connection, kind: str, fingerprint: str, since: int, upto: int | None = None
) -> Iterator[Change]:
    """Every key of a kind that changed after a revision, once, by key.

    The keys are found first and their rows fetched some at a time: sorting whole rows would cost a copy of the store.

    Args:
        connection: Of one read transaction that sees one state of the store throughout.
        kind: Kind of record.
        fingerprint: Of the coder and encoder now in use.
        since: Revision up to which all is known.
        upto: Last revision to look at; all when None. A key that changed in between is given as it is now.

    Raises:
        StoreError: A row is not what was written.
    """
    with connection.execute(changed_keys(kind, since, upto)) as found:
        for part in found.partitions():
            keys = [key for key, _ in part]
            rows = {row.key: row for row in connection.execute(changed_rows(kind, keys))}
            _check_buried(connection, kind, [key for key in keys if key not in rows])
            _check_coded(kind, rows, [key for key, is_coded in part if is_coded])
            for key in keys:
                yield _change(key, rows.get(key), fingerprint)


def as_they_are(connection: sa.Connection, kind: str, keys: Sequence[str], fingerprint: str) -> list[Change]:
    """The records at some keys as they are now, in the order of the keys; those that are gone are passed over.

    Raises:
        StoreError: A row is not what was written.
    """
    rows = {row.key: row for row in connection.execute(changed_rows(kind, keys))}
    return [_change(key, rows[key], fingerprint) for key in keys if key in rows]


def changed_page(connection: sa.Connection, kind: str, since: int, upto: int, after: str, limit: int) -> list[str]:
    """Keys of a kind that changed after a revision, by key: those that follow ``after``, ``limit`` at most.

    No row is read, so what a page costs does not hang on the size of the records.
    """
    found = changed_keys(kind, since, upto).subquery()
    page = sa.select(found.c.key).where(found.c.key > after).order_by(found.c.key).limit(limit)
    return list(connection.scalars(page))


def _check_coded(kind: str, rows: Mapping[str, sa.Row[*tuple[Any, ...]]], coded: Sequence[str]) -> None:
    """A record whose codes the index by revision knows must have them: else the index by key hides them."""
    hidden = [key for key in coded if key in rows and rows[key][_WIDTH] is None]
    if hidden:
        raise StoreError(f"store: {kind} {min(hidden)}: wanted its codes, found none; run 'sepadan verify'")


def _check_buried(connection: sa.Connection, kind: str, gone: Sequence[str]) -> None:
    """A key that changed and has no record must have been deleted: else a key or a kind was turned over."""
    named = sa.select(TOMBSTONE.c.key).where(TOMBSTONE.c.kind == kind, TOMBSTONE.c.key.in_(gone))
    lost = set(gone) - set(connection.scalars(named)) if gone else set[str]()
    if lost:
        raise StoreError(
            f"store: {kind} {min(lost)}: wanted its record or its tombstone, found neither; run 'sepadan verify'"
        )


def changed_keys(kind: str, since: int, upto: int | None) -> sa.Select[*tuple[Any, ...]]:
    """The keys, and whether codes of each changed, from the indexes by revision alone; see ``changes``."""
    parts: list[sa.Select[*tuple[Any, ...]]] = []
    for table in _TABLES:
        is_coded = sa.literal(int(table is DERIVED)).label("is_coded")
        part = sa.select(table.c.key, is_coded).where(table.c.kind == kind, table.c.revision > since)
        parts.append(part if upto is None else part.where(table.c.revision <= upto))
    keys = sa.union_all(*parts).subquery()
    once = sa.select(keys.c.key, sa.func.max(keys.c.is_coded)).group_by(keys.c.key).order_by(keys.c.key)
    return once.execution_options(yield_per=statements.BATCH)


def changed_rows(kind: str, keys: Sequence[str]) -> sa.Select[*tuple[Any, ...]]:
    """The records that stand at some keys now, each with what the fingerprint made of it."""
    return (
        sa.select(*RECORD_COLUMNS, *DERIVED_COLUMNS)
        .outerjoin(DERIVED, sa.and_(DERIVED.c.kind == RECORD.c.kind, DERIVED.c.key == RECORD.c.key))
        .where(RECORD.c.kind == kind, RECORD.c.key.in_(keys))
    )


def _change(key: str, row: sa.Row[*tuple[Any, ...]] | None, fingerprint: str) -> Change:
    if row is None:
        return Change(key=key, content_hash="", derived=None, payload="")
    stored, has_derived = record_of(row[:_WIDTH]), row[_WIDTH] is not None
    derived = derived_of(row[_WIDTH:]) if has_derived else None
    # Compared here and not in the statement: a hash that was turned over must be told of, not passed over.
    if derived and (derived.content_hash, derived.fingerprint) != (stored.content_hash, fingerprint):
        derived = None
    return Change(key=key, content_hash=stored.content_hash, derived=derived, payload=stored.payload)
