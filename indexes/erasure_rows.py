"""Erased records as the store remembers them, by keyed hash, and how tombstones are forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from indexes import checked_rows, statements
from indexes.checksums import check_row
from indexes.moments import utc
from indexes.record_rows import RecordRows
from indexes.schema import FACT, GENERATION, TOMBSTONE
from indexes.schema_erasure import ERASURE, NOTICE
from taxonomy.errors import StoreError

_FIELDS = ("digest", "kind", "erased_at", "due_at", "finished_at", "is_blocked", "revision")
ERASURE_COLUMNS = tuple(ERASURE.c[name] for name in (*_FIELDS, "checksum"))
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


def erasure_of(values: Sequence[Any]) -> StoredErasure:
    """A row of ``ERASURE_COLUMNS``.

    Raises:
        StoreError: It is not what was written.
    """
    *fields, stored = values
    check_row(ERASURE.name, fields, stored)
    found = dict(zip(_FIELDS, fields, strict=True))
    for name in ("erased_at", "due_at", "finished_at"):
        found[name] = None if found[name] is None else utc(found[name])
    return StoredErasure(**found)


def erasure_faults(connection: sa.Connection) -> list[str]:
    """What is wrong with the rows of erasures.

    Args:
        connection: Of any transaction.
    """
    return checked_rows.faults(connection, (ERASURE,))


def _values(fields: Sequence[Any]) -> dict[str, object]:
    return checked_rows.row_of(ERASURE, fields)
