"""Who the people of the records are, sealed in a table of its own; nothing on the way of a match reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from indexes import statements
from indexes.identity_vault import OTHER, Vault
from indexes.schema import IDENTITY, IDENTITY_FIELDS, RECORD
from indexes.store_base import StoreBase
from taxonomy.errors import InputError, SepadanError, UnknownIdError

_COLUMNS = (*IDENTITY_FIELDS, OTHER)


class IdentityRows(StoreBase):
    """The part of a store that keeps sealed identities."""

    def put_identity(self, kind: str, identities: Mapping[str, Mapping[str, str]], vault: Vault) -> None:
        """Keep who some records are about, in place of what was kept of each; all or nothing.

        Equal fields are left as they are. A record that is deleted takes its identity with it.

        Args:
            kind: Kind of the records.
            identities: Key of a stored record to its fields; no fields remove what was kept.
            vault: Seals them.

        Raises:
            UnknownIdError: A key has no record.
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            self.put_identity_in(connection, kind, identities, vault)

    def put_identity_in(
        self, connection: sa.Connection, kind: str, identities: Mapping[str, Mapping[str, str]], vault: Vault
    ) -> None:
        """As ``put_identity``, in a write transaction of the caller's."""
        revision = 0
        for keys in statements.batches(list(identities)):
            _check_stored(connection, kind, keys)
            kept = {row.key: row for row in connection.execute(_rows(kind, keys))}
            changed = [key for key in keys if _kept(kept.get(key), vault) != dict(identities[key])]
            if changed and not revision:
                revision = self._next_revision(connection)
            _replace(connection, kind, {key: identities[key] for key in changed}, vault, revision)

    def identity(
        self, kind: str, key: str, vault: Vault, columns: Sequence[str] | None = None
    ) -> dict[str, str] | None:
        """Who a record is about, or None when nothing is kept of that.

        Args:
            kind: Kind of the record.
            key: Key of the record.
            vault: Opens the fields.
            columns: Only these are read and opened (of ``IDENTITY_FIELDS`` and ``other``); all when None.

        Raises:
            ConfigError: The vault lacks the key that sealed them.
            InputError: There is no such column.
            StoreError: The database refused, or a field does not open.
        """
        return dict(self.identities(kind, [key], vault, columns)).get(key)

    def identities(
        self, kind: str, keys: Sequence[str], vault: Vault, columns: Sequence[str] | None = None
    ) -> Iterator[tuple[str, dict[str, str]]]:
        """Key and fields of each record of which anything is kept, by key; a transaction for each ``BATCH``.

        Args:
            kind: Kind of the records.
            keys: Ascending.
            vault: Opens the fields.
            columns: As for ``identity``.

        Raises:
            ConfigError: The vault lacks the key that sealed one of them.
            InputError: There is no such column.
            StoreError: The database refused, or a field does not open.
        """
        wanted = _COLUMNS if columns is None else tuple(columns)
        for name in wanted:
            if name not in _COLUMNS:
                raise InputError(wanted=f"a column of identities ({', '.join(_COLUMNS)})", found=name, where="columns")
        for batch in statements.batches(keys):
            with self.snapshot() as connection:
                rows = connection.execute(_rows(kind, batch, wanted).order_by(IDENTITY.c.key)).all()
            for row in rows:
                yield row.key, _opened(row, vault, wanted)

    def count_identities(self, kind: str) -> int:
        """Number of records of a kind of which it is kept who they are about; nothing is opened.

        Args:
            kind: Kind of the records.
        """
        with self.snapshot() as connection:
            chosen = sa.select(sa.func.count()).select_from(IDENTITY).where(IDENTITY.c.kind == kind)
            return int(connection.scalar(chosen) or 0)

    def identity_keys(self) -> dict[str, int]:
        """Name of a key to how many identities it sealed.

        Raises:
            StoreError: The database refused.
        """
        chosen = sa.select(IDENTITY.c.key_id, sa.func.count()).group_by(IDENTITY.c.key_id).order_by(IDENTITY.c.key_id)
        with self.snapshot() as connection:
            return {str(key_id): int(count) for key_id, count in connection.execute(chosen)}

    def reseal(self, vault: Vault, tell: Callable[[int], None] | None = None) -> int:
        """Seal anew, with the current key, all that older keys sealed; gives how many identities.

        Cut short it is taken up where it stopped. Afterwards the older keys can be thrown away.

        Args:
            vault: Holds the older keys and the current one.
            tell: Told how many are done so far.

        Raises:
            ConfigError: The vault lacks the key that sealed one of them.
            StoreError: The database refused, or a field does not open.
        """
        done = 0
        while batch := self._reseal_batch(vault):
            done += batch
            if tell is not None:
                tell(done)
        return done

    def _reseal_batch(self, vault: Vault) -> int:
        older = sa.select(IDENTITY).where(IDENTITY.c.key_id != vault.current).order_by(IDENTITY.c.kind, IDENTITY.c.key)
        with self.transaction() as connection:
            rows = connection.execute(older.limit(statements.BATCH)).all()
            if rows:
                revision = self._next_revision(connection)
                fresh = [_row(row.kind, row.key, _opened(row, vault), vault, revision) for row in rows]
                statements.put(connection, IDENTITY, fresh)
        return len(rows)


def identity_faults(connection: sa.Connection, vault: Vault) -> list[str]:
    """What does not open among the identities.

    Args:
        connection: Of a read transaction.
        vault: Opens them.
    """
    every = sa.select(IDENTITY).order_by(IDENTITY.c.kind, IDENTITY.c.key)
    faults: list[str] = []
    for row in connection.execute(every.execution_options(yield_per=statements.BATCH)):
        try:
            _opened(row, vault)
        except SepadanError as error:
            faults.append(str(error))
    return faults


def _check_stored(connection: sa.Connection, kind: str, keys: Sequence[str]) -> None:
    there = sa.select(RECORD.c.key).where(RECORD.c.kind == kind, RECORD.c.key.in_(keys))
    missing = sorted(set(keys) - set(connection.scalars(there)))
    if missing:
        raise UnknownIdError(wanted=f"the key of a stored {kind}", found=missing[0], where="identity")


def _rows(kind: str, keys: Sequence[str], columns: Sequence[str] = _COLUMNS) -> sa.Select[*tuple[Any, ...]]:
    chosen = (IDENTITY.c.kind, IDENTITY.c.key, IDENTITY.c.key_id, *(IDENTITY.c[name] for name in columns))
    return sa.select(*chosen).where(IDENTITY.c.kind == kind, IDENTITY.c.key.in_(keys))


def _opened(row: sa.Row[*tuple[Any, ...]], vault: Vault, columns: Sequence[str] = _COLUMNS) -> dict[str, str]:
    fields = {name: row._mapping[name] for name in columns}  # pyright: ignore[reportPrivateUsage] -- SQLAlchemy means it for all
    return vault.open(row.kind, row.key, row.key_id, fields)


def _kept(row: sa.Row[*tuple[Any, ...]] | None, vault: Vault) -> dict[str, str] | None:
    """What is kept; None where that cannot be told, and must be written anew."""
    try:
        return {} if row is None else _opened(row, vault)
    except SepadanError:
        return None


def _replace(
    connection: sa.Connection, kind: str, changed: Mapping[str, Mapping[str, str]], vault: Vault, revision: int
) -> None:
    empty = [key for key, fields in changed.items() if not fields]
    if empty:
        connection.execute(sa.delete(IDENTITY).where(IDENTITY.c.kind == kind, IDENTITY.c.key.in_(empty)))
    rows = [_row(kind, key, fields, vault, revision) for key, fields in changed.items() if fields]
    statements.put(connection, IDENTITY, rows)


def _row(kind: str, key: str, fields: Mapping[str, str], vault: Vault, revision: int) -> dict[str, object]:
    sealed = vault.seal(kind, key, fields)
    return {"kind": kind, "key": key, **sealed, "key_id": vault.current, "revision": revision}
