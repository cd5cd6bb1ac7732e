"""Records for the tests of the store, and ways to damage one."""

from __future__ import annotations

import struct

import sqlalchemy as sa

from indexes.rows import Derived, StoredRecord
from indexes.store import Store


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
