"""Which postings of an upstream were seen by which run: what a whole listing no longer has is told from it.

One row for each key. It also tells what a run saw twice: the same key, or the same words under another key.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from indexes import checked_rows, statements
from indexes.checksums import check_row
from indexes.schema import RUN, SIGHTING, UPSTREAM
from indexes.store_base import StoreBase

SIGHTING_COLUMNS = tuple(SIGHTING.columns)
"""What a read takes, the checksum last."""

_OPEN = SIGHTING.c.closed_by.is_(None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One posting of an upstream as it was last seen.

    Attributes:
        upstream: Name of the upstream.
        key: ``source:source_id`` of the record.
        run: Number of the run that saw it last.
        content: SHA-256 (hex) of what it says, without id and address; empty when it could not be read.
        closed_by: Number of the run that closed it; None while it is open.
    """

    upstream: str
    key: str
    run: int
    content: str
    closed_by: int | None = None


class SightingRows(StoreBase):
    """The part of a store that keeps what was seen when."""

    def sightings(self, upstream: str, keys: Sequence[str]) -> dict[str, Sighting]:
        """Key to how it was last seen, of those that ever were.

        Raises:
            StoreError: The database refused, or a row is not what was written.
        """
        found: dict[str, Sighting] = {}
        with self.snapshot() as connection:
            for batch in statements.batches(keys):
                chosen = sa.select(*SIGHTING_COLUMNS).where(SIGHTING.c.upstream == upstream, SIGHTING.c.key.in_(batch))
                for row in connection.execute(chosen):
                    found[row.key] = sighting_of_row(tuple(row))
        return found

    def contents_seen(self, upstream: str, run: int, contents: Sequence[str]) -> set[str]:
        """Those of the content hashes that a run has seen already.

        Raises:
            StoreError: The database refused.
        """
        found: set[str] = set()
        with self.snapshot() as connection:
            for batch in statements.batches(contents):
                chosen = sa.select(SIGHTING.c.content).where(
                    SIGHTING.c.upstream == upstream, SIGHTING.c.run == run, SIGHTING.c.content.in_(batch)
                )
                found.update(connection.scalars(chosen))
        return found

    def keep_seen(self, rows: Sequence[Sighting]) -> None:
        """Insert or replace sightings, all or nothing.

        Raises:
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            checked_rows.put(connection, SIGHTING, rows)

    def count_open(self, upstream: str, since: int) -> int:
        """How many open keys were seen by a run of this number or later.

        Raises:
            StoreError: The database refused.
        """
        chosen = sa.select(sa.func.count()).where(SIGHTING.c.upstream == upstream, SIGHTING.c.run >= since, _OPEN)
        with self.snapshot() as connection:
            return int(connection.scalar(chosen) or 0)

    def absent(self, upstream: str, since: int) -> Iterator[list[Sighting]]:
        """Open keys that no run of this number or later has seen, in batches, by key; a transaction for each.

        Raises:
            StoreError: The database refused, or a row is not what was written.
        """
        after = ""
        while True:
            chosen = sa.select(*SIGHTING_COLUMNS).where(
                SIGHTING.c.upstream == upstream, SIGHTING.c.run < since, _OPEN, SIGHTING.c.key > after
            )
            with self.snapshot() as connection:
                rows = connection.execute(chosen.order_by(SIGHTING.c.key).limit(statements.BATCH))
                batch = [sighting_of_row(tuple(row)) for row in rows]
            if not batch:
                return
            yield batch
            after = batch[-1].key


def sighting_of_row(values: Sequence[Any]) -> Sighting:
    """A row of ``SIGHTING_COLUMNS``.

    Raises:
        StoreError: It is not what was written.
    """
    *fields, stored = values
    check_row(SIGHTING.name, fields, stored)
    upstream, key, run, content, closed_by = fields
    return Sighting(upstream=upstream, key=key, run=run, content=content, closed_by=closed_by)


def source_faults(connection: sa.Connection) -> list[str]:
    """What is wrong with the rows of upstreams, runs and sightings.

    Args:
        connection: Of any transaction.
    """
    return checked_rows.faults(connection, (UPSTREAM, RUN, SIGHTING))
