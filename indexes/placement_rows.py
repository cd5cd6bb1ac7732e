"""What waits for placement officers, and what they judged: rows, claimed by one at a time, gone with the person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from indexes import checked_rows, statements
from indexes.audit_chain import AuditEntry
from indexes.audit_log_rows import append_entries
from indexes.schema import RECORD
from indexes.schema_placement import JUDGEMENT, WORK
from indexes.store_base import StoreBase
from taxonomy.errors import UnknownIdError

WAITS, DONE = "waits", "done"
"""States of work; what was put off waits with a later due time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredWork:
    """One thing that waits for an officer.

    Attributes:
        id: Made of its kind and keys, so that nothing waits twice.
        kind: ``posting``, ``person`` or ``referral``.
        worker_key: Whom it is about, or empty.
        posting_key: Which posting, or empty.
        made_at: When it began to wait, UTC.
        due_at: When it should be looked at; it is not shown before.
        state: ``waits`` or ``done``.
        holder: Client that has it in hand, or empty.
        held_until: Until when; afterwards another may take it.
        reason: Why it was put off or how it ended, a code; empty before.
        note: Words beside it, sealed; empty for none.
    """

    id: str
    kind: str
    worker_key: str
    posting_key: str
    made_at: datetime
    due_at: datetime
    state: str
    holder: str
    held_until: datetime | None
    reason: str
    note: bytes

    def is_held_by_other(self, client: str, now: datetime) -> bool:
        """Whether somebody else has it in hand."""
        return self.holder not in {"", client} and self.held_until is not None and self.held_until > now


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredJudgement:
    """What an officer judged of a pair.

    Attributes:
        id: ``jdg_`` and a random part.
        worker_key: The person.
        posting_key: The posting.
        verdict: ``fits`` or ``does_not_fit``.
        reason: A code.
        note: Words beside it, sealed; empty for none.
        score: Of the pair at that time.
        weights: Name of the weights that scored.
        made_by: Client.
        made_at: When, UTC.
        undone_by: Client that took it back, or empty.
        undone_at: When.
    """

    id: str
    worker_key: str
    posting_key: str
    verdict: str
    reason: str
    note: bytes
    score: float
    weights: str
    made_by: str
    made_at: datetime
    undone_by: str = ""
    undone_at: datetime | None = None


class PlacementRows(StoreBase):
    """The part of a store that keeps work and judgements."""

    def add_work(self, items: Sequence[StoredWork]) -> int:
        """Let things wait; what waits or was done already, and what names a record that is gone, is passed over.

        Returns:
            How many are new.

        Raises:
            StoreError: The database refused.
        """
        added = 0
        with self.transaction() as connection:
            for batch in statements.batches(list(items)):
                chosen = sa.select(WORK.c.id).where(WORK.c.id.in_([one.id for one in batch]))
                there = set(connection.scalars(chosen))
                fresh = [one for one in batch if one.id not in there and _is_stored(connection, one)]
                checked_rows.put(connection, WORK, fresh)
                added += len(fresh)
        return added

    def work_ids(self, kind: str) -> frozenset[str]:
        """Ids of all work of a kind, done or not."""
        with self.snapshot() as connection:
            return frozenset(connection.scalars(sa.select(WORK.c.id).where(WORK.c.kind == kind)))

    def work(self, now: datetime, *, kind: str = "", limit: int = 50) -> list[StoredWork]:
        """What waits and is due, by due time and id.

        Args:
            now: UTC.
            kind: This kind alone; all when empty.
            limit: At most so many.

        Raises:
            StoreError: A row is not what was written.
        """
        chosen = sa.select(WORK).where(WORK.c.state == WAITS, WORK.c.due_at <= now)
        if kind:
            chosen = chosen.where(WORK.c.kind == kind)
        with self.snapshot() as connection:
            rows = connection.execute(chosen.order_by(WORK.c.due_at, WORK.c.id).limit(limit))
            return [checked_rows.read(WORK, StoredWork, tuple(row)) for row in rows]

    def one_work(self, work_id: str) -> StoredWork:
        """One thing, done or not.

        Raises:
            UnknownIdError: There is none of this id.
            StoreError: The row is not what was written.
        """
        with self.snapshot() as connection:
            return _work(connection, work_id)

    def count_work(self, now: datetime) -> dict[str, int]:
        """Number of things that wait and are due, by kind."""
        chosen = sa.select(WORK.c.kind, sa.func.count()).where(WORK.c.state == WAITS, WORK.c.due_at <= now)
        with self.snapshot() as connection:
            return {str(kind): int(count) for kind, count in connection.execute(chosen.group_by(WORK.c.kind))}

    def claim_work(self, work_id: str, client: str, now: datetime, until: datetime) -> StoredWork | None:
        """Take one thing in hand; None where another has it, or it is done.

        Args:
            work_id: Which.
            client: Who takes it; who has it already keeps it for longer.
            now: UTC.
            until: Afterwards another may take it.

        Raises:
            UnknownIdError: There is none of this id.
            StoreError: The database refused, or the row is not what was written.
        """
        with self.transaction() as connection:
            found = _work(connection, work_id)
            if found.state != WAITS or found.is_held_by_other(client, now):
                return None
            taken = replace(found, holder=client, held_until=until)
            checked_rows.put(connection, WORK, [taken])
            return taken

    def change_work(self, changed: StoredWork, client: str, now: datetime, entry: AuditEntry) -> bool:
        """Put down what was done with a thing in hand, with its row of the audit log; False where it is not in hand.

        Args:
            changed: As it shall be; nobody holds it afterwards.
            client: Who had it in hand.
            now: UTC.
            entry: Row of the log.

        Raises:
            UnknownIdError: There is none of this id.
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            found = _work(connection, changed.id)
            if found.state != WAITS or found.holder != client or found.is_held_by_other(client, now):
                return False
            checked_rows.put(connection, WORK, [replace(changed, holder="", held_until=None)])
            append_entries(connection, [entry])
            return True

    def put_judgement(self, made: StoredJudgement, entry: AuditEntry) -> None:
        """Keep a judgement, with its row of the audit log; one of the same pair before is undone by it.

        Raises:
            UnknownIdError: The worker or posting is not stored.
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            for kind, key in (("worker", made.worker_key), ("posting", made.posting_key)):
                if not _has(connection, kind, key):
                    raise UnknownIdError(wanted=f"the id of a stored {kind}", found=key, where="id")
            before = [one for one in _judgements(connection, made.worker_key, made.posting_key) if not one.undone_by]
            undone = [replace(one, undone_by=made.made_by, undone_at=made.made_at) for one in before]
            checked_rows.put(connection, JUDGEMENT, [*undone, made])
            append_entries(connection, [entry])

    def undo_judgement(self, judgement_id: str, client: str, now: datetime, entry: AuditEntry) -> StoredJudgement:
        """Take a judgement back, with its row of the audit log; one that was taken back stays so.

        Raises:
            UnknownIdError: There is none of this id.
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            row = connection.execute(sa.select(JUDGEMENT).where(JUDGEMENT.c.id == judgement_id)).one_or_none()
            if row is None:
                raise UnknownIdError(wanted="the id of a judgement", found=judgement_id[:70], where="id")
            found = checked_rows.read(JUDGEMENT, StoredJudgement, tuple(row))
            if found.undone_by:
                return found
            undone = replace(found, undone_by=client, undone_at=now)
            checked_rows.put(connection, JUDGEMENT, [undone])
            append_entries(connection, [entry])
            return undone

    def judgements(self, *, worker: str = "", posting: str = "") -> list[StoredJudgement]:
        """Judgements of a person, a posting, a pair, or all; by time and id, those taken back too.

        Raises:
            StoreError: A row is not what was written.
        """
        with self.snapshot() as connection:
            return _judgements(connection, worker, posting)


def erase_placement(connection: sa.Connection, kind: str, keys: Sequence[str]) -> None:
    """Remove what waits for and was judged of some records, in a write transaction.

    Args:
        connection: Of the transaction.
        kind: ``worker`` or ``posting``.
        keys: Theirs, at most ``statements.BATCH``.
    """
    for table in (WORK, JUDGEMENT):
        connection.execute(sa.delete(table).where(table.c[f"{kind}_key"].in_(keys)))


def _judgements(connection: sa.Connection, worker: str, posting: str) -> list[StoredJudgement]:
    chosen = sa.select(JUDGEMENT).order_by(JUDGEMENT.c.made_at, JUDGEMENT.c.id)
    for column, value in ((JUDGEMENT.c.worker_key, worker), (JUDGEMENT.c.posting_key, posting)):
        if value:
            chosen = chosen.where(column == value)
    return [checked_rows.read(JUDGEMENT, StoredJudgement, tuple(row)) for row in connection.execute(chosen)]


def _work(connection: sa.Connection, work_id: str) -> StoredWork:
    row = connection.execute(sa.select(WORK).where(WORK.c.id == work_id)).one_or_none()
    if row is None:
        raise UnknownIdError(wanted="the id of something that waits", found=work_id[:70], where="id")
    return checked_rows.read(WORK, StoredWork, tuple(row))


def _is_stored(connection: sa.Connection, one: StoredWork) -> bool:
    named = (("worker", one.worker_key), ("posting", one.posting_key))
    return all(_has(connection, kind, key) for kind, key in named if key)


def _has(connection: sa.Connection, kind: str, key: str) -> bool:
    there = sa.select(RECORD.c.key).where(RECORD.c.kind == kind, RECORD.c.key == key)
    return connection.scalar(there) is not None
