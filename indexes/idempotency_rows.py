"""Answers kept under the Idempotency-Key of a client, as the store keeps them: sealed by the caller, and for a while.

Any process of the installation finds them, and a restart loses none. A request that never came to its end (its process
was killed) holds its key until its lease is over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from indexes import statements
from indexes.checksums import checksum, fault_of
from indexes.schema_contract import IDEMPOTENT
from indexes.store_base import StoreBase
from taxonomy.errors import StoreError

IDEMPOTENT_COLUMNS = tuple(IDEMPOTENT.columns)
"""What a read takes, the checksum last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAnswer:
    """What is known of a key.

    Attributes:
        client: Whose key.
        key_hash: Digest of the key, hexadecimal.
        request_hash: SHA-256 of what was asked: method, path, query and body.
        status: HTTP status of the answer; 0 while it is being made.
        answer: Headers and body, sealed; empty while it is being made.
        holder: Random id of the request that makes it.
        expires_at: From when it counts as never asked, UTC.
    """

    client: str
    key_hash: str
    request_hash: str
    status: int
    answer: bytes
    holder: str
    expires_at: datetime


class IdempotencyRows(StoreBase):
    """The part of a store that keeps answers."""

    def claim_answer(self, claim: StoredAnswer, now: datetime) -> StoredAnswer | None:
        """Take a key for a request; None when it was free, else what is kept under it.

        All answers that are over are removed by the way.

        Args:
            claim: With status 0 and the end of its lease.
            now: UTC.

        Raises:
            StoreError: The database refused, or the row is not what was written.
        """
        with self.transaction() as connection:
            connection.execute(sa.delete(IDEMPOTENT).where(IDEMPOTENT.c.expires_at <= now))
            row = connection.execute(sa.select(*IDEMPOTENT_COLUMNS).where(*_of(claim))).one_or_none()
            if row is not None:
                return answer_of_row(tuple(row))
            _write(connection, claim)
        return None

    def renew_claim(self, claim: StoredAnswer) -> bool:
        """Hold a key for longer; False when its request was answered, or its lease was over and another took it.

        Args:
            claim: As it was claimed, with the new end of its lease.

        Raises:
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            query = sa.select(IDEMPOTENT.c.holder, IDEMPOTENT.c.status).where(*_of(claim)).with_for_update()
            row = connection.execute(query).one_or_none()
            if row is None or row.holder != claim.holder or row.status:
                return False
            _write(connection, claim)
        return True

    def keep_answer(self, answer: StoredAnswer) -> bool:
        """Keep the answer of the request that holds the key; False when its lease was over and another took it.

        Raises:
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            held = connection.scalar(sa.select(IDEMPOTENT.c.holder).where(*_of(answer)))
            if held != answer.holder:
                return False
            _write(connection, answer)
        return True

    def forget_answers(self, now: datetime) -> int:
        """Remove all that are over; gives how many.

        Args:
            now: UTC.

        Raises:
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            return connection.execute(sa.delete(IDEMPOTENT).where(IDEMPOTENT.c.expires_at <= now)).rowcount

    def release_answer(self, claim: StoredAnswer) -> None:
        """Give a key back: the request failed for a reason that may pass, and may be sent again.

        Raises:
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            connection.execute(sa.delete(IDEMPOTENT).where(*_of(claim), IDEMPOTENT.c.holder == claim.holder))


def idempotency_faults(connection: sa.Connection) -> list[str]:
    """What is wrong with kept answers; no content is shown."""
    every = sa.select(*IDEMPOTENT_COLUMNS).execution_options(yield_per=statements.BATCH)
    found: list[str] = []
    for row in connection.execute(every):
        *fields, stored = row
        fault = fault_of(IDEMPOTENT.name, fields, stored)
        if fault:
            found.append(f"idempotent {row.key_hash[:8]}: {fault}")
    return found


def answer_of_row(values: Sequence[Any]) -> StoredAnswer:
    """A row of ``IDEMPOTENT_COLUMNS``.

    Raises:
        StoreError: It is not what was written.
    """
    *fields, stored = values
    fault = fault_of(IDEMPOTENT.name, fields, stored)
    if fault:
        raise StoreError(f"store: idempotent {fields[1][:8]}: {fault}; run 'sepadan verify'")
    at = fields[-1] if fields[-1].tzinfo else fields[-1].replace(tzinfo=UTC)
    return StoredAnswer(
        **dict(zip(IDEMPOTENT.columns.keys()[:-2], fields[:-1], strict=True)), expires_at=at.astimezone(UTC)
    )


def _of(answer: StoredAnswer) -> tuple[sa.ColumnElement[bool], ...]:
    return (IDEMPOTENT.c.client == answer.client, IDEMPOTENT.c.key_hash == answer.key_hash)


def _write(connection: sa.Connection, answer: StoredAnswer) -> None:
    fields = tuple(getattr(answer, name) for name in IDEMPOTENT.columns.keys()[:-1])
    row = dict(zip(IDEMPOTENT.columns.keys(), fields, strict=False))
    statements.put(connection, IDEMPOTENT, [{**row, "checksum": checksum(IDEMPOTENT.name, fields)}])
