"""Pairs of postings that a person should look at, and the answers: each changes the ruling in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from indexes import checked_rows, statements
from indexes.audit_chain import AuditEntry
from indexes.audit_log_rows import append_entries
from indexes.duplicate_records import RULING_COLUMNS, Ruling, Verdict, ruling_of
from indexes.duplicate_rows import check_stored, leave_clusters, set_ruling
from indexes.schema import DUPLICATE, RULING
from indexes.schema_copies import DOUBT, PAIR_ANSWER
from indexes.store_base import StoreBase
from taxonomy.errors import UnknownIdError

UNSURE = "unsure"
"""Answer of a person who cannot tell; the pair has no ruling then, and waits no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A pair that a person should look at.

    Attributes:
        first: The smaller key.
        second: The other.
        chance: Of being one vacancy, thousandths.
        reasons: What spoke for it and against it, JSON.
    """

    first: str
    second: str
    chance: int
    reasons: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PairAnswer:
    """What a person said of a pair.

    Attributes:
        id: ``pan_`` and a random part.
        first: The smaller key.
        second: The other.
        answer: A ``Verdict``, or ``UNSURE``.
        before: The ruling that stood before; empty for none.
        made_by: Client.
        made_at: When, UTC.
        undone_by: Client that took it back, or empty.
        undone_at: When.
    """

    id: str
    first: str
    second: str
    answer: str
    before: str
    made_by: str
    made_at: datetime
    undone_by: str = ""
    undone_at: datetime | None = None


class DoubtRows(StoreBase):
    """The part of a store that keeps doubts and answers."""

    def doubts(self, threshold: int, *, source: str = "", offset: int = 0, limit: int = 50) -> list[Doubt]:
        """Pairs that wait for an answer, the most doubtful first.

        Args:
            threshold: Chance at which a pair is as likely one vacancy as not, thousandths.
            source: Only those with a posting of it; all when empty.
            offset: Pairs that are passed over.
            limit: At most so many.

        Raises:
            StoreError: A row is not what was written.
        """
        order = (sa.func.abs(DOUBT.c.chance - threshold), DOUBT.c.first, DOUBT.c.second)
        chosen = sa.select(DOUBT).where(_waits(source)).order_by(*order).offset(offset).limit(limit)
        with self.snapshot() as connection:
            return [checked_rows.read(DOUBT, Doubt, tuple(row)) for row in connection.execute(chosen)]

    def count_doubts(self, source: str = "") -> int:
        """How many pairs wait for an answer.

        Raises:
            StoreError: The database refused.
        """
        chosen = sa.select(sa.func.count()).select_from(DOUBT).where(_waits(source))
        with self.snapshot() as connection:
            return int(connection.scalar(chosen) or 0)

    def doubt(self, first: str, second: str) -> Doubt | None:
        """The doubt about a pair; None where none was found.

        Raises:
            StoreError: The row is not what was written.
        """
        with self.snapshot() as connection:
            row = connection.execute(sa.select(DOUBT).where(_pair(DOUBT, first, second))).one_or_none()
        return None if row is None else checked_rows.read(DOUBT, Doubt, tuple(row))

    def ruling(self, first: str, second: str) -> Ruling | None:
        """What counts of a pair; None where nothing was said.

        Raises:
            StoreError: The row is not what was written.
        """
        with self.snapshot() as connection:
            row = connection.execute(sa.select(*RULING_COLUMNS).where(_pair(RULING, first, second))).one_or_none()
        return None if row is None else ruling_of(row)

    def answer_pair(self, answer: PairAnswer, seen: str, entry: AuditEntry) -> bool:
        """Keep an answer with its ruling and its row of the audit log.

        Of two that are said to be apart the less preferred leaves its cluster at once.

        Args:
            answer: ``before`` is filled in here.
            seen: Id of the answer that stood when the person was asked; empty for none.
            entry: Row of the log.

        Returns:
            False where somebody answered meanwhile: nothing is changed then.

        Raises:
            UnknownIdError: A posting is not stored.
            StoreError: The database refused, or a row is not what was written.
        """
        first, second = answer.first, answer.second
        with self.transaction() as connection:
            check_stored(connection, [first, second])
            last = _last(connection, first, second)
            if (last.id if last else "") != seen:
                return False
            revision = self._next_revision(connection)
            verdict = None if answer.answer == UNSURE else Verdict(answer.answer)
            before = set_ruling(connection, (first, second), verdict, answer.made_at, revision)
            if verdict is Verdict.APART:
                leave_clusters(connection, _less_preferred(connection, first, second))
            checked_rows.put(connection, PAIR_ANSWER, [replace(answer, before=before)])
            append_entries(connection, [entry])
        return True

    def undo_answer(self, answer_id: str, by: str, at: datetime, entry: AuditEntry) -> bool:
        """Take back the last answer about a pair; the ruling that stood before it stands again.

        Args:
            answer_id: Its id.
            by: Client.
            at: When, UTC.
            entry: Row of the audit log.

        Returns:
            False where it was taken back already, or another answer came after it: nothing is changed then.

        Raises:
            UnknownIdError: There is none of this id.
            StoreError: The database refused, or a row is not what was written.
        """
        with self.transaction() as connection:
            found = _answer(connection, answer_id)
            last = _last(connection, found.first, found.second)
            if last is None or last.id != answer_id:
                return False
            revision = self._next_revision(connection)
            before = Verdict(found.before) if found.before else None
            set_ruling(connection, (found.first, found.second), before, at, revision)
            checked_rows.put(connection, PAIR_ANSWER, [replace(found, undone_by=by, undone_at=at)])
            append_entries(connection, [entry])
        return True

    def pair_answer(self, answer_id: str) -> PairAnswer:
        """One answer.

        Raises:
            UnknownIdError: There is none of this id.
            StoreError: The row is not what was written.
        """
        with self.snapshot() as connection:
            return _answer(connection, answer_id)

    def answers_about(self, first: str, second: str) -> list[PairAnswer]:
        """All answers about a pair, the newest first, those taken back too.

        Raises:
            StoreError: A row is not what was written.
        """
        with self.snapshot() as connection:
            return _answers(connection, first, second)

    def pair_answers(self, answer: str, *, offset: int = 0, limit: int = 50) -> tuple[list[PairAnswer], int]:
        """Answers of one kind that stand, the newest first, and how many there are.

        Raises:
            StoreError: A row is not what was written.
        """
        later = PAIR_ANSWER.alias("later")
        newer = sa.or_(
            later.c.made_at > PAIR_ANSWER.c.made_at,
            (later.c.made_at == PAIR_ANSWER.c.made_at) & (later.c.id > PAIR_ANSWER.c.id),
        )
        same = (later.c.first == PAIR_ANSWER.c.first) & (later.c.second == PAIR_ANSWER.c.second)
        replaced = sa.exists().where(same, later.c.undone_by == "", newer)
        stands = (PAIR_ANSWER.c.answer == answer) & (PAIR_ANSWER.c.undone_by == "") & ~replaced
        order = (PAIR_ANSWER.c.made_at.desc(), PAIR_ANSWER.c.id.desc())
        chosen = sa.select(PAIR_ANSWER).where(stands).order_by(*order).offset(offset).limit(limit)
        with self.snapshot() as connection:
            total = connection.scalar(sa.select(sa.func.count()).select_from(PAIR_ANSWER).where(stands))
            rows = connection.execute(chosen)
            return [checked_rows.read(PAIR_ANSWER, PairAnswer, tuple(row)) for row in rows], int(total or 0)


def put_doubts(connection: sa.Connection, doubts: Sequence[Doubt]) -> None:
    """Keep these in place of all doubts there were, in a write transaction."""
    connection.execute(sa.delete(DOUBT))
    checked_rows.put(connection, DOUBT, doubts)


def forget_doubts(connection: sa.Connection, keys: Sequence[str]) -> None:
    """Remove doubts about postings that changed or go: what they say now was compared with nothing.

    Args:
        connection: Of a write transaction.
        keys: Of the postings.
    """
    for batch in statements.batches(keys):
        connection.execute(sa.delete(DOUBT).where(DOUBT.c.first.in_(batch) | DOUBT.c.second.in_(batch)))


def forget_answers(connection: sa.Connection, keys: Sequence[str]) -> None:
    """Remove what was said of postings that are deleted; arguments as of ``forget_doubts``."""
    for batch in statements.batches(keys):
        gone = PAIR_ANSWER.c.first.in_(batch) | PAIR_ANSWER.c.second.in_(batch)
        connection.execute(sa.delete(PAIR_ANSWER).where(gone))


def _waits(source: str) -> sa.ColumnElement[bool]:
    """Pairs without a ruling and without an answer that stands, such as that somebody cannot tell."""
    ruled = sa.exists().where(RULING.c.first == DOUBT.c.first, RULING.c.second == DOUBT.c.second)
    said = sa.exists().where(
        PAIR_ANSWER.c.first == DOUBT.c.first, PAIR_ANSWER.c.second == DOUBT.c.second, PAIR_ANSWER.c.undone_by == ""
    )
    waits = ~ruled & ~said
    if not source:
        return waits
    return waits & sa.or_(*((key >= f"{source}:") & (key < f"{source};") for key in (DOUBT.c.first, DOUBT.c.second)))


def _pair(table: sa.Table, first: str, second: str) -> sa.ColumnElement[bool]:
    return (table.c.first == first) & (table.c.second == second)


def _answers(connection: sa.Connection, first: str, second: str) -> list[PairAnswer]:
    chosen = sa.select(PAIR_ANSWER).where(_pair(PAIR_ANSWER, first, second))
    rows = connection.execute(chosen.order_by(PAIR_ANSWER.c.made_at.desc(), PAIR_ANSWER.c.id.desc()))
    return [checked_rows.read(PAIR_ANSWER, PairAnswer, tuple(row)) for row in rows]


def _last(connection: sa.Connection, first: str, second: str) -> PairAnswer | None:
    """The newest answer that was not taken back."""
    return next((one for one in _answers(connection, first, second) if not one.undone_by), None)


def _answer(connection: sa.Connection, answer_id: str) -> PairAnswer:
    row = connection.execute(sa.select(PAIR_ANSWER).where(PAIR_ANSWER.c.id == answer_id)).one_or_none()
    if row is None:
        raise UnknownIdError(wanted="the id of an answer", found=answer_id[:70], where="id")
    return checked_rows.read(PAIR_ANSWER, PairAnswer, tuple(row))


def _less_preferred(connection: sa.Connection, first: str, second: str) -> list[str]:
    """Of two postings of one cluster the one that is less preferred; nothing where they are in none together."""
    chosen = sa.select(DUPLICATE.c.cluster, DUPLICATE.c.key).where(DUPLICATE.c.key.in_([first, second]))
    rows = connection.execute(chosen.order_by(DUPLICATE.c.place)).all()
    return [rows[1].key] if len(rows) == 2 and rows[0].cluster == rows[1].cluster else []
