"""What all parts of the record store stand on: opening, transactions, the counter, the id."""

from __future__ import annotations

import uuid
from pathlib import Path

import sqlalchemy as sa

from indexes import opening
from indexes.exclusive import AdvisoryExclusive, Exclusive, FileExclusive
from indexes.planner import Planner
from indexes.schema import FACT, HEAD, REVISION
from indexes.transactions import ReadTransaction, WriteTransaction, open_engine
from taxonomy.errors import StoreError

_NUMBER = REVISION.c.name == "revision"


def new_store_id() -> str:
    """A random id, 32 hexadecimal digits.

    A store restored from a backup needs a new one: its numbers are given a second time, to other writes, so that what
    was made from the store as it was must not pass for made from this one.
    """
    return uuid.uuid4().hex


def id_of(connection: sa.Connection) -> str:
    """The id of the store that a transaction is of.

    Args:
        connection: Of any transaction.
    """
    return str(connection.execute(sa.select(FACT.c.value).where(FACT.c.name == "store_id")).scalar_one())


class StoreBase:
    """Opens a store and hands out its transactions."""

    def __init__(self, url: str) -> None:
        """Open the store; make its tables when they are not there, and bring older ones to the present.

        Args:
            url: SQLAlchemy URL, ``sqlite:////path/sepadan.db`` or ``postgresql+psycopg://...``.

        Raises:
            StoreError: It cannot be opened, or was made by a newer version.
        """
        self._engine = open_engine(url)
        self._planner = Planner()
        try:
            self._open()
        except StoreError:
            self.close()
            raise

    def _open(self) -> None:
        with self.snapshot() as connection:
            found = opening.version_of(connection)
        if found != HEAD:
            with self.transaction() as connection:
                opening.bring_to_head(connection)

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def snapshot(self) -> ReadTransaction:
        """One read transaction as a context: a connection that sees one state of the store throughout."""
        return ReadTransaction(self._engine)

    def transaction(self) -> WriteTransaction:
        """One write transaction as a context: all or nothing; other writers wait."""
        return WriteTransaction(self._engine)

    def exclusive(self, file: Path) -> Exclusive:
        """A lock that one process of the installation holds: of PostgreSQL, or a file where the store is one.

        Args:
            file: Locked where processes share a disk; its name is that of the lock elsewhere.
        """
        if self._engine.dialect.name == "postgresql":
            return AdvisoryExclusive(self._engine, file.name)
        return FileExclusive(file)

    def _next_revision(self, connection: sa.Connection) -> int:
        """Take the number of a write transaction: all rows that it changes carry it."""
        connection.execute(sa.update(REVISION).where(_NUMBER).values(value=REVISION.c.value + 1))
        return int(connection.execute(sa.select(REVISION.c.value).where(_NUMBER)).scalar_one())

    def revision(self) -> int:
        """Number of the last write transaction that changed something; equal numbers mean that nothing changed.

        Raises:
            StoreError: The database refused.
        """
        with self.snapshot() as connection:
            return int(connection.execute(sa.select(REVISION.c.value).where(_NUMBER)).scalar_one())

    def store_id(self) -> str:
        """Random id that the store got when it was made, 32 hexadecimal digits.

        Raises:
            StoreError: The database refused.
        """
        with self.snapshot() as connection:
            return id_of(connection)
