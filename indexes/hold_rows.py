"""Records that must be kept by a duty that goes before, and people who were told that theirs will be erased."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from indexes import statements
from indexes.checksums import check_row, checksum
from indexes.erasure_rows import table_faults
from indexes.moments import utc
from indexes.schema_erasure import HOLD, NOTICE
from indexes.store_base import StoreBase

HOLD_COLUMNS = tuple(HOLD.columns)
NOTICE_COLUMNS = tuple(NOTICE.columns)
"""What a read takes, the checksum last."""


class HoldRows(StoreBase):
    """The part of a store that keeps holds and notices."""

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
        return {str(key): utc(told_at) for key, told_at in self._rows_of(NOTICE, kind)}

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


def hold_faults(connection: sa.Connection) -> list[str]:
    """What is wrong with the rows of holds and notices.

    Args:
        connection: Of any transaction.
    """
    return [
        *table_faults(connection, HOLD, HOLD_COLUMNS),
        *table_faults(connection, NOTICE, NOTICE_COLUMNS),
    ]


def _row_of(table: sa.Table, fields: Sequence[Any]) -> dict[str, object]:
    names = [column.name for column in table.columns][:-1]
    return {**dict(zip(names, fields, strict=True)), "checksum": checksum(table.name, fields)}
