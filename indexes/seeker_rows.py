"""What job seekers keep on the pages as the store keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from indexes import checked_rows
from indexes.outcome_rows import WORKER
from indexes.schema import RECORD
from indexes.schema_seekers import KEPT_POSTING, RECOVERY
from indexes.store_base import StoreBase
from taxonomy.errors import InputError, UnknownIdError

SAVED = "saved"
HIDDEN = "hidden"
"""What a seeker said of a posting."""

MOST_KEPT = 500
"""Postings that one seeker may have said something of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPosting:
    """What a seeker said of a posting.

    Attributes:
        worker_key: Of the seeker.
        posting_key: Of the posting, which need not be stored any more.
        state: ``saved`` or ``hidden``.
        reason: Code of why it is hidden; empty for a saved one.
        at: When, UTC.
    """

    worker_key: str
    posting_key: str
    state: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """How a seeker comes back on another device.

    Attributes:
        worker_key: Of the seeker.
        code_hash: SHA-256 of the code, hexadecimal.
        made_at: UTC.
    """

    worker_key: str
    code_hash: str
    made_at: datetime


class SeekerRows(StoreBase):
    """The part of a store that keeps what seekers keep."""

    def keep_posting(self, kept: KeptPosting) -> None:
        """Keep what a seeker says of a posting, in place of what was said before.

        Raises:
            UnknownIdError: The worker is not stored: one who was erased does not come back by this.
            InputError: ``MOST_KEPT`` are kept.
            StoreError: The database refused.
        """
        mine = KEPT_POSTING.c.worker_key == kept.worker_key
        with self.transaction() as connection:
            _check_worker(connection, kept.worker_key)
            others = sa.select(sa.func.count()).where(mine, KEPT_POSTING.c.posting_key != kept.posting_key)
            if int(connection.scalar(others) or 0) >= MOST_KEPT:
                raise InputError(wanted=f"at most {MOST_KEPT} postings", found="another", where="posting")
            checked_rows.put(connection, KEPT_POSTING, [kept])

    def leave_posting(self, worker_key: str, posting_key: str) -> bool:
        """Forget what a seeker said of a posting; gives whether there was anything.

        Raises:
            StoreError: The database refused.
        """
        which = (KEPT_POSTING.c.worker_key == worker_key, KEPT_POSTING.c.posting_key == posting_key)
        with self.transaction() as connection:
            return connection.execute(sa.delete(KEPT_POSTING).where(*which)).rowcount > 0

    def kept_postings(self, worker_key: str) -> list[KeptPosting]:
        """All that a seeker said of postings, the latest first.

        Raises:
            StoreError: The database refused, or a row is not what was written.
        """
        chosen = sa.select(KEPT_POSTING).where(KEPT_POSTING.c.worker_key == worker_key)
        ordered = chosen.order_by(KEPT_POSTING.c.at.desc(), KEPT_POSTING.c.posting_key)
        with self.snapshot() as connection:
            return [checked_rows.read(KEPT_POSTING, KeptPosting, tuple(row)) for row in connection.execute(ordered)]

    def put_recovery(self, recovery: Recovery) -> None:
        """Keep the hash of a seeker's code; one that was there before opens nothing any more.

        Raises:
            UnknownIdError: The worker is not stored.
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            _check_worker(connection, recovery.worker_key)
            checked_rows.put(connection, RECOVERY, [recovery])

    def recovery(self, code_hash: str) -> Recovery | None:
        """Whose code it is; None when it is nobody's.

        Raises:
            StoreError: The database refused, or the row is not what was written.
        """
        with self.snapshot() as connection:
            row = connection.execute(sa.select(RECOVERY).where(RECOVERY.c.code_hash == code_hash)).one_or_none()
        return None if row is None else checked_rows.read(RECOVERY, Recovery, tuple(row))


def erase_kept(connection: sa.Connection, keys: Sequence[str]) -> None:
    """Remove all that some workers keep, in a write transaction.

    Args:
        connection: Of the transaction.
        keys: Of the workers, at most ``statements.BATCH``.
    """
    for table in (KEPT_POSTING, RECOVERY):
        connection.execute(sa.delete(table).where(table.c.worker_key.in_(keys)))


def _check_worker(connection: sa.Connection, key: str) -> None:
    there = sa.select(RECORD.c.key).where(RECORD.c.kind == WORKER, RECORD.c.key == key)
    if connection.scalar(there) is None:
        raise UnknownIdError(wanted="the id of a stored worker", found=key, where="id")
