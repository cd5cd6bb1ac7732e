"""What the record store takes and gives: stored records, what was derived from them, counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRecord:
    """A record as the store keeps it.

    Attributes:
        kind: ``posting``, ``worker``, ``course`` or ``outcome``.
        key: ``source:source_id``.
        raw_hash: SHA-256 of the raw row.
        content_hash: SHA-256 of what was read out of the row; codes and vectors hang on it.
        payload: The record as JSON text.
    """

    kind: str
    key: str
    raw_hash: str
    content_hash: str
    payload: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """What was worked out from a record.

    Attributes:
        kind: As in ``StoredRecord``.
        key: As in ``StoredRecord``.
        content_hash: Of the record it was made from.
        fingerprint: Of the coder and the encoder that made it.
        coded: The coded record as JSON text.
        vector: float32 little endian, ``dim * 4`` bytes.
    """

    kind: str
    key: str
    content_hash: str
    fingerprint: str
    coded: str
    vector: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class UpsertCounts:
    """What an upsert did; the three add up to the records given."""

    accepted: int = 0
    updated: int = 0
    unchanged: int = 0

    def __add__(self, other: UpsertCounts) -> UpsertCounts:
        """Sum of two batches."""
        return UpsertCounts(
            accepted=self.accepted + other.accepted,
            updated=self.updated + other.updated,
            unchanged=self.unchanged + other.unchanged,
        )


def derived_of(row: sa.Row[Any]) -> tuple[Derived, StoredRecord]:
    """Both halves of a joined row: all columns of ``DERIVED``, then ``raw_hash`` and ``payload`` of the record."""
    values = dict(row._mapping)
    raw_hash, payload = values.pop("raw_hash"), values.pop("payload")
    derived = Derived(**values)
    stored = StoredRecord(
        kind=derived.kind, key=derived.key, raw_hash=raw_hash, content_hash=derived.content_hash, payload=payload
    )
    return derived, stored


def record_of(row: sa.Row[Any]) -> StoredRecord:
    """A row of ``RECORD``."""
    return StoredRecord(
        kind=row.kind, key=row.key, raw_hash=row.raw_hash, content_hash=row.content_hash, payload=row.payload
    )
