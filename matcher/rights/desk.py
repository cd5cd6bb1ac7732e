"""Where requests of people are filed and answered; each step is written with its row of the audit log or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from indexes.audit_chain import AuditEntry
from indexes.request_rows import RequestFilter, StoredRequest
from indexes.secret_box import SecretBox
from indexes.store import Store
from matcher.records import Kind
from matcher.rights.audit_log import AuditLog, Clock, now
from matcher.rights.clocks import load_clocks
from matcher.rights.purposes import Purpose
from matcher.rights.requests import (
    AT_ONCE,
    Actor,
    PersonRequest,
    RequestKind,
    RequestState,
    Verdict,
    check_content,
    check_ground,
    check_open,
    new_id,
    opened,
    seal,
)
from taxonomy.errors import ConfigError, InputError

Correct = Callable[[str, Mapping[str, Any]], Mapping[str, Any]]
"""Puts fields of a worker right; gives hashes ``before`` and ``after`` and names of the ``fields``."""

Erase = Callable[[str], object]
"""Erases a worker everywhere."""

Publish = Callable[[str, str, Mapping[str, Any]], None]
"""Told of kind of event, tenant and data."""


class RightsDesk:
    """Files and answers requests; safe to share between threads."""

    def __init__(
        self,
        store: Store,
        box: SecretBox,
        log: AuditLog,
        *,
        correct: Correct | None = None,
        erase: Erase | None = None,
        publish: Publish | None = None,
        clock: Clock = now,
    ) -> None:
        """Work on a store.

        Args:
            store: Keeps requests.
            box: Seals what they say.
            log: Makes the rows of the audit log.
            correct: Puts a record right; without it corrections cannot be answered.
            erase: Erases; the record and what hangs on it in the store by default.
            publish: Told when a request was answered.
            clock: The time in UTC.
        """
        self._store, self._box, self._log, self._clock = store, box, log, clock
        self._correct, self._publish = correct, publish
        self._erase = erase or partial(_deleted, store)

    def file(self, worker: str, kind: RequestKind, content: Mapping[str, Any], by: Actor) -> PersonRequest:
        """Take a request in; its clock begins. Kinds of ``AT_ONCE`` are answered with it.

        Raises:
            UnknownIdError: The worker is not stored.
            InputError: It says too little, or too much.
            StoreError: The store refused.
        """
        check_content(kind, content)
        at, request_id, is_done = self._clock(), new_id(), kind in AT_ONCE
        row = StoredRequest(
            id=request_id,
            worker_key=worker,
            subject=self._log.subject(worker),
            kind=kind,
            state=RequestState.DONE if is_done else RequestState.RECEIVED,
            verdict="",
            ground="",
            received_at=at,
            due_at=at + load_clocks()[kind].span,
            decided_at=at if is_done else None,
            filed_by=by.client,
            decided_by=by.client if is_done else "",
            content=seal(self._box, request_id, "content", content),
            answer=b"",
        )
        self._store.put_request(row, self._entry(row, by, "request.filed"))
        return opened(self._box, row)

    def get(self, request_id: str) -> PersonRequest:
        """One request.

        Raises:
            UnknownIdError: There is none of this id.
        """
        return opened(self._box, self._store.request(request_id))

    def requests(self, wanted: RequestFilter) -> list[PersonRequest]:
        """Requests by due time and id."""
        return [opened(self._box, row) for row in self._store.requests(wanted)]

    def overdue(self, limit: int = 100) -> list[PersonRequest]:
        """Those whose clock ran out, the latest first due at the head."""
        states = (RequestState.RECEIVED, RequestState.WORKING)
        return self.requests(RequestFilter(states=states, due_before=self._clock(), limit=limit))

    def work(self, request_id: str, by: Actor) -> PersonRequest:
        """Say that somebody works on it; the clock goes on.

        Raises:
            UnknownIdError: There is none of this id.
            InputError: It was answered.
        """
        return self._change(request_id, by, "request.working", lambda row: replace(row, state=RequestState.WORKING))

    def answer(self, request_id: str, by: Actor, reason: str = "") -> PersonRequest:
        """Do what is asked: put the record right, or erase the person.

        Erasing comes first: cut short, the same answer given again ends it.

        Raises:
            UnknownIdError: There is none of this id, or the worker is gone.
            InputError: It was answered, is for ``decide``, or the fields cannot be read.
            ConfigError: This desk cannot put records right.
        """
        request = self.get(request_id)
        row = request.stored
        check_open(row)
        if row.kind == RequestKind.OBJECTION:
            raise InputError(wanted="a verdict, for an objection is decided by a human", found="none", where="verdict")
        told: dict[str, Any] = {"reason": reason} if reason else {}
        if row.kind == RequestKind.CORRECTION:
            told |= self._put_right(request)
        if row.kind == RequestKind.ERASURE and row.worker_key:
            self._erase(row.worker_key)
        facts = {name: str(value) for name, value in told.items() if name in ("before", "after")}
        return self._decide(request_id, by, RequestState.DONE, told, facts=facts)

    def _put_right(self, request: PersonRequest) -> dict[str, Any]:
        if self._correct is None:
            raise ConfigError("rights: wanted the encoder, which a correction is coded with, found none opened")
        return dict(self._correct(request.stored.worker_key, request.content["fields"]))

    def refuse(self, request_id: str, by: Actor, ground: str, reason: str) -> PersonRequest:
        """Say no, on a ground that the law knows for this kind.

        Raises:
            UnknownIdError: There is none of this id.
            InputError: It was answered, the ground is none, or no reason is given.
        """
        if not reason.strip():
            raise InputError(wanted="a reason that the person can understand", found="nothing", where="reason")
        check_ground(self._store.request(request_id).kind, ground)
        return self._decide(request_id, by, RequestState.REFUSED, {"reason": reason}, ground=ground)

    def decide(self, request_id: str, by: Actor, verdict: Verdict, reason: str) -> PersonRequest:
        """A human's verdict on an objection to an automated decision (Art. 10).

        Raises:
            UnknownIdError: There is none of this id.
            InputError: It is no objection, was decided, or no reason is given.
        """
        if not reason.strip():
            raise InputError(wanted="a reason that the person can understand", found="nothing", where="reason")
        kind = self._store.request(request_id).kind
        if kind != RequestKind.OBJECTION:
            raise InputError(wanted="an objection", found=kind, where="id")
        return self._decide(request_id, by, RequestState.DONE, {"reason": reason}, verdict=verdict)

    def lift(self, request_id: str, by: Actor) -> PersonRequest:
        """End a restriction, or an objection that was upheld, because the person wants it no more.

        Raises:
            UnknownIdError: There is none of this id.
            InputError: Nothing of it is in force.
        """

        def lifted(row: StoredRequest) -> StoredRequest:
            held = row.kind == RequestKind.RESTRICTION or row.verdict == Verdict.UPHELD
            if not held or row.state != RequestState.DONE:
                raise InputError(wanted="a restriction or upheld objection in force", found=row.state, where="id")
            return replace(row, state=RequestState.LIFTED)

        return self._change(request_id, by, "request.lifted", lifted, was_open=False)

    def _decide(
        self,
        request_id: str,
        by: Actor,
        state: RequestState,
        answer: Mapping[str, Any],
        *,
        ground: str = "",
        verdict: str = "",
        facts: Mapping[str, str] | None = None,
    ) -> PersonRequest:
        def decided(row: StoredRequest) -> StoredRequest:
            # Of a person who was erased nothing is kept, a reason neither.
            sealed = seal(self._box, row.id, "answer", answer) if row.worker_key else b""
            settled = replace(row, state=state, decided_at=self._clock(), decided_by=by.client)
            return replace(settled, ground=ground, verdict=verdict, answer=sealed)

        done = self._change(request_id, by, "request.answered", decided, facts=facts)
        if self._publish is not None:
            self._publish("request.answered", by.tenant, {"request": request_id, "state": str(state)})
        return done

    def _change(
        self,
        request_id: str,
        by: Actor,
        action: str,
        change: Callable[[StoredRequest], StoredRequest],
        *,
        was_open: bool = True,
        facts: Mapping[str, str] | None = None,
    ) -> PersonRequest:
        def changed(row: StoredRequest) -> tuple[StoredRequest, AuditEntry]:
            if was_open:
                check_open(row)
            made = change(row)
            return made, self._entry(made, by, action, facts or {})

        return opened(self._box, self._store.change_request(request_id, changed))

    def _entry(self, row: StoredRequest, by: Actor, action: str, facts: Mapping[str, str] | None = None) -> AuditEntry:
        told = {"request": row.id, "kind": row.kind, "state": row.state, "ground": row.ground, "verdict": row.verdict}
        entry = self._log.entry(
            actor=by.client,
            role=by.role,
            tenant=by.tenant,
            action=action,
            purpose=Purpose.RIGHTS,
            facts={**{name: text for name, text in told.items() if text}, **(facts or {})},
        )
        return replace(entry, target=row.subject)


def due_words(due_at: datetime, at: datetime) -> str:
    """How much time is left, in Bahasa Indonesia."""
    hours = (due_at - at).total_seconds() / 3600
    return f"terlambat {-hours:.0f} jam" if hours < 0 else f"sisa {hours:.0f} jam"


def _deleted(store: Store, worker: str) -> int:
    return store.delete(Kind.WORKER, [worker])
