"""What one process of an installation does at a time: held by a lock of the store, wherever its processes run.

PostgreSQL gives session-level advisory locks (https://www.postgresql.org/docs/15/explicit-locking.html#ADVISORY-LOCKS):
they go with their connection, so each holder has one of its own. With SQLite all processes share a disk, and a lock of
the kernel (flock) goes with its process.

A holder may lose an advisory lock without knowing, when its connection is cut. It finds out by ``holds``; what it still
writes meanwhile is fenced: each time a lock is taken a second one is taken with it, under a random number, and a
transaction that asks for that number (``fence``) fails once its holder is gone.
"""

from __future__ import annotations

import secrets
import threading
import time
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Protocol, Self

import sqlalchemy as sa
from filelock import FileLock, Timeout
from sqlalchemy.exc import SQLAlchemyError

from taxonomy.errors import StoreError

_CLASS = 7_374_684
"""First half of the key of our advisory locks; that of the fences is the next number."""

_POLL_S = 0.2
_SILENT_S = 5
"""Seconds after which a connection that answers nothing counts as cut, here and at the server."""


class LostLockError(StoreError):
    """The lock went to somebody else, or will: nothing more may be written under it."""


class Exclusive(Protocol):
    """A lock that one process of an installation holds.

    Attributes:
        can_be_lost: Whether it may go while its holder lives.
    """

    can_be_lost: bool

    def acquire(self) -> bool:
        """Take it if it is free, without waiting; gives whether it is held now.

        Raises:
            StoreError: Nobody can be asked.
        """
        ...

    def holds(self) -> bool:
        """Whether it is held still; asks whoever gives it."""
        ...

    def fence(self, connection: sa.Connection) -> None:
        """Let a write transaction fail when the lock was lost.

        Raises:
            LostLockError: It was.
        """
        ...

    def release(self) -> None:
        """Give it back; what was lost already is passed over."""
        ...

    def __enter__(self) -> Self:
        """Take it, however long that takes."""
        ...

    def __exit__(self, *_: object) -> None:
        """Give it back."""
        ...


class FileExclusive:
    """A lock on a file; see ``Exclusive``."""

    can_be_lost = False

    def __init__(self, file: Path) -> None:
        """Hold nothing yet."""
        self._lock = FileLock(file, thread_local=False)

    def acquire(self) -> bool:
        """As ``Exclusive``."""
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            return False
        return True

    def holds(self) -> bool:
        """As ``Exclusive``."""
        return self._lock.is_locked

    def fence(self, connection: sa.Connection) -> None:
        """Nothing: the kernel takes the lock from nobody who lives."""

    def release(self) -> None:
        """As ``Exclusive``."""
        self._lock.release()

    def __enter__(self) -> Self:
        """As ``Exclusive``."""
        self._lock.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        """As ``Exclusive``."""
        self._lock.release()


class AdvisoryExclusive:
    """An advisory lock of PostgreSQL, over a connection of its own; see ``Exclusive``."""

    can_be_lost = True

    def __init__(self, engine: sa.Engine, name: str) -> None:
        """Hold nothing yet.

        Args:
            engine: Of the store; its URL is connected to once more.
            name: Of the lock; others of the same database that give this name wait for each other.
        """
        silent = {"keepalives_idle": 2, "keepalives_interval": 1, "keepalives_count": _SILENT_S - 2}
        given = {"connect_timeout": _SILENT_S, "keepalives": 1, "tcp_user_timeout": _SILENT_S * 1000, **silent}
        self._engine = sa.create_engine(
            engine.url, isolation_level="AUTOCOMMIT", poolclass=sa.pool.NullPool, connect_args=given
        )
        self._name = name
        self._number = zlib.crc32(name.encode()) - (1 << 31)
        self._nonce = 0
        self._connection: sa.Connection | None = None
        self._turn = threading.RLock()

    def acquire(self) -> bool:
        """As ``Exclusive``."""
        with self._turn:
            self._let_go()
            nonce = 1 + secrets.randbelow((1 << 31) - 1)
            try:
                connection = self._engine.connect()
            except SQLAlchemyError as error:
                raise self._refusal(error) from error
            try:
                # The server, too, gives up on a client that is gone without a word.
                for name, value in (("idle", 2), ("interval", 1), ("count", _SILENT_S - 2)):
                    connection.exec_driver_sql(f"SET tcp_keepalives_{name} = {value}")
                took = bool(connection.scalar(sa.select(sa.func.pg_try_advisory_lock(_CLASS, self._number))))
                if took:
                    connection.execute(sa.select(sa.func.pg_advisory_lock(_CLASS + 1, nonce)))
            except SQLAlchemyError as error:
                _close(connection)
                raise self._refusal(error) from error
            if took:
                self._connection, self._nonce = connection, nonce
            else:
                _close(connection)
            return took

    def holds(self) -> bool:
        """As ``Exclusive``."""
        with self._turn:
            if self._connection is None:
                return False
            try:
                if _is_held(self._connection, self._nonce):
                    return True
            except SQLAlchemyError:
                pass
            self._let_go()
            return False

    def fence(self, connection: sa.Connection) -> None:
        """As ``Exclusive``; the caller's transaction asks, so that its answer and its writes are of one moment."""
        if not self._nonce or not _is_held(connection, self._nonce):
            raise LostLockError(f"lock {self._name}: wanted it held to the end, found it lost; nothing was written")

    def release(self) -> None:
        """As ``Exclusive``."""
        with self._turn:
            self._let_go()

    def _let_go(self) -> None:
        connection, self._connection, self._nonce = self._connection, None, 0
        if connection is not None:
            _close(connection)

    def __enter__(self) -> Self:
        """As ``Exclusive``."""
        while not self.acquire():
            time.sleep(_POLL_S)
        return self

    def __exit__(self, *_: object) -> None:
        """As ``Exclusive``."""
        self.release()

    def _refusal(self, error: Exception) -> StoreError:
        reason = getattr(error, "orig", None) or error
        return StoreError(f"lock {self._name}: wanted a database that answers, found: {reason}")


def _is_held(connection: sa.Connection, nonce: int) -> bool:
    asked = (
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = :first AND objid = :second"
        " AND objsubid = 2 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    return bool(connection.scalar(sa.text(asked), {"first": _CLASS + 1, "second": nonce}))


def _close(connection: sa.Connection) -> None:
    with suppress(SQLAlchemyError):
        connection.close()
