"""Rows of the audit log, each with the hash of the one before: what is hashed, and where a chain is broken."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from indexes.checksums import canonical
from indexes.moments import utc
from indexes.schema_rights import AUDIT_LOG, HASH_BYTES
from taxonomy.errors import StoreError

GENESIS = bytes(HASH_BYTES)
"""What the first row is chained to."""

AUDIT_COLUMNS = tuple(AUDIT_LOG.columns)
"""What a read takes, the hash last."""

PERSON_BYTES = 8
"""Of a keyed hash, for each person of a list: a million people share one with a chance of 3 in 10**8."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """What is to be written.

    Attributes:
        at: When it was done, UTC.
        actor: Id of the client that did it.
        role: Of the client.
        tenant: Of the client.
        action: What was done.
        target: Keyed hash of whom it was about, hexadecimal, or empty.
        purpose: What for, or empty.
        outcome: How it went.
        facts: JSON text, names sorted.
        people: Keyed hashes of many people, ``PERSON_BYTES`` each, ascending.
    """

    at: datetime
    actor: str
    role: str
    tenant: str
    action: str
    target: str
    purpose: str
    outcome: str
    facts: str
    people: bytes

    def fields(self, seq: int) -> tuple[object, ...]:
        """What is hashed, in the order of the columns."""
        told = (self.actor, self.role, self.tenant, self.action, self.target, self.purpose, self.outcome, self.facts)
        return (seq, self.at, *told, self.people)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """A row of the log.

    Attributes:
        seq: Its number, from 1.
        entry: What was written.
        prev_hash: Of the row before.
        hash: Its own.
    """

    seq: int
    entry: AuditEntry
    prev_hash: bytes
    hash: bytes

    @property
    def is_whole(self) -> bool:
        """Whether it is what was hashed."""
        return row_hash(self.prev_hash, self.entry.fields(self.seq)) == self.hash


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditHead:
    """A signed state of the log.

    Attributes:
        seq: Number of its last row then.
        hash: Of that row.
        at: When it was signed, UTC.
        key_id: Name of the secret key that the signing key is derived from.
        signature: Ed25519, 64 bytes.
    """

    seq: int
    hash: bytes
    at: datetime
    key_id: str
    signature: bytes


def row_hash(prev_hash: bytes, fields: Sequence[object]) -> bytes:
    """Hash of a row, 32 bytes.

    Args:
        prev_hash: Of the row before.
        fields: As ``AuditEntry.fields`` gives them.
    """
    return hashlib.sha256(prev_hash + canonical(AUDIT_LOG.name, fields)).digest()


def audit_row_of(values: Sequence[Any]) -> AuditRow:
    """A row of ``AUDIT_COLUMNS`` as it stands there; see ``AuditRow.is_whole``."""
    seq, at, actor, role, tenant, action, target, purpose, outcome, facts, people, prev_hash, own = values
    entry = AuditEntry(
        at=utc(at),
        actor=actor,
        role=role,
        tenant=tenant,
        action=action,
        target=target,
        purpose=purpose,
        outcome=outcome,
        facts=facts,
        people=bytes(people),
    )
    return AuditRow(seq=seq, entry=entry, prev_hash=bytes(prev_hash), hash=bytes(own))


def whole_row_of(values: Sequence[Any]) -> AuditRow:
    """As ``audit_row_of``, for who must not pass on a damaged row.

    Raises:
        StoreError: It is not what was hashed.
    """
    row = audit_row_of(values)
    if not row.is_whole:
        raise StoreError(f"store: audit_log {row.seq}: wanted the row that was hashed, found another")
    return row


def chain_faults(rows: Iterator[AuditRow], after: int = 0, hash_before: bytes = GENESIS) -> Iterator[str]:
    """What is wrong with rows that should follow one another.

    Args:
        rows: By number.
        after: Number of the row before the first one.
        hash_before: Hash of that row.
    """
    seq, last = after, hash_before
    for row in rows:
        if row.seq != seq + 1:
            yield f"audit log {seq + 1}: wanted this row next, found {row.seq}"
        elif row.prev_hash != last:
            yield f"audit log {row.seq}: wanted it chained to the row before, found another hash"
        if not row.is_whole:
            yield f"audit log {row.seq}: wanted the row that was hashed, found another"
        seq, last = row.seq, row.hash
