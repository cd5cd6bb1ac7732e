"""What is wrong with the clusters and rulings of a store."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from indexes import statements
from indexes.checksums import fault_of
from indexes.duplicate_records import DUPLICATE_COLUMNS, POSTING, RULING_COLUMNS
from indexes.schema import DUPLICATE, RECORD, RULING


def duplicate_faults(connection: sa.Connection) -> list[str]:
    """What is wrong with clusters and rulings: their checksums, and copies of postings that are not stored.

    Args:
        connection: Of any transaction.
    """
    return [*_row_faults(connection), *_stray_faults(connection)]


def _row_faults(connection: sa.Connection) -> Iterator[str]:
    for table, columns in ((DUPLICATE, DUPLICATE_COLUMNS), (RULING, RULING_COLUMNS)):
        every = sa.select(*columns).order_by(*table.primary_key.columns)
        for row in connection.execute(every.execution_options(yield_per=statements.BATCH)):
            *fields, stored = row
            if fault := fault_of(table.name, fields, stored):
                yield f"{table.name} of {fields[0]}: {fault}"


def _stray_faults(connection: sa.Connection) -> Iterator[str]:
    record = sa.select(RECORD.c.key).where(RECORD.c.kind == POSTING, RECORD.c.key == DUPLICATE.c.key)
    for (key,) in connection.execute(sa.select(DUPLICATE.c.key).where(~sa.exists(record))):
        yield f"duplicate of {key}: wanted its posting, found none"
