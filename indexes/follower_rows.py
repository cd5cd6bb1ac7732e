"""Up to where changes of records were told, and which postings were open then.

A follower reads what changed since its mark, and writes what it tells in one transaction with what it must remember, so
that an event is written once however often the reading is cut short.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from indexes import checked_rows, statements
from indexes.changes import changed_page
from indexes.event_rows import NewEvent, write_events
from indexes.rows import StoredRecord, record_of
from indexes.schema import RECORD
from indexes.schema_webhooks import FOLLOWER, OPEN_POSTING, TOLD, WATCH
from indexes.store_base import StoreBase
from indexes.watch_rows import Told, told_pairs


@dataclass(frozen=True, slots=True, kw_only=True)
class Follower:
    """Who reads changes.

    Attributes:
        name: Its name.
        revision: Up to which all is told.
        leased_by: Which process reads just now; empty for none.
        leased_until: When the lease ends by itself, UTC.
    """

    name: str
    revision: int
    leased_by: str = ""
    leased_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPosting:
    """A posting that was open when it was last looked at.

    Attributes:
        key: Its key.
        closes_on: Its last day, ISO 8601; empty when none is known.
    """

    key: str
    closes_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A match to be told.

    Attributes:
        watch: Id of the watch.
        key: Of what was found.
        day: ISO 8601, western Indonesian time.
        kind: Of what was found.
    """

    watch: str
    key: str
    day: str
    kind: str


class FollowerRows(StoreBase):
    """The part of a store that remembers what was told of records."""

    def lease_follower(self, name: str, owner: str, start: int, now: datetime, until: datetime) -> int | None:
        """Read changes as the only one; gives the revision up to which all is told, None when another reads.

        Args:
            name: Of the follower.
            owner: The process.
            start: Revision that a new follower begins after.
            now: UTC.
            until: End of the lease, UTC.

        Raises:
            StoreError: The database refused, or the row is not what was written.
        """
        with self.transaction() as connection:
            row = connection.execute(sa.select(FOLLOWER).where(FOLLOWER.c.name == name)).one_or_none()
            found = Follower(name=name, revision=start)
            if row is not None:
                found = checked_rows.read(FOLLOWER, Follower, tuple(row))
            if found.leased_by not in ("", owner) and found.leased_until is not None and found.leased_until > now:
                return None
            checked_rows.put(connection, FOLLOWER, [replace(found, leased_by=owner, leased_until=until)])
        return found.revision

    def release_follower(self, name: str, owner: str, revision: int) -> None:
        """Remember up to where all is told, and let others read.

        Raises:
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            is_ours = sa.and_(FOLLOWER.c.name == name, FOLLOWER.c.leased_by == owner)
            if connection.scalar(sa.select(FOLLOWER.c.name).where(is_ours)) is not None:
                checked_rows.put(connection, FOLLOWER, [Follower(name=name, revision=revision)])

    def follower(self, name: str) -> Follower | None:
        """A follower; None when there is none.

        Raises:
            StoreError: The database refused, or the row is not what was written.
        """
        with self.snapshot() as connection:
            row = connection.execute(sa.select(FOLLOWER).where(FOLLOWER.c.name == name)).one_or_none()
        return None if row is None else checked_rows.read(FOLLOWER, Follower, tuple(row))

    def drop_follower(self, name: str, *, and_open_postings: bool = False) -> None:
        """Follow no more: nobody wants to be told.

        Raises:
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            connection.execute(sa.delete(FOLLOWER).where(FOLLOWER.c.name == name))
            if and_open_postings:
                connection.execute(sa.delete(OPEN_POSTING))

    def changed_keys(self, kind: str, since: int, upto: int, after: str, limit: int) -> list[str]:
        """Keys of a kind that changed in some revisions, by key; see ``indexes.changes.changed_page``.

        Raises:
            StoreError: The database refused.
        """
        with self.snapshot() as connection:
            return changed_page(connection, kind, since, upto, after, limit)

    def note_postings(
        self,
        keys: Sequence[str],
        last_day: Callable[[StoredRecord], str | None],
        closed: Callable[[str, str, str], NewEvent],
    ) -> list[str]:
        """Look at postings that changed, and tell of those that were open and no longer are; gives ids of events.

        Args:
            keys: Theirs, at most ``statements.BATCH``.
            last_day: Last day of a posting that is open, empty when none is known; None when it is closed.
            closed: The event, of key, why (``closed`` or ``deleted``) and the last day as it was known.

        Raises:
            StoreError: The database refused, or a row is not what was written.
        """
        with self.transaction() as connection:
            rows = connection.execute(statements.records("posting", keys))
            now = {stored.key: last_day(stored) for stored in map(record_of, rows)}
            chosen = sa.select(OPEN_POSTING).where(OPEN_POSTING.c.key.in_(keys)).order_by(OPEN_POSTING.c.key)
            before = [checked_rows.read(OPEN_POSTING, OpenPosting, tuple(row)) for row in connection.execute(chosen)]
            gone = [each for each in before if now.get(each.key) is None]
            _leave(connection, gone)
            opened = [OpenPosting(key=key, closes_on=day) for key, day in now.items() if day is not None]
            checked_rows.put(connection, OPEN_POSTING, opened)
            whys = ["closed" if each.key in now else "deleted" for each in gone]
            return write_events(
                connection, [closed(each.key, why, each.closes_on) for each, why in zip(gone, whys, strict=True)]
            )

    def end_postings(self, today: str, closed: Callable[[str, str, str], NewEvent]) -> int:
        """Tell of open postings whose last day is over, some at a time; gives how many.

        Args:
            today: ISO 8601.
            closed: The event, of key, ``ended`` and the last day.

        Raises:
            StoreError: The database refused, or a row is not what was written.
        """
        over = sa.and_(OPEN_POSTING.c.closes_on != "", OPEN_POSTING.c.closes_on < today)
        chosen = sa.select(OPEN_POSTING).where(over).order_by(OPEN_POSTING.c.key).limit(statements.BATCH)
        with self.snapshot() as connection:
            if connection.execute(chosen.limit(1)).first() is None:
                return 0
        with self.transaction() as connection:
            gone = [checked_rows.read(OPEN_POSTING, OpenPosting, tuple(row)) for row in connection.execute(chosen)]
            _leave(connection, gone)
            write_events(connection, [closed(each.key, "ended", each.closes_on) for each in gone])
        return len(gone)

    def tell_matches(self, pairs: Sequence[tuple[Pair, NewEvent]]) -> int:
        """Write events of matches with the mark that they were told, all or nothing; gives how many pairs were.

        A pair that was told already, or whose watch or record is gone meanwhile, is passed over.

        Args:
            pairs: Of at most ``statements.BATCH`` watches with as many records, each with its event; pairs
                whose events are the same object share it.

        Raises:
            StoreError: The database refused, or a row is not what was written.
        """
        if not pairs:
            return 0
        with self.transaction() as connection:
            kept = _still_to_tell(connection, pairs)
            marks = [Told(watch=pair.watch, key=pair.key, day=pair.day) for pair, _ in kept]
            checked_rows.put(connection, TOLD, marks)
            write_events(connection, list({id(event): event for _, event in kept}.values()))
        return len(kept)


def _still_to_tell(connection: sa.Connection, pairs: Sequence[tuple[Pair, NewEvent]]) -> list[tuple[Pair, NewEvent]]:
    names, keys = sorted({pair.watch for pair, _ in pairs}), sorted({pair.key for pair, _ in pairs})
    watches = set(connection.scalars(sa.select(WATCH.c.id).where(WATCH.c.id.in_(names))))
    of_kinds = sa.and_(RECORD.c.kind.in_(sorted({pair.kind for pair, _ in pairs})), RECORD.c.key.in_(keys))
    there = {
        (str(kind), str(key))
        for kind, key in connection.execute(sa.select(RECORD.c.kind, RECORD.c.key).where(of_kinds))
    }
    known = told_pairs(connection, names, keys)
    return [
        (pair, event)
        for pair, event in pairs
        if pair.watch in watches and (pair.kind, pair.key) in there and (pair.watch, pair.key) not in known
    ]


def _leave(connection: sa.Connection, gone: Sequence[OpenPosting]) -> None:
    keys = [each.key for each in gone]
    connection.execute(sa.delete(OPEN_POSTING).where(OPEN_POSTING.c.key.in_(keys)))
