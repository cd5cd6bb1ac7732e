"""Transactions of the record store: SQLite made durable, the driver's errors turned into StoreError."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.pool import ConnectionPoolEntry

from taxonomy.errors import StoreError


def durable_sqlite(connection: Any, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # SQLAlchemy's begin event below opens the transaction
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=30000", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


class ReadTransaction:
    """One read transaction; the driver's errors become ``StoreError``."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def __enter__(self) -> sa.Connection:
        try:
            self._connection = self._engine.connect()
        except sa.exc.DBAPIError as error:
            raise StoreError(f"store: cannot be read: {error.orig}") from error
        return self._connection

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        self._connection.close()
        if isinstance(error, sa.exc.DBAPIError):
            raise StoreError(f"store: cannot be read: {error.orig}") from error


class WriteTransaction:
    """One write transaction, serialised on SQLite by taking its write lock at once."""

    def __init__(self, engine: sa.Engine, *, is_sqlite: bool) -> None:
        self._engine = engine
        self._is_sqlite = is_sqlite

    def __enter__(self) -> sa.Connection:
        try:
            self._connection = self._engine.connect()
            self._transaction = self._connection.begin()
            if (
                self._is_sqlite
            ):  # the plain BEGIN of the event is upgraded, so that two writers queue and never deadlock
                self._connection.exec_driver_sql("ROLLBACK")
                self._connection.exec_driver_sql("BEGIN IMMEDIATE")
        except sa.exc.DBAPIError as error:
            raise StoreError(f"store: cannot be written: {error.orig}") from error
        return self._connection

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        try:
            if error is None:
                self._transaction.commit()
            else:
                self._transaction.rollback()
        except sa.exc.DBAPIError as failed:
            raise StoreError(f"store: cannot be written: {failed.orig}") from failed
        finally:
            self._connection.close()
        if isinstance(error, sa.exc.DBAPIError):
            raise StoreError(f"store: cannot be written: {error.orig}") from error
