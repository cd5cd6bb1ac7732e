"""Answers of stewards to titles that the coder is unsure of, and what a second person said of each.

An answer counts once somebody else has confirmed it: that is held here, so that no page or command can go around it.
Nothing is changed or removed: what an answer is worth is read from the reviews that follow it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from indexes import checked_rows
from indexes.audit_chain import AuditEntry
from indexes.audit_log_rows import append_entries
from indexes.schema_titles import TITLE_ANSWER, TITLE_REVIEW, TITLE_RUN
from indexes.store_base import StoreBase
from taxonomy.errors import InputError, UnknownIdError

OPEN, CONFIRMED, REJECTED, WITHDRAWN, REPLACED = "open", "confirmed", "rejected", "withdrawn", "replaced"
"""States of an answer; all but the first are verdicts of the review that brought it there."""

_MAY_FOLLOW: Mapping[str, frozenset[str]] = {
    CONFIRMED: frozenset({OPEN}),
    REJECTED: frozenset({OPEN}),
    WITHDRAWN: frozenset({OPEN, CONFIRMED}),
}
"""Verdict to the states that it may be said of."""


class SettlingError(InputError):
    """An answer or review that the rules of two people do not allow.

    Attributes:
        fault: ``own`` (the same person may not confirm), ``again`` (this person has an open answer to the title),
            ``same`` (the answer is there and waits for, or has, a second person), ``over`` (nothing of the kind may be
            said of the answer as it is now).
    """

    def __init__(self, fault: str, wanted: str, found: str) -> None:
        super().__init__(wanted=wanted, found=found, where="title")
        self.fault = fault


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredTitleAnswer:
    """What somebody proposes for a title.

    Attributes:
        id: ``ttl_`` and a random part.
        title: Normalised, as ``core_title`` gives it.
        answer: A unit group, or one of the words of ``matcher.titles.answers``.
        note: Why; empty for none.
        postings: How many stored postings had the title then.
        made_by: Client of who proposes.
        made_at: When, UTC.
    """

    id: str
    title: str
    answer: str
    note: str
    postings: int
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredTitleReview:
    """What somebody said of an answer.

    Attributes:
        seq: Counts up from 1.
        answer_id: Which.
        verdict: A state but ``open``.
        reason: Why; empty for none.
        made_by: Client of who said it.
        made_at: When, UTC.
    """

    seq: int
    answer_id: str
    verdict: str
    reason: str
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleRun:
    """Records coded anew because titles were settled or answers withdrawn.

    Attributes:
        id: ``run_`` and a random part.
        upto: Number of the last review that counted.
        postings: Coded anew; so the others.
        workers: Likewise.
        courses: Likewise.
        made_at: When it was done, UTC.
    """

    id: str
    upto: int
    postings: int
    workers: int
    courses: int
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleCase:
    """An answer with all that was said of it, oldest first."""

    answer: StoredTitleAnswer
    reviews: tuple[StoredTitleReview, ...] = ()

    @property
    def state(self) -> str:
        """What the last review made of it."""
        return self.reviews[-1].verdict if self.reviews else OPEN

    @property
    def confirmed_by(self) -> str:
        """Second person; empty where none confirmed it."""
        return next((one.made_by for one in self.reviews if one.verdict == CONFIRMED), "")


class TitleRows(StoreBase):
    """The part of a store that keeps titles settled by review."""

    def propose_titles(self, answers: Sequence[StoredTitleAnswer], entries: Iterable[AuditEntry]) -> None:
        """Keep answers that wait for a second person, with their rows of the audit log; all or none.

        Raises:
            SettlingError: Somebody said the same of a title and it stands, or this person has an open answer to it.
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            for made in answers:
                for case in _cases(connection, title=made.title):
                    _check_proposal(made, case)
                checked_rows.put(connection, TITLE_ANSWER, [made])
            append_entries(connection, list(entries))

    def review_title(self, made: StoredTitleReview, entry: AuditEntry) -> TitleCase:
        """Keep what somebody says of an answer, with its row of the audit log.

        Confirming one answer ends all others to the same title: they are ``replaced``.

        Args:
            made: Its ``seq`` is given here.
            entry: Row of the log.

        Returns:
            The case as it is afterwards.

        Raises:
            UnknownIdError: There is no such answer.
            SettlingError: Who proposed it would confirm or reject it, or it is over.
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            case = _case(connection, made.answer_id)
            _check_review(made, case)
            said = [made]
            if made.verdict == CONFIRMED:
                others = [c for c in _cases(connection, title=case.answer.title) if c.answer.id != case.answer.id]
                standing = [c for c in others if c.state in {OPEN, CONFIRMED}]
                said = [*(_review(made, c.answer.id, REPLACED) for c in standing), made]
            first = int(connection.scalar(sa.select(sa.func.max(TITLE_REVIEW.c.seq))) or 0) + 1
            rows = [replace(one, seq=first + at) for at, one in enumerate(said)]
            checked_rows.put(connection, TITLE_REVIEW, rows)
            append_entries(connection, [entry])
            return TitleCase(answer=case.answer, reviews=(*case.reviews, rows[-1]))

    def title_case(self, answer_id: str) -> TitleCase:
        """One answer with its reviews.

        Raises:
            UnknownIdError: There is none of this id.
            StoreError: A row is not what was written.
        """
        with self.snapshot() as connection:
            return _case(connection, answer_id)

    def title_cases(self, title: str = "") -> list[TitleCase]:
        """All answers, or those to one title, by time and id.

        Raises:
            StoreError: A row is not what was written.
        """
        with self.snapshot() as connection:
            return _cases(connection, title=title)

    def last_title_review(self) -> int:
        """Number of the last review; 0 before the first."""
        with self.snapshot() as connection:
            return int(connection.scalar(sa.select(sa.func.max(TITLE_REVIEW.c.seq))) or 0)

    def title_mark(self) -> bytes:
        """What tells the reviews of now from those of any other moment, in one look at the last of them."""
        last = sa.select(TITLE_REVIEW.c.checksum).order_by(TITLE_REVIEW.c.seq.desc()).limit(1)
        with self.snapshot() as connection:
            return bytes(connection.scalar(last) or b"")

    def put_title_run(self, run: TitleRun) -> None:
        """Keep that records were coded anew.

        Raises:
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            checked_rows.put(connection, TITLE_RUN, [run])

    def title_runs(self, limit: int = 20) -> list[TitleRun]:
        """The last runs, the newest first.

        Raises:
            StoreError: A row is not what was written.
        """
        newest = sa.select(TITLE_RUN).order_by(TITLE_RUN.c.made_at.desc(), TITLE_RUN.c.id).limit(limit)
        with self.snapshot() as connection:
            return [checked_rows.read(TITLE_RUN, TitleRun, tuple(row)) for row in connection.execute(newest)]


def _check_proposal(made: StoredTitleAnswer, case: TitleCase) -> None:
    """Refuse an answer beside one that stands."""
    if case.state in {OPEN, CONFIRMED} and case.answer.answer == made.answer:
        raise SettlingError("same", "an answer that nobody gave yet", f"{case.answer.id}, {case.state}")
    if case.state == OPEN and case.answer.made_by == made.made_by:
        raise SettlingError("again", "one open answer of a person to a title", case.answer.id)


def _check_review(made: StoredTitleReview, case: TitleCase) -> None:
    """Refuse what may not be said, or not by this person."""
    if case.state not in _MAY_FOLLOW.get(made.verdict, frozenset()):
        raise SettlingError("over", f"an answer of which {made.verdict[:20]} may be said", f"one that is {case.state}")
    is_own = case.answer.made_by == made.made_by
    if is_own and made.verdict != WITHDRAWN:
        raise SettlingError("own", "another person than the one who answered", made.made_by)
    if not is_own and made.verdict == WITHDRAWN and case.state == OPEN:
        raise SettlingError("own", "the person who answered, to withdraw what is open", made.made_by)


def _review(like: StoredTitleReview, answer_id: str, verdict: str) -> StoredTitleReview:
    return replace(like, answer_id=answer_id, verdict=verdict, reason="")


def _case(connection: sa.Connection, answer_id: str) -> TitleCase:
    found = _cases(connection, answer_id=answer_id)
    if not found:
        raise UnknownIdError(wanted="the id of an answer to a title", found=answer_id[:70], where="id")
    return found[0]


def _cases(connection: sa.Connection, *, title: str = "", answer_id: str = "") -> list[TitleCase]:
    chosen = sa.select(TITLE_ANSWER).order_by(TITLE_ANSWER.c.made_at, TITLE_ANSWER.c.id)
    said = sa.select(TITLE_REVIEW).order_by(TITLE_REVIEW.c.seq)
    if title or answer_id:
        chosen = chosen.where(TITLE_ANSWER.c.title == title if title else TITLE_ANSWER.c.id == answer_id)
        said = said.where(TITLE_REVIEW.c.answer_id.in_(chosen.with_only_columns(TITLE_ANSWER.c.id).order_by(None)))
    reviews: dict[str, list[StoredTitleReview]] = {}
    answers = [
        checked_rows.read(TITLE_ANSWER, StoredTitleAnswer, tuple(row)) for row in connection.execute(chosen).all()
    ]
    for row in connection.execute(said):
        one = checked_rows.read(TITLE_REVIEW, StoredTitleReview, tuple(row))
        reviews.setdefault(one.answer_id, []).append(one)
    return [TitleCase(answer=one, reviews=tuple(reviews.get(one.id, ()))) for one in answers]
