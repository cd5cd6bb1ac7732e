"""Frozen records to rows of a table and back, each row with its checksum in the last column.

For tables whose columns, but for the checksum, are the fields of one dataclass in the same order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any, TypeVar

import sqlalchemy as sa

from indexes import statements
from indexes.checksums import check_row, checksum, fault_of

R = TypeVar("R")


def values_of(table: sa.Table, record: Any) -> dict[str, object]:
    """A record as a row of its table."""
    values = {field.name: getattr(record, field.name) for field in fields(record)}
    return {**values, "checksum": checksum(table.name, list(values.values()))}


def read(table: sa.Table, form: type[R], row: Sequence[Any]) -> R:
    """A row as a record; SQLite forgets the zone of a time, and all are UTC.

    Raises:
        StoreError: It is not what was written.
    """
    *found, stored = row
    # A checksum counts a time as its moment; those who are told apart by two names are shown by them.
    check_row(table.name, found, stored)
    names = [column.name for column in table.columns][:-1]
    return form(**{name: _zoned(value) for name, value in zip(names, found, strict=True)})


def put(connection: sa.Connection, table: sa.Table, records: Sequence[Any]) -> None:
    """Insert records, or replace those whose primary key is there."""
    for batch in statements.batches(records):
        statements.put(connection, table, [values_of(table, record) for record in batch])


def check(table: sa.Table, row: Sequence[Any]) -> None:
    """Refuse a row that is not what was written.

    Raises:
        StoreError: Names its table and its first columns.
    """
    *found, stored = row
    check_row(table.name, found, stored)


def faults(connection: sa.Connection, tables: Sequence[sa.Table]) -> list[str]:
    """What is wrong with the rows of tables."""
    told: list[str] = []
    for table in tables:
        every = sa.select(table).order_by(*table.primary_key).execution_options(yield_per=statements.BATCH)
        for row in connection.execute(every):
            fault = fault_of(table.name, tuple(row)[:-1], row[-1])
            if fault:
                told.append(f"{table.name} {row[0]}: {fault}")
    return told


def _zoned(value: Any) -> Any:
    if not isinstance(value, datetime):
        return value
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC)
