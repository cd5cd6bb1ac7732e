"""A store brought back to how it began: records with their codes from a file beside it, all that came since gone.

For sandboxes alone. One write transaction does all of it: whoever reads sees the store as it was, or as it began.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Generator, Iterable, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from indexes import statements
from indexes.consent_rows import count_erasure
from indexes.record_rows import RecordRows
from indexes.rows import DERIVED_COLUMNS, derived_of, record_of, record_values
from indexes.schema import DERIVED, FACT, GENERATION, METADATA, RECORD, REVISION, TOMBSTONE
from indexes.schema_access import API_KEY, CLIENT, SIGNING_KEY, USAGE
from indexes.schema_rights import AUDIT_HEAD, AUDIT_LOG
from indexes.transactions import open_engine
from taxonomy.errors import StoreError

_KEPT = frozenset(
    {
        *(RECORD, DERIVED, TOMBSTONE),  # brought back key by key, so that an open index follows
        *(GENERATION, REVISION, FACT),
        *(CLIENT, API_KEY, SIGNING_KEY, USAGE),  # callers go on calling
        *(AUDIT_LOG, AUDIT_HEAD),  # nothing is ever taken from it
    }
)
"""Tables that are not emptied; one that is not named here is, so that a new one is thought of by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WentBack:
    """What bringing a store back did.

    Attributes:
        restored: Records that were gone or changed, and are as they began.
        removed: Records that came since.
        others: Rows that came since and are no records: outcomes, jobs, webhooks, requests.
    """

    restored: int
    removed: int
    others: int


class StartRows(RecordRows):
    """The part of a store that can go back to its beginning."""

    def keep_start(self, file: Path) -> int:
        """Write all records with their codes into a file, whole or not at all; gives how many.

        Args:
            file: Replaced where it is there.

        Raises:
            StoreError: The store cannot be read, or the file not be written.
        """
        try:
            with tempfile.TemporaryDirectory(dir=file.parent) as beside:
                made = Path(beside) / file.name
                with _opened(made) as start, self.snapshot() as connection, start.begin() as writing:
                    METADATA.create_all(writing, [RECORD, DERIVED])
                    for table in (RECORD, DERIVED):
                        for batch in connection.execute(sa.select(table)).mappings().partitions(statements.BATCH):
                            writing.execute(sa.insert(table), [dict(row) for row in batch])
                    count = writing.scalar(sa.select(sa.func.count()).select_from(RECORD))
                os.replace(made, file)
        except OSError as error:
            raise StoreError(f"store: the start cannot be kept: {error.strerror}") from error
        return int(count or 0)

    def go_back(self, file: Path, sources: Set[str]) -> WentBack:
        """Bring every record back to what ``keep_start`` kept, and take away all else but callers and the audit log.

        Args:
            file: That was kept.
            sources: Records that came since are of these alone.

        Raises:
            StoreError: A record of another source is there, the database refused, or the file is not what was written;
                nothing is changed then.
        """
        with _opened(file) as start, start.connect() as reading, self.transaction() as connection:
            there = _hashes(connection)
            wanted = _hashes(reading)
            extra = sorted(there.keys() - wanted.keys())
            _refuse_others(extra, sources)
            others = _emptied(connection)
            uncoded = _coded(reading) - _coded(connection)
            changed = sorted(key for key, one in wanted.items() if there.get(key) != one or key in uncoded)
            if extra or changed or others:
                revision = self._next_revision(connection)
                count_erasure(connection)
                for kind, keys in _by_kind(extra):
                    for batch in statements.batches(keys):
                        self._remove(connection, kind, batch, revision)
                for kind, keys in _by_kind(changed):
                    for batch in statements.batches(keys):
                        self._put_back(connection, reading, kind, batch, revision)
        return WentBack(restored=len(changed), removed=len(extra), others=others)

    def _put_back(
        self, connection: sa.Connection, reading: sa.Connection, kind: str, keys: Sequence[str], revision: int
    ) -> None:
        rows = [record_of(tuple(row)) for row in reading.execute(statements.records(kind, keys))]
        gone = sa.and_(TOMBSTONE.c.kind == kind, TOMBSTONE.c.key.in_(keys))
        connection.execute(sa.delete(TOMBSTONE).where(gone))
        now = datetime.now(UTC)
        statements.put(connection, RECORD, [record_values(row, revision, now) for row in rows])
        chosen = sa.select(*DERIVED_COLUMNS).where(DERIVED.c.kind == kind, DERIVED.c.key.in_(keys))
        derived = [derived_of(tuple(row)) for row in reading.execute(chosen)]
        self._keep_derived(connection, derived, revision)


@contextmanager
def _opened(file: Path) -> Generator[sa.Engine]:
    engine = open_engine(f"sqlite:///{file}")
    try:
        yield engine
    except SQLAlchemyError as error:
        reason = getattr(error, "orig", None) or error
        raise StoreError(f"store: wanted the start as it was kept, found: {reason}") from error
    finally:
        engine.dispose()


def _hashes(connection: sa.Connection) -> dict[tuple[str, str], tuple[str, str]]:
    """Kind and key of every record to its raw and content hash."""
    chosen = sa.select(RECORD.c.kind, RECORD.c.key, RECORD.c.raw_hash, RECORD.c.content_hash)
    return {(kind, key): (raw, content) for kind, key, raw, content in connection.execute(chosen)}


def _coded(connection: sa.Connection) -> set[tuple[str, str]]:
    return {(kind, key) for kind, key in connection.execute(sa.select(DERIVED.c.kind, DERIVED.c.key))}


def _refuse_others(extra: Iterable[tuple[str, str]], sources: Set[str]) -> None:
    for kind, key in extra:
        source = key.partition(":")[0]
        if source not in sources:
            wanted = f"records of {', '.join(sorted(sources))} alone"
            raise StoreError(f"store: wanted {wanted}, found one of kind {kind} of source {source}; delete it first")


def _emptied(connection: sa.Connection) -> int:
    """Empty every table that is not kept, those that refer to others first; gives how many rows there were."""
    tables = [table for table in reversed(METADATA.sorted_tables) if table not in _KEPT]
    return sum(connection.execute(sa.delete(table)).rowcount for table in tables)


def _by_kind(places: Sequence[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    kinds = dict.fromkeys(kind for kind, _ in places)
    return [(kind, [key for one, key in places if one == kind]) for kind in kinds]
