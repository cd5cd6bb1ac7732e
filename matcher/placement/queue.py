"""The queue of placement officers: what waits is found, taken by one at a time, done or put off with a reason."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from indexes.placement_rows import DONE, WAITS, StoredWork
from indexes.schema_placement import note_place
from indexes.secret_box import SecretBox
from indexes.store import Store
from matcher.codec import from_json
from matcher.engine import Engine
from matcher.outcome import OutcomeEvent
from matcher.placement.places import is_in, keys_in, of_region
from matcher.records import Kind, Posting
from matcher.rights.audit_log import AuditLog, Clock, now
from matcher.rights.requests import Actor
from matcher.shortlists import open_postings

WorkKind = Literal["posting", "person", "referral"]

HELD = timedelta(minutes=30)
"""An officer who went home holds nobody up for longer."""

ANSWER = timedelta(days=14)
"""The employer is asked to answer a letter within so many days; afterwards it waits in the queue."""

FILLED = 200
"""Postings, and people, that wait at most: a longer queue helps nobody, and what is done makes room."""

LOOKED_AT = 5_000
"""Things that are looked at for those of a region, the longest waiting first."""

Among = Callable[[StoredWork], bool]
"""Whether a thing is meant: of a region, for one."""

ENDS: Mapping[str, tuple[str, ...]] = {
    "done": ("referred", "placed", "closed", "no_match", "withdrawn"),
    "later": ("no_answer", "wants_time", "waits_for_course", "waits_for_papers"),
}
"""Reasons by which work is done, and by which it is put off."""

LATER_DAYS = (1, 3, 7, 14, 30)

_NOTE = 500


class Queue:
    """The queue of one installation; safe to share between threads and processes."""

    def __init__(self, store: Store, box: SecretBox, log: AuditLog, clock: Clock = now) -> None:
        """Work on a store.

        Args:
            store: Keeps what waits.
            box: Seals words.
            log: Makes rows of the audit log.
            clock: The time in UTC.
        """
        self._store, self._box, self._log, self._clock = store, box, log, clock

    def fill(self, engine: Engine, today: date, region: str = "") -> int:
        """Let wait what should: open postings for which nobody was referred, and people who were referred nowhere.

        Letters whose answer came as an outcome are done. Gives how many things are new.

        Args:
            engine: Holds postings, people and outcomes.
            today: Day on which a posting must be open.
            region: Code of the province or regency whose queue it is; empty for that of all.
        """
        at, counts = self._clock(), self.counts(of_region(engine, region) if region else None)
        self._end_answered()
        fresh = list[StoredWork]()
        catalogues = engine.refresh().catalogues
        if counts.get("posting", 0) < FILLED:
            known = self._store.work_ids("posting")
            open_now = open_postings(catalogues[Kind.POSTING], today)
            keys = (key for key in open_now if is_in(engine, Kind.POSTING, key, region))
            fresh += _some((_work("posting", "", key, at) for key in keys), known)
        if counts.get("person", 0) < FILLED:
            known = self._store.work_ids("person")
            people = (
                key
                for segment in catalogues[Kind.WORKER].segments
                for key in keys_in(segment, engine.vocabulary, region)
                if is_in(engine, Kind.WORKER, key, region)
            )
            fresh += _some((_work("person", key, "", at) for key in people), known)
        return self._store.add_work([_since(engine, one) for one in fresh]) if fresh else 0

    def _end_answered(self) -> None:
        """Letters whose employer told what came of it are no work any more."""
        told = {OutcomeEvent.HIRED, OutcomeEvent.REJECTED, OutcomeEvent.SHORTLISTED}
        for one in self._store.work(self._clock(), kind="referral", limit=FILLED):
            outcomes = self._store.outcomes_of(one.worker_key)
            if any(row.posting_key == one.posting_key and row.event in told for row in outcomes):
                by = Actor(client="queue", role="system", tenant="")
                if self._store.claim_work(one.id, by.client, self._clock(), self._clock() + HELD):
                    self._put_down(replace(one, state=DONE, reason="closed"), by)

    def waiting(self, kind: str = "", limit: int = 50, among: Among | None = None) -> list[StoredWork]:
        """What waits and is due.

        Args:
            kind: This kind alone; all when empty.
            limit: At most so many.
            among: Whether a thing is meant, of the ``LOOKED_AT`` that wait longest; None for all.
        """
        if among is None:
            return self._store.work(self._clock(), kind=kind, limit=limit)
        return list(filter(among, self._store.work(self._clock(), kind=kind, limit=LOOKED_AT)))[:limit]

    def counts(self, among: Among | None = None) -> dict[str, int]:
        """How many of each kind wait and are due; ``among`` as for ``waiting``."""
        if among is None:
            return self._store.count_work(self._clock())
        return dict(Counter(one.kind for one in self.waiting(limit=LOOKED_AT, among=among)))

    def take(self, work_id: str, by: Actor) -> StoredWork | None:
        """Take one thing in hand; None where another was quicker, or it is done.

        Raises:
            UnknownIdError: There is none of this id.
        """
        at = self._clock()
        return self._store.claim_work(work_id, by.client, at, at + HELD)

    def take_next(self, by: Actor, kind: str = "", among: Among | None = None) -> StoredWork | None:
        """Take the first thing that nobody has in hand; None where there is none. ``among`` as for ``waiting``."""
        at = self._clock()
        for one in self.waiting(kind, FILLED, among):
            if not one.is_held_by_other(by.client, at) and (taken := self.take(one.id, by)):
                return taken
        return None

    def one(self, work_id: str) -> StoredWork:
        """One thing, done or not.

        Raises:
            UnknownIdError: There is none of this id.
        """
        return self._store.one_work(work_id)

    def done(self, work: StoredWork, by: Actor, reason: str, note: str = "") -> bool:
        """End a thing in hand; False where it is not in this officer's hand.

        Args:
            work: As it was taken.
            by: Who ends it.
            reason: One of ``ENDS["done"]``.
            note: Words beside it, sealed; cut to 500 characters.
        """
        return self._put_down(replace(work, state=DONE, reason=reason, note=self._sealed(work.id, note)), by)

    def put_off(self, work: StoredWork, by: Actor, reason: str, days: int, note: str = "") -> bool:
        """Put a thing in hand off by some days; False where it is not in this officer's hand.

        Args:
            work: As it was taken.
            by: Who puts it off.
            reason: One of ``ENDS["later"]``.
            days: One of ``LATER_DAYS``.
            note: As for ``done``.
        """
        due = self._clock() + timedelta(days=days)
        return self._put_down(replace(work, due_at=due, reason=reason, note=self._sealed(work.id, note)), by)

    def give_back(self, work: StoredWork, by: Actor, note: str = "") -> bool:
        """Let another take it, who reads the words beside it; False where it is not in this officer's hand."""
        return self._put_down(replace(work, note=self._sealed(work.id, note) or work.note), by)

    def refer(self, worker: str, posting: str) -> None:
        """Let a letter wait for its answer.

        Args:
            worker: Who was introduced.
            posting: Where.
        """
        at = self._clock()
        self._store.add_work([replace(_work("referral", worker, posting, at), due_at=at + ANSWER)])

    def note(self, work: StoredWork) -> str:
        """The words beside it."""
        return self._box.open(note_place(work.id), work.note).decode() if work.note else ""

    def _sealed(self, work_id: str, note: str) -> bytes:
        words = note.strip()[:_NOTE]
        return self._box.seal(note_place(work_id), words.encode("utf-8", "replace")) if words else b""

    def _put_down(self, changed: StoredWork, by: Actor) -> bool:
        at = self._clock()
        facts = {"kind": changed.kind, "state": changed.state, "verdict": changed.reason}
        entry = self._log.entry(
            actor=by.client,
            role=by.role,
            tenant=by.tenant,
            action="work.put_down",
            target=changed.worker_key,
            facts=facts | ({"posting": changed.posting_key} if changed.posting_key else {}),
        )
        return self._store.change_work(changed, by.client, at, entry)


def work_id(kind: str, worker: str, posting: str) -> str:
    """Id of a thing, the same for the same kind and keys; it shows none of them."""
    told = "\n".join((kind, worker, posting)).encode("utf-8", "surrogatepass")
    return f"wrk_{hashlib.sha256(told).hexdigest()[:40]}"


def _work(kind: WorkKind, worker: str, posting: str, at: datetime) -> StoredWork:
    return StoredWork(
        id=work_id(kind, worker, posting),
        kind=kind,
        worker_key=worker,
        posting_key=posting,
        made_at=at,
        due_at=at,
        state=WAITS,
        holder="",
        held_until=None,
        reason="",
        note=b"",
    )


def _since(engine: Engine, work: StoredWork) -> StoredWork:
    """The same, waiting since the posting was posted or the person registered: who waits longest comes first."""
    kind, key = (Kind.WORKER, work.worker_key) if work.worker_key else (Kind.POSTING, work.posting_key)
    stored = engine.store.get(kind, key)
    if stored is None:
        return work  # deleted this moment; it is passed over when it is added
    record = from_json(kind, stored.payload)
    posted = record.posted_on if isinstance(record, Posting) else None
    since = datetime(posted.year, posted.month, posted.day, tzinfo=UTC) if posted else record.provenance.fetched_at
    since = min(since, work.made_at)
    return replace(work, made_at=since, due_at=since)


def _some(candidates: Iterator[StoredWork], known: frozenset[str]) -> list[StoredWork]:
    fresh = (one for one in candidates if one.id not in known)
    return [one for one, _ in zip(fresh, range(FILLED), strict=False)]
