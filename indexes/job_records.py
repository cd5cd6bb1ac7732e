"""Asynchronous jobs as records, and what a tenant has of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


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
