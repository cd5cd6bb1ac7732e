"""Transactions of the record store: SQLite made durable, the driver's errors turned into StoreError."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.pool import ConnectionPoolEntry

from taxonomy.errors import StoreError


def open_engine(url: str) -> sa.Engine:
    """Make an engine for a URL; nothing is connected yet.

    Args:
        url: Of SQLite or PostgreSQL. No message shows it whole, for it may hold a password.

    Raises:
        StoreError: It is no such URL, or its driver is not installed.
    """
    try:
        backend = sa.make_url(url).get_backend_name()
    except sa.exc.ArgumentError as error:
        raise StoreError("store: wanted a URL like sqlite:////path/sepadan.db, found one that is none") from error
    if backend == "sqlite":
        engine = sa.create_engine(url)
        sa.event.listen(engine, "connect", _durable)
        sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
        return engine
    if backend != "postgresql":
        raise StoreError(f"store: wanted a URL of sqlite or postgresql+psycopg, found {backend}")
    try:
        return sa.create_engine(url, pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise StoreError(f"store: wanted driver {error.name}, found none; pip install 'sepadan[postgres]'") from error


def _durable(connection: Any, _: ConnectionPoolEntry) -> None:
    """Make a SQLite connection durable (WAL, a sync at every commit) and patient (30 s for a lock)."""
    connection.isolation_level = None  # the begin event opens the transaction
    cursor = connection.cursor()
    # Patience comes first: turning a new file to WAL needs a lock as well.
    for pragma in ("busy_timeout=30000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _refusal(engine: sa.Engine, what: str, error: sa.exc.SQLAlchemyError) -> StoreError:
    reason = getattr(error, "orig", None) or error
    return StoreError(f"store {engine.url.render_as_string(hide_password=True)}: cannot be {what}: {reason}")


class ReadTransaction:
    """One read transaction; the driver's errors become ``StoreError``."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def __enter__(self) -> sa.Connection:
        try:
            self._connection = self._engine.connect()
        except sa.exc.SQLAlchemyError as error:
            raise _refusal(self._engine, "read", error) from error
        return self._connection

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        self._connection.close()
        if isinstance(error, sa.exc.SQLAlchemyError):
            raise _refusal(self._engine, "read", error) from error


class WriteTransaction:
    """One write transaction, serialised on SQLite by taking its write lock at once."""

    def __init__(self, engine: sa.Engine, *, is_sqlite: bool) -> None:
        self._engine = engine
        self._is_sqlite = is_sqlite

    def __enter__(self) -> sa.Connection:
        try:
            self._connection = self._engine.connect()
        except sa.exc.SQLAlchemyError as error:
            raise _refusal(self._engine, "written", error) from error
        try:
            self._transaction = self._connection.begin()
            if self._is_sqlite:  # the event's plain BEGIN is upgraded, so that two writers queue and never deadlock
                self._connection.exec_driver_sql("ROLLBACK")
                self._connection.exec_driver_sql("BEGIN IMMEDIATE")
        except sa.exc.SQLAlchemyError as error:
            self._connection.close()
            raise _refusal(self._engine, "written", error) from error
        return self._connection

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        try:
            if error is None:
                self._transaction.commit()
            else:
                self._transaction.rollback()
        except sa.exc.SQLAlchemyError as failed:
            raise _refusal(self._engine, "written", failed) from failed
        finally:
            self._connection.close()
        if isinstance(error, sa.exc.SQLAlchemyError):
            raise _refusal(self._engine, "written", error) from error
