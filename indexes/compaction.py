"""Makes what was deleted unreadable: free pages, the write-ahead log, dead rows.

SQLite zeroes what it frees (``secure_delete``), yet moves rows within pages and keeps older pages in the log until a
checkpoint; ``VACUUM`` writes the file anew. PostgreSQL leaves dead rows in its files until ``VACUUM FULL`` writes them
anew, and values of columns among its statistics until these are gathered and written anew, too; what an older snapshot
of somebody can see it writes along. What PostgreSQL's own write-ahead log holds goes when the server takes its segments
for new ones.
"""

from __future__ import annotations

import sqlite3
import time
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from indexes.schema import METADATA
from taxonomy.errors import StoreError

_SHORT_MS = 200
"""How long emptying the log waits for readers where nobody should wait for it."""

_LONG_MS = 30_000

_OLDER_SNAPSHOTS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND age(backend_xmin) > age(%(since)s::text::xid)
"""
"""How many may see what was deleted before a transaction; roles without ``pg_read_all_stats`` see their own alone."""


def empty_log(engine: sa.Engine, patience_ms: int = _SHORT_MS) -> bool:
    """Bring SQLite's write-ahead log into the database and cut it to nothing; on PostgreSQL nothing is done.

    Args:
        engine: Of the store.
        patience_ms: Milliseconds to wait for readers of an older state.

    Returns:
        False when somebody still reads an older state: the log is emptied next time.

    Raises:
        StoreError: The database refused.
    """
    if engine.dialect.name != "sqlite":
        return True
    try:
        return _on_sqlite(engine, patience_ms, ("PRAGMA wal_checkpoint(TRUNCATE)",))
    except (sqlite3.Error, SQLAlchemyError) as error:
        raise StoreError(f"store: cannot empty the log of the database: {error}") from error


def compact(engine: sa.Engine) -> None:
    """Write the database anew without anything that was deleted. Others may read meanwhile; on PostgreSQL they wait.

    Takes some seconds a gigabyte, and for that time as much free space as the database takes.

    Args:
        engine: Of the store.

    Raises:
        StoreError: The database refused, or somebody read an older state for 30 s.
    """
    try:
        if engine.dialect.name != "sqlite":
            _on_postgres(engine)
        elif not _on_sqlite(engine, _LONG_MS, ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)")):
            raise StoreError("store: wanted a log that can be emptied, found a reader of an older state; try again")
    except (sqlite3.Error, SQLAlchemyError) as error:
        raise StoreError(f"store: cannot be compacted: {error}") from error


def _on_sqlite(engine: sa.Engine, patience_ms: int, steps: tuple[str, ...]) -> bool:
    """Run steps outside any transaction; gives whether the last one found nobody in its way."""
    raw = engine.raw_connection()
    try:
        connection = cast(sqlite3.Connection, raw.driver_connection)
        connection.execute(f"PRAGMA busy_timeout={patience_ms}")
        try:
            found: Any = None
            for step in steps:
                found = connection.execute(step).fetchone()
            return found is None or found[0] == 0
        finally:
            connection.execute(f"PRAGMA busy_timeout={_LONG_MS}")
    finally:
        raw.close()


def _on_postgres(engine: sa.Engine) -> None:
    tables = ", ".join(table.name for table in METADATA.sorted_tables)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        _await_older_snapshots(connection)
        connection.exec_driver_sql(f"VACUUM (FULL, ANALYZE) {tables}")
        # Statistics hold values of columns, keys among them. Only the database's owner may; others are told and go on.
        connection.exec_driver_sql("VACUUM FULL pg_statistic")


def _await_older_snapshots(connection: sa.Connection) -> None:
    """Wait for whoever still reads a state from before now, an analysing autovacuum among them.

    Raises:
        StoreError: Somebody still did after ``_LONG_MS``.
    """
    since = str(connection.exec_driver_sql("SELECT pg_current_xact_id()::xid::text").scalar_one())
    until = time.monotonic() + _LONG_MS / 1_000
    while connection.exec_driver_sql(_OLDER_SNAPSHOTS, {"since": since}).scalar_one():
        if time.monotonic() >= until:
            raise StoreError(
                "store: wanted tables that can be written anew, found a reader of an older state; try again"
            )
        time.sleep(0.05)
