"""Keeps PostgreSQL's planner told of how the tables grow.

Its own service looks once a minute. A load writes millions of rows in that time, and until then the planner takes each
table for small and reads the whole of it for every batch: the load would take the square of its time. SQLite finds the
primary key without being told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import sqlalchemy as sa

from indexes.schema import METADATA

_FIRST = 500
"""Rows of a kind after which the planner is told for the first time; then whenever that many have doubled."""


class Planner:
    """Counts what one store object writes, and has the tables looked at each time that has doubled."""

    def __init__(self) -> None:
        """Nothing is written yet."""
        self._written: Counter[tuple[str, str]] = Counter()
        self._told: Counter[tuple[str, str]] = Counter()

    def wrote(self, connection: sa.Connection, table: sa.Table, kinds: Iterable[str]) -> None:
        """Count rows that were written.

        Args:
            connection: Of the write transaction.
            table: That they went to.
            kinds: Kind of each row.
        """
        for kind, rows in Counter(kinds).items():
            place = (table.name, kind)
            self._written[place] += rows
            if self._written[place] >= max(_FIRST, 2 * self._told[place]):
                self._told[place] = self._written[place]
                tell(connection, [table])


def tell(connection: sa.Connection, tables: Iterable[sa.Table] = METADATA.sorted_tables) -> None:
    """Have tables looked at now; on SQLite nothing is needed.

    Args:
        connection: Of a write transaction.
        tables: All when not given.
    """
    if connection.dialect.name != "sqlite":
        for table in tables:
            connection.exec_driver_sql(f"ANALYZE {table.name}")
