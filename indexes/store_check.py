"""Every fault that can be told from the store alone: the file, each row, and how the tables fit together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import sqlalchemy as sa

from indexes import (
    checked_rows,
    schema_accounts,
    schema_copies,
    schema_jobs,
    schema_placement,
    schema_seekers,
    schema_titles,
    schema_webhooks,
    statements,
)
from indexes.audit_log_rows import audit_faults
from indexes.checksums import fault_of
from indexes.client_rows import access_faults
from indexes.consent_rows import consent_faults
from indexes.duplicate_faults import duplicate_faults
from indexes.erasure_rows import erasure_faults
from indexes.generation_rows import generation_faults
from indexes.hold_rows import hold_faults
from indexes.idempotency_rows import idempotency_faults
from indexes.identity_rows import identity_faults
from indexes.identity_vault import Vault
from indexes.outcome_rows import outcome_faults
from indexes.request_rows import request_faults
from indexes.rows import DERIVED_COLUMNS, RECORD_COLUMNS
from indexes.schema import DERIVED, DUPLICATE, METADATA, OUTCOME, RECORD, REVISION, RULING, TOMBSTONE, WEIGHTS
from indexes.schema_erasure import ERASURE
from indexes.schema_rights import CONSENT, PERSON_REQUEST
from indexes.sighting_rows import source_faults
from indexes.transactions import ReadTransaction
from indexes.unit_vectors import check_unit
from indexes.weight_rows import weight_faults
from taxonomy.errors import InputError, StoreError

Check = Callable[[sa.Connection], list[str]]

_VECTOR = 5
"""Place of the vector in ``DERIVED_COLUMNS``."""

_NUMBERED = (RECORD, DERIVED, TOMBSTONE, OUTCOME, WEIGHTS, DUPLICATE, RULING, CONSENT, PERSON_REQUEST, ERASURE)
"""Tables whose rows carry the number of the write that made them."""


_CHECKED = (
    *schema_webhooks.TABLES,
    *schema_accounts.TABLES,
    *schema_seekers.TABLES,
    *schema_placement.TABLES,
    *schema_titles.TABLES,
    *schema_copies.TABLES,
    *schema_jobs.TABLES,
)
"""Tables whose rows are dataclasses with a checksum."""


def faults(engine: sa.Engine, vault: Vault | None = None) -> list[str]:
    """All faults of a store; reads every row once, a few at a time.

    A part that cannot be read is a fault of its own and does not keep the others from being checked.

    Args:
        engine: Of the store.
        vault: Opens every identity as well; they are passed over when None.
    """
    checks: list[Check] = [
        _column_faults,
        _record_faults,
        _derived_faults,
        _stray_faults,
        _revision_faults,
        generation_faults,
        outcome_faults,
        weight_faults,
        source_faults,
        duplicate_faults,
        consent_faults,
        request_faults,
        audit_faults,
        access_faults,
        erasure_faults,
        hold_faults,
        idempotency_faults,
        lambda connection: checked_rows.faults(connection, _CHECKED),
    ]
    if engine.dialect.name == "sqlite":
        checks.insert(0, _file_faults)
    if vault is not None:
        checks.append(lambda connection: identity_faults(connection, vault))
    found: list[str] = []
    for check in checks:
        try:
            with ReadTransaction(engine) as connection:
                found += check(connection)
        except StoreError as error:
            found.append(str(error))
    return list(dict.fromkeys(found))  # a lost table is met by more than one


def _file_faults(connection: sa.Connection) -> list[str]:
    told = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check") if row[0] != "ok"]
    for table, row_id, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        told.append(f"row {row_id} of {table} has none in {parent}")
    return [f"database: {fault}" for fault in told]


def _column_faults(connection: sa.Connection) -> list[str]:
    """A database keeps the names of columns as text: one that was turned over is an error, and so a fault."""
    for table in METADATA.sorted_tables:
        connection.execute(sa.select(table).where(sa.false()))
    return []


def _record_faults(connection: sa.Connection) -> list[str]:
    return list(_row_faults(connection, RECORD, RECORD_COLUMNS))


def _derived_faults(connection: sa.Connection) -> list[str]:
    return list(_row_faults(connection, DERIVED, DERIVED_COLUMNS))


def _row_faults(connection: sa.Connection, table: sa.Table, columns: Sequence[sa.Column[Any]]) -> Iterator[str]:
    every = sa.select(*columns).order_by(table.c.kind, table.c.key).execution_options(yield_per=statements.BATCH)
    for row in connection.execute(every):
        *fields, stored = row
        fault = fault_of(table.name, fields, stored)
        if fault is None and table is DERIVED:
            fault = _vector_fault(fields[_VECTOR])
        if fault:
            yield f"{table.name} of {row.kind} {row.key}: {fault}"


def _vector_fault(vector: bytes) -> str | None:
    if not vector or len(vector) % 4:
        return f"wanted a vector of float32, found {len(vector)} bytes"
    try:
        check_unit(np.frombuffer(vector, dtype="<f4").reshape(1, -1))
    except InputError as error:
        return f"wanted {error.wanted}, found {error.found}"
    return None


def _stray_faults(connection: sa.Connection) -> list[str]:
    """Rows that stand beside a record, or must not."""
    derived_of_none = sa.select(DERIVED.c.kind, DERIVED.c.key).where(~sa.exists(_same_key(DERIVED)))
    alive = sa.select(TOMBSTONE.c.kind, TOMBSTONE.c.key).where(sa.exists(_same_key(TOMBSTONE)))
    return [
        *(
            f"derived of {kind} {key}: wanted its record, found none"
            for kind, key in connection.execute(derived_of_none)
        ),
        *(f"tombstone of {kind} {key}: wanted no record, found one" for kind, key in connection.execute(alive)),
    ]


def _same_key(table: sa.Table) -> sa.Select[*tuple[Any, ...]]:
    return sa.select(RECORD.c.key).where(RECORD.c.kind == table.c.kind, RECORD.c.key == table.c.key)


def _revision_faults(connection: sa.Connection) -> list[str]:
    """Rows of a write that the counter does not know: the next writes would be given the same number."""
    counted = connection.scalar(sa.select(REVISION.c.value).where(REVISION.c.name == "revision"))
    found: list[str] = []
    for table in _NUMBERED:
        newest = connection.scalar(sa.select(sa.func.max(table.c.revision)))
        if newest is not None and (counted is None or newest > counted):
            found.append(f"revision: wanted {newest} or more, as {table.name} has it, found {counted}")
    return found
