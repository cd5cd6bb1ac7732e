"""People settle pairs that the scorecard doubts: each answer is a ruling, a row of the audit log, and can be undone."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from indexes.doubt_rows import UNSURE, PairAnswer
from indexes.duplicate_records import Verdict
from indexes.store import Store
from matcher.rights.audit_log import AuditLog, Clock, Told, now
from matcher.rights.requests import Actor
from taxonomy.errors import InputError

ANSWERS = (str(Verdict.SAME), str(Verdict.APART), UNSURE)
"""What may be said of a pair."""


class Settling:
    """Answers about pairs of one installation; safe to share between threads."""

    def __init__(self, store: Store, log: AuditLog, clock: Clock = now) -> None:
        """Keep answers.

        Args:
            store: Keeps them and their rulings.
            log: Takes a row for each.
            clock: The time in UTC.
        """
        self._store, self._log, self._clock = store, log, clock

    def answer(self, pair: tuple[str, str], answer: str, by: Actor, seen: str = "") -> PairAnswer | None:
        """Say what two postings are to each other.

        Args:
            pair: Their keys, in any order.
            answer: One of ``ANSWERS``.
            by: Who says it.
            seen: Id of the answer that stood when the person was asked; empty for none.

        Returns:
            The answer as it was kept; None where somebody answered meanwhile.

        Raises:
            InputError: There is no such answer, or it is one posting twice.
            UnknownIdError: A posting is not stored.
        """
        first, second = sorted(pair)
        if answer not in ANSWERS:
            raise InputError(wanted=f"one of {', '.join(ANSWERS)}", found=answer[:40], where="answer")
        if first == second:
            raise InputError(wanted="two postings", found="one of them twice", where="pair")
        stood = self._store.ruling(first, second)
        made = PairAnswer(
            id=f"pan_{secrets.token_hex(12)}",
            first=first,
            second=second,
            answer=answer,
            before="",  # the store fills it in, with what stood when it was written
            made_by=by.client,
            made_at=self._clock(),
        )
        facts = {"verdict": answer, "before": str(stood.verdict) if stood else "none"}
        is_kept = self._store.answer_pair(made, seen, self._log.entry(**_told(by, "copies.answer", made, facts)))
        return self._store.pair_answer(made.id) if is_kept else None

    def undo(self, answer_id: str, by: Actor) -> PairAnswer | None:
        """Take back the last answer about a pair; what stood before it stands again.

        Args:
            answer_id: Its id.
            by: Who takes it back.

        Returns:
            The answer; None where it was taken back already or another came after it.

        Raises:
            UnknownIdError: There is none of this id.
        """
        found = self._store.pair_answer(answer_id)
        facts = {"verdict": found.before or "none", "before": found.answer}
        entry = self._log.entry(**_told(by, "copies.undo", found, facts))
        return found if self._store.undo_answer(answer_id, by.client, self._clock(), entry) else None


def _told(by: Actor, action: str, about: PairAnswer, facts: Mapping[str, str]) -> Told:
    return Told(
        actor=by.client,
        role=by.role,
        tenant=by.tenant,
        action=action,
        facts={"posting": about.first, "other": about.second, **facts},
    )
