"""Clients and their API keys in the store; whoever serves sees by one number whether any of it changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from indexes import checked_rows, statements
from indexes.client_records import StoredClient, StoredKey, client_of_row, row_of_client
from indexes.schema import REVISION
from indexes.schema_access import API_KEY, CLIENT, SIGNING_KEY, USAGE
from indexes.store_base import StoreBase
from taxonomy.errors import InputError, StoreError, UnknownIdError

_NUMBER = REVISION.c.name == "clients"
_ASKED = "SELECT value FROM revision WHERE name = 'clients'"


class ClientsWatch:
    """Tells at little cost whether clients, keys or signing keys changed.

    SQLite is asked over a connection of its own, in some microseconds and without waiting for any writer or for the
    pool, so that an event loop may ask before each request. PostgreSQL is a network away: ask in a thread.

    Attributes:
        is_quick: Whether it may be asked where nothing may wait.
    """

    def __init__(self, engine: sa.Engine) -> None:
        """Watch the store of an engine."""
        self._engine = engine
        self.is_quick = engine.dialect.name == "sqlite"
        self._connection: Any = None

    def revision(self) -> int:
        """Number of the last change.

        Raises:
            StoreError: The database refused.
        """
        try:
            if not self.is_quick:
                with self._engine.connect() as connection:
                    return int(connection.exec_driver_sql(_ASKED).scalar_one())
            if self._connection is None:
                self._connection = self._engine.raw_connection()
                self._connection.detach()
            return int(self._connection.cursor().execute(_ASKED).fetchone()[0])
        except (SQLAlchemyError, sqlite3.Error, TypeError) as error:
            raise StoreError(f"store: cannot be read: {getattr(error, 'orig', None) or error}") from error

    def close(self) -> None:
        """Give its connection back."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class ClientRows(StoreBase):
    """The part of a store that keeps clients, API keys and what was used."""

    def clients_watch(self) -> ClientsWatch:
        """Tells whether anything of this part, or a signing key, changed."""
        return ClientsWatch(self._engine)

    def put_client(self, client: StoredClient) -> None:
        """Keep a new client.

        Raises:
            InputError: There is one of this id.
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            if connection.scalar(sa.select(CLIENT.c.id).where(CLIENT.c.id == client.id)) is not None:
                raise InputError(wanted="an id that no client has", found=client.id, where="client")
            statements.put(connection, CLIENT, [row_of_client(client)])
            tell_clients_changed(connection)

    def change_client(self, client_id: str, change: Callable[[StoredClient], StoredClient]) -> StoredClient:
        """Replace a client by what it becomes; nobody's change in between is undone.

        Raises:
            UnknownIdError: There is none of this id.
            StoreError: The database refused, or the row is not what was written.
        """
        with self.transaction() as connection:
            changed = change(_one(connection, client_id))
            statements.put(connection, CLIENT, [row_of_client(changed)])
            tell_clients_changed(connection)
        return changed

    def client(self, client_id: str) -> StoredClient:
        """One client.

        Raises:
            UnknownIdError: There is none of this id.
            StoreError: The database refused, or the row is not what was written.
        """
        with self.snapshot() as connection:
            return _one(connection, client_id)

    def clients(self) -> list[StoredClient]:
        """All clients, by id.

        Raises:
            StoreError: The database refused, or a row is not what was written.
        """
        with self.snapshot() as connection:
            rows = connection.execute(sa.select(CLIENT).order_by(CLIENT.c.id))
            return [client_of_row(tuple(row)) for row in rows]

    def put_api_key(self, key: StoredKey) -> None:
        """Keep a new API key, or what became of one.

        Raises:
            UnknownIdError: Its client is not there.
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            _one(connection, key.client)
            checked_rows.put(connection, API_KEY, [key])
            tell_clients_changed(connection)

    def api_keys(self, client_id: str | None = None) -> list[StoredKey]:
        """All API keys, or those of a client, the oldest first.

        Raises:
            StoreError: The database refused, or a row is not what was written.
        """
        chosen = sa.select(API_KEY).order_by(API_KEY.c.created_at, API_KEY.c.id)
        if client_id is not None:
            chosen = chosen.where(API_KEY.c.client == client_id)
        with self.snapshot() as connection:
            return [checked_rows.read(API_KEY, StoredKey, tuple(row)) for row in connection.execute(chosen)]

    def add_usage(self, day: str, used: Mapping[str, int], keys: Iterable[str]) -> dict[str, int]:
        """Add what was used on a day, and note which API keys were.

        Args:
            day: ISO 8601.
            used: Client to what it used since the last call.
            keys: Ids of API keys that were used; unknown ones are passed over.

        Returns:
            Client to what all processes told of the day.

        Raises:
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            for client, more in sorted(used.items()):
                at = (USAGE.c.client == client) & (USAGE.c.day == day)
                if not connection.execute(sa.update(USAGE).where(at).values(used=USAGE.c.used + more)).rowcount:
                    connection.execute(sa.insert(USAGE).values(client=client, day=day, used=more))
            _note_used(connection, day, sorted(set(keys)))
            return _usage(connection, day)

    def usage(self, day: str) -> dict[str, int]:
        """Client to what it used on a day.

        Raises:
            StoreError: The database refused.
        """
        with self.snapshot() as connection:
            return _usage(connection, day)


def tell_clients_changed(connection: sa.Connection) -> None:
    """Take the next number, in the write transaction that changes something."""
    connection.execute(sa.update(REVISION).where(_NUMBER).values(value=REVISION.c.value + 1))


def access_faults(connection: sa.Connection) -> list[str]:
    """Rows of clients and keys that are not what was written, and keys without a client."""
    found = checked_rows.faults(connection, (CLIENT, API_KEY, SIGNING_KEY))
    stray = sa.select(API_KEY.c.id).where(API_KEY.c.client.not_in(sa.select(CLIENT.c.id))).order_by(API_KEY.c.id)
    return [*found, *(f"api_key {key}: wanted its client, found none" for key in connection.scalars(stray))]


def _one(connection: sa.Connection, client_id: str) -> StoredClient:
    found = connection.execute(sa.select(CLIENT).where(CLIENT.c.id == client_id)).one_or_none()
    if found is None:
        raise UnknownIdError(
            wanted="the id of a client, as 'sepadan clients' lists them", found=client_id, where="client"
        )
    return client_of_row(tuple(found))


def _usage(connection: sa.Connection, day: str) -> dict[str, int]:
    rows = connection.execute(sa.select(USAGE.c.client, USAGE.c.used).where(USAGE.c.day == day))
    return {client: int(used) for client, used in rows}


def _note_used(connection: sa.Connection, day: str, keys: list[str]) -> None:
    """The day of the last use tells nobody who serves anything new: the number of changes stays."""
    for part in statements.batches(keys):
        rows = connection.execute(sa.select(API_KEY).where(API_KEY.c.id.in_(part))).all()
        used = [checked_rows.read(API_KEY, StoredKey, tuple(row)) for row in rows]
        checked_rows.put(connection, API_KEY, [replace(key, last_used_on=day) for key in used])
