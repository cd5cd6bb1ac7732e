"""What people agreed to, and what they took back, as the store keeps it: every word of it, the last one counts.

UU 27/2022: consent is given in writing or recorded (Art. 22), the controller must be able to show it (Art. 24), and it
can be taken back (Art. 9). A person who is erased takes the history along; the audit log keeps that there was one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from indexes import statements
from indexes.audit_chain import AuditEntry
from indexes.audit_log_rows import append_entries
from indexes.checksums import check_row, checksum, fault_of
from indexes.moments import utc
from indexes.outcome_rows import WORKER
from indexes.schema import RECORD, REVISION
from indexes.schema_rights import CONSENT, ERASED
from indexes.store_base import StoreBase
from taxonomy.errors import UnknownIdError

CONSENT_COLUMNS = tuple(CONSENT.columns)
"""What a read takes, the checksum last."""

_PLACE = (CONSENT.c.worker_key, CONSENT.c.purpose, CONSENT.c.tenant)


class ConsentState(StrEnum):
    """What was said last."""

    GRANTED = "granted"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentGiven:
    """What a person said.

    Attributes:
        worker_key: Key of a stored worker.
        purpose: What for.
        tenant: To whom; empty for every tenant.
        state: Granted or withdrawn.
        at: When it was said, UTC.
        channel: How: ``app``, ``web``, ``paper`` and so on.
        text_version: Which text the person saw; empty where it was taken back without one.
        evidence: SHA-256 (hex) of a form or a recording, or empty.
        actor: Client that told it.
    """

    worker_key: str
    purpose: str
    tenant: str
    state: ConsentState
    at: datetime
    channel: str
    text_version: str
    evidence: str
    actor: str

    @property
    def place(self) -> tuple[str, str, str]:
        """Whose, what for and to whom."""
        return (self.worker_key, self.purpose, self.tenant)

    def says_the_same(self, other: ConsentGiven) -> bool:
        """Whether it adds nothing: a push that is sent again makes no new row."""
        mine, theirs = ((one.state, one.text_version, one.evidence) for one in (self, other))
        return mine == theirs


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredConsent:
    """A row of the history.

    Attributes:
        number: From 1, for each person, purpose and tenant.
        given: What was said.
    """

    number: int
    given: ConsentGiven


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentChanges:
    """What was said since a revision.

    Attributes:
        erased: How often workers were erased so far: another number than before means that all must be read again.
        rows: Worker, purpose, tenant and whether it was granted, in the order of their writing; no objects, for there
            may be a million of them.
        upto: Revision of the last of them, or the one that was asked for.
    """

    erased: int
    rows: Sequence[tuple[str, str, str, bool]]
    upto: int


class ConsentRows(StoreBase):
    """The part of a store that keeps consents."""

    def put_consents(
        self, given: Sequence[ConsentGiven], entry_of: Callable[[ConsentGiven], AuditEntry]
    ) -> list[ConsentGiven]:
        """Keep what people said, all or nothing, each with its row of the audit log; gives those that said more.

        Args:
            given: In the order in which it was said.
            entry_of: The row of the log.

        Raises:
            UnknownIdError: A worker is not stored: one who was erased does not come back by consents.
            StoreError: The database refused.
        """
        kept = list[StoredConsent]()
        with self.transaction() as connection:
            workers = sorted({one.worker_key for one in given})
            _check_workers(connection, workers)
            last = _last_said(connection, workers)
            for one in given:
                before = last.get(one.place)
                if before is None or not one.says_the_same(before.given):
                    number = 1 if before is None else before.number + 1
                    last[one.place] = StoredConsent(number=number, given=one)
                    kept.append(last[one.place])
            revision = self._next_revision(connection) if kept else 0
            for batch in statements.batches(kept):
                connection.execute(sa.insert(CONSENT), [_values(row, revision) for row in batch])
            append_entries(connection, [entry_of(row.given) for row in kept])
        return [row.given for row in kept]

    def consents(self, worker_key: str) -> list[StoredConsent]:
        """The whole history of a person, by purpose, tenant and number.

        Raises:
            StoreError: A row is not what was written.
        """
        chosen = sa.select(*CONSENT_COLUMNS).where(CONSENT.c.worker_key == worker_key)
        with self.snapshot() as connection:
            rows = connection.execute(chosen.order_by(*_PLACE, CONSENT.c.number))
            return [consent_of(tuple(row)) for row in rows]

    def consent_changes(self, since: int, erased: int) -> ConsentChanges:
        """What was said after a revision; everything when workers were erased since.

        Args:
            since: Revision up to which all is known.
            erased: As the last answer told it.

        Raises:
            StoreError: A row is not what was written.
        """
        with self.snapshot() as connection:
            now = int(connection.scalar(sa.select(REVISION.c.value).where(REVISION.c.name == ERASED)) or 0)
            start = since if now == erased else 0
            chosen = sa.select(*CONSENT_COLUMNS).where(CONSENT.c.revision > start)
            ordered = chosen.order_by(CONSENT.c.revision, *_PLACE, CONSENT.c.number)
            found, upto = list[tuple[str, str, str, bool]](), start
            for *fields, stored in connection.execute(ordered.execution_options(yield_per=statements.BATCH)):
                check_row(CONSENT.name, fields, stored)
                worker, purpose, tenant, _, state, *_, upto = fields
                found.append((worker, purpose, tenant, state == ConsentState.GRANTED))
        return ConsentChanges(erased=now, rows=found, upto=upto)


def erase_consents(connection: sa.Connection, workers: Sequence[str]) -> None:
    """Remove what workers said, and tell those who remember it.

    Args:
        connection: Of a write transaction.
        workers: Their keys, at most ``statements.BATCH``.
    """
    if workers:
        connection.execute(sa.delete(CONSENT).where(CONSENT.c.worker_key.in_(workers)))
        count_erasure(connection)


def count_erasure(connection: sa.Connection) -> None:
    """Tell who remembers consents that some are gone, in a write transaction of the caller's."""
    counted = sa.update(REVISION).where(REVISION.c.name == ERASED)
    connection.execute(counted.values(value=REVISION.c.value + 1))


def consent_of(values: Sequence[Any]) -> StoredConsent:
    """A row of ``CONSENT_COLUMNS``.

    Raises:
        StoreError: It is not what was written.
    """
    *fields, stored = values
    check_row(CONSENT.name, fields, stored)
    worker_key, purpose, tenant, number, state, at, channel, text_version, evidence, actor, _ = fields
    given = ConsentGiven(
        worker_key=worker_key,
        purpose=purpose,
        tenant=tenant,
        state=ConsentState(state),
        at=utc(at),
        channel=channel,
        text_version=text_version,
        evidence=evidence,
        actor=actor,
    )
    return StoredConsent(number=number, given=given)


def consent_faults(connection: sa.Connection) -> list[str]:
    """What is wrong with the rows of consents; no fault names a person.

    Args:
        connection: Of any transaction.
    """
    every = sa.select(*CONSENT_COLUMNS).execution_options(yield_per=statements.BATCH)
    return list(_faults(connection.execute(every.order_by(*_PLACE, CONSENT.c.number))))


def _faults(rows: sa.CursorResult[*tuple[Any, ...]]) -> Iterator[str]:
    for row in rows:
        fault = fault_of(CONSENT.name, tuple(row)[:-1], row.checksum)
        if fault:
            yield f"consent of {row.worker_key}, {row.purpose} {row.number}: {fault}"


def _check_workers(connection: sa.Connection, keys: Sequence[str]) -> None:
    for batch in statements.batches(keys):
        there = sa.select(RECORD.c.key).where(RECORD.c.kind == WORKER, RECORD.c.key.in_(batch))
        missing = sorted(set(batch) - set(connection.scalars(there)))
        if missing:
            raise UnknownIdError(wanted="the id of a stored worker", found=missing[0], where="id")


def _last_said(connection: sa.Connection, workers: Sequence[str]) -> dict[tuple[str, str, str], StoredConsent]:
    """What each of some workers said last, by purpose and tenant."""
    found = dict[tuple[str, str, str], StoredConsent]()
    for batch in statements.batches(workers):
        chosen = sa.select(*CONSENT_COLUMNS).where(CONSENT.c.worker_key.in_(batch)).order_by(CONSENT.c.number)
        for row in connection.execute(chosen):
            one = consent_of(tuple(row))
            found[one.given.place] = one
    return found


def _values(row: StoredConsent, revision: int) -> dict[str, object]:
    one = row.given
    told = (str(one.state), one.at, one.channel, one.text_version, one.evidence, one.actor)
    fields = (*one.place, row.number, *told, revision)
    return dict(zip(CONSENT.columns.keys(), (*fields, checksum(CONSENT.name, fields)), strict=True))
