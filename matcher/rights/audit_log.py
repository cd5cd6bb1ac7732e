"""Who did what with whose data: the audit log as the rest of the product writes and reads it.

A row holds no personal data: whom it is about stands there as a keyed hash (HMAC-SHA256 by a key that is derived from
the secret key of the installation), so that erasing a person leaves nothing to erase, and no free text, only facts
with names of ``FACTS``.

What must be known before the answer goes out (an identity was opened, data left, a change was made) is written at once:
no such row is lost, and where it cannot be written the request fails. What is only shown (``BUFFERED``) is written
together with the next row, at the latest after ``WAIT_S`` seconds: a process that is killed loses so much at most.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Required, TypedDict, Unpack

import orjson

from indexes.audit_chain import PERSON_BYTES, AuditEntry, AuditRow
from indexes.secret_box import SecretBox
from indexes.store import Store
from matcher.rights.audit_heads import sign_head
from taxonomy.errors import InputError, StoreError

WAIT_S = 0.5
"""Longest wait of a buffered row, seconds."""

MAX_WAITING = 20_000
"""Buffered rows from which nothing more is shown until the store takes them again."""

BUFFERED = frozenset({"match.people", "match.own", "record.read", "recommendations.read", "consents.read"})
"""Actions that may wait; all others are written before the answer."""

FACTS = frozenset(
    "count list k posting kind source purpose state request verdict ground before after route client key_id scope "
    "generation weights rows days format article window hours tenant job other run".split()
)
"""Names of the facts that a row may hold; values are numbers, yes or no, or short codes."""

_WORD = re.compile(r"[a-z][a-z0-9_.-]{0,31}")
_MAX_FACT = 400

Clock = Callable[[], datetime]
Fact = str | int | float | bool


class Told(TypedDict, total=False):
    """What a row is made of; what is left out is empty.

    Attributes:
        actor: Id of the client.
        action: What was done, such as ``identity.read``.
        target: Key of the worker whom it was about; only its keyed hash is kept.
        facts: Names of ``FACTS`` to codes and numbers.
        role: Of the client.
        tenant: Of the client.
        purpose: What for.
        outcome: ``ok`` (when left out), ``missing``, ``refused`` or ``failed``.
        people: Keys of workers who were shown or changed together; kept as a set of shortened hashes.
    """

    actor: Required[str]
    action: Required[str]
    target: str
    facts: Mapping[str, Fact]
    role: str
    tenant: str
    purpose: str
    outcome: str
    people: Iterable[str]


def now() -> datetime:
    """The time in UTC."""
    return datetime.now(UTC)


class AuditLog:
    """Writes and reads the log of one installation; safe to share between threads."""

    def __init__(self, store: Store, box: SecretBox, *, clock: Clock = now, wait_s: float = WAIT_S) -> None:
        """Write to a store.

        Args:
            store: Keeps the rows.
            box: Gives the keys of hashes and of signed heads.
            clock: The time in UTC.
            wait_s: Longest wait of a buffered row.
        """
        self._store, self._box, self._clock, self._wait_s = store, box, clock, wait_s
        self._keys = {key_id: box.derive("audit", key_id)[:32] for key_id in box.key_ids}
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._waiting: list[AuditEntry] = []
        self._timer: threading.Timer | None = None
        self._signed_on: date | None = None

    def append(self, **told: Unpack[Told]) -> None:
        """Write a row: at once, or within ``WAIT_S`` where the action is one of ``BUFFERED``.

        Args:
            **told: See ``Told``.

        Raises:
            InputError: An action or fact that the log does not take.
            StoreError: The store refused; what was to be shown or done must not be.
        """
        entry = self.entry(**told)
        if entry.action not in BUFFERED:
            self._write([entry])
            return
        with self._lock:
            if len(self._waiting) >= MAX_WAITING:
                raise StoreError(
                    f"audit log: wanted room for a row, found {MAX_WAITING} that the store did not take yet"
                )
            self._waiting.append(entry)
            if self._timer is None:
                self._timer = threading.Timer(self._wait_s, self._on_time)
                self._timer.daemon = True
                self._timer.start()

    def entry(self, **told: Unpack[Told]) -> AuditEntry:
        """A row for a store that writes it in the transaction of the change itself.

        Args:
            **told: See ``Told``.

        Raises:
            InputError: An action or fact that the log does not take.
        """
        action, outcome, target = told["action"], told.get("outcome", "ok"), told.get("target", "")
        if not _WORD.fullmatch(action) or not _WORD.fullmatch(outcome):
            raise InputError(wanted="an action such as identity.read", found=f"{action} {outcome}", where="audit log")
        marks = sorted({bytes.fromhex(self.subject(key))[:PERSON_BYTES] for key in told.get("people", ())})
        return AuditEntry(
            at=self._clock(),
            actor=told["actor"][:100],
            role=told.get("role", "")[:32],
            tenant=told.get("tenant", "")[:100],
            action=action,
            target=self.subject(target) if target else "",
            purpose=told.get("purpose", ""),
            outcome=outcome,
            facts=_checked(told.get("facts", {})),
            people=b"".join(marks),
        )

    def subject(self, worker: str, key_id: str = "") -> str:
        """Keyed hash of a worker's key, 64 hexadecimal digits.

        Args:
            worker: Key of a worker.
            key_id: Secret key; the current one when empty.
        """
        key = self._keys[key_id or self._box.current]
        return hmac.new(key, worker.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()

    def about(self, worker: str) -> list[AuditRow]:
        """Every row about a person, alone or in a list, under the older secret keys too, by the time of what was done.

        A row that waited stands in the log after rows of changes, which are written with the change itself.

        Raises:
            StoreError: The store refused.
        """
        self.flush()
        rows = self._store.audit_about([self.subject(worker, key_id) for key_id in self._box.key_ids])
        return sorted(rows, key=lambda row: (row.entry.at, row.seq))

    def flush(self) -> None:
        """Write what waits.

        Raises:
            StoreError: The store refused; it still waits.
        """
        self._write([])

    def close(self) -> None:
        """Write what waits; for the end of the process.

        Raises:
            StoreError: The store refused.
        """
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
        self.flush()

    def _on_time(self) -> None:
        with self._lock:
            self._timer = None
        with suppress(StoreError):  # it waits for the next row; when too much waits, nothing is shown any more
            self.flush()

    def _write(self, entries: list[AuditEntry]) -> None:
        """Write what waits and then the entries, in one transaction."""
        with self._writing:
            with self._lock:
                waiting, self._waiting = self._waiting, []
            if not waiting and not entries:
                return
            try:
                self._store.append_audit([*waiting, *entries])
            except StoreError:
                with self._lock:
                    self._waiting = [*waiting, *self._waiting]
                raise
            self._sign_daily()

    def _sign_daily(self) -> None:
        """Sign the log once a day, with the first row of the day; another process may have done it."""
        at = self._clock()
        if self._signed_on == at.date():
            return
        heads = self._store.audit_heads()
        if not heads or heads[-1].at.date() != at.date():
            sign_head(self._store, self._box, at)
        self._signed_on = at.date()


def row_document(row: AuditRow) -> dict[str, object]:
    """A row as JSON shows it; the people of a list are told by their number."""
    entry = row.entry
    return {
        "seq": row.seq,
        "at": entry.at.isoformat(),
        "actor": entry.actor,
        "role": entry.role,
        "tenant": entry.tenant,
        "action": entry.action,
        "target": entry.target,
        "purpose": entry.purpose,
        "outcome": entry.outcome,
        "facts": orjson.loads(entry.facts),
        "people": len(entry.people) // PERSON_BYTES,
        "hash": row.hash.hex(),
    }


def _checked(facts: Mapping[str, Fact]) -> str:
    for name, value in facts.items():
        if name not in FACTS:
            raise InputError(wanted=f"facts of {', '.join(sorted(FACTS))}", found=name, where="audit log")
        if isinstance(value, str) and (len(value) > _MAX_FACT or any(c < " " for c in value)):
            raise InputError(wanted=f"a code of at most {_MAX_FACT} characters", found=len(value), where=f"fact {name}")
    return orjson.dumps(dict(facts), option=orjson.OPT_SORT_KEYS).decode()
