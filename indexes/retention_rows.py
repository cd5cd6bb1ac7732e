"""What has stood in a store for too long: who was quiet, what was written or happened before a day; and compaction."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import sqlalchemy as sa

from indexes import compaction, statements
from indexes.moments import utc
from indexes.outcome_rows import WORKER
from indexes.rows import RECORD_COLUMNS, record_of
from indexes.schema import OUTCOME, RECORD
from indexes.store_base import StoreBase


class RetentionRows(StoreBase):
    """The part of a store that rules of retention ask."""

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
                yield stored.key, stored.payload, utc(row.written_at)

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
