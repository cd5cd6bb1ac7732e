"""Records as the store keeps them: put, replaced, deleted, read; what hangs on them goes with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

import sqlalchemy as sa

from indexes import statements
from indexes.consent_rows import erase_consents
from indexes.derived_rows import DerivedRows
from indexes.doubt_rows import forget_answers, forget_doubts
from indexes.duplicate_records import POSTING
from indexes.duplicate_rows import forget_rulings, leave_clusters
from indexes.event_rows import erase_worker_events
from indexes.outcome_rows import WORKER, erase_outcomes
from indexes.placement_rows import erase_placement
from indexes.request_rows import erase_requests
from indexes.rows import Derived, StoredRecord, UpsertCounts, record_of, record_values
from indexes.schema import DERIVED, IDENTITY, RECORD, TOMBSTONE
from indexes.seeker_rows import erase_kept
from indexes.watch_rows import erase_watches

Hashes = Mapping[tuple[str, str], tuple[str, str]]
"""Kind and key to raw and content hash."""
Along = Callable[[sa.Connection, UpsertCounts], None]
"""Writes in the transaction of an upsert; told what that did."""


class RecordRows(DerivedRows):
    """The part of a store that keeps records."""

    def upsert(
        self,
        records: Sequence[StoredRecord],
        derived: Sequence[Derived] = (),
        along: Along | None = None,
        guard: Callable[[Hashes], None] | None = None,
    ) -> UpsertCounts:
        """Insert new records, replace changed ones, leave equal ones alone; all or nothing.

        Args:
            records: Of any kinds. Where a key comes twice the later one wins; both are counted. A deleted record that
                comes again is new.
            derived: Codes and vectors of the same records, kept in the same transaction as ``save_derived`` keeps them,
                so that nobody sees a changed record without its codes.
            along: Writes what must be there exactly if the records are; what it raises takes them back.
            guard: Given the raw and content hashes of those that are stored, by kind and key, while no other writer
                can change them; what it raises keeps everything as it was.

        Raises:
            StoreError: The database refused (disk full, read-only, lock held for 30 s).
        """
        counts, revision, now = UpsertCounts(), 0, datetime.now(UTC)
        with self.transaction() as connection:
            for batch in statements.batches(records):
                known = statements.hashes_of(connection, batch)
                if guard is not None:
                    guard(known)
                did, changed = _what_changes(batch, known)
                if changed and not revision:
                    revision = self._next_revision(connection)
                _raise_from_dead(connection, [row for row in changed if (row.kind, row.key) not in known])
                self._put(connection, changed, known, revision, now)
                counts += did
            self._keep_derived(connection, derived, revision)
            if along is not None:
                along(connection, counts)
        return counts

    def rewrite(self, kind: str, keys: Sequence[str], change: Callable[[StoredRecord], StoredRecord | None]) -> int:
        """Replace stored records by what is made of them, read and written in one transaction; gives how many.

        A record that another writer deletes or replaces between a ``get`` and an ``upsert`` would come back as it was.
        Here writers wait for each other: theirs came first and is what ``change`` is given, or comes after and stays.

        Args:
            kind: Kind of record.
            keys: One that is not stored is passed over.
            change: The record as it shall be, of the same kind and key; None leaves it alone. It must not write.

        Raises:
            StoreError: The database refused, or a row is not what was written; nothing is changed then.
        """
        rewritten = 0
        with self.transaction() as connection:
            revision, now = 0, datetime.now(UTC)
            for batch in statements.batches(keys):
                before = [record_of(row) for row in connection.execute(statements.records(kind, batch))]
                changed = [made for made in map(change, before) if made is not None]
                if changed and not revision:
                    revision = self._next_revision(connection)
                known = {(row.kind, row.key): (row.raw_hash, row.content_hash) for row in before}
                self._put(connection, changed, known, revision, now)
                rewritten += len(changed)
        return rewritten

    def _put(
        self,
        connection: sa.Connection,
        changed: Sequence[StoredRecord],
        known: dict[tuple[str, str], tuple[str, str]],
        revision: int,
        now: datetime,
    ) -> None:
        """Write records that are new or changed; those reworded leave their clusters."""
        statements.put(connection, RECORD, [record_values(row, revision, now) for row in changed])
        reworded = _reworded(changed, known)
        leave_clusters(connection, reworded)
        forget_doubts(connection, reworded)
        self._planner.wrote(connection, RECORD, (row.kind for row in changed))

    def delete(self, kind: str, keys: Sequence[str]) -> int:
        """Remove records with all that hangs on them, all or nothing; gives how many were there.

        A tombstone tells those who ask what changed: kind, key, number and time, nothing of what was deleted.

        Args:
            kind: Kind of record.
            keys: One that is not stored is passed over.
        """
        deleted = 0
        with self.transaction() as connection:
            revision = 0
            for batch in statements.batches(keys):
                chosen = sa.select(RECORD.c.key).where(RECORD.c.kind == kind, RECORD.c.key.in_(batch))
                there = list(connection.scalars(chosen))
                if there and not revision:
                    revision = self._next_revision(connection)
                deleted += len(self._remove(connection, kind, there, revision))
        return deleted

    def _remove(self, connection: sa.Connection, kind: str, keys: Sequence[str], revision: int) -> list[str]:
        """Remove at most ``BATCH`` records under a revision; gives the keys that were there."""
        chosen = sa.select(RECORD.c.key).where(RECORD.c.kind == kind, RECORD.c.key.in_(keys))
        there = list(connection.scalars(chosen))
        for table in (IDENTITY, DERIVED, RECORD):
            connection.execute(sa.delete(table).where(table.c.kind == kind, table.c.key.in_(there)))
        if kind == WORKER:
            erase_outcomes(connection, there)
            erase_consents(connection, there)
            erase_requests(connection, there, revision)
            erase_worker_events(connection, there)
            erase_kept(connection, there)
        if kind == POSTING:
            leave_clusters(connection, there)
            forget_rulings(connection, there)
            forget_doubts(connection, there)
            forget_answers(connection, there)
            erase_watches(connection, kind, there)
        if kind in {WORKER, POSTING}:
            erase_placement(connection, kind, there)
        tombstone = {"kind": kind, "revision": revision, "deleted_at": datetime.now(UTC)}
        statements.put(connection, TOMBSTONE, [{**tombstone, "key": key} for key in there])
        return there

    def get(self, kind: str, key: str) -> StoredRecord | None:
        """One record, or None.

        Raises:
            StoreError: The row is not what was written.
        """
        with self.snapshot() as connection:
            row = connection.execute(statements.record(kind, key)).one_or_none()
        return None if row is None else record_of(row)

    def keys(self, kind: str) -> list[str]:
        """Keys of all records of a kind, ascending."""
        with self.snapshot() as connection:
            return list(connection.scalars(sa.select(RECORD.c.key).where(RECORD.c.kind == kind).order_by(RECORD.c.key)))

    def keys_after(self, kind: str, source: str, after: str, limit: int) -> list[str]:
        """Keys of the stored records of a source, by key.

        Args:
            kind: Kind of record.
            source: The part of the key before the colon.
            after: Key after which to begin; empty for the start.
            limit: At most so many.
        """
        with self.snapshot() as connection:
            chosen = sa.select(RECORD.c.key).where(_of_source(kind, source), RECORD.c.key > after)
            return list(connection.scalars(chosen.order_by(RECORD.c.key).limit(limit)))

    def count_of(self, kind: str, source: str) -> int:
        """Number of stored records of a source."""
        with self.snapshot() as connection:
            chosen = sa.select(sa.func.count()).select_from(RECORD).where(_of_source(kind, source))
            return int(connection.scalar(chosen) or 0)

    def get_some(self, kind: str, keys: Sequence[str]) -> list[StoredRecord]:
        """Those of some records that are stored, by key.

        Args:
            kind: Kind of record.
            keys: At most ``statements.BATCH``.

        Raises:
            StoreError: A row is not what was written.
        """
        with self.snapshot() as connection:
            return [record_of(row) for row in connection.execute(statements.records(kind, keys))]

    def counts(self) -> dict[str, int]:
        """Number of records of each kind."""
        with self.snapshot() as connection:
            rows = connection.execute(sa.select(RECORD.c.kind, sa.func.count()).group_by(RECORD.c.kind)).all()
        return {str(kind): int(count) for kind, count in rows}

    def sources(self, kind: str) -> dict[str, int]:
        """Number of records of a kind by source (the part of the key before the colon)."""
        with self.snapshot() as connection:
            totals: dict[str, int] = {}
            for (key,) in connection.execute(sa.select(RECORD.c.key).where(RECORD.c.kind == kind)):
                source = str(key).partition(":")[0]
                totals[source] = totals.get(source, 0) + 1
        return dict(sorted(totals.items()))


def _of_source(kind: str, source: str) -> sa.ColumnElement[bool]:
    """Keys compare bytewise, and ``;`` follows ``:``."""
    return sa.and_(RECORD.c.kind == kind, RECORD.c.key >= f"{source}:", RECORD.c.key < f"{source};")


def _what_changes(
    batch: Sequence[StoredRecord], known: dict[tuple[str, str], tuple[str, str]]
) -> tuple[UpsertCounts, list[StoredRecord]]:
    """Counts of a batch, and the last version of each record that is not stored like that."""
    hashes, changed, statuses = dict(known), dict[tuple[str, str], StoredRecord](), list[str]()
    for record in batch:
        place, fresh = (record.kind, record.key), (record.raw_hash, record.content_hash)
        before = hashes.get(place)
        statuses.append("accepted" if before is None else "unchanged" if before == fresh else "updated")
        if before != fresh:
            hashes[place] = fresh
            changed[place] = record
    return UpsertCounts.of(statuses), list(changed.values())


def _reworded(changed: Sequence[StoredRecord], known: dict[tuple[str, str], tuple[str, str]]) -> list[str]:
    """Keys of the postings of which something that is read has changed."""
    stored = [row for row in changed if row.kind == POSTING and (row.kind, row.key) in known]
    return [row.key for row in stored if known[row.kind, row.key][1] != row.content_hash]


def _raise_from_dead(connection: sa.Connection, fresh: Sequence[StoredRecord]) -> None:
    for kind in {row.kind for row in fresh}:
        keys = [row.key for row in fresh if row.kind == kind]
        connection.execute(sa.delete(TOMBSTONE).where(TOMBSTONE.c.kind == kind, TOMBSTONE.c.key.in_(keys)))
