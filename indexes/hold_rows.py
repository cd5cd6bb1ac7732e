"""Records that must be kept by a duty that goes before, and people who were told that theirs will be erased."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from indexes import checked_rows, statements
from indexes.moments import utc
from indexes.schema_erasure import HOLD, NOTICE
from indexes.store_base import StoreBase


class HoldRows(StoreBase):
    """The part of a store that keeps holds and notices."""

    def put_holds(self, kind: str, keys: Sequence[str], reason: str, at: datetime) -> None:
        """Keep records from retention and erasure, by a duty that goes before (a court, an audit).

        Raises:
            StoreError: The database refused.
        """
        self._put_held(HOLD, [(kind, key, reason, at) for key in keys])

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
        self._put_held(NOTICE, [(kind, key, at) for key in keys])

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
        return {str(key): utc(told_at) for key, told_at in self._rows_of(NOTICE, kind)}

    def _put_held(self, table: sa.Table, rows: Sequence[Sequence[object]]) -> None:
        with self.transaction() as connection:
            for batch in statements.batches(rows):
                statements.put(connection, table, [checked_rows.row_of(table, row) for row in batch])

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
        for row in rows:
            checked_rows.check(table, row)
        return [row[1:-1] for row in rows]


def hold_faults(connection: sa.Connection) -> list[str]:
    """What is wrong with the rows of holds and notices.

    Args:
        connection: Of any transaction.
    """
    return checked_rows.faults(connection, (HOLD, NOTICE))
