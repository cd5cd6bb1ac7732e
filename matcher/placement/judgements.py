"""What officers judge of pairs, against the ranking: kept with its reason, taken back, counted as a judgement.

A judgement moves nothing in the score and teaches no weights: it is an opinion, and what came of a match is told by
outcomes. It orders the officers' own lists, and ``agreement`` says how far the ranking and officers are of one mind.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

import numpy as np

from indexes.audit_chain import AuditEntry
from indexes.placement_rows import StoredJudgement
from indexes.schema_placement import note_place
from indexes.secret_box import SecretBox
from indexes.store import Store
from matcher.rights.audit_log import AuditLog, Clock, now
from matcher.rights.requests import Actor
from taxonomy.errors import InputError

Verdict = Literal["fits", "does_not_fit"]

REASONS = (
    *("said_so", "knows_the_work", "checked_papers", "employer_wants", "too_far", "pay_too_low"),
    *("skill_missing", "wrong_occupation", "other"),
)
"""Why; none of them is who somebody is (UU 13/2003 art. 5-6)."""

LEAST_JUDGED = 10
"""Judgements of each verdict from which agreement is told."""

_NOTE = 500
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far officers and the ranking agree.

    Attributes:
        fits: Pairs judged to fit.
        does_not_fit: Pairs judged not to.
        share: Chance that of a pair of each the one judged to fit had the higher score, ties counting half (AUC);
            None below ``LEAST_JUDGED``.
    """

    fits: int
    does_not_fit: int
    share: float | None


class Judgements:
    """Judgements of one installation; safe to share between threads."""

    def __init__(self, store: Store, box: SecretBox, log: AuditLog, clock: Clock = now) -> None:
        """Keep them in a store; arguments as of ``Queue``."""
        self._store, self._box, self._log, self._clock = store, box, log, clock

    def judge(
        self,
        worker: str,
        posting: str,
        verdict: Verdict,
        reason: str,
        by: Actor,
        *,
        note: str = "",
        score: float,
        weights: str,
    ) -> StoredJudgement:
        """Keep what an officer thinks of a pair; what was thought of it before is undone by it.

        Args:
            worker: The person.
            posting: The posting.
            verdict: ``fits`` or ``does_not_fit``.
            reason: One of ``REASONS``.
            by: Who judges.
            note: Words beside it, sealed; ``other`` needs some.
            score: Of the pair now.
            weights: Name of the weights that scored.

        Raises:
            InputError: There is no such reason or verdict, or no words where they are needed.
            UnknownIdError: The worker or posting is not stored.
        """
        if verdict not in {"fits", "does_not_fit"} or reason not in REASONS:
            raise InputError(wanted=f"one of {', '.join(REASONS)}", found=reason[:40], where="reason")
        words = note.strip()[:_NOTE]
        if reason == "other" and not words:
            raise InputError(wanted="words that say why", found="none", where="note")
        judgement_id = f"jdg_{secrets.token_hex(12)}"
        made = StoredJudgement(
            id=judgement_id,
            worker_key=worker,
            posting_key=posting,
            verdict=verdict,
            reason=reason,
            note=self._box.seal(note_place(judgement_id), words.encode("utf-8", "replace")) if words else b"",
            score=score,
            weights=weights[:120],
            made_by=by.client,
            made_at=self._clock(),
        )
        facts = {"posting": posting, "verdict": verdict, "ground": reason}
        self._store.put_judgement(made, self._entry(by, "judgement.made", worker, facts))
        return made

    def undo(self, found: StoredJudgement, by: Actor) -> None:
        """Take one back.

        Raises:
            UnknownIdError: It is gone.
        """
        facts = {"posting": found.posting_key, "verdict": found.verdict}
        entry = self._entry(by, "judgement.undone", found.worker_key, facts)
        self._store.undo_judgement(found.id, by.client, self._clock(), entry)

    def of_pair(self, worker: str, posting: str) -> StoredJudgement | None:
        """What holds for a pair; None where nothing does."""
        found = [one for one in self._store.judgements(worker=worker, posting=posting) if not one.undone_by]
        return found[-1] if found else None

    def history(self, worker: str, posting: str) -> list[StoredJudgement]:
        """All that was judged of a pair, those taken back too."""
        return self._store.judgements(worker=worker, posting=posting)

    def standing(self, *, worker: str = "", posting: str = "") -> dict[tuple[str, str], StoredJudgement]:
        """What holds for the pairs of a person or a posting."""
        found = self._store.judgements(worker=worker, posting=posting)
        return {(one.worker_key, one.posting_key): one for one in found if not one.undone_by}

    def note(self, found: StoredJudgement) -> str:
        """The words beside it."""
        return self._box.open(note_place(found.id), found.note).decode() if found.note else ""

    def agreement(self) -> Agreement:
        """How far officers and the ranking agree, over all that holds."""
        return agreement(one for one in self._store.judgements() if not one.undone_by)

    def _entry(self, by: Actor, action: str, worker: str, facts: dict[str, str]) -> AuditEntry:
        return self._log.entry(
            actor=by.client, role=by.role, tenant=by.tenant, action=action, target=worker, facts=facts
        )


def agreement(judged: Iterable[StoredJudgement]) -> Agreement:
    """How far judgements and scores agree.

    Args:
        judged: Those that hold.
    """
    every = list(judged)
    good = np.array([one.score for one in every if one.verdict == "fits"])
    bad = np.array([one.score for one in every if one.verdict != "fits"])
    share = None
    if min(len(good), len(bad)) >= LEAST_JUDGED:
        above = (good[:, None] > bad[None, :]).mean() + (good[:, None] == bad[None, :]).mean() / 2
        share = float(above)
    return Agreement(fits=len(good), does_not_fit=len(bad), share=share)


def ordered(ranked: Sequence[tuple[str, T]], verdicts: dict[str, str]) -> list[tuple[str, T]]:
    """A list as officers see it: what was judged to fit first, what was judged not to last, else as ranked.

    Args:
        ranked: Key and item, best first.
        verdicts: Key to verdict.
    """
    places = {"fits": 0, "does_not_fit": 2}
    return sorted(ranked, key=lambda one: places.get(verdicts.get(one[0], ""), 1))
