"""The record store: the truth. Vectors and codes are derived from it and can always be made again.

SQLAlchemy Core over SQLite (WAL, ``synchronous=FULL``) or PostgreSQL; the same statements run on both. Every write
transaction that changes something takes the next number of one counter, and the rows it changes carry that number.
Writers queue, so that they become visible in the order of their numbers. Every row carries a checksum, which every
read that gives its content checks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

import sqlalchemy as sa

from indexes import changes, statements, store_check
from indexes.changes import Change
from indexes.duplicate_records import POSTING
from indexes.duplicate_rows import DuplicateRows, forget_rulings, leave_clusters
from indexes.generation_rows import GenerationRows
from indexes.identity_rows import IdentityRows
from indexes.identity_vault import Vault
from indexes.outcome_rows import WORKER, OutcomeRows, erase_outcomes
from indexes.rows import (
    DERIVED_COLUMNS,
    Derived,
    StoredRecord,
    UpsertCounts,
    derived_of,
    derived_values,
    record_of,
    record_values,
)
from indexes.schema import DERIVED, IDENTITY, RECORD, TOMBSTONE
from indexes.sighting_rows import SightingRows
from indexes.store_base import new_store_id
from indexes.upstream_rows import UpstreamRows
from indexes.weight_rows import WeightRows

__all__ = ["Store", "new_store_id"]

_WIDTH = len(DERIVED_COLUMNS)


class Store(DuplicateRows, GenerationRows, IdentityRows, OutcomeRows, WeightRows, UpstreamRows, SightingRows):
    """Records and what hangs on them, copies, outcomes, which index and weights serve, what is pulled whence.

    Safe to share between threads; each call is one transaction, except where it says otherwise. Any call raises
    ``StoreError`` when the database refuses (disk full, read-only, lock held for 30 s).
    """

    def upsert(self, records: Sequence[StoredRecord], derived: Sequence[Derived] = ()) -> UpsertCounts:
        """Insert new records, replace changed ones, leave equal ones alone; all or nothing.

        Args:
            records: Of any kinds. Where a key comes twice the later one wins; both are counted. A deleted record that
                comes again is new.
            derived: Codes and vectors of the same records, kept in the same transaction as ``save_derived`` keeps them,
                so that nobody sees a changed record without its codes.

        Raises:
            StoreError: The database refused (disk full, read-only, lock held for 30 s).
        """
        counts, revision, now = UpsertCounts(), 0, datetime.now(UTC)
        with self.transaction() as connection:
            for batch in statements.batches(records):
                known = statements.hashes_of(connection, batch)
                did, changed = _what_changes(batch, known)
                if changed and not revision:
                    revision = self._next_revision(connection)
                _raise_from_dead(connection, [row for row in changed if (row.kind, row.key) not in known])
                statements.put(connection, RECORD, [record_values(row, revision, now) for row in changed])
                leave_clusters(connection, _reworded(changed, known))
                self._planner.wrote(connection, RECORD, (row.kind for row in changed))
                counts += did
            self._keep(connection, derived, revision)
        return counts

    def delete(self, kind: str, keys: Sequence[str]) -> int:
        """Remove records with all that hangs on them, all or nothing; gives how many were there.

        A tombstone tells those who ask what changed: kind, key, number and time, nothing of what was deleted.

        Args:
            kind: Kind of record.
            keys: One that is not stored is passed over.
        """
        deleted = 0
        with self.transaction() as connection:
            revision, now = 0, datetime.now(UTC)
            for batch in statements.batches(keys):
                chosen = sa.select(RECORD.c.key).where(RECORD.c.kind == kind, RECORD.c.key.in_(batch))
                there = list(connection.scalars(chosen))
                if there and not revision:
                    revision = self._next_revision(connection)
                for table in (IDENTITY, DERIVED, RECORD):
                    connection.execute(sa.delete(table).where(table.c.kind == kind, table.c.key.in_(there)))
                if kind == WORKER:
                    erase_outcomes(connection, there)
                if kind == POSTING:
                    leave_clusters(connection, there)
                    forget_rulings(connection, there)
                tombstone = {"kind": kind, "revision": revision, "deleted_at": now}
                statements.put(connection, TOMBSTONE, [{**tombstone, "key": key} for key in there])
                deleted += len(there)
        return deleted

    def get(self, kind: str, key: str) -> StoredRecord | None:
        """One record, or None.

        Raises:
            StoreError: The row is not what was written.
        """
        with self.snapshot() as connection:
            row = connection.execute(statements.record(kind, key)).one_or_none()
        return None if row is None else record_of(row)

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

    def pending(self, kind: str, fingerprint: str) -> Iterator[list[StoredRecord]]:
        """Records that have nothing derived by this fingerprint yet, in batches, by key; a transaction for each.

        Args:
            kind: Kind of record.
            fingerprint: Of the coder and encoder now in use.

        Raises:
            StoreError: A row is not what was written.
        """
        after = ""
        while True:
            with self.snapshot() as connection:
                batch = [record_of(row) for row in connection.execute(statements.pending(kind, fingerprint, after))]
            if not batch:
                return
            yield batch
            after = batch[-1].key

    def count_pending(self, kind: str, fingerprint: str) -> int:
        """How many records ``pending`` would give."""
        with self.snapshot() as connection:
            return int(connection.scalar(statements.count_pending(kind, fingerprint)) or 0)

    def save_derived(self, rows: Iterable[Derived]) -> None:
        """Keep codes and vectors; replaces what was there for the same record; all or nothing.

        Rows made from a version of a record that was replaced meanwhile are left out: they would hide the newer ones.
        """
        given = list(rows)
        with self.transaction() as connection:
            self._keep(connection, given, 0)

    def _keep(self, connection: sa.Connection, derived: Sequence[Derived], revision: int) -> None:
        """Put codes and vectors under a revision, the next one when it is 0."""
        for batch in statements.batches(derived):
            known = statements.hashes_of(connection, batch)
            current = [row for row in batch if known.get((row.kind, row.key), ("", ""))[1] == row.content_hash]
            if current and not revision:
                revision = self._next_revision(connection)
            statements.put(connection, DERIVED, [derived_values(row, revision) for row in current])
            self._planner.wrote(connection, DERIVED, (row.kind for row in current))

    def derived_hashes(self, kind: str, fingerprint: str, keys: Sequence[str] | None = None) -> dict[str, str]:
        """Key to content hash of what was derived by this fingerprint from the records as they are now, by key.

        Args:
            kind: Kind of record.
            fingerprint: Of the coder and encoder now in use.
            keys: Ascending; only these, all when None.
        """
        statement = statements.derived_hashes(kind, fingerprint)
        with self.snapshot() as connection:
            rows = [row for chosen in statements.in_parts(statement, keys) for row in connection.execute(chosen)]
        return {str(key): str(digest) for key, digest in rows}

    def derived(
        self, kind: str, fingerprint: str, keys: Sequence[str] | None = None
    ) -> Iterator[tuple[Derived, StoredRecord]]:
        """What was derived by this fingerprint from the records as they are now, each with its record, by key.

        Args:
            kind: Kind of record.
            fingerprint: Of the coder and encoder now in use.
            keys: Ascending; only these, all when None. A key that has nothing derived is passed over.

        Raises:
            StoreError: A row is not what was written.
        """
        with self.snapshot() as connection:
            for chosen in statements.in_parts(statements.derived(kind, fingerprint), keys):
                with connection.execute(chosen) as rows:
                    for row in rows:
                        yield derived_of(row[:_WIDTH]), record_of(row[_WIDTH:])

    def changes(self, kind: str, fingerprint: str, since: int, upto: int | None = None) -> Iterator[Change]:
        """Every key whose record, codes or vector changed after a revision, once, by key; one state throughout.

        Args:
            kind: Kind of record.
            fingerprint: Of the coder and encoder now in use.
            since: Revision up to which all is known; 0 for everything.
            upto: Last revision to look at; all when None. A key that changed in between is given as it is now.

        Raises:
            StoreError: A row is not what was written.
        """
        with self.snapshot() as connection:
            yield from changes.changes(connection, kind, fingerprint, since, upto)

    def check(self, vault: Vault | None = None) -> list[str]:
        """All faults found: the file, each row's checksum, vectors, rows that have lost their record.

        Reads every row once, a few at a time; each table is a transaction. No fault shows content.

        Args:
            vault: Opens every identity as well; they are passed over when None.
        """
        return store_check.faults(self._engine, vault)


def _what_changes(
    batch: Sequence[StoredRecord], known: dict[tuple[str, str], tuple[str, str]]
) -> tuple[UpsertCounts, list[StoredRecord]]:
    """Counts of a batch, and the last version of each record that is not stored like that."""
    hashes, changed = dict(known), {}
    accepted = updated = 0
    for record in batch:
        place, fresh = (record.kind, record.key), (record.raw_hash, record.content_hash)
        before = hashes.get(place)
        if before != fresh:
            accepted, updated = accepted + (before is None), updated + (before is not None)
            hashes[place] = fresh
            changed[place] = record
    unchanged = len(batch) - accepted - updated
    return UpsertCounts(accepted=accepted, updated=updated, unchanged=unchanged), list(changed.values())


def _reworded(changed: Sequence[StoredRecord], known: dict[tuple[str, str], tuple[str, str]]) -> list[str]:
    """Keys of the postings of which something that is read has changed."""
    stored = [row for row in changed if row.kind == POSTING and (row.kind, row.key) in known]
    return [row.key for row in stored if known[row.kind, row.key][1] != row.content_hash]


def _raise_from_dead(connection: sa.Connection, fresh: Sequence[StoredRecord]) -> None:
    for kind in {row.kind for row in fresh}:
        keys = [row.key for row in fresh if row.kind == kind]
        connection.execute(sa.delete(TOMBSTONE).where(TOMBSTONE.c.kind == kind, TOMBSTONE.c.key.in_(keys)))
