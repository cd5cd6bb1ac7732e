"""Records for the tests of the store, and ways to damage one."""

from __future__ import annotations

import struct
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from indexes.job_records import StoredJob
from indexes.rows import Derived, StoredRecord
from indexes.store import Store
from indexes.upload_rows import StoredUpload
from indexes.watch_rows import StoredWatch
from indexes.webhook_rows import StoredWebhook


def record(key: str, content: str = "a", kind: str = "posting") -> StoredRecord:
    return StoredRecord(
        kind=kind, key=key, raw_hash=f"raw-{content}", content_hash=f"hash-{content}", payload=f'"{content}"'
    )


def derived(of: StoredRecord, fingerprint: str = "f1", coded: str = "{}", vector: bytes = b"") -> Derived:
    return Derived(
        kind=of.kind,
        key=of.key,
        content_hash=of.content_hash,
        fingerprint=fingerprint,
        coded=coded,
        vector=vector or struct.pack("<2f", 0.6, 0.8),
    )


def everything(store: Store, kind: str = "posting") -> dict[str, str]:
    return {row.key: row.payload for batch in store.pending(kind, "never") for row in batch}


def damage(store: Store, statement: str, **values: object) -> None:
    """Change rows behind the store's back."""
    with store._engine.begin() as connection:
        connection.execute(sa.text(statement), values)


NOON = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
_JOB = StoredJob(
    id="job_1",
    tenant="a",
    client="c",
    kind="match",
    state="queued",
    asked="{}",
    counts="{}",
    checkpoint="{}",
    error="",
    done=0,
    total=None,
    held_bytes=0,
    key=b"k" * 40,
    made_at=NOON,
    queued_at=NOON,
    started_at=None,
    ended_at=None,
    expires_at=None,
    claimed_at=None,
    holder="",
    lease_until=None,
    attempts=0,
    told=False,
)


def stored_job(job_id: str, **rest: Any) -> StoredJob:
    return replace(_JOB, id=job_id, **rest)


def stored_upload(upload_id: str, **rest: Any) -> StoredUpload:
    made: dict[str, Any] = {"tenant": "a", "client": "c", "suffix": ".csv", "length": 9, "plain": 9, "stored": 37}
    times = {"made_at": NOON, "expires_at": NOON + timedelta(days=1)}
    return StoredUpload(**{"id": upload_id, "key": b"u" * 40, "job": "", **made, **times, **rest})


def webhook(webhook_id: str = "wh_1", **facts: Any) -> StoredWebhook:
    given = {
        "client": "klien",
        "tenant": "dinas",
        "url": "https://contoh.invalid/hook",
        "kinds": '["job.done","match.new","posting.closed"]',
        "sources": "null",
        "description": "",
        "state": "active",
        "reason": "",
        "made_at": datetime(2026, 11, 1, 7, tzinfo=UTC),
        "secret": b"k1:tertutup",
    }
    return StoredWebhook(**{"id": webhook_id, **given, **facts})


def watch(watch_id: str = "wat_1", **facts: Any) -> StoredWatch:
    given = {
        "client": "klien",
        "tenant": "dinas",
        "sources": "null",
        "kind": "worker",
        "key": "a:1",
        "least_score": 0.5,
        "most_per_day": 3,
        "conditions": "{}",
        "made_at": datetime(2026, 11, 1, 7, tzinfo=UTC),
        "revision": 1,
    }
    return StoredWatch(**{"id": watch_id, **given, **facts})
