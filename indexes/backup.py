"""Backups: every table as Parquet in a sealed folder, the same from SQLite and from PostgreSQL, and back into either.

A backup is one consistent state, written beside and renamed, so that a killed one leaves nothing that could be taken
for a whole one. Identity data goes along as it lies in the store: sealed, and of no use without its keys. What lies
beside the store does not go along (``BESIDE``): it is made again from it. The manifest names all that was left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import sqlalchemy as sa

from indexes import (
    checked_rows,
    planner,
    schema_copies,
    schema_placement,
    schema_seekers,
    schema_titles,
    schema_webhooks,
)
from indexes.audit_chain import AUDIT_COLUMNS, whole_row_of
from indexes.backup_rows import Drops, kept_rows, nobody
from indexes.consent_rows import CONSENT_COLUMNS, consent_of
from indexes.duplicate_records import DUPLICATE_COLUMNS, RULING_COLUMNS, copy_of, ruling_of
from indexes.durable import locked, seal, unseal, write_folder
from indexes.erasure_rows import ERASURE_COLUMNS, erasure_of
from indexes.outcome_rows import OUTCOME_COLUMNS, outcome_of
from indexes.request_rows import REQUEST_COLUMNS, request_of
from indexes.rows import DERIVED_COLUMNS, RECORD_COLUMNS, derived_of, record_of
from indexes.schema import (
    DERIVED,
    DUPLICATE,
    FACT,
    GENERATION,
    HEAD,
    METADATA,
    OUTCOME,
    RECORD,
    REVISION,
    RULING,
    RUN,
    SIGHTING,
    UPSTREAM,
    WEIGHTS,
)
from indexes.schema_access import API_KEY, CLIENT, SIGNING_KEY
from indexes.schema_accounts import ACCOUNT, SESSION
from indexes.schema_contract import IDEMPOTENT
from indexes.schema_erasure import ERASURE, HOLD, NOTICE
from indexes.schema_jobs import JOB, UPLOAD
from indexes.schema_rights import AUDIT_LOG, CONSENT, PERSON_REQUEST
from indexes.sighting_rows import SIGHTING_COLUMNS, sighting_of_row
from indexes.store import Store
from indexes.store_base import new_store_id
from indexes.weight_rows import WEIGHT_COLUMNS, weights_of_row
from taxonomy.errors import GenerationError, StoreError

FORMAT = 1
"""Version of the layout."""

_NOT_KEPT = (GENERATION, IDEMPOTENT, JOB, UPLOAD, SESSION, *schema_webhooks.PASSING)
"""Why: see ``indexes.schema_jobs``, ``schema_webhooks``, ``schema_accounts`` and ``schema_contract``."""

BESIDE: Mapping[str, str] = {
    "programmes": "tables of programmes that were changed here: keep them as you keep settings",
    "secret.key": "keys are kept apart from what they open",
    "generations": "indexes: `sepadan build` makes them again",
    "models": "trained models and what serves of them: copy the folder; `sepadan train` makes them again",
    "plans": "plans of training centres, kept a week: the same address works one out again",
}
"""What of a home is in no backup, and why."""

TABLES = tuple(table for table in METADATA.sorted_tables if table not in _NOT_KEPT)
"""What is kept, those that others hang on first."""

_ROWS = 5_000
"""Rows held in memory at once."""

_CHECKS: Mapping[str, tuple[Sequence[sa.Column[Any]], Callable[[Sequence[Any]], object]]] = {
    RECORD.name: (RECORD_COLUMNS, record_of),
    DERIVED.name: (DERIVED_COLUMNS, derived_of),
    OUTCOME.name: (OUTCOME_COLUMNS, outcome_of),
    WEIGHTS.name: (WEIGHT_COLUMNS, weights_of_row),
    SIGHTING.name: (SIGHTING_COLUMNS, sighting_of_row),
    DUPLICATE.name: (DUPLICATE_COLUMNS, copy_of),
    RULING.name: (RULING_COLUMNS, ruling_of),
    CONSENT.name: (CONSENT_COLUMNS, consent_of),
    PERSON_REQUEST.name: (REQUEST_COLUMNS, request_of),
    AUDIT_LOG.name: (AUDIT_COLUMNS, whole_row_of),
    ERASURE.name: (ERASURE_COLUMNS, erasure_of),
    **{
        table.name: (tuple(table.columns), partial(checked_rows.check, table))
        for table in (
            *(UPSTREAM, RUN, CLIENT, API_KEY, SIGNING_KEY, HOLD, NOTICE),
            *(*schema_webhooks.TABLES, ACCOUNT, *schema_seekers.TABLES),
            *(*schema_placement.TABLES, *schema_titles.TABLES, *schema_copies.TABLES),
        )
    },
}
"""Columns of the tables whose rows carry a checksum, and what refuses a row that is not what was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """A backup that passed its checks.

    Attributes:
        folder: Where it lies.
        made_at: When, ISO 8601, UTC.
        counts: Table to number of rows.
    """

    folder: Path
    made_at: str
    counts: Mapping[str, int]


def back_up(store: Store, root: Path) -> Backup:
    """Write a backup of a store.

    Args:
        store: What is kept; others may go on writing to it.
        root: Folder in which the backup will lie, in a folder of its own.

    Raises:
        StoreError: The store cannot be read, or a row of it is not what was written.
        GenerationError: The folder cannot be written.
    """
    facts: dict[str, Any] = {}

    def fill(folder: Path) -> str:
        made_at = datetime.now(UTC)
        with store.snapshot() as connection:
            counts = {str(table.name): _dump(connection, table, folder) for table in TABLES}
        facts.update(format=FORMAT, schema=HEAD, made_at=made_at.isoformat(), counts=counts, left_out=_left_out())
        return f"sepadan-backup-{made_at:%Y%m%dT%H%M%S%f}-{seal(folder, facts)[:8]}"

    with locked(root):
        folder = write_folder(root, fill)
    return Backup(folder=folder, made_at=facts["made_at"], counts=facts["counts"])


def _left_out() -> dict[str, str]:
    """Tables and folders that are not in a backup, and why: for who opens one years later."""
    return {**{str(table.name): "passes by itself, or holds for this server alone" for table in _NOT_KEPT}, **BESIDE}


def _dump(connection: sa.Connection, table: sa.Table, folder: Path) -> int:
    """Write a table; gives the number of its rows."""
    schema, total = _schema(table), 0
    every = sa.select(table).execution_options(yield_per=_ROWS)
    with (
        pq.ParquetWriter(file_of(folder, table), schema, compression="zstd") as writer,
        connection.execute(every) as rows,
    ):
        for part in rows.mappings().partitions():
            plain = kept_rows(table, [_plain(row) for row in part])
            _check(table, plain)
            writer.write_table(pa.Table.from_pylist(plain, schema=schema))
            total += len(plain)
    return total


def file_of(folder: Path, table: sa.Table) -> Path:
    """Where a backup keeps a table."""
    return folder / f"{table.name}.parquet"


def _check(table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    if table.name in _CHECKS:
        columns, check = _CHECKS[table.name]
        for row in rows:
            check([row[column.name] for column in columns])


def _schema(table: sa.Table) -> pa.Schema:
    return pa.schema([(column.name, _type(column)) for column in table.columns])


def _type(column: sa.Column[Any]) -> pa.DataType:
    kinds = {bytes: pa.binary(), int: pa.int64(), float: pa.float64(), datetime: pa.timestamp("us", tz="UTC")}
    return kinds.get(column.type.python_type, pa.string())


def _plain(row: sa.RowMapping) -> dict[str, Any]:
    """SQLite forgets the zone of a time; all are UTC."""
    return {
        name: value.replace(tzinfo=UTC) if isinstance(value, datetime) and value.tzinfo is None else value
        for name, value in row.items()
    }


def check_backup(folder: Path) -> Backup:
    """Check every byte of a backup.

    Raises:
        GenerationError: It is damaged or of another format; says what is wrong.
    """
    what = f"backup {folder.name}"
    manifest = unseal(folder, what)
    found = (manifest.get("format"), manifest.get("schema"))
    if found != (FORMAT, HEAD):
        raise GenerationError(
            f"{what}: wanted format {FORMAT} of tables {HEAD}, found format {found[0]} of tables {found[1]}; "
            "restore it with the version of Sepadan that made it"
        )
    return Backup(folder=folder, made_at=manifest["made_at"], counts=manifest["counts"])


def restore(store: Store, backup: Backup, drops: Drops = nobody) -> int:
    """Fill an empty store from a backup, whole or not at all.

    The store keeps an id of its own, so that no index made from another store can be served over it.

    Args:
        store: Holds no record.
        backup: As ``check_backup`` gave it.
        drops: Records that must not come back.

    Returns:
        Rows that were left out.

    Raises:
        GenerationError: The backup can no longer be read.
        StoreError: The store holds records or an audit log, or refuses.
    """
    dropped = 0
    with store.transaction() as connection:
        held = int(connection.scalar(sa.select(sa.func.count()).select_from(RECORD)) or 0)
        if held:
            raise StoreError(f"restore: wanted an empty store, found one with {held} records; use a new --home")
        logged = int(connection.scalar(sa.select(sa.func.count()).select_from(AUDIT_LOG)) or 0)
        if logged:  # nobody removes rows of the audit log, not even to put others in their place
            raise StoreError(f"restore: wanted a store without an audit log, found {logged} rows; use a new --home")
        for table in (GENERATION, IDEMPOTENT, SESSION, *reversed(TABLES)):
            connection.execute(sa.delete(table))
        for table in TABLES:
            for rows in read_rows(file_of(backup.folder, table)):
                kept = kept_rows(table, rows, drops)
                dropped += len(rows) - len(kept)
                if kept:
                    connection.execute(sa.insert(table), kept)
        connection.execute(sa.update(FACT).where(FACT.c.name == "store_id").values(value=new_store_id()))
        connection.execute(sa.update(REVISION).where(REVISION.c.name == "revision").values(value=REVISION.c.value + 1))
        planner.tell(connection)
    return dropped


def read_rows(path: Path) -> Iterator[Sequence[dict[str, Any]]]:
    """Rows of one table of a backup, some thousand at a time.

    Raises:
        GenerationError: The file is not as it was checked.
    """
    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=_ROWS):
                yield batch.to_pylist()
    except (OSError, pa.ArrowException) as error:
        raise GenerationError(f"backup: wanted {path} as it was checked, found {error}") from error
