"""How a job passes from one state to the next: taken up, failed, ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from indexes.job_records import StoredJob
from matcher.identity import safe_to_show
from matcher.jobs.job import State
from taxonomy.errors import InputError, SepadanError

if TYPE_CHECKING:
    from matcher.jobs.worker import Workshop

LEASE = timedelta(seconds=60)
"""How long a job is its holder's without a sign of life."""

MOST_ATTEMPTS = 3
"""Times that a job is taken up without getting on, before it is taken for one that ends whoever works at it."""


def failed(shop: Workshop, job: StoredJob, error: Exception, check: Callable[[StoredJob], None]) -> StoredJob:
    """End a job with a reason that names nobody."""

    def with_reason(now: StoredJob) -> StoredJob:
        check(now)
        return replace(ended(now, State.FAILED, shop), error=reason_of(error))

    return shop.engine.store.change_job(job.id, with_reason)


def reason_of(error: Exception) -> str:
    """What went wrong, without anybody's data."""
    if isinstance(error, InputError):
        return f"{error.where}: wanted {error.wanted}, found {safe_to_show(error.found)}"
    if isinstance(error, SepadanError):
        return str(error)
    return f"an unexpected fault ({type(error).__name__}); the log of the server says where"


def ended(job: StoredJob, state: State, shop: Workshop) -> StoredJob:
    """A job that has come to an end."""
    now: datetime = shop.now()
    return replace(
        job,
        state=state,
        ended_at=now,
        expires_at=now + timedelta(days=shop.limits.days),
        holder="",
        lease_until=None,
        told=False,
    )


def claimed(shop: Workshop, job: StoredJob) -> StoredJob:
    """A job as who takes it up keeps it; unchanged where somebody holds it or it has ended."""
    now = shop.now()
    is_held = job.state in (State.RUNNING, State.CANCELLING) and job.lease_until is not None and job.lease_until >= now
    if is_held or job.state not in (State.QUEUED, State.RUNNING, State.CANCELLING):
        return job
    if job.state == State.CANCELLING:
        return ended(job, State.CANCELLED, shop)
    if job.attempts >= MOST_ATTEMPTS:
        wanted = f"to get on within {MOST_ATTEMPTS} attempts"
        found = "that whoever works at it ends at the same place each time"
        return replace(ended(job, State.FAILED, shop), error=f"job: wanted {wanted}, found {found}")
    return replace(
        job,
        state=State.RUNNING,
        started_at=job.started_at or now,
        claimed_at=now,
        holder=shop.holder,
        lease_until=now + LEASE,
        attempts=job.attempts + 1,
    )
