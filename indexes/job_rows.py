"""Asynchronous jobs as the store keeps them: asked for, claimed for a while, got on with, ended.

Every change reads the row and writes it in one write transaction, and writers wait for each other: of two processes
that want one job, the second sees that the first has it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

import sqlalchemy as sa

from indexes import checked_rows
from indexes.job_records import StoredJob, TenantLoad
from indexes.moments import utc
from indexes.schema_jobs import JOB, UPLOAD
from indexes.store_base import StoreBase
from taxonomy.errors import UnknownIdError

QUEUED = "queued"

_OPEN = ("running", "cancelling")

ChangeJob = Callable[[StoredJob], StoredJob]
"""A job as it is to the job as it shall be; what it raises leaves everything as it was."""


class JobRows(StoreBase):
    """The part of a store that keeps jobs."""

    def put_job(
        self, job: StoredJob, check: Callable[[TenantLoad], None], along: Callable[[sa.Connection], None] | None = None
    ) -> None:
        """Keep a new job.

        Args:
            job: The job.
            check: Raises what a tenant is told who has too much already; nothing is kept then.
            along: Binds the upload that it reads to it, in the same transaction.

        Raises:
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            check(load_of(connection, job.tenant))
            if along is not None:
                along(connection)
            checked_rows.put(connection, JOB, [job])

    def job(self, job_id: str) -> StoredJob:
        """One job.

        Raises:
            UnknownIdError: There is none of this id.
            StoreError: The database refused, or the row is not what was written.
        """
        with self.snapshot() as connection:
            return _one(connection, job_id)

    def jobs(
        self,
        tenant: str | None = None,
        *,
        states: Sequence[str] = (),
        before: tuple[datetime, str] | None = None,
        limit: int | None = None,
    ) -> list[StoredJob]:
        """Jobs, the newest first; ties by id.

        Args:
            tenant: Whose; everybody's when None.
            states: Only in these; any when empty.
            before: Moment and id of the job after which to go on.
            limit: At most so many.

        Raises:
            StoreError: The database refused, or a row is not what was written.
        """
        chosen = sa.select(JOB).order_by(JOB.c.made_at.desc(), JOB.c.id.desc()).limit(limit)
        if tenant is not None:
            chosen = chosen.where(JOB.c.tenant == tenant)
        if states:
            chosen = chosen.where(JOB.c.state.in_(states))
        if before is not None:
            at, job_id = before
            older = sa.or_(JOB.c.made_at < at, sa.and_(JOB.c.made_at == at, JOB.c.id < job_id))
            chosen = chosen.where(older)
        with self.snapshot() as connection:
            return [checked_rows.read(JOB, StoredJob, tuple(row)) for row in connection.execute(chosen)]

    def change_job(self, job_id: str, change: ChangeJob) -> StoredJob:
        """Replace a job by what is made of it, read and written in one transaction; gives it as it is then.

        Raises:
            UnknownIdError: There is none of this id.
            StoreError: The database refused, or the row is not what was written.
        """
        with self.transaction() as connection:
            return change_job(connection, job_id, change)

    def claim_job(self, job_id: str, take: ChangeJob, most_running: int) -> StoredJob | None:
        """Take up a job, unless its tenant has enough that are worked at; gives it as it is then.

        Args:
            job_id: Of the job.
            take: The job as who takes it up keeps it; gives it back unchanged where it is not to be had.
            most_running: Jobs of one tenant that may be worked at.

        Raises:
            UnknownIdError: There is none of this id.
            StoreError: The database refused, or the row is not what was written.
        """
        with self.transaction() as connection:
            before = _one(connection, job_id)
            if before.state == QUEUED and load_of(connection, before.tenant).running >= most_running:
                return None
            after = change_job(connection, job_id, take)
        return None if after == before else after

    def untold_jobs(self) -> list[StoredJob]:
        """Jobs that have ended and of which nobody was told yet, the first ended first.

        Raises:
            StoreError: The database refused, or a row is not what was written.
        """
        ended = sa.and_(JOB.c.ended_at.is_not(None), JOB.c.told.is_(False))
        with self.snapshot() as connection:
            rows = connection.execute(sa.select(JOB).where(ended).order_by(JOB.c.ended_at, JOB.c.id))
            return [checked_rows.read(JOB, StoredJob, tuple(row)) for row in rows]

    def remove_job(self, job_id: str) -> None:
        """Forget a job; its key is written over first. One that is gone already is passed over.

        Raises:
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            connection.execute(sa.update(JOB).where(JOB.c.id == job_id).values(key=os.urandom(96)))
        with self.transaction() as connection:
            connection.execute(sa.delete(JOB).where(JOB.c.id == job_id))

    def waiting_jobs(self, now: datetime) -> list[tuple[str, str]]:
        """Tenant and id of the jobs that may be taken up, in the order in which it would be fair.

        The tenant whose turn is longest past comes first, with its oldest job, then the others with theirs, then the
        second job of each. A job whose holder has let its lease run out waits as well.

        Args:
            now: UTC.

        Raises:
            StoreError: The database refused.
        """
        lapsed = sa.and_(JOB.c.state.in_(_OPEN), sa.or_(JOB.c.lease_until.is_(None), JOB.c.lease_until < now))
        waits = sa.select(JOB.c.tenant, JOB.c.id).where(sa.or_(JOB.c.state == QUEUED, lapsed))
        turns = sa.select(JOB.c.tenant, sa.func.max(JOB.c.claimed_at)).group_by(JOB.c.tenant)
        with self.snapshot() as connection:
            waiting = connection.execute(waits.order_by(JOB.c.queued_at, JOB.c.id)).all()
            last = {tenant: at and utc(at) for tenant, at in connection.execute(turns)} if waiting else {}
        never, seen = datetime.min.replace(tzinfo=UTC), dict[str, int]()
        places: list[tuple[int, datetime, str, str]] = []
        for tenant, job_id in waiting:
            seen[tenant] = seen.get(tenant, 0) + 1
            places.append((seen[tenant], last.get(tenant) or never, tenant, job_id))
        return [(tenant, job_id) for *_, tenant, job_id in sorted(places)]

    def tenant_load(self, tenant: str) -> TenantLoad:
        """What a tenant has here.

        Raises:
            StoreError: The database refused.
        """
        with self.snapshot() as connection:
            return load_of(connection, tenant)


def load_of(connection: sa.Connection, tenant: str) -> TenantLoad:
    """What a tenant has, in a transaction."""
    counted = sa.select(JOB.c.state, sa.func.count(), sa.func.sum(JOB.c.held_bytes)).where(JOB.c.tenant == tenant)
    rows: Mapping[str, tuple[int, int]] = {
        state: (int(count), int(held)) for state, count, held in connection.execute(counted.group_by(JOB.c.state))
    }
    uploaded = connection.scalar(sa.select(sa.func.sum(UPLOAD.c.length)).where(UPLOAD.c.tenant == tenant))
    return TenantLoad(
        queued=rows.get(QUEUED, (0, 0))[0],
        running=sum(rows.get(state, (0, 0))[0] for state in _OPEN),
        held_bytes=sum(held for _, held in rows.values()) + int(uploaded or 0),
    )


def change_job(connection: sa.Connection, job_id: str, change: ChangeJob) -> StoredJob:
    """As ``JobRows.change_job``, in a write transaction of the caller's."""
    before = _one(connection, job_id)
    after = change(before)
    if after != before:
        checked_rows.put(connection, JOB, [after])
    return after


def _one(connection: sa.Connection, job_id: str) -> StoredJob:
    found = connection.execute(sa.select(JOB).where(JOB.c.id == job_id)).one_or_none()
    if found is None:
        raise UnknownIdError(wanted="the id of a job", found=job_id, where="job")
    return checked_rows.read(JOB, StoredJob, tuple(found))
