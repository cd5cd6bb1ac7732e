"""Which index generations a store knows, and which of them serves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from indexes import statements
from indexes.checksums import checksum, fault_of
from indexes.schema import GENERATION
from indexes.store_base import StoreBase, id_of
from taxonomy.errors import InputError, StoreError, UnknownIdError

_COLUMNS = tuple(
    GENERATION.c[name] for name in ("name", "manifest_sha256", "is_current", "revision", "store_id", "checksum")
)
"""What a read takes, the checksum last."""


class GenerationRows(StoreBase):
    """The part of a store that records generations."""

    def set_generation(
        self,
        name: str,
        manifest_sha256: str,
        revision: int,
        fence: Callable[[sa.Connection], None] = lambda connection: None,
    ) -> None:
        """Record a generation as the one that serves; engines that are open see it by the revision.

        Rows of other generations that are not what was written are dropped: nothing of theirs can be trusted.

        Args:
            name: Of its folder.
            manifest_sha256: Checksum of its manifest.
            revision: Of the store, at which it was built.
            fence: Raises where who built it may no longer say so; nothing is recorded then.

        Raises:
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            fence(connection)
            self._next_revision(connection)
            for row in connection.execute(sa.select(*_COLUMNS)).all():
                if _fault(row):
                    connection.execute(sa.delete(GENERATION).where(GENERATION.c.name == row.name))
            self._demote(connection)
            fields = (name, manifest_sha256, True, revision, id_of(connection))
            row_of = dict(zip((column.name for column in _COLUMNS), fields, strict=False))
            made = {"made_at": datetime.now(UTC), "checksum": checksum(GENERATION.name, fields)}
            statements.put(connection, GENERATION, [{**row_of, **made}])

    def _demote(self, connection: sa.Connection) -> None:
        for row in connection.execute(sa.select(*_COLUMNS).where(GENERATION.c.is_current)).all():
            _set_current(connection, row, is_current=False)

    def serve_generation(self, name: str) -> None:
        """Let a recorded generation serve: back to an older one, or forward again.

        Args:
            name: Of a recorded generation. When it serves already nothing changes.

        Raises:
            UnknownIdError: It is not recorded.
            StoreError: The database refused, or the row is not what was written.
        """
        with self.transaction() as connection:
            row = _recorded(connection, name)
            if not row.is_current:
                self._next_revision(connection)
                self._demote(connection)
                _set_current(connection, row, is_current=True)

    def forget_generations(self, names: Sequence[str]) -> int:
        """Drop the rows of generations; gives how many were there.

        Args:
            names: Of generations that do not serve. One that is not recorded is passed over.

        Raises:
            InputError: One of them serves.
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            rows = connection.execute(sa.select(*_COLUMNS).where(GENERATION.c.name.in_(names))).all()
            for row in rows:
                if row.is_current:
                    raise InputError(wanted="a generation that does not serve", found=row.name, where="generation")
            if rows:
                self._next_revision(connection)
                connection.execute(sa.delete(GENERATION).where(GENERATION.c.name.in_([row.name for row in rows])))
        return len(rows)

    def manifest_sha256(self, name: str) -> str:
        """Checksum of the manifest of a recorded generation.

        Raises:
            UnknownIdError: It is not recorded.
            StoreError: The database refused, or a row is not what was written.
        """
        with self.snapshot() as connection:
            return str(_recorded(connection, name).manifest_sha256)

    def generations(self) -> list[tuple[str, str, bool]]:
        """Name, manifest checksum and whether it serves; the one that serves first, then newest first.

        A clock that was set back must not let an older one pass for the newest, so the flag comes before the time.

        Raises:
            StoreError: The database refused, or a row is not what was written.
        """
        with self.snapshot() as connection:
            rows = _trusted(connection)
        return [(str(row.name), str(row.manifest_sha256), bool(row.is_current)) for row in rows]


def generation_faults(connection: sa.Connection) -> list[str]:
    """What is wrong with the rows of generations.

    Args:
        connection: Of any transaction.
    """
    rows = connection.execute(sa.select(*_COLUMNS).order_by(GENERATION.c.name)).all()
    return [f"generation {row.name}: {fault}" for row in rows if (fault := _fault(row))]


def _trusted(connection: sa.Connection) -> Sequence[sa.Row[*tuple[Any, ...]]]:
    order = (GENERATION.c.is_current.desc(), GENERATION.c.made_at.desc(), GENERATION.c.name.desc())
    rows = connection.execute(sa.select(*_COLUMNS).order_by(*order)).all()
    for row in rows:
        fault = _fault(row)
        if fault:
            raise StoreError(f"store: generation {row.name}: {fault}; run 'sepadan build' to make a new one")
    return rows


def _recorded(connection: sa.Connection, name: str) -> sa.Row[*tuple[Any, ...]]:
    rows = {row.name: row for row in _trusted(connection)}
    if name not in rows:
        known = ", ".join(sorted(rows)) or "none is recorded"
        raise UnknownIdError(wanted=f"a recorded generation ({known})", found=name, where="generation")
    return rows[name]


def _fault(row: sa.Row[*tuple[Any, ...]]) -> str | None:
    return fault_of(GENERATION.name, tuple(row)[:-1], row.checksum)


def _set_current(connection: sa.Connection, row: sa.Row[*tuple[Any, ...]], *, is_current: bool) -> None:
    digest = checksum(GENERATION.name, (row.name, row.manifest_sha256, is_current, row.revision, row.store_id))
    change = sa.update(GENERATION).where(GENERATION.c.name == row.name)
    connection.execute(change.values(is_current=is_current, checksum=digest))
