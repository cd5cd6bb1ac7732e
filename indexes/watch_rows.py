"""Who watches which worker or posting, and which pairs were told: each once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from indexes import checked_rows, statements
from indexes.schema import RECORD
from indexes.schema_webhooks import TOLD, WATCH
from indexes.store_base import StoreBase
from taxonomy.errors import UnknownIdError


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredWatch:
    """A watch as the store keeps it.

    Attributes:
        id: ``wat_`` and a random part.
        client: Who made it.
        tenant: Whose it is.
        sources: Sources whose workers the client may see, JSON list; ``null`` for all.
        kind: ``worker`` or ``posting``: what is watched.
        key: Of the record that is watched.
        least_score: Least score of what is told, in [0, 1].
        most_per_day: Most matches that are told of in a day.
        conditions: What a match must meet, JSON object of the fields of ``matcher.filters.Conditions``.
        made_at: When, UTC.
        revision: Of the store at that time: what was written before is not new.
    """

    id: str
    client: str
    tenant: str
    sources: str
    kind: str
    key: str
    least_score: float
    most_per_day: int
    conditions: str
    made_at: datetime
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A pair that was told.

    Attributes:
        watch: Id of the watch.
        key: Of what was found.
        day: On which day, ISO 8601, western Indonesian time.
    """

    watch: str
    key: str
    day: str


class WatchRows(StoreBase):
    """The part of a store that keeps watches."""

    def put_watch(self, watch: StoredWatch) -> None:
        """Keep a watch of a stored record.

        Raises:
            UnknownIdError: The record is not stored: an erased worker does not come back by a watch.
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            there = sa.select(RECORD.c.key).where(RECORD.c.kind == watch.kind, RECORD.c.key == watch.key)
            if connection.scalar(there) is None:
                raise UnknownIdError(wanted=f"the id of a stored {watch.kind}", found=watch.key, where="id")
            checked_rows.put(connection, WATCH, [watch])

    def watches(self, *, tenant: str | None = None, kind: str | None = None) -> list[StoredWatch]:
        """Watches, by id: of a tenant, of a kind of record, or all.

        Raises:
            StoreError: The database refused, or a row is not what was written.
        """
        chosen = sa.select(WATCH).order_by(WATCH.c.id)
        for column, value in ((WATCH.c.tenant, tenant), (WATCH.c.kind, kind)):
            if value is not None:
                chosen = chosen.where(column == value)
        with self.snapshot() as connection:
            return [checked_rows.read(WATCH, StoredWatch, tuple(row)) for row in connection.execute(chosen)]

    def watch_page(self, tenant: str, after: str, limit: int) -> list[StoredWatch]:
        """The next watches of a tenant by id, ``limit`` at most.

        Raises:
            StoreError: The database refused, or a row is not what was written.
        """
        chosen = sa.select(WATCH).where(WATCH.c.tenant == tenant, WATCH.c.id > after).order_by(WATCH.c.id).limit(limit)
        with self.snapshot() as connection:
            return [checked_rows.read(WATCH, StoredWatch, tuple(row)) for row in connection.execute(chosen)]

    def watch(self, watch_id: str, tenant: str) -> StoredWatch:
        """One watch.

        Raises:
            UnknownIdError: There is none, or it is another tenant's.
            StoreError: The database refused, or the row is not what was written.
        """
        with self.snapshot() as connection:
            row = connection.execute(sa.select(WATCH).where(WATCH.c.id == watch_id)).one_or_none()
        found = None if row is None else checked_rows.read(WATCH, StoredWatch, tuple(row))
        if found is None or found.tenant != tenant:
            raise UnknownIdError(wanted="the id of a watch of yours", found=watch_id, where="id")
        return found

    def delete_watch(self, watch_id: str, tenant: str) -> None:
        """Remove a watch, and what was told for it.

        Raises:
            UnknownIdError: As ``watch``.
            StoreError: The database refused.
        """
        self.watch(watch_id, tenant)
        with self.transaction() as connection:
            _remove(connection, [watch_id])

    def first_watch(self) -> int | None:
        """Revision of the store at which the oldest watch was made; None when there is none.

        Raises:
            StoreError: The database refused.
        """
        with self.snapshot() as connection:
            found = connection.scalar(sa.select(sa.func.min(WATCH.c.revision)))
        return None if found is None else int(found)

    def count_watches(self, tenant: str) -> int:
        """How many watches a tenant has.

        Raises:
            StoreError: The database refused.
        """
        with self.snapshot() as connection:
            counted = sa.select(sa.func.count()).select_from(WATCH).where(WATCH.c.tenant == tenant)
            return int(connection.scalar(counted) or 0)

    def told_pairs(
        self, watches: Sequence[str], keys: Sequence[str], day: str
    ) -> tuple[set[tuple[str, str]], dict[str, int]]:
        """Which of some keys were told for which of some watches, and how many each was told of on a day.

        Args:
            watches: Their ids, at most ``statements.BATCH``.
            keys: At most ``statements.BATCH``.
            day: ISO 8601.

        Returns:
            Watch and key of each pair; id of a watch to its number, for those that have one.

        Raises:
            StoreError: The database refused, or a row is not what was written.
        """
        counted = sa.select(TOLD.c.watch, sa.func.count()).where(TOLD.c.watch.in_(watches), TOLD.c.day == day)
        with self.snapshot() as connection:
            counts = {str(name): int(number) for name, number in connection.execute(counted.group_by(TOLD.c.watch))}
            return told_pairs(connection, watches, keys), counts


def told_pairs(connection: sa.Connection, watches: Sequence[str], keys: Sequence[str]) -> set[tuple[str, str]]:
    """Watch and key of the pairs of some watches with some keys that were told, in any transaction."""
    chosen = sa.select(TOLD).where(TOLD.c.watch.in_(watches), TOLD.c.key.in_(keys))
    rows = [checked_rows.read(TOLD, Told, tuple(row)) for row in connection.execute(chosen)]
    return {(row.watch, row.key) for row in rows}


def erase_watches(connection: sa.Connection, kind: str, keys: Sequence[str]) -> None:
    """Remove the watches of some records, and the pairs that name them, in a write transaction.

    Args:
        connection: Of the transaction.
        kind: Kind of the records.
        keys: Theirs, at most ``statements.BATCH``.
    """
    gone = list(connection.scalars(sa.select(WATCH.c.id).where(WATCH.c.kind == kind, WATCH.c.key.in_(keys))))
    for batch in statements.batches(gone):
        _remove(connection, batch)
    # A worker and a posting may have the same key: the pair of the other kind is told by its watch.
    other = sa.select(WATCH.c.id).where(WATCH.c.kind != kind)
    connection.execute(sa.delete(TOLD).where(TOLD.c.key.in_(keys), TOLD.c.watch.in_(other)))


def _remove(connection: sa.Connection, ids: Sequence[str]) -> None:
    connection.execute(sa.delete(TOLD).where(TOLD.c.watch.in_(ids)))
    connection.execute(sa.delete(WATCH).where(WATCH.c.id.in_(ids)))
