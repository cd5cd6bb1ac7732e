"""Records for the tests of the store, and ways to damage one."""

from __future__ import annotations

import struct
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from indexes.rows import Derived, StoredRecord
from indexes.store import Store
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
