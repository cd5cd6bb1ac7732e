"""How a store stands: what an operator watches, read in one transaction that takes some milliseconds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from indexes import statements
from indexes.moments import utc
from indexes.request_rows import OPEN
from indexes.schema import FACT, GENERATION, REVISION
from indexes.schema_jobs import JOB
from indexes.schema_rights import AUDIT_HEAD, AUDIT_LOG, PERSON_REQUEST
from indexes.store_base import StoreBase
from taxonomy.errors import StoreError

_BACKUP = "backup_at"
_QUEUED = "queued"
"""State of a job that waits (``matcher.jobs.job.State``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreStanding:
    """What an operator watches.

    Attributes:
        revision: Number of the last write.
        index_revision: Number at which the index that serves was built, or None where none was.
        index_made_at: When, UTC, or None.
        backup_at: When the last backup was made, UTC, or None.
        audit_rows: Rows of the audit log.
        audit_end_at: When the last of them was written, UTC, or None.
        audit_head_rows: Rows that the last signed head vouches for; 0 where there is no head.
        audit_head_at: When it was signed, UTC, or None.
        jobs: State to the number of jobs in it that have not ended.
        job_queued_at: Since when the first of those that wait does, UTC, or None.
        due_at: Kind of request of people to the moment when the first that waits is due, UTC.
    """

    revision: int
    index_revision: int | None
    index_made_at: datetime | None
    backup_at: datetime | None
    audit_rows: int
    audit_end_at: datetime | None
    audit_head_rows: int
    audit_head_at: datetime | None
    jobs: Mapping[str, int]
    job_queued_at: datetime | None
    due_at: Mapping[str, datetime]


class StandingRows(StoreBase):
    """The part of a store that says how it stands."""

    def standing(self) -> StoreStanding:
        """See ``StoreStanding``.

        Raises:
            StoreError: The database refused, or the time of the last backup is none.
        """
        with self.snapshot() as connection:
            revision = connection.scalar(sa.select(REVISION.c.value).where(REVISION.c.name == "revision"))
            serving = sa.select(GENERATION.c.revision, GENERATION.c.made_at).where(GENERATION.c.is_current)
            index = connection.execute(serving.limit(1)).first()
            head = connection.execute(
                sa.select(AUDIT_HEAD.c.seq, AUDIT_HEAD.c.at).order_by(AUDIT_HEAD.c.seq.desc()).limit(1)
            ).first()
            end = connection.execute(
                sa.select(AUDIT_LOG.c.seq, AUDIT_LOG.c.at).order_by(AUDIT_LOG.c.seq.desc()).limit(1)
            ).first()
            due = sa.select(PERSON_REQUEST.c.kind, sa.func.min(PERSON_REQUEST.c.due_at))
            waiting = due.where(PERSON_REQUEST.c.state.in_(OPEN)).group_by(PERSON_REQUEST.c.kind)
            queued = connection.scalar(sa.select(sa.func.min(JOB.c.queued_at)).where(JOB.c.state == _QUEUED))
            under_way = sa.select(JOB.c.state, sa.func.count()).where(JOB.c.ended_at.is_(None)).group_by(JOB.c.state)
            return StoreStanding(
                revision=int(revision or 0),
                index_revision=None if index is None else int(index.revision),
                index_made_at=None if index is None else utc(index.made_at),
                backup_at=_backup_at(connection),
                audit_rows=0 if end is None else int(end.seq),
                audit_end_at=None if end is None else utc(end.at),
                audit_head_rows=0 if head is None else int(head.seq),
                audit_head_at=None if head is None else utc(head.at),
                jobs={state: int(count) for state, count in connection.execute(under_way)},
                job_queued_at=None if queued is None else utc(queued),
                due_at={kind: utc(at) for kind, at in connection.execute(waiting)},
            )

    def clock(self) -> datetime:
        """What time it is for the database, UTC.

        Raises:
            StoreError: The database refused.
        """
        with self.snapshot() as connection:
            if connection.dialect.name == "sqlite":  # its clock is this machine's
                told = connection.exec_driver_sql("SELECT strftime('%Y-%m-%dT%H:%M:%f')").scalar_one()
                return utc(datetime.fromisoformat(told))
            return utc(connection.execute(sa.select(sa.func.clock_timestamp())).scalar_one())

    def server_settings(self, names: Sequence[str]) -> dict[str, str]:
        """Settings of the PostgreSQL server as it runs; none of SQLite, which is set by each connection.

        Raises:
            StoreError: The database refused.
        """
        with self.snapshot() as connection:
            if connection.dialect.name == "sqlite":
                return {}
            return {name: str(connection.scalar(sa.select(sa.func.current_setting(name)))) for name in names}

    def note_backup(self, at: datetime) -> None:
        """Keep when the last backup was made; it changes nothing that is served.

        Raises:
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            statements.put(connection, FACT, [{"name": _BACKUP, "value": at.isoformat()}])


def _backup_at(connection: sa.Connection) -> datetime | None:
    told = connection.scalar(sa.select(FACT.c.value).where(FACT.c.name == _BACKUP))
    try:
        return None if told is None else utc(datetime.fromisoformat(told))
    except ValueError as error:
        raise StoreError(f"fact {_BACKUP}: wanted a time in ISO 8601, found another text") from error
