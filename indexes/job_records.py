"""Asynchronous jobs as records: what a row says, and whether it is what was written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from indexes import statements
from indexes.checksums import checksum, fault_of
from indexes.moments import utc
from indexes.schema_jobs import JOB
from taxonomy.errors import StoreError


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredJob:
    """A job as the store keeps it; what its texts mean is known by ``matcher.jobs``.

    Attributes:
        id: ``job_`` and what nobody guesses.
        tenant: Whose it is.
        client: Who asked for it.
        kind: What is done.
        state: Where it stands.
        asked: Parameters, JSON; no personal data.
        counts: What was done so far, JSON.
        checkpoint: From where it goes on, JSON.
        error: Why it failed; else empty.
        done: Of ``total``.
        total: How much there is to do; None while that is not known.
        held_bytes: Of its files on disk.
        key: Key of its files, sealed.
        made_at: When it was asked for, UTC.
        queued_at: Since when it waits, or waited, UTC.
        started_at: When it was first taken up, UTC.
        ended_at: When it was done, failed or cancelled, UTC.
        expires_at: When it is removed, UTC.
        claimed_at: When it was last taken up, UTC.
        holder: Who works at it; empty when nobody does.
        lease_until: Until when nobody else may take it up, UTC.
        attempts: Times that it was taken up since it last got on.
        told: Whether those who want to know that it ended were told.
    """

    id: str
    tenant: str
    client: str
    kind: str
    state: str
    asked: str
    counts: str
    checkpoint: str
    error: str
    done: int
    total: int | None
    held_bytes: int
    key: bytes
    made_at: datetime
    queued_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    expires_at: datetime | None
    claimed_at: datetime | None
    holder: str
    lease_until: datetime | None
    attempts: int
    told: bool


_NAMES = tuple(field.name for field in fields(StoredJob))

JOB_COLUMNS = (*(JOB.c[name] for name in _NAMES), JOB.c.checksum)
"""What a read takes, the checksum last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TenantLoad:
    """What a tenant has here.

    Attributes:
        queued: Jobs that wait.
        running: Jobs that are worked at.
        held_bytes: Of results, and of uploads as they were announced.
    """

    queued: int
    running: int
    held_bytes: int


def write_job(connection: sa.Connection, job: StoredJob) -> None:
    """Put the row of a job, in a write transaction of the caller's."""
    values = [getattr(job, name) for name in _NAMES]
    row = dict(zip(_NAMES, values, strict=True))
    statements.put(connection, JOB, [{**row, "checksum": checksum(JOB.name, values)}])


def job_of_row(values: Sequence[Any]) -> StoredJob:
    """A row of ``JOB_COLUMNS``.

    Raises:
        StoreError: It is not what was written.
    """
    *row, stored = values
    fault = fault_of(JOB.name, row, stored)
    if fault:
        raise StoreError(f"store: {JOB.name} {row[0]}: {fault}; run 'sepadan verify'")
    named: dict[str, Any] = dict(zip(_NAMES, row, strict=True))
    moments: dict[str, Any] = {name: utc(value) for name, value in named.items() if isinstance(value, datetime)}
    return StoredJob(**(named | moments))


def job_faults(connection: sa.Connection) -> list[str]:
    """Jobs that are not what was written.

    Args:
        connection: Of a read transaction.
    """
    faults: list[str] = []
    for row in connection.execute(sa.select(*JOB_COLUMNS).order_by(JOB.c.id)):
        try:
            job_of_row(tuple(row))
        except StoreError as error:
            faults.append(str(error))
    return faults
