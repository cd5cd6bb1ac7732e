"""The record store: the truth. Vectors and codes are derived from it and can always be made again.

SQLAlchemy Core over SQLite (WAL, ``synchronous=FULL``) or PostgreSQL; the same statements run on both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from indexes import statements
from indexes.rows import Derived, StoredRecord, UpsertCounts, derived_of, record_of
from indexes.schema import DERIVED, GENERATION, METADATA, RECORD, REVISION, SCHEMA_VERSION
from indexes.transactions import ReadTransaction, WriteTransaction, open_engine
from taxonomy.errors import StoreError

_TABLES_LOCK = 7_374_683
"""Any number of our own: PostgreSQL's advisory lock for making the tables."""


class Store:
    """Records, what was derived from them, and which index generation serves.

    Safe to share between threads; each call is one transaction.
    """

    def __init__(self, url: str) -> None:
        """Open the store and make its tables when they are not there.

        Args:
            url: SQLAlchemy URL, ``sqlite:////path/sepadan.db`` or ``postgresql+psycopg://...``.

        Raises:
            StoreError: It cannot be opened, or was made by another version.
        """
        self._engine = open_engine(url)
        self._is_sqlite = self._engine.dialect.name == "sqlite"
        self._insert = sqlite.insert if self._is_sqlite else postgresql.insert
        try:
            self._open()
        except StoreError:
            self.close()
            raise

    def _open(self) -> None:
        found = self._schema_version()
        if found is None:
            found = self._make_tables()
        if found != SCHEMA_VERSION:
            raise StoreError(f"store: wanted schema version {SCHEMA_VERSION}, found {found}; use a new --home")

    def _schema_version(self) -> int | None:
        with self._read() as connection:
            if not sa.inspect(connection).has_table(REVISION.name):
                return None
            found: int | None = connection.scalar(sa.select(REVISION.c.value).where(REVISION.c.name == "schema"))
            return found

    def _make_tables(self) -> int | None:
        with self._write() as connection:
            if not self._is_sqlite:  # there the write lock queues the processes that open a new store at once
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_TABLES_LOCK)))
            METADATA.create_all(connection)
            start = [{"name": "schema", "value": SCHEMA_VERSION}, {"name": "revision", "value": 0}]
            connection.execute(self._insert(REVISION).on_conflict_do_nothing(), start)
        return self._schema_version()

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def _write(self) -> WriteTransaction:
        return WriteTransaction(self._engine, is_sqlite=self._is_sqlite)

    def upsert(self, records: Sequence[StoredRecord]) -> UpsertCounts:
        """Insert new records, replace changed ones, leave equal ones alone; all or nothing.

        Args:
            records: Of any kinds. Where a key comes twice the later one wins; both are counted.

        Raises:
            StoreError: The database refused (disk full, read-only, lock held for 30 s).
        """
        counts = UpsertCounts()
        with self._write() as connection:
            for start in range(0, len(records), statements.BATCH):
                counts += self._upsert_batch(connection, records[start : start + statements.BATCH])
            if counts.accepted or counts.updated:
                self._bump(connection)
        return counts

    def _upsert_batch(self, connection: sa.Connection, records: Sequence[StoredRecord]) -> UpsertCounts:
        known = self._known_hashes(connection, records)
        accepted = updated = 0
        changed: dict[tuple[str, str], dict[str, object]] = {}
        now = datetime.now(UTC)
        for record in records:
            identity_of, hashes = (record.kind, record.key), (record.raw_hash, record.content_hash)
            before = known.get(identity_of)
            if before == hashes:
                continue
            accepted, updated = accepted + (before is None), updated + (before is not None)
            known[identity_of] = hashes
            changed[identity_of] = {
                "kind": record.kind,
                "key": record.key,
                "raw_hash": record.raw_hash,
                "content_hash": record.content_hash,
                "payload": record.payload,
                "written_at": now,
            }
        self._put(connection, RECORD, list(changed.values()))
        return UpsertCounts(accepted=accepted, updated=updated, unchanged=len(records) - accepted - updated)

    def _known_hashes(
        self, connection: sa.Connection, records: Sequence[StoredRecord | Derived]
    ) -> dict[tuple[str, str], tuple[str, str]]:
        columns = sa.select(RECORD.c.key, RECORD.c.raw_hash, RECORD.c.content_hash)
        known = {}
        for kind in sorted({record.kind for record in records}):
            keys = [record.key for record in records if record.kind == kind]
            for key, *hashes in connection.execute(columns.where(RECORD.c.kind == kind, RECORD.c.key.in_(keys))):
                known[kind, key] = (hashes[0], hashes[1])
        return known

    def _put(self, connection: sa.Connection, table: sa.Table, rows: list[dict[str, object]]) -> None:
        if not rows:
            return
        statement = self._insert(table)
        keys = [column.name for column in table.primary_key]
        rest = {c.name: statement.excluded[c.name] for c in table.columns if c.name not in keys}
        connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=rest), rows)

    def _bump(self, connection: sa.Connection) -> None:
        connection.execute(sa.update(REVISION).where(REVISION.c.name == "revision").values(value=REVISION.c.value + 1))

    def revision(self) -> int:
        """Grows with every change to records, derived data or generations; equal numbers mean that nothing changed."""
        with self._read() as connection:
            return int(connection.scalar(sa.select(REVISION.c.value).where(REVISION.c.name == "revision")) or 0)

    def _read(self) -> ReadTransaction:
        return ReadTransaction(self._engine)

    def get(self, kind: str, key: str) -> StoredRecord | None:
        """One record, or None."""
        with self._read() as connection:
            row = connection.execute(sa.select(RECORD).where(RECORD.c.kind == kind, RECORD.c.key == key)).one_or_none()
        return None if row is None else record_of(row)

    def counts(self) -> dict[str, int]:
        """Number of records of each kind."""
        with self._read() as connection:
            rows = connection.execute(sa.select(RECORD.c.kind, sa.func.count()).group_by(RECORD.c.kind)).all()
        return {str(kind): int(count) for kind, count in rows}

    def sources(self, kind: str) -> dict[str, int]:
        """Number of records of a kind by source (the part of the key before the colon)."""
        with self._read() as connection:
            totals: dict[str, int] = {}
            for (key,) in connection.execute(sa.select(RECORD.c.key).where(RECORD.c.kind == kind)):
                source = str(key).partition(":")[0]
                totals[source] = totals.get(source, 0) + 1
        return dict(sorted(totals.items()))

    def pending(self, kind: str, fingerprint: str) -> Iterator[list[StoredRecord]]:
        """Records that have nothing derived by this fingerprint yet, in batches, by key.

        Args:
            kind: Kind of record.
            fingerprint: Of the coder and encoder now in use.
        """
        after = ""
        while True:
            with self._read() as connection:
                batch = [record_of(row) for row in connection.execute(statements.pending(kind, fingerprint, after))]
            if not batch:
                return
            yield batch
            after = batch[-1].key

    def count_pending(self, kind: str, fingerprint: str) -> int:
        """How many records ``pending`` would give."""
        with self._read() as connection:
            return int(connection.scalar(statements.count_pending(kind, fingerprint)) or 0)

    def save_derived(self, rows: Iterable[Derived]) -> None:
        """Keep codes and vectors; replaces what was there for the same record; all or nothing.

        Rows made from a version of a record that was replaced meanwhile are left out: they would hide the newer ones.
        """
        given = list(rows)
        with self._write() as connection:
            for start in range(0, len(given), statements.BATCH):
                batch = given[start : start + statements.BATCH]
                known = self._known_hashes(connection, batch)
                current = [row for row in batch if known.get((row.kind, row.key), ("", ""))[1] == row.content_hash]
                self._put(connection, DERIVED, [asdict(row) for row in current])
            if given:
                self._bump(connection)

    def derived_hashes(self, kind: str, fingerprint: str, keys: Sequence[str] | None = None) -> dict[str, str]:
        """Key to content hash of what was derived by this fingerprint from the records as they are now, by key.

        Args:
            kind: Kind of record.
            fingerprint: Of the coder and encoder now in use.
            keys: Ascending; only these, all when None.
        """
        statement = statements.derived_hashes(kind, fingerprint)
        with self._read() as connection:
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
        """
        with self._read() as connection:
            for chosen in statements.in_parts(statements.derived(kind, fingerprint), keys):
                for row in connection.execute(chosen):
                    yield derived_of(row)

    def set_generation(self, name: str, manifest_sha256: str) -> None:
        """Record a generation as the one that serves; engines that are open see it by the revision."""
        with self._write() as connection:
            connection.execute(sa.update(GENERATION).values(is_current=False))
            row = {"name": name, "manifest_sha256": manifest_sha256, "made_at": datetime.now(UTC), "is_current": True}
            self._put(connection, GENERATION, [row])
            self._bump(connection)

    def generations(self) -> list[tuple[str, str, bool]]:
        """Name, manifest checksum and whether it serves; the one that serves first, then newest first.

        A clock that was set back must not let an older one pass for the newest, so the flag comes before the time.
        """
        order = (GENERATION.c.is_current.desc(), GENERATION.c.made_at.desc(), GENERATION.c.name.desc())
        statement = sa.select(GENERATION).order_by(*order)
        with self._read() as connection:
            rows = connection.execute(statement).all()
        return [(str(row.name), str(row.manifest_sha256), bool(row.is_current)) for row in rows]
