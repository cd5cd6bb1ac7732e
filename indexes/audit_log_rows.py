"""The audit log as the store keeps it: rows that only grow, each with the hash of the one before.

``hash = SHA-256(prev_hash || row)``, the row in a canonical form (Schneier & Kelsey 1999): a row that was changed,
removed, put in or moved breaks the chain at its place. What a chain alone cannot show, that its end was cut off, the
signed heads show (``matcher.rights.audit_heads``). Writers queue, so that two processes continue one chain.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from indexes import statements
from indexes.audit_chain import (
    AUDIT_COLUMNS,
    GENESIS,
    PERSON_BYTES,
    AuditEntry,
    AuditHead,
    AuditRow,
    audit_row_of,
    chain_faults,
    row_hash,
)
from indexes.moments import utc
from indexes.schema_rights import AUDIT_HEAD, AUDIT_LOG
from indexes.store_base import StoreBase


class AuditLogRows(StoreBase):
    """The part of a store that keeps the audit log. Nothing here changes or removes a row."""

    def append_audit(self, entries: Sequence[AuditEntry]) -> int:
        """Write entries in their order, all or nothing; gives the number of the last row of the log.

        Raises:
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            return append_entries(connection, entries)

    def audit_end(self) -> tuple[int, bytes]:
        """Number and hash of the last row; 0 and ``GENESIS`` of an empty log."""
        with self.snapshot() as connection:
            return _end(connection)

    def audit_rows(self, after: int = 0, upto: int | None = None) -> Iterator[AuditRow]:
        """Rows by number, one state throughout, a few at a time; none is checked.

        Args:
            after: Number after which to begin.
            upto: Last number; to the end when None.
        """
        chosen = sa.select(*AUDIT_COLUMNS).where(AUDIT_LOG.c.seq > after).order_by(AUDIT_LOG.c.seq)
        if upto is not None:
            chosen = chosen.where(AUDIT_LOG.c.seq <= upto)
        with (
            self.snapshot() as connection,
            connection.execute(chosen.execution_options(yield_per=statements.BATCH)) as rows,
        ):
            for row in rows:
                yield audit_row_of(tuple(row))

    def audit_about(self, subjects: Sequence[str]) -> list[AuditRow]:
        """Rows about a person, alone or in a list, by number.

        Args:
            subjects: Keyed hashes of the person's key, hexadecimal, one for each secret key.
        """
        parts = [bytes.fromhex(subject)[:PERSON_BYTES] for subject in subjects]
        with self.snapshot() as connection:
            chosen = sa.select(*AUDIT_COLUMNS).where(_about(connection, subjects, parts)).order_by(AUDIT_LOG.c.seq)
            rows = [audit_row_of(tuple(row)) for row in connection.execute(chosen)]
        return [row for row in rows if row.entry.target in subjects or _lists_any(row.entry.people, parts)]

    def put_audit_head(self, head: AuditHead) -> None:
        """Keep a signed head; one that another process signed of the same row stays.

        Raises:
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            if connection.scalar(sa.select(AUDIT_HEAD.c.seq).where(AUDIT_HEAD.c.seq == head.seq)) is None:
                values = {name: getattr(head, name) for name in AUDIT_HEAD.columns.keys()}  # noqa: SIM118
                connection.execute(sa.insert(AUDIT_HEAD).values(**values))

    def audit_heads(self) -> list[AuditHead]:
        """All signed heads, by number."""
        with self.snapshot() as connection:
            rows = connection.execute(sa.select(AUDIT_HEAD).order_by(AUDIT_HEAD.c.seq)).mappings()
            return [_head(row) for row in rows]


def _head(row: sa.RowMapping) -> AuditHead:
    fields: dict[str, Any] = {**row, "at": utc(row["at"])}
    return AuditHead(**fields)


def append_entries(connection: sa.Connection, entries: Sequence[AuditEntry]) -> int:
    """Continue the chain; gives the number of the last row.

    Args:
        connection: Of a write transaction, so that a change and its row are written together or not at all.
        entries: In their order.
    """
    seq, last = _end(connection)
    rows: list[dict[str, object]] = []
    for entry in entries:
        seq += 1
        fields = entry.fields(seq)
        own = row_hash(last, fields)
        rows.append(dict(zip(AUDIT_LOG.columns.keys(), (*fields, last, own), strict=True)))
        last = own
    for batch in statements.batches(rows):
        connection.execute(sa.insert(AUDIT_LOG), batch)
    return seq


def audit_faults(connection: sa.Connection) -> list[str]:
    """Where the chain is broken; signatures are left to ``sepadan audit-log verify``.

    Args:
        connection: Of any transaction.
    """
    every = sa.select(*AUDIT_COLUMNS).order_by(AUDIT_LOG.c.seq).execution_options(yield_per=statements.BATCH)
    found = list(chain_faults(audit_row_of(tuple(row)) for row in connection.execute(every)))
    own = sa.exists(
        sa.select(AUDIT_LOG.c.seq).where(AUDIT_LOG.c.seq == AUDIT_HEAD.c.seq, AUDIT_LOG.c.hash == AUDIT_HEAD.c.hash)
    )
    stray = sa.select(AUDIT_HEAD.c.seq).where(~own).order_by(AUDIT_HEAD.c.seq)
    return found + [f"head {seq} of the audit log: wanted its row, found none" for seq in connection.scalars(stray)]


def _end(connection: sa.Connection) -> tuple[int, bytes]:
    last = sa.select(AUDIT_LOG.c.seq, AUDIT_LOG.c.hash).order_by(AUDIT_LOG.c.seq.desc()).limit(1)
    row = connection.execute(last).one_or_none()
    return (0, GENESIS) if row is None else (int(row.seq), bytes(row.hash))


def _about(connection: sa.Connection, subjects: Sequence[str], parts: Sequence[bytes]) -> sa.ColumnElement[bool]:
    """About one of these people: SQLite's ``instr`` and PostgreSQL's ``position`` look for bytes within bytes."""
    if connection.dialect.name == "sqlite":
        found = [sa.func.instr(AUDIT_LOG.c.people, part) > 0 for part in parts]
    else:  # the function form of POSITION(part IN people)
        found = [sa.func.position(sa.literal(part).op("IN")(AUDIT_LOG.c.people)) > 0 for part in parts]
    return sa.or_(AUDIT_LOG.c.target.in_(subjects), *found)


def _lists_any(people: bytes, parts: Sequence[bytes]) -> bool:
    """Whether one of the parts stands in the list at a whole place: bytes across two people are nobody."""
    held = {people[at : at + PERSON_BYTES] for at in range(0, len(people), PERSON_BYTES)}
    return any(part in held for part in parts)
