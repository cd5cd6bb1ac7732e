"""The keys that sign tokens, as the store keeps them; their private parts are sealed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import sqlalchemy as sa

from indexes import checked_rows
from indexes.client_records import StoredSigningKey
from indexes.client_rows import tell_clients_changed
from indexes.schema_access import SIGNING_KEY
from indexes.store_base import StoreBase

Change = Callable[[Sequence[StoredSigningKey]], Sequence[StoredSigningKey]]
"""All keys there are to all keys there shall be."""


class SigningKeyRows(StoreBase):
    """The part of a store that keeps signing keys."""

    def signing_keys(self) -> list[StoredSigningKey]:
        """All signing keys, the oldest first.

        Raises:
            StoreError: The database refused, or a row is not what was written.
        """
        with self.snapshot() as connection:
            return _all(connection)

    def change_signing_keys(self, change: Change) -> list[StoredSigningKey]:
        """Replace all signing keys by what they become, in one transaction: of two who change, one sees the other's.

        Args:
            change: Called while other writers wait; gives back what it was given where nothing has to be done.

        Returns:
            All keys there are now.

        Raises:
            StoreError: The database refused, or a row is not what was written.
        """
        with self.transaction() as connection:
            old = _all(connection)
            new = sorted(change(old), key=lambda key: (key.created_at, key.kid))
            if new != old:
                connection.execute(sa.delete(SIGNING_KEY))
                checked_rows.put(connection, SIGNING_KEY, new)
                tell_clients_changed(connection)
        return new


def _all(connection: sa.Connection) -> list[StoredSigningKey]:
    rows = connection.execute(sa.select(SIGNING_KEY).order_by(SIGNING_KEY.c.created_at, SIGNING_KEY.c.kid))
    return [checked_rows.read(SIGNING_KEY, StoredSigningKey, tuple(row)) for row in rows]
