"""What stewards said of flags of the inspection: right, wrong, or acted upon; added to, never changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from indexes import checked_rows
from indexes.audit_chain import AuditEntry
from indexes.audit_log_rows import append_entries
from indexes.schema_titles import FLAG_RULING
from indexes.store_base import StoreBase


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFlagRuling:
    """What somebody said of one flag of one posting.

    Attributes:
        id: ``flg_`` and a random part.
        posting_key: Of the posting, which may be gone since.
        rule: Rule that flagged.
        kind: Kind of the flag.
        words: SHA-256 of the words found, hexadecimal.
        verdict: ``right``, ``wrong``, ``acted``, or ``undone`` for what is taken back.
        reason: Why, in words.
        made_by: Client.
        made_at: When, UTC.
    """

    id: str
    posting_key: str
    rule: str
    kind: str
    words: str
    verdict: str
    reason: str
    made_by: str
    made_at: datetime

    @property
    def flag(self) -> tuple[str, str, str]:
        """Which flag it is about."""
        return (self.posting_key, self.rule, self.words)


class FlagRows(StoreBase):
    """The part of a store that keeps rulings on flags."""

    def rule_flags(self, rulings: Sequence[StoredFlagRuling], entries: Sequence[AuditEntry]) -> None:
        """Keep rulings, with their rows of the audit log; all or none.

        Raises:
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            checked_rows.put(connection, FLAG_RULING, rulings)
            append_entries(connection, entries)

    def flag_rulings(self) -> list[StoredFlagRuling]:
        """All rulings, by time and id: of each flag the last one counts.

        Raises:
            StoreError: A row is not what was written.
        """
        every = sa.select(FLAG_RULING).order_by(FLAG_RULING.c.made_at, FLAG_RULING.c.id)
        with self.snapshot() as connection:
            return [checked_rows.read(FLAG_RULING, StoredFlagRuling, tuple(row)) for row in connection.execute(every)]
