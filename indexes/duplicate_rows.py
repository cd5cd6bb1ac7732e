"""Which postings are copies of one vacancy, as the store keeps it, and what was ruled about pairs by hand.

A posting that changes or is deleted leaves its cluster at once, in the same transaction: what it says now was compared
with nothing. The rest of the cluster stays, and rulings stay until they are taken back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
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

Still = Callable[[Sequence[str]], Set[str]]
"""Which of some postings are stored as they were read."""


class DuplicateRows(StoreBase):
    """The part of a store that keeps clusters and rulings."""

    def put_duplicates(
        self,
        copies: Sequence[Copy],
        since: int | None = None,
        along: Callable[[sa.Connection, Still], None] | None = None,
    ) -> None:
        """Keep these clusters in place of all that were kept; all or nothing.

        What was written while they were computed wins: copies whose posting is no longer stored or has changed are left
        out, and of two that were ruled apart the one that is less preferred.

        Args:
            copies: By cluster and place.
            since: Revision of the store before it was read for them; None when nobody wrote.
            along: Keeps what else was found, in the same transaction; is given what tells which of some keys are
                still as they were read.

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
            if along is not None:
                along(connection, lambda keys: _unchanged(connection, keys, since))

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
            check_stored(connection, sorted({key for pair in pairs for key in pair}))
            revision = self._next_revision(connection)
            for pair in {(min(pair), max(pair)) for pair in pairs}:
                set_ruling(connection, pair, verdict, now, revision)

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
    there = _unchanged(connection, [copy.key for copy in copies], since)
    return [copy for copy in copies if copy.key in there]


def _unchanged(connection: sa.Connection, keys: Sequence[str], since: int) -> set[str]:
    """Those of some postings that are stored and were not written after a revision."""
    there: set[str] = set()
    for batch in statements.batches(keys):
        chosen = sa.select(RECORD.c.key).where(
            RECORD.c.kind == POSTING, RECORD.c.key.in_(batch), RECORD.c.revision <= since
        )
        there.update(connection.scalars(chosen))
    return there


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


def set_ruling(
    connection: sa.Connection, pair: tuple[str, str], verdict: Verdict | None, at: datetime, revision: int
) -> str:
    """Let a ruling count of a pair, or none; gives the verdict that counted before, empty for none.

    Args:
        connection: Of a write transaction.
        pair: Two keys, the smaller first.
        verdict: What is said; None to take back what was.
        at: When, UTC.
        revision: Of the store.

    Raises:
        StoreError: The row that stood is not what was written.
    """
    first, second = pair
    here = (RULING.c.first == first) & (RULING.c.second == second)
    stood = connection.execute(sa.select(*RULING_COLUMNS).where(here)).one_or_none()
    before = "" if stood is None else str(ruling_of(stood).verdict)
    connection.execute(sa.delete(RULING).where(here))
    if verdict is not None:
        fields = (first, second, str(verdict), at, revision)
        row = dict(zip((column.name for column in RULING_COLUMNS), fields, strict=False))
        connection.execute(sa.insert(RULING).values(**row, checksum=checksum(RULING.name, fields)))
    return before


def check_stored(connection: sa.Connection, keys: Sequence[str]) -> None:
    """Refuse keys of postings that are not stored.

    Raises:
        UnknownIdError: Names the first of them.
    """
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
