"""What was worked out from records as the store keeps it: codes and vectors, each of one version of its record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import sqlalchemy as sa

from indexes import changes, statements
from indexes.changes import Change
from indexes.rows import DERIVED_COLUMNS, Derived, StoredRecord, derived_of, derived_values, record_of
from indexes.schema import DERIVED
from indexes.store_base import StoreBase

_WIDTH = len(DERIVED_COLUMNS)


class DerivedRows(StoreBase):
    """The part of a store that keeps codes and vectors."""

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
            self._keep_derived(connection, given, 0)

    def _keep_derived(self, connection: sa.Connection, derived: Sequence[Derived], revision: int) -> None:
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

    def derived_like(
        self, kind: str, fingerprint: str, mark: str | None = None, limit: int | None = None
    ) -> Iterator[tuple[str, StoredRecord]]:
        """The codes that a fingerprint made of the records as they are now, with the record and no vector, by key.

        Args:
            kind: Kind of record.
            fingerprint: Of the coder and encoder now in use.
            mark: Text that must stand in the codes as they are written, whatever the case; None for all.
            limit: The first so many; all when None.

        Raises:
            StoreError: A record is not what was written. Codes are not checked: that takes their vectors.
        """
        statement = statements.derived_like(kind, fingerprint, mark).limit(limit)
        with self.snapshot() as connection, connection.execute(statement) as rows:
            for coded, *row in rows:
                yield str(coded), record_of(row)

    def as_they_are(self, kind: str, keys: Sequence[str], fingerprint: str) -> list[Change]:
        """The records at some keys, at most ``BATCH``, with what a fingerprint made of them; none for who is gone.

        Raises:
            StoreError: A row is not what was written.
        """
        with self.snapshot() as connection:
            return changes.as_they_are(connection, kind, keys, fingerprint)

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
