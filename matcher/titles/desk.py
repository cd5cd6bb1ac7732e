"""Answers proposed and reviewed: what the pages and ``sepadan titles`` do, each with its row of the audit log."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indexes.audit_chain import AuditEntry
from indexes.store import Store
from indexes.title_rows import REJECTED, WITHDRAWN, StoredTitleAnswer, StoredTitleReview, TitleCase
from matcher.rights.audit_log import AuditLog, Clock, now
from matcher.rights.requests import Actor
from matcher.titles.answers import LONGEST_NOTE, checked_answer, checked_title
from taxonomy.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What somebody would answer to a title.

    Attributes:
        title: Any spelling; its normalised form is settled.
        answer: A unit group, ``NO_JOB`` or ``DEPENDS``.
        note: Why; may be empty.
        postings: How many stored postings have the title.
    """

    title: str
    answer: str
    note: str = ""
    postings: int = 0


class TitleDesk:
    """Settles the titles of one installation; safe to share between threads."""

    def __init__(self, store: Store, log: AuditLog, clock: Clock = now) -> None:
        """Settle over a store.

        Args:
            store: Keeps answers and reviews, and holds the rule of two people.
            log: Makes rows of the audit log.
            clock: The time, UTC.
        """
        self._store, self._log, self._clock = store, log, clock

    def propose(self, proposals: Sequence[Proposal], by: Actor) -> list[StoredTitleAnswer]:
        """Keep answers, all or none; each waits for a second person.

        Raises:
            InputError: A title names nothing, or an answer is none.
            SettlingError: See ``TitleRows.propose_titles``.
            StoreError: The store refused.
        """
        made, entries = list[StoredTitleAnswer](), list[AuditEntry]()
        for one in proposals:
            answer = StoredTitleAnswer(
                id=f"ttl_{secrets.token_hex(12)}",
                title=checked_title(one.title),
                answer=checked_answer(one.answer),
                note=_words(one.note),
                postings=one.postings,
                made_by=by.client,
                made_at=self._clock(),
            )
            made.append(answer)
            facts: dict[str, str | int] = {"request": answer.id, "after": answer.answer, "count": one.postings}
            entries.append(self._entry("title.proposed", by, facts))
        self._store.propose_titles(made, entries)
        return made

    def review(self, answer_id: str, verdict: str, by: Actor, reason: str = "") -> TitleCase:
        """Confirm, reject or withdraw an answer; to reject one, or withdraw a confirmed one, takes a reason.

        Raises:
            InputError: No reason is given where one is needed.
            UnknownIdError: There is no such answer.
            SettlingError: See ``TitleRows.review_title``.
            StoreError: The store refused.
        """
        words, case = _words(reason), self._store.title_case(answer_id)
        if not words and (verdict == REJECTED or (verdict == WITHDRAWN and case.confirmed_by)):
            raise InputError(wanted="words that say why", found="none", where="reason")
        made = StoredTitleReview(
            seq=0, answer_id=answer_id, verdict=verdict, reason=words, made_by=by.client, made_at=self._clock()
        )
        facts = {"request": answer_id, "verdict": verdict, "after": case.answer.answer}
        return self._store.review_title(made, self._entry(f"title.{verdict}"[:32], by, facts))

    def _entry(self, action: str, by: Actor, facts: Mapping[str, str | int]) -> AuditEntry:
        return self._log.entry(actor=by.client, role=by.role, tenant=by.tenant, action=action, facts=facts)


def _words(text: str) -> str:
    """Words on one line, without signs that steer a terminal."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:LONGEST_NOTE]
