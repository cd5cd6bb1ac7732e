"""Records a page at a time: by key, and by what changed last; no page costs more than its own rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from indexes.rows import RECORD_COLUMNS, StoredRecord, record_of
from indexes.schema import RECORD, TOMBSTONE
from indexes.store_base import StoreBase

Place = tuple[int, str]
"""Revision and key: where a reader of changes stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised:
    """A record that was written or deleted.

    Attributes:
        key: ``source:source_id``.
        revision: Number of the write.
        is_deleted: Whether it is gone.
    """

    key: str
    revision: int
    is_deleted: bool


class PageRows(StoreBase):
    """The part of a store that is read by pages."""

    def record_page(
        self, kind: str, after: str, limit: int, sources: Sequence[str] | None = None
    ) -> list[tuple[StoredRecord, int]]:
        """The records that follow a key, by key, each with the number of the write that it is of.

        Args:
            kind: Kind of record.
            after: Key that is passed already; empty for the start.
            limit: How many at most.
            sources: Those alone whose key begins with one of these; all when None.

        Raises:
            StoreError: The database refused, or a row is not what was written.
        """
        page = sa.select(*RECORD_COLUMNS).where(RECORD.c.kind == kind, RECORD.c.key > after)
        page = page.where(_of_sources(RECORD.c.key, sources)).order_by(RECORD.c.key).limit(limit)
        with self.snapshot() as connection:
            return [(record_of(tuple(row)), row.revision) for row in connection.execute(page)]

    def newest(self, kind: str, sources: Sequence[str], limit: int) -> list[tuple[StoredRecord, datetime]]:
        """The records of some sources, what was written last first, each with the time of that.

        Args:
            kind: Kind of record.
            sources: Parts of keys before the colon.
            limit: How many at most.

        Raises:
            StoreError: The database refused, or a row is not what was written.
        """
        page = sa.select(*RECORD_COLUMNS).where(RECORD.c.kind == kind)
        page = page.where(_of_sources(RECORD.c.key, sources)).order_by(RECORD.c.revision.desc(), RECORD.c.key)
        with self.snapshot() as connection:
            rows = connection.execute(page.limit(limit)).all()
        return [(record_of(tuple(row)), row.written_at) for row in rows]

    def changed_since(self, kind: str, place: Place, limit: int, sources: Sequence[str] | None = None) -> list[Revised]:
        """What was written or deleted after a place, the oldest change first; a key comes once, as it is now.

        A key that changes again while somebody reads moves to the end: nobody who goes on from place to place misses
        its last state.

        Args:
            kind: Kind of record.
            place: Revision and key of the last change that is known; ``(0, "")`` for the start.
            limit: How many at most.
            sources: As for ``record_page``.

        Raises:
            StoreError: The database refused.
        """
        parts: list[sa.Select[*tuple[Any, ...]]] = []
        for table, is_deleted in ((RECORD, 0), (TOMBSTONE, 1)):
            later = sa.or_(table.c.revision > place[0], sa.and_(table.c.revision == place[0], table.c.key > place[1]))
            chosen = sa.select(table.c.key, table.c.revision, sa.literal(is_deleted).label("is_deleted"))
            # The first condition is implied by the second; with it the index by revision is used.
            known = (table.c.kind == kind, table.c.revision >= place[0], later, _of_sources(table.c.key, sources))
            part = chosen.where(*known).order_by(table.c.revision, table.c.key).limit(limit).subquery()
            parts.append(sa.select(part))
        both = sa.union_all(*parts).subquery()
        page = sa.select(both).order_by(both.c.revision, both.c.key).limit(limit)
        with self.snapshot() as connection:
            rows = connection.execute(page).all()
        return [Revised(key=row.key, revision=row.revision, is_deleted=bool(row.is_deleted)) for row in rows]


def _of_sources(key: sa.ColumnElement[str], sources: Sequence[str] | None) -> sa.ColumnElement[bool]:
    if sources is None:
        return sa.true()
    # ``;`` follows ``:`` in the order of bytes, so a source's keys are a range of the index.
    return sa.or_(sa.false(), *(sa.and_(key >= f"{source}:", key < f"{source};") for source in sources))
