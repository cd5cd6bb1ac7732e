"""Transactions of the record store: SQLite made durable, the driver's errors turned into StoreError."""

from __future__ import annotations

import os
import sqlite3
import time
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from indexes.tracing import step
from taxonomy.errors import StoreError

_PATIENCE_S = 30
"""How long a writer waits for another."""

# A value that was turned over can be one that the driver cannot read as its type: a time, a number, a name of a table.
_FAULTS = (SQLAlchemyError, ValueError, TypeError)

_AGAIN_S = 0.01
"""Between two tries to set up a connection."""

_SMALLEST = 512
"""Bytes of the smallest page that SQLite makes."""

_WRITERS = 7_374_683
"""Any number of our own: PostgreSQL's advisory lock that the writers of a store queue on."""


def open_engine(url: str) -> sa.Engine:
    """Make an engine for a URL; nothing is connected yet.

    Args:
        url: Of SQLite or PostgreSQL. No message shows it whole, for it may hold a password.

    Raises:
        StoreError: It is no such URL, its driver is not installed, or the file was cut short to less than a header.
    """
    try:
        backend = sa.make_url(url).get_backend_name()
    except ArgumentError as error:
        raise StoreError("store: wanted a URL like sqlite:////path/sepadan.db, found one that is none") from error
    if backend == "sqlite":
        engine = sa.create_engine(url)
        _refuse_stump(engine.url.database)
        event.listen(engine, "connect", _durable)
        event.listen(engine, "begin", _begin)
        return engine
    if backend != "postgresql":
        raise StoreError(f"store: wanted a URL of sqlite or postgresql+psycopg, found {backend}")
    try:
        return sa.create_engine(url, pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise StoreError(f"store: wanted driver {error.name}, found none; pip install 'sepadan[postgres]'") from error


def _refuse_stump(database: str | None) -> None:
    """SQLite takes a file shorter than a page for a new one: it would answer from nothing."""
    try:
        size = os.path.getsize(database or "")
    except OSError:  # a new file, memory, or a URI: SQLite's own errors are good
        return
    if 0 < size < _SMALLEST:
        raise StoreError(f"store {database}: wanted a database, found {size} bytes of one cut short; restore a backup")


def _begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _durable(connection: Any, _: ConnectionPoolEntry) -> None:
    """Make a SQLite connection durable (WAL, a sync at every commit) and patient (30 s for a lock)."""
    connection.isolation_level = None  # the begin event opens the transaction
    cursor = connection.cursor()
    # Patience comes first: turning a new file to WAL needs a lock as well.
    patience = f"busy_timeout={_PATIENCE_S * 1000}"
    # What is deleted is overwritten with zeros: nobody shall find an erased person in a free page.
    for pragma in (patience, "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        _set(cursor, pragma)
    cursor.close()


def _set(cursor: sqlite3.Cursor, pragma: str) -> None:
    """Set a pragma; to several who open a new file together SQLite says BUSY at once, however patient they are."""
    until = time.monotonic() + _PATIENCE_S
    while True:
        try:
            cursor.execute(f"PRAGMA {pragma}")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(_AGAIN_S)
        else:
            return


def _refusal(engine: sa.Engine, what: str, error: Exception) -> StoreError:
    reason = getattr(error, "orig", None) or error
    told = f"store {engine.url.render_as_string(hide_password=True)}: cannot be {what}: {reason}"
    if "database is locked" in told or "due to lock timeout" in told:
        told += f"; another process has been writing for {_PATIENCE_S} s: try again when it is done"
    return StoreError(told)


class ReadTransaction:
    """One read transaction, which sees one state throughout; the driver's errors become ``StoreError``."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        if engine.dialect.name != "sqlite":  # SQLite's are so by themselves
            self._engine = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    def __enter__(self) -> sa.Connection:
        try:
            self._connection = self._engine.connect()
        except _FAULTS as error:
            raise _refusal(self._engine, "read", error) from error
        self._step = step("store: read", is_leaf=True)
        self._step.__enter__()
        return self._connection

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        self._step.__exit__(None, None, None)
        self._connection.close()
        if isinstance(error, _FAULTS):
            raise _refusal(self._engine, "read", error) from error


class WriteTransaction:
    """One write transaction. Writers queue from the start, so that they commit in the order of their numbers."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def __enter__(self) -> sa.Connection:
        try:
            self._connection = self._engine.connect()
        except _FAULTS as error:
            raise _refusal(self._engine, "written", error) from error
        self._step = step("store: write", is_leaf=True)  # the wait for other writers is part of it
        self._step.__enter__()
        try:
            self._transaction = self._connection.begin()
            self._queue()
        except _FAULTS as error:
            self._step.__exit__(None, None, None)
            self._connection.close()
            raise _refusal(self._engine, "written", error) from error
        return self._connection

    def _queue(self) -> None:
        if self._engine.dialect.name == "sqlite":  # the event's plain BEGIN is upgraded: no two writers deadlock
            self._connection.exec_driver_sql("ROLLBACK")
            self._connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            self._connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_PATIENCE_S}s'")
            self._connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_WRITERS)))

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        try:
            if error is None:
                self._transaction.commit()
            else:
                self._transaction.rollback()
        except _FAULTS as failed:
            raise _refusal(self._engine, "written", failed) from failed
        finally:
            self._step.__exit__(None, None, None)
            self._connection.close()
        if isinstance(error, _FAULTS):
            raise _refusal(self._engine, "written", error) from error
