"""What people asked for about their data, as the store keeps it: what, when, by when, what came of it.

The person's words and the officer's reason are sealed before they come here. When the person is erased the row stays as
proof that the request was answered in time, without key, words or reason.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from indexes import statements
from indexes.audit_chain import AuditEntry
from indexes.audit_log_rows import append_entries
from indexes.checksums import check_row, checksum, fault_of
from indexes.moments import utc
from indexes.outcome_rows import WORKER
from indexes.schema import RECORD
from indexes.schema_rights import PERSON_REQUEST
from indexes.store_base import StoreBase
from taxonomy.errors import UnknownIdError

REQUEST_COLUMNS = tuple(PERSON_REQUEST.columns)
"""What a read takes, the checksum last."""

OPEN = ("received", "working")
"""States in which the clock runs."""

_C = PERSON_REQUEST.c


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRequest:
    """A request as the store keeps it; the words behind its fields stand in ``matcher.rights.requests``.

    Attributes:
        id: Its own.
        worker_key: Of the person; empty once erased.
        subject: Keyed hash of that key, hexadecimal.
        kind: What is asked for.
        state: ``received``, ``working``, ``done``, ``refused`` or ``lifted``.
        verdict: Of an objection: ``upheld``, ``changed`` or ``dismissed``; empty else.
        ground: Legal ground of a refusal, or empty.
        received_at: When the clock began, UTC.
        due_at: When it ends, UTC.
        decided_at: When it was answered, UTC, or None.
        filed_by: Client that brought it.
        decided_by: Client that answered it, or empty.
        content: What was asked, sealed.
        answer: What was answered, sealed; empty before.
    """

    id: str
    worker_key: str
    subject: str
    kind: str
    state: str
    verdict: str
    ground: str
    received_at: datetime
    due_at: datetime
    decided_at: datetime | None
    filed_by: str
    decided_by: str
    content: bytes
    answer: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFilter:
    """Which requests are wanted.

    Attributes:
        states: In one of these; in any when empty.
        kind: Of this kind; of any when empty.
        due_before: Due before this moment.
        sources: Of workers of these sources; of all when None.
        worker_key: Of this person; of anybody when empty.
        after: Those after the one of this id, by due time and id; from the first when empty.
        limit: At most so many.
    """

    states: Sequence[str] = ()
    kind: str = ""
    due_before: datetime | None = None
    sources: frozenset[str] | None = None
    worker_key: str = ""
    after: str = ""
    limit: int = 100


class RequestRows(StoreBase):
    """The part of a store that keeps requests of people."""

    def put_request(self, request: StoredRequest, entry: AuditEntry) -> None:
        """Keep a new request, with its row of the audit log.

        Raises:
            UnknownIdError: The worker is not stored.
            StoreError: The database refused.
        """
        with self.transaction() as connection:
            there = sa.select(RECORD.c.key).where(RECORD.c.kind == WORKER, RECORD.c.key == request.worker_key)
            if connection.scalar(there) is None:
                raise UnknownIdError(wanted="the id of a stored worker", found=request.worker_key, where="id")
            statements.put(connection, PERSON_REQUEST, [_values(request, self._next_revision(connection))])
            append_entries(connection, [entry])

    def change_request(
        self, request_id: str, change: Callable[[StoredRequest], tuple[StoredRequest, AuditEntry]]
    ) -> StoredRequest:
        """Replace a request by what is made of it, read and written in one transaction with its row of the audit log.

        Args:
            request_id: Of a request.
            change: The request as it shall be; what it raises leaves all as it was.

        Raises:
            UnknownIdError: There is none of this id.
            StoreError: The database refused, or the row is not what was written.
        """
        with self.transaction() as connection:
            made, entry = change(_one(connection, request_id))
            statements.put(connection, PERSON_REQUEST, [_values(made, self._next_revision(connection))])
            append_entries(connection, [entry])
        return made

    def request(self, request_id: str) -> StoredRequest:
        """One request.

        Raises:
            UnknownIdError: There is none of this id.
            StoreError: The row is not what was written.
        """
        with self.snapshot() as connection:
            return _one(connection, request_id)

    def requests(self, wanted: RequestFilter) -> list[StoredRequest]:
        """Requests by due time and id.

        Raises:
            UnknownIdError: There is none of the id in ``after``.
            StoreError: A row is not what was written.
        """
        with self.snapshot() as connection:
            chosen = sa.select(*REQUEST_COLUMNS).where(*_conditions(wanted))
            if wanted.after:
                last = _one(connection, wanted.after)
                chosen = chosen.where(sa.tuple_(_C.due_at, _C.id) > sa.tuple_(last.due_at, last.id))
            rows = connection.execute(chosen.order_by(_C.due_at, _C.id).limit(wanted.limit))
            return [request_of(tuple(row)) for row in rows]

    def open_requests(self, now: datetime) -> dict[str, tuple[int, int]]:
        """Kind to the number of its requests that wait, and of those that are overdue; kinds with none are left out."""
        late = sa.func.sum(sa.case((_C.due_at < now, 1), else_=0))
        chosen = sa.select(_C.kind, sa.func.count(), late).where(_C.state.in_(OPEN)).group_by(_C.kind)
        with self.snapshot() as connection:
            return {kind: (int(waiting), int(overdue)) for kind, waiting, overdue in connection.execute(chosen)}

    def standing_requests(self, kinds: Sequence[str]) -> list[tuple[str, str, str, str]]:
        """Kind, state, verdict and worker of every request of some kinds whose person is still there."""
        columns = sa.select(_C.kind, _C.state, _C.verdict, _C.worker_key)
        with self.snapshot() as connection:
            rows = connection.execute(columns.where(_C.kind.in_(kinds), _C.worker_key != ""))
            return [(row[0], row[1], row[2], row[3]) for row in rows]


def request_place(request_id: str, part: str) -> str:
    """What the ``content`` or the ``answer`` of a request is sealed for."""
    return f"request:{request_id}:{part}"


def erase_requests(connection: sa.Connection, workers: Sequence[str], revision: int) -> None:
    """Empty the requests of workers of key, words and reason.

    Args:
        connection: Of a write transaction.
        workers: Their keys, at most ``statements.BATCH``.
        revision: Number of the write.
    """
    chosen = sa.select(*REQUEST_COLUMNS).where(_C.worker_key.in_(workers))
    rows = [request_of(tuple(row)) for row in connection.execute(chosen).all()]
    emptied = [replace(row, worker_key="", content=b"", answer=b"") for row in rows]
    statements.put(connection, PERSON_REQUEST, [_values(row, revision) for row in emptied])


def request_of(values: Sequence[Any]) -> StoredRequest:
    """A row of ``REQUEST_COLUMNS``.

    Raises:
        StoreError: It is not what was written.
    """
    *fields, stored = values
    check_row(PERSON_REQUEST.name, fields, stored)
    named = dict(zip(PERSON_REQUEST.columns.keys(), fields, strict=False))
    del named["revision"]
    for name in ("received_at", "due_at", "decided_at"):
        named[name] = named[name] and utc(named[name])
    return StoredRequest(**named)


def request_faults(connection: sa.Connection) -> list[str]:
    """What is wrong with the rows of requests.

    Args:
        connection: Of any transaction.
    """
    rows = connection.execute(sa.select(*REQUEST_COLUMNS).order_by(_C.id))
    told = ((row.id, fault_of(PERSON_REQUEST.name, tuple(row)[:-1], row.checksum)) for row in rows)
    return [f"request {request_id}: {fault}" for request_id, fault in told if fault]


def _conditions(wanted: RequestFilter) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if wanted.states:
        found.append(_C.state.in_(wanted.states))
    if wanted.kind:
        found.append(_C.kind == wanted.kind)
    if wanted.due_before is not None:
        found.append(_C.due_at < wanted.due_before)
    if wanted.worker_key:
        found.append(_C.worker_key == wanted.worker_key)
    if wanted.sources is not None:
        own = (_C.worker_key.startswith(f"{source}:", autoescape=True) for source in sorted(wanted.sources))
        found.append(sa.or_(sa.false(), *own))
    return found


def _one(connection: sa.Connection, request_id: str) -> StoredRequest:
    row = connection.execute(sa.select(*REQUEST_COLUMNS).where(_C.id == request_id)).one_or_none()
    if row is None:
        raise UnknownIdError(wanted="the id of a request", found=request_id, where="id")
    return request_of(tuple(row))


def _values(row: StoredRequest, revision: int) -> dict[str, object]:
    told = [getattr(row, name) for name in PERSON_REQUEST.columns.keys() if name not in ("revision", "checksum")]  # noqa: SIM118
    fields = (*told, revision)
    return dict(zip(PERSON_REQUEST.columns.keys(), (*fields, checksum(PERSON_REQUEST.name, fields)), strict=True))
