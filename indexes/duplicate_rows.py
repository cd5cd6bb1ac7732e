"""Which postings are copies of one vacancy, as the store keeps it, and what was ruled about pairs by hand.

A posting that changes or is deleted leaves its cluster at once, in the same transaction: what it says now was compared
with nothing. The rest of the cluster stays, and rulings stay until they are taken back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from datetime import UTC, datetime

import sqlalchemy as sa

from indexes import statements
from indexes.checksums import checksum
from indexes.duplicate_records import (
    DUPLICATE_COLUMNS,
    POSTING,
    RULING_COLUMNS,
    Copy,
    Ruling,
    Verdict,
    copy_of,
    row_of,
    ruling_of,
)
from indexes.schema import DUPLICATE, RECORD, RULING
from indexes.store_base import StoreBase
from taxonomy.errors import UnknownIdError


class DuplicateRows(StoreBase):
    """The part of a store that keeps clusters and rulings."""

    def put_duplicates(self, copies: Sequence[Copy], since: int | None = None) -> None:
        """Keep these clusters in place of all that were kept; all or nothing.

        What was written while they were computed wins: copies whose posting is no longer stored or has changed are left
        out, and of two that were ruled apart the one that is less preferred.

        Args:
            copies: By cluster and place.
            since: Revision of the store before it was read for them; None when nobody wrote.

        Raises:
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            revision = self._next_revision(connection)
            since = revision if since is None else since
            connection.execute(sa.delete(DUPLICATE))
            kept = _still_together(_still_there(connection, copies, since), _parted(connection, since))
            for batch in statements.batches(kept):
                connection.execute(sa.insert(DUPLICATE), [row_of(copy, revision) for copy in batch])

    def duplicates(self, cluster: str = "") -> list[Copy]:
        """All copies by cluster and place, or those of one cluster.

        Raises:
            StoreError: A row is not what was written.
        """
        every = sa.select(*DUPLICATE_COLUMNS).order_by(DUPLICATE.c.cluster, DUPLICATE.c.place, DUPLICATE.c.key)
        chosen = every.where(DUPLICATE.c.cluster == cluster) if cluster else every
        with self.snapshot() as connection:
            return [copy_of(row) for row in connection.execute(chosen)]

    def duplicates_state(self) -> tuple[int, int]:
        """Revision of the newest row of clusters, 0 when there is none, and number of rows: equal when nothing changed.

        Raises:
            StoreError: The database refused.
        """
        with self.snapshot() as connection:
            newest, count = connection.execute(
                sa.select(sa.func.max(DUPLICATE.c.revision), sa.func.count(DUPLICATE.c.key))
            ).one()
        return int(newest or 0), int(count)

    def duplicate_keys(self) -> frozenset[str]:
        """Keys of all copies.

        Raises:
            StoreError: The database refused.
        """
        with self.snapshot() as connection:
            return frozenset(connection.scalars(sa.select(DUPLICATE.c.key)))

    def cluster_of(self, key: str) -> list[Copy]:
        """The cluster of a posting, by place; empty when it stands alone.

        Raises:
            StoreError: A row is not what was written.
        """
        with self.snapshot() as connection:
            name = connection.scalar(sa.select(DUPLICATE.c.cluster).where(DUPLICATE.c.key == key))
        return self.duplicates(name) if name else []

    def leave_cluster(self, key: str) -> None:
        """Take a posting out of its cluster.

        Raises:
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            self._next_revision(connection)
            leave_clusters(connection, [key])

    def rule(self, pairs: Sequence[tuple[str, str]], verdict: Verdict) -> None:
        """Keep what a person says of pairs of postings, in place of what was said of them before.

        Raises:
            UnknownIdError: A posting is not stored.
            StoreError: The database refused.
        """
        now = datetime.now(UTC)
        with self.transaction() as connection:
            _check_stored(connection, sorted({key for pair in pairs for key in pair}))
            revision = self._next_revision(connection)
            for first, second in {(min(pair), max(pair)) for pair in pairs}:
                here = (RULING.c.first == first) & (RULING.c.second == second)
                connection.execute(sa.delete(RULING).where(here))
                fields = (first, second, str(verdict), now, revision)
                row = dict(zip((column.name for column in RULING_COLUMNS), fields, strict=False))
                connection.execute(sa.insert(RULING).values(**row, checksum=checksum(RULING.name, fields)))

    def rulings(self) -> list[Ruling]:
        """All rulings, by key.

        Raises:
            StoreError: A row is not what was written.
        """
        every = sa.select(*RULING_COLUMNS).order_by(RULING.c.first, RULING.c.second)
        with self.snapshot() as connection:
            return [ruling_of(row) for row in connection.execute(every)]


def _still_there(connection: sa.Connection, copies: Sequence[Copy], since: int) -> list[Copy]:
    """Copies whose posting is stored and was not written after a revision."""
    kept: list[Copy] = []
    for batch in statements.batches(copies):
        chosen = sa.select(RECORD.c.key).where(
            RECORD.c.kind == POSTING, RECORD.c.key.in_([copy.key for copy in batch]), RECORD.c.revision <= since
        )
        there = set(connection.scalars(chosen))
        kept += [copy for copy in batch if copy.key in there]
    return kept


def _parted(connection: sa.Connection, since: int) -> dict[str, set[str]]:
    """Key to the keys that it was ruled apart from after a revision."""
    apart: dict[str, set[str]] = {}
    chosen = sa.select(RULING.c.first, RULING.c.second)
    for first, second in connection.execute(
        chosen.where(RULING.c.revision > since, RULING.c.verdict == str(Verdict.APART))
    ):
        apart.setdefault(first, set()).add(second)
        apart.setdefault(second, set()).add(first)
    return apart


def _still_together(copies: Sequence[Copy], apart: Mapping[str, Set[str]]) -> list[Copy]:
    """Copies without those that were parted from one of their cluster that is kept."""
    if not apart:
        return list(copies)
    kept: list[Copy] = []
    clusters: dict[str, set[str]] = {}
    for copy in copies:
        others = clusters.setdefault(copy.cluster, set())
        if others.isdisjoint(apart.get(copy.key, ())):
            others.add(copy.key)
            kept.append(copy)
    return kept


def _check_stored(connection: sa.Connection, keys: Sequence[str]) -> None:
    there = set(connection.scalars(sa.select(RECORD.c.key).where(RECORD.c.kind == POSTING, RECORD.c.key.in_(keys))))
    missing = [key for key in keys if key not in there]
    if missing:
        raise UnknownIdError(wanted="the id of a stored posting", found=missing[0], where="id")


def leave_clusters(connection: sa.Connection, keys: Sequence[str]) -> None:
    """Take postings out of their clusters.

    Args:
        connection: Of a write transaction.
        keys: Of postings that changed or go; others are passed over.
    """
    for batch in statements.batches(keys):
        connection.execute(sa.delete(DUPLICATE).where(DUPLICATE.c.key.in_(batch)))


def forget_rulings(connection: sa.Connection, keys: Sequence[str]) -> None:
    """Remove what was ruled of postings that are deleted.

    Args:
        connection: Of a write transaction.
        keys: Of the postings.
    """
    for batch in statements.batches(keys):
        connection.execute(sa.delete(RULING).where(RULING.c.first.in_(batch) | RULING.c.second.in_(batch)))
