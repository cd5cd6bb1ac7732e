"""What the record store asks of its tables; the same statements on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from indexes.schema import DERIVED, RECORD

BATCH = 500
"""Rows and parameters of one statement; a database takes only so many."""

_CURRENT = sa.and_(
    DERIVED.c.kind == RECORD.c.kind,
    DERIVED.c.key == RECORD.c.key,
    DERIVED.c.content_hash == RECORD.c.content_hash,
)
"""Joins what was derived with the record as it is now."""


def pending(kind: str, fingerprint: str, after: str) -> sa.Select[Any]:
    """The next records by key that have nothing derived by a fingerprint, at most ``BATCH``.

    Args:
        kind: Kind of record.
        fingerprint: Of coder and encoder.
        after: Key after which to begin; empty for the start.
    """
    made = sa.and_(_CURRENT, DERIVED.c.fingerprint == fingerprint)
    return (
        sa.select(RECORD)
        .outerjoin(DERIVED, made)
        .where(RECORD.c.kind == kind, RECORD.c.key > after, DERIVED.c.key.is_(None))
        .order_by(RECORD.c.key)
        .limit(BATCH)
    )


def count_pending(kind: str, fingerprint: str) -> sa.Select[Any]:
    """How many records have nothing derived by a fingerprint."""
    made = sa.select(DERIVED.c.key).where(_CURRENT, DERIVED.c.fingerprint == fingerprint)
    return sa.select(sa.func.count()).select_from(RECORD).where(RECORD.c.kind == kind, ~sa.exists(made))


def derived_hashes(kind: str, fingerprint: str) -> sa.Select[Any]:
    """Key and content hash of what was derived from records as they are now, by key."""
    return _derived(sa.select(DERIVED.c.key, DERIVED.c.content_hash), kind, fingerprint)


def derived(kind: str, fingerprint: str) -> sa.Select[Any]:
    """What was derived from records as they are now, each with its record, by key; a few rows at a time."""
    columns = sa.select(DERIVED, RECORD.c.raw_hash, RECORD.c.payload)
    return _derived(columns, kind, fingerprint).execution_options(yield_per=BATCH)


def _derived(columns: sa.Select[Any], kind: str, fingerprint: str) -> sa.Select[Any]:
    wanted = columns.join(RECORD, _CURRENT).where(DERIVED.c.kind == kind, DERIVED.c.fingerprint == fingerprint)
    return wanted.order_by(DERIVED.c.key)


def in_parts(statement: sa.Select[Any], keys: Sequence[str] | None) -> Iterator[sa.Select[Any]]:
    """A statement on ``DERIVED`` as it is, or once for each ``BATCH`` of keys."""
    if keys is None:
        yield statement
        return
    for at in range(0, len(keys), BATCH):
        yield statement.where(DERIVED.c.key.in_(keys[at : at + BATCH]))
