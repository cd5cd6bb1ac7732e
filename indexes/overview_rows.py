"""What stewards look over: how old the newest record of each source is, runs of all sources, what was written when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from indexes import checked_rows
from indexes.moments import utc
from indexes.schema import RECORD, RUN, TOMBSTONE
from indexes.schema_jobs import JOB
from indexes.store_base import StoreBase
from indexes.upstream_rows import StoredRun
from taxonomy.errors import UnknownIdError


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceAge:
    """What a source has of one kind of record.

    Attributes:
        source: The part of the keys before the colon.
        count: Records stored.
        newest_at: When the last of them was written, UTC.
    """

    source: str
    count: int
    newest_at: datetime


class OverviewRows(StoreBase):
    """The part of a store that is looked over."""

    def source_ages(self, kind: str) -> list[SourceAge]:
        """Sources of a kind of record, by name; the rows are counted by the database, source by source.

        Raises:
            StoreError: The database refused.
        """
        found: list[SourceAge] = []
        with self.snapshot() as connection:
            after = ""
            while True:
                next_key = sa.select(sa.func.min(RECORD.c.key)).where(RECORD.c.kind == kind, RECORD.c.key > after)
                key = connection.scalar(next_key)
                if key is None:
                    return found
                source = str(key).partition(":")[0]
                after = f"{source};"  # keys compare bytewise, and ``;`` follows ``:``
                chosen = sa.select(sa.func.count(), sa.func.max(RECORD.c.written_at)).where(
                    RECORD.c.kind == kind, RECORD.c.key >= f"{source}:", RECORD.c.key < after
                )
                count, newest = connection.execute(chosen).one()
                if newest is None:  # a key without a colon
                    after = str(key)
                    continue
                found.append(SourceAge(source=source, count=int(count), newest_at=utc(newest)))

    def last_runs(self) -> list[StoredRun]:
        """The last run of each upstream, also of those that were removed, by name.

        Raises:
            StoreError: The database refused, or a row is not what was written.
        """
        last = sa.select(RUN.c.upstream, sa.func.max(RUN.c.number).label("number")).group_by(RUN.c.upstream).subquery()
        chosen = sa.select(RUN).join(last, (last.c.upstream == RUN.c.upstream) & (last.c.number == RUN.c.number))
        with self.snapshot() as connection:
            rows = connection.execute(chosen.order_by(RUN.c.upstream))
            return [checked_rows.read(RUN, StoredRun, tuple(row)) for row in rows]

    def run(self, upstream: str, number: int) -> StoredRun:
        """One run.

        Raises:
            UnknownIdError: There is none.
            StoreError: The database refused, or the row is not what was written.
        """
        chosen = sa.select(RUN).where(RUN.c.upstream == upstream, RUN.c.number == number)
        with self.snapshot() as connection:
            row = connection.execute(chosen).one_or_none()
        if row is None:
            raise UnknownIdError(wanted=f"a run of {upstream}", found=number, where="run")
        return checked_rows.read(RUN, StoredRun, tuple(row))

    def runs_at(self, upstream: str, outcome: str, offset: int, limit: int) -> tuple[list[StoredRun], int]:
        """Some of the runs of an upstream, the newest first, and how many there are.

        Args:
            upstream: Its name.
            outcome: Only those that ended so; all when empty.
            offset: Runs that are passed over.
            limit: At most so many.

        Raises:
            StoreError: The database refused, or a row is not what was written.
        """
        wanted = RUN.c.upstream == upstream
        if outcome:
            wanted &= RUN.c.outcome == outcome
        chosen = sa.select(RUN).where(wanted).order_by(RUN.c.number.desc()).offset(offset).limit(limit)
        with self.snapshot() as connection:
            total = connection.scalar(sa.select(sa.func.count()).select_from(RUN).where(wanted))
            runs = [checked_rows.read(RUN, StoredRun, tuple(row)) for row in connection.execute(chosen)]
        return runs, int(total or 0)

    def count_jobs(self, states: Sequence[str], since: datetime) -> int:
        """Jobs that ended so since a moment.

        Raises:
            StoreError: The database refused.
        """
        chosen = sa.select(sa.func.count()).select_from(JOB).where(JOB.c.state.in_(states), JOB.c.ended_at >= since)
        with self.snapshot() as connection:
            return int(connection.scalar(chosen) or 0)

    def written_between(self, kind: str, since: int, upto: int | None = None) -> tuple[int, int]:
        """Records that were last written, and such that were last deleted, after a revision.

        Args:
            kind: Of the records.
            since: Revision after which; what was written at it does not count.
            upto: Last revision that counts; the present one when None.

        Raises:
            StoreError: The database refused.
        """
        counts: list[int] = []
        with self.snapshot() as connection:
            for table in (RECORD, TOMBSTONE):
                wanted = (table.c.kind == kind) & (table.c.revision > since)
                if upto is not None:
                    wanted &= table.c.revision <= upto
                counts.append(int(connection.scalar(sa.select(sa.func.count()).select_from(table).where(wanted)) or 0))
        return counts[0], counts[1]
