"""Frozen records to rows of a table and back, each row with its checksum in the last column.

For tables whose columns, but for the checksum, are the fields of one dataclass in the same order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa

from indexes import statements
from indexes.checksums import checksum, fault_of
from indexes.moments import utc
from taxonomy.errors import StoreError

R = TypeVar("R")


def values_of(table: sa.Table, record: Any) -> dict[str, object]:
    """A record as a row of its table."""
    return row_of(table, [getattr(record, field.name) for field in fields(record)])


def row_of(table: sa.Table, values: Sequence[object]) -> dict[str, object]:
    """Values, in the order of the columns, as a row of a table."""
    return {**dict(zip(_names(table), values, strict=True)), "checksum": checksum(table.name, values)}


def read(table: sa.Table, form: type[R], row: Sequence[Any]) -> R:
    """A row as a record; SQLite forgets the zone of a time, and all are UTC.

    Raises:
        StoreError: It is not what was written.
    """
    check(table, row)
    return form(**{name: _zoned(value) for name, value in zip(_names(table), row[:-1], strict=True)})


def put(connection: sa.Connection, table: sa.Table, records: Sequence[Any]) -> None:
    """Insert records, or replace those whose primary key is there."""
    for batch in statements.batches(records):
        statements.put(connection, table, [values_of(table, record) for record in batch])


def check(table: sa.Table, row: Sequence[Any]) -> None:
    """Refuse a row that is not what was written.

    Raises:
        StoreError: Names its table and its key.
    """
    if told := _fault(table, row):
        raise StoreError(f"store: {told}; run 'sepadan verify'")


def faults(connection: sa.Connection, tables: Sequence[sa.Table]) -> list[str]:
    """What is wrong with the rows of tables."""
    told: list[str] = []
    for table in tables:
        every = sa.select(table).order_by(*table.primary_key).execution_options(yield_per=statements.BATCH)
        told += [fault for row in connection.execute(every) if (fault := _fault(table, tuple(row)))]
    return told


def _fault(table: sa.Table, row: Sequence[Any]) -> str | None:
    """What is wrong with a row, after its table and its key, whose columns come first; a time counts as its moment."""
    *values, stored = row
    fault = fault_of(table.name, values, stored)
    return fault and f"{table.name} {' '.join(map(str, values[: len(table.primary_key)]))}: {fault}"


def _names(table: sa.Table) -> list[str]:
    return [column.name for column in table.columns][:-1]


def _zoned(value: Any) -> Any:
    return utc(value) if isinstance(value, datetime) else value
