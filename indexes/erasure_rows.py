"""Erased records as the store remembers them, by keyed hash; holds and notices; how tombstones are forgotten."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from indexes import compaction, statements
from indexes.checksums import check_row, checksum, fault_of
from indexes.outcome_rows import WORKER
from indexes.record_rows import RecordRows
from indexes.rows import RECORD_COLUMNS, record_of
from indexes.schema import FACT, GENERATION, OUTCOME, RECORD, TOMBSTONE
from indexes.schema_erasure import ERASURE, HOLD, NOTICE
from taxonomy.errors import StoreError

_FIELDS = ("digest", "kind", "erased_at", "due_at", "finished_at", "is_blocked", "revision")
ERASURE_COLUMNS = tuple(ERASURE.c[name] for name in (*_FIELDS, "checksum"))
HOLD_COLUMNS = tuple(HOLD.columns)
NOTICE_COLUMNS = tuple(NOTICE.columns)
"""What a read takes, the checksum last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredErasure:
    """One erased record.

    Attributes:
        digest: Keyed hash of its kind and key (``matcher.erasure.digests``).
        kind: Kind of the record.
        erased_at: When it was asked for and left the store, UTC.
        due_at: When every copy that Sepadan keeps must be gone, UTC.
        finished_at: When they were; None until then.
        is_blocked: Whether the key may not be stored again without a fresh consent.
        revision: Number of the write that erased it.
    """

    digest: str
    kind: str
    erased_at: datetime
    due_at: datetime
    finished_at: datetime | None
    is_blocked: bool
    revision: int


class ErasureRows(RecordRows):
    """The part of a store that erases, and remembers that it did without remembering whom."""

    def erase(
        self, kind: str, digests: Mapping[str, str], *, erased_at: datetime, due_at: datetime, is_blocked: bool
    ) -> list[str]:
        """Delete records with all that hangs on them and keep a keyed hash of each key, all or nothing.

        Args:
            kind: Kind of record.
            digests: Key to its keyed hash. A key that is not stored is remembered all the same: backups may hold it.
            erased_at: UTC.
            due_at: UTC.
            is_blocked: Whether the keys are refused from now on. One that was blocked before stays so.

        Returns:
            Keys that were stored.

        Raises:
            StoreError: The database refused.
        """
        there: list[str] = []
        with self.transaction() as connection:
            revision = self._next_revision(connection)
            for batch in statements.batches(list(digests)):
                there += self._remove(connection, kind, batch, revision)
                hashes = [digests[key] for key in batch]
                blocked = sa.select(ERASURE.c.digest).where(ERASURE.c.digest.in_(hashes), ERASURE.c.is_blocked)
                before = set(connection.scalars(blocked))
                rows = [
                    _values((digest, kind, erased_at, due_at, None, is_blocked or digest in before, revision))
                    for digest in hashes
                ]
                statements.put(connection, ERASURE, rows)
                connection.execute(sa.delete(NOTICE).where(NOTICE.c.kind == kind, NOTICE.c.key.in_(batch)))
        return there

    def erasures(self, *, unfinished: bool = False) -> list[StoredErasure]:
        """Erased records, the oldest first.

        Args:
            unfinished: Only those of which copies may still be about.

        Raises:
            StoreError: A row is not what was written.
        """
        chosen = sa.select(*ERASURE_COLUMNS).order_by(ERASURE.c.erased_at, ERASURE.c.digest)
        if unfinished:
            chosen = chosen.where(ERASURE.c.finished_at.is_(None))
        with self.snapshot() as connection:
            return [erasure_of(tuple(row)) for row in connection.execute(chosen)]

    def blocked(self, digests: Sequence[str]) -> set[str]:
        """Those of some keyed hashes whose records may not be stored again.

        Raises:
            StoreError: The database refused.
        """
        found: set[str] = set()
        with self.snapshot() as connection:
            for batch in statements.batches(digests):
                chosen = sa.select(ERASURE.c.digest).where(ERASURE.c.digest.in_(batch), ERASURE.c.is_blocked)
                found.update(connection.scalars(chosen))
        return found

    def has_blocked(self, kind: str) -> bool:
        """Whether any record of a kind may not be stored again.

        Raises:
            StoreError: The database refused.
        """
        chosen = sa.select(ERASURE.c.digest).where(ERASURE.c.kind == kind, ERASURE.c.is_blocked).limit(1)
        with self.snapshot() as connection:
            return connection.scalar(chosen) is not None

    def lift(self, digests: Sequence[str]) -> int:
        """Let erased records be stored again, for a fresh consent; gives how many were blocked.

        Raises:
            StoreError: The database refused, or a row is not what was written.
        """
        return self._change(ERASURE.c.digest.in_(digests) & ERASURE.c.is_blocked, {"is_blocked": False})

    def finish_erasures(self, upto: int, at: datetime) -> int:
        """Note that no copy is left of what was erased up to a revision; gives how many that is news of.

        Raises:
            StoreError: The database refused, or a row is not what was written.
        """
        return self._change(
            ERASURE.c.finished_at.is_(None) & (ERASURE.c.revision <= upto), {"finished_at": at.astimezone(UTC)}
        )

    def _change(self, which: sa.ColumnElement[bool], change: Mapping[str, Any]) -> int:
        with self.transaction() as connection:
            rows = [erasure_of(tuple(row)) for row in connection.execute(sa.select(*ERASURE_COLUMNS).where(which))]
            values = [{name: getattr(row, name) for name in _FIELDS} | dict(change) for row in rows]
            for batch in statements.batches(values):
                statements.put(connection, ERASURE, [_values(tuple(row.values())) for row in batch])
        return len(rows)

    def forget_tombstones(self, kind: str, upto: int) -> int:
        """Remove the tombstones of a kind up to a revision: they name keys, which may say who somebody was.

        An open engine that has not looked since must open a newer generation; ``forgotten`` tells it.

        Args:
            kind: Kind of record.
            upto: No recorded generation was made before this revision.

        Returns:
            How many were removed.

        Raises:
            StoreError: A recorded generation is older: it still needs them.
        """
        name = f"forgotten_{kind}"
        with self.transaction() as connection:
            oldest = connection.scalar(sa.select(sa.func.min(GENERATION.c.revision)))
            if oldest is not None and oldest < upto:
                raise StoreError(f"store: wanted generations made at revision {upto} or later, found one of {oldest}")
            which = (TOMBSTONE.c.kind == kind) & (TOMBSTONE.c.revision <= upto)
            count = int(connection.scalar(sa.select(sa.func.count()).select_from(TOMBSTONE).where(which)) or 0)
            if count:
                connection.execute(sa.delete(TOMBSTONE).where(which))
                self._next_revision(connection)
                statements.put(connection, FACT, [{"name": name, "value": str(upto)}])
        return count

    def forgotten(self, kind: str) -> int:
        """Revision up to which tombstones of a kind are no longer there; 0 when none was removed.

        Raises:
            StoreError: The database refused.
        """
        with self.snapshot() as connection:
            found = connection.scalar(sa.select(FACT.c.value).where(FACT.c.name == f"forgotten_{kind}"))
        return int(found or 0)

    def put_holds(self, kind: str, keys: Sequence[str], reason: str, at: datetime) -> None:
        """Keep records from retention and erasure, by a duty that goes before (a court, an audit).

        Raises:
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            for batch in statements.batches(keys):
                rows = [(kind, key, reason, at) for key in batch]
                statements.put(connection, HOLD, [_row_of(HOLD, fields) for fields in rows])

    def lift_holds(self, kind: str, keys: Sequence[str]) -> int:
        """Let records go again; gives how many were held.

        Raises:
            StoreError: The database refused.
        """
        return self._drop(HOLD, kind, keys)

    def holds(self, kind: str) -> dict[str, str]:
        """Key to reason of what is held, by key.

        Raises:
            StoreError: A row is not what was written.
        """
        return {str(key): str(reason) for key, reason, _ in self._rows_of(HOLD, kind)}

    def put_notices(self, kind: str, keys: Sequence[str], at: datetime) -> None:
        """Remember that the people of some records were told that these will be erased.

        Raises:
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            for batch in statements.batches(keys):
                statements.put(connection, NOTICE, [_row_of(NOTICE, (kind, key, at)) for key in batch])

    def lift_notices(self, kind: str, keys: Sequence[str]) -> int:
        """Forget notices, for who came back; gives how many there were.

        Raises:
            StoreError: The database refused.
        """
        return self._drop(NOTICE, kind, keys)

    def notices(self, kind: str) -> dict[str, datetime]:
        """Key to when its person was told, by key.

        Raises:
            StoreError: A row is not what was written.
        """
        return {str(key): in_utc(told_at) for key, told_at in self._rows_of(NOTICE, kind)}

    def _drop(self, table: sa.Table, kind: str, keys: Sequence[str]) -> int:
        dropped = 0
        with self.transaction() as connection:
            for batch in statements.batches(keys):
                found = connection.execute(sa.delete(table).where(table.c.kind == kind, table.c.key.in_(batch)))
                dropped += found.rowcount
        return dropped

    def _rows_of(self, table: sa.Table, kind: str) -> list[tuple[Any, ...]]:
        chosen = sa.select(table).where(table.c.kind == kind).order_by(table.c.key)
        with self.snapshot() as connection:
            rows = [tuple(row) for row in connection.execute(chosen)]
        for *fields, stored in rows:
            check_row(table.name, fields, stored)
        return [row[1:-1] for row in rows]

    def quiet_workers(self, before: datetime) -> list[str]:
        """Keys of workers whose record was not written, and of whom no outcome happened, since a time; by key.

        Args:
            before: With its zone.

        Raises:
            StoreError: The database refused.
        """
        lively = sa.exists(sa.select(OUTCOME.c.key).where(OUTCOME.c.worker_key == RECORD.c.key, OUTCOME.c.at > before))
        chosen = sa.select(RECORD.c.key).where(RECORD.c.kind == WORKER, RECORD.c.written_at <= before, ~lively)
        with self.snapshot() as connection:
            return sorted(connection.scalars(chosen))

    def written_before(self, kind: str, before: datetime) -> Iterator[tuple[str, str, datetime]]:
        """Key, payload and time of writing of records that were not written since a time, by key.

        Args:
            kind: Kind of record.
            before: With its zone.

        Raises:
            StoreError: A row is not what was written.
        """
        chosen = sa.select(*RECORD_COLUMNS).where(RECORD.c.kind == kind, RECORD.c.written_at <= before)
        ordered = chosen.order_by(RECORD.c.key).execution_options(yield_per=statements.BATCH)
        with self.snapshot() as connection, connection.execute(ordered) as rows:
            for row in rows:
                stored = record_of(row)
                yield stored.key, stored.payload, in_utc(row.written_at)

    def count_outcomes(self, before: datetime) -> int:
        """How many outcomes happened up to a time.

        Raises:
            StoreError: The database refused.
        """
        chosen = sa.select(sa.func.count()).select_from(OUTCOME).where(OUTCOME.c.at <= before)
        with self.snapshot() as connection:
            return int(connection.scalar(chosen) or 0)

    def delete_outcomes(self, before: datetime) -> int:
        """Remove outcomes that happened up to a time; gives how many.

        Raises:
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            count = connection.execute(sa.delete(OUTCOME).where(OUTCOME.c.at <= before)).rowcount
            if count:
                self._next_revision(connection)
        return count

    def empty_log(self) -> bool:
        """See ``compaction.empty_log``."""
        return compaction.empty_log(self._engine)

    def compact(self) -> None:
        """See ``compaction.compact``."""
        compaction.compact(self._engine)


def in_utc(at: datetime) -> datetime:
    """A time of the store; SQLite forgets the zone, and all are UTC."""
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)


def erasure_of(values: Sequence[Any]) -> StoredErasure:
    """A row of ``ERASURE_COLUMNS``.

    Raises:
        StoreError: It is not what was written.
    """
    *fields, stored = values
    check_row(ERASURE.name, fields, stored)
    found = dict(zip(_FIELDS, fields, strict=True))
    for name in ("erased_at", "due_at", "finished_at"):
        found[name] = None if found[name] is None else in_utc(found[name])
    return StoredErasure(**found)


def hold_of(values: Sequence[Any]) -> None:
    """Refuse a row of ``HOLD_COLUMNS`` that is not what was written.

    Raises:
        StoreError: It is not.
    """
    *fields, stored = values
    check_row(HOLD.name, fields, stored)


def notice_of(values: Sequence[Any]) -> None:
    """Refuse a row of ``NOTICE_COLUMNS`` that is not what was written.

    Raises:
        StoreError: It is not.
    """
    *fields, stored = values
    check_row(NOTICE.name, fields, stored)


def erasure_faults(connection: sa.Connection) -> list[str]:
    """What is wrong with the rows of erasures, holds and notices.

    Args:
        connection: Of any transaction.
    """
    found = []
    for table, columns in ((ERASURE, ERASURE_COLUMNS), (HOLD, HOLD_COLUMNS), (NOTICE, NOTICE_COLUMNS)):
        every = sa.select(*columns).order_by(*table.primary_key.columns)
        for row in connection.execute(every.execution_options(yield_per=statements.BATCH)):
            *fields, stored = row
            fault = fault_of(table.name, fields, stored)
            if fault:
                found.append(f"{table.name} {fields[0]} {fields[1]}: {fault}")
    return found


def _values(fields: Sequence[Any]) -> dict[str, object]:
    return {**dict(zip(_FIELDS, fields, strict=True)), "checksum": checksum(ERASURE.name, fields)}


def _row_of(table: sa.Table, fields: Sequence[Any]) -> dict[str, object]:
    names = [column.name for column in table.columns][:-1]
    return {**dict(zip(names, fields, strict=True)), "checksum": checksum(table.name, fields)}
