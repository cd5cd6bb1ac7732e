"""What the record store takes and gives: stored records, what was derived from them, counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from indexes.checksums import check_row, checksum
from indexes.schema import DERIVED, RECORD


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRecord:
    """A record as the store keeps it.

    Attributes:
        kind: ``posting``, ``worker`` or ``course``.
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
    """What an upsert did; the three numbers add up to the records given.

    Attributes:
        accepted: New ones.
        updated: Those that replaced an older version.
        unchanged: Those that were there like that.
        statuses: Which of the three each one was, in the order given.
    """

    accepted: int = 0
    updated: int = 0
    unchanged: int = 0
    statuses: tuple[str, ...] = field(default=(), compare=False)

    def __add__(self, other: UpsertCounts) -> UpsertCounts:
        """Sum of two batches."""
        return UpsertCounts(
            accepted=self.accepted + other.accepted,
            updated=self.updated + other.updated,
            unchanged=self.unchanged + other.unchanged,
            statuses=self.statuses + other.statuses,
        )

    @classmethod
    def of(cls, statuses: Sequence[str]) -> UpsertCounts:
        """Counts of what each one was."""
        numbers = {name: statuses.count(name) for name in ("accepted", "updated", "unchanged")}
        return cls(**numbers, statuses=tuple(statuses))


_RECORD = RECORD.c
_DERIVED = DERIVED.c

RECORD_COLUMNS = (
    _RECORD.kind,
    _RECORD.key,
    _RECORD.raw_hash,
    _RECORD.content_hash,
    _RECORD.payload,
    _RECORD.revision,
    _RECORD.written_at,
    _RECORD.checksum,
)
"""What a read takes of a record, the checksum last."""

DERIVED_COLUMNS = (
    _DERIVED.kind,
    _DERIVED.key,
    _DERIVED.content_hash,
    _DERIVED.fingerprint,
    _DERIVED.coded,
    _DERIVED.vector,
    _DERIVED.revision,
    _DERIVED.checksum,
)
"""What a read takes of what was derived, the checksum last."""


def record_of(values: Sequence[Any]) -> StoredRecord:
    """A row of ``RECORD_COLUMNS``.

    Raises:
        StoreError: It is not what was written.
    """
    *fields, stored = values
    check_row(RECORD.name, fields, stored)
    kind, key, raw_hash, content_hash, payload, _, _ = fields
    return StoredRecord(kind=kind, key=key, raw_hash=raw_hash, content_hash=content_hash, payload=payload)


def derived_of(values: Sequence[Any]) -> Derived:
    """A row of ``DERIVED_COLUMNS``.

    Raises:
        StoreError: It is not what was written.
    """
    *fields, stored = values
    check_row(DERIVED.name, fields, stored)
    kind, key, content_hash, fingerprint, coded, vector, _ = fields
    return Derived(kind=kind, key=key, content_hash=content_hash, fingerprint=fingerprint, coded=coded, vector=vector)


def record_values(record: StoredRecord, revision: int, written_at: datetime) -> dict[str, object]:
    """A record as a row.

    Args:
        record: What to write.
        revision: Number of the write.
        written_at: Time of the write.
    """
    fields = (record.kind, record.key, record.raw_hash, record.content_hash, record.payload, revision, written_at)
    row = dict(zip((column.name for column in RECORD_COLUMNS), fields, strict=False))
    return {**row, "checksum": checksum(RECORD.name, fields), "written_at": written_at}


def derived_values(derived: Derived, revision: int) -> dict[str, object]:
    """What was derived as a row.

    Args:
        derived: What to write.
        revision: Number of the write.
    """
    fields = (
        derived.kind,
        derived.key,
        derived.content_hash,
        derived.fingerprint,
        derived.coded,
        derived.vector,
        revision,
    )
    row = dict(zip((column.name for column in DERIVED_COLUMNS), fields, strict=False))
    return {**row, "checksum": checksum(DERIVED.name, fields)}
