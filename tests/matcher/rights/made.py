"""Stores with invented workers, a log and a desk whose clock stands still, for the tests of rights."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from indexes.audit_chain import AuditEntry
from indexes.consent_rows import ConsentGiven, ConsentState
from indexes.request_rows import StoredRequest
from indexes.secret_box import SecretBox
from indexes.store import Store
from matcher.rights.audit_log import AuditLog
from matcher.rights.requests import Actor
from tests.indexes.stores import record

DAY = datetime(2026, 11, 27, 2, tzinfo=UTC)
OFFICER = Actor(client="petugas-1", role="officer", tenant="dinas")
BOX = SecretBox({"k1": bytes(range(32))})


@dataclass
class Clock:
    """A time that a test moves."""

    at: datetime = DAY

    def __call__(self) -> datetime:
        return self.at

    def later(self, **span: float) -> None:
        self.at += timedelta(**span)


def with_workers(store: Store, *keys: str) -> Store:
    store.upsert([record(key, kind="worker") for key in keys])
    return store


def entry(action: str = "record.read", **fields: object) -> AuditEntry:
    told = {"at": DAY, "actor": "c", "role": "", "tenant": "", "target": "", "purpose": "", "outcome": "ok"}
    return AuditEntry(**{**told, "action": action, "facts": "{}", "people": b"", **fields})  # type: ignore[arg-type]


def request(request_id: str = "rq_1", worker: str = "a:1", **fields: object) -> StoredRequest:
    told: dict[str, object] = {"subject": "00" * 32, "kind": "access", "state": "received", "verdict": "", "ground": ""}
    told |= {"received_at": DAY, "due_at": DAY + timedelta(hours=72), "decided_at": None, "filed_by": "c"}
    told |= {"decided_by": "", "content": b"sealed", "answer": b""}
    return StoredRequest(id=request_id, worker_key=worker, **{**told, **fields})  # type: ignore[arg-type]


def said(worker: str, purpose: str, state: str = "granted", tenant: str = "", **rest: str) -> ConsentGiven:
    told = {"channel": "app", "text_version": "2026-11", "evidence": "", "actor": "c", **rest}
    return ConsentGiven(worker_key=worker, purpose=purpose, tenant=tenant, state=ConsentState(state), at=DAY, **told)


def say(store: Store, *given: ConsentGiven) -> list[ConsentGiven]:
    return store.put_consents(given, lambda one: entry(f"consent.{one.state}"))


def log_of(store: Store, clock: Clock | None = None, wait_s: float = 0.5) -> AuditLog:
    return AuditLog(store, BOX, clock=clock or Clock(), wait_s=wait_s)
