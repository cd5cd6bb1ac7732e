"""Upstreams and their runs as the store keeps them: where postings are pulled from, how far, and what each run did.

No column holds a secret: settings name the environment variable that does. What was seen when stands in
``indexes.sighting_rows``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import sqlalchemy as sa

from indexes import checked_rows
from indexes.schema import RUN, UPSTREAM
from indexes.store_base import StoreBase
from taxonomy.errors import InputError, UnknownIdError


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredUpstream:
    """An upstream as the store keeps it.

    Attributes:
        name: Its own; also the source part of the keys of its records.
        settings: Format, location, schedule and the like, JSON.
        state: What the next pull needs to know of the last (ETag, since-token, length of the listing), JSON.
        added_at: When, UTC.
        due_at: When the next pull is due, UTC; None when it is pulled by hand alone.
    """

    name: str
    settings: str
    state: str
    added_at: datetime
    due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRun:
    """One run as the store keeps it.

    Attributes:
        upstream: Name of the upstream; it may be gone.
        number: From 1, for each upstream.
        started_at: UTC.
        ended_at: UTC; None while it runs, or when it was killed.
        outcome: How it ended (``matcher.pulls.report.Outcome``).
        report: Counts and error, JSON.
        checkpoint: What is still to be fetched, JSON; empty when nothing is.
    """

    upstream: str
    number: int
    started_at: datetime
    ended_at: datetime | None
    outcome: str
    report: str
    checkpoint: str


class UpstreamRows(StoreBase):
    """The part of a store that keeps upstreams and runs."""

    def put_upstream(self, name: str, settings: str, due_at: datetime | None) -> None:
        """Keep a new upstream.

        Raises:
            InputError: There is one of this name.
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            if connection.scalar(sa.select(UPSTREAM.c.name).where(UPSTREAM.c.name == name)) is not None:
                raise InputError(wanted="a name that no source has", found=name, where="source")
            made = StoredUpstream(name=name, settings=settings, state="{}", added_at=datetime.now(UTC), due_at=due_at)
            checked_rows.put(connection, UPSTREAM, [made])

    def upstreams(self) -> list[StoredUpstream]:
        """All upstreams, by name.

        Raises:
            StoreError: The database refused, or a row is not what was written.
        """
        with self.snapshot() as connection:
            rows = connection.execute(sa.select(UPSTREAM).order_by(UPSTREAM.c.name))
            return [checked_rows.read(UPSTREAM, StoredUpstream, tuple(row)) for row in rows]

    def upstream(self, name: str) -> StoredUpstream:
        """One upstream.

        Raises:
            UnknownIdError: There is none of this name.
            StoreError: The database refused, or the row is not what was written.
        """
        with self.snapshot() as connection:
            return _one(connection, name)

    def change_upstream(
        self, name: str, *, due_at: datetime | None, state: str | None = None, settings: str | None = None
    ) -> None:
        """Keep what the next pull needs to know; None leaves state or settings as they are.

        Raises:
            UnknownIdError: There is none of this name.
            StoreError: The database refused, or the row is not what was written.
        """
        with self.transaction() as connection:
            old = _one(connection, name)
            kept = replace(
                old,
                settings=old.settings if settings is None else settings,
                state=old.state if state is None else state,
                due_at=due_at,
            )
            checked_rows.put(connection, UPSTREAM, [kept])

    def remove_upstream(self, name: str) -> None:
        """Forget where to pull from; records, runs and what was seen stay, so that one that is added again goes on.

        Raises:
            UnknownIdError: There is none of this name.
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            _one(connection, name)
            connection.execute(sa.delete(UPSTREAM).where(UPSTREAM.c.name == name))

    def begin_run(self, upstream: str, report: str) -> StoredRun:
        """A new run with the next number, as running.

        Raises:
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            last = connection.scalar(sa.select(sa.func.max(RUN.c.number)).where(RUN.c.upstream == upstream))
            run = StoredRun(
                upstream=upstream,
                number=int(last or 0) + 1,
                started_at=datetime.now(UTC),
                ended_at=None,
                outcome="running",
                report=report,
                checkpoint="",
            )
            checked_rows.put(connection, RUN, [run])
        return run

    def keep_run(self, run: StoredRun) -> None:
        """Replace a run by what is known of it now.

        Raises:
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            checked_rows.put(connection, RUN, [run])

    def runs(self, upstream: str, limit: int = 20) -> list[StoredRun]:
        """The last runs of an upstream, the newest first; none when it never ran.

        Raises:
            StoreError: The database refused, or a row is not what was written.
        """
        chosen = sa.select(RUN).where(RUN.c.upstream == upstream).order_by(RUN.c.number.desc()).limit(limit)
        with self.snapshot() as connection:
            return [checked_rows.read(RUN, StoredRun, tuple(row)) for row in connection.execute(chosen)]


def _one(connection: sa.Connection, name: str) -> StoredUpstream:
    found = connection.execute(sa.select(UPSTREAM).where(UPSTREAM.c.name == name)).one_or_none()
    if found is None:
        known = ", ".join(connection.scalars(sa.select(UPSTREAM.c.name).order_by(UPSTREAM.c.name))) or "none yet"
        raise UnknownIdError(wanted=f"the name of a source that was added ({known})", found=name, where="source")
    return checked_rows.read(UPSTREAM, StoredUpstream, tuple(found))
