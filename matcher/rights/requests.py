"""A request of a person about the data kept of them, opened: what is asked, by when, what came of it.

Received, worked on, then done or refused with a ground of the law; a restriction, or an objection that was upheld, is
in force from then on and may be lifted.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import orjson

from indexes.request_rows import OPEN, StoredRequest, request_place
from indexes.secret_box import SecretBox
from matcher.filling import field_names, wanted_names
from matcher.forms import WorkerForm
from matcher.identity import is_identity
from matcher.rights.clocks import load_clocks
from taxonomy.errors import InputError


class RequestKind(StrEnum):
    """What a person asks for."""

    ACCESS = "access"
    CORRECTION = "correction"
    ERASURE = "erasure"
    PORTABILITY = "portability"
    RESTRICTION = "restriction"
    OBJECTION = "objection"


class RequestState(StrEnum):
    """Where it stands."""

    RECEIVED = "received"
    WORKING = "working"
    DONE = "done"
    REFUSED = "refused"
    LIFTED = "lifted"


class Verdict(StrEnum):
    """What a human found about an objection to an automated decision."""

    UPHELD = "upheld"
    """The person is right: no automatic recommendations until it is lifted."""
    CHANGED = "changed"
    """A human set the result right; automation goes on."""
    DISMISSED = "dismissed"
    """The result stands, for the reason that is given."""


AT_ONCE = frozenset({RequestKind.ACCESS, RequestKind.PORTABILITY, RequestKind.RESTRICTION})
"""Kinds that are answered by being asked for; the others wait for an officer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts.

    Attributes:
        client: Id of the client.
        role: Of the client.
        tenant: Of the client.
    """

    client: str
    role: str = ""
    tenant: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRequest:
    """A request, opened.

    Attributes:
        stored: As the store keeps it.
        content: What was asked: ``words``, ``fields`` of a correction, ``posting`` of an objection.
        answer: What was answered: ``reason``, and what a correction did.
    """

    stored: StoredRequest
    content: Mapping[str, Any]
    answer: Mapping[str, Any]

    def is_overdue(self, now: datetime) -> bool:
        """Whether the clock ran out before an answer."""
        return self.stored.state in OPEN and self.stored.due_at < now

    def as_dict(self, now: datetime) -> dict[str, Any]:
        """For API and command line."""
        row, clock = self.stored, load_clocks()[self.stored.kind]
        return {
            "id": row.id,
            "worker": row.worker_key,
            "kind": row.kind,
            "state": row.state,
            "verdict": row.verdict,
            "ground": row.ground,
            "received_at": row.received_at.isoformat(),
            "due_at": row.due_at.isoformat(),
            "decided_at": row.decided_at.isoformat() if row.decided_at else None,
            "overdue": self.is_overdue(now),
            "article": clock.article,
            "filed_by": row.filed_by,
            "decided_by": row.decided_by,
            "content": dict(self.content),
            "answer": dict(self.answer),
        }


def new_id() -> str:
    """A random id that nobody guesses."""
    return f"rq_{secrets.token_hex(12)}"


def seal(box: SecretBox, request_id: str, part: str, value: Mapping[str, Any]) -> bytes:
    """What was asked or answered, sealed where it stands; nothing for nothing.

    Args:
        box: Seals.
        request_id: Whose.
        part: ``content`` or ``answer``.
        value: What JSON can hold.
    """
    return box.seal(request_place(request_id, part), orjson.dumps(dict(value))) if value else b""


def opened(box: SecretBox, row: StoredRequest) -> PersonRequest:
    """A stored request, opened.

    Raises:
        ConfigError: The key that sealed it is gone.
        StoreError: It does not open.
    """
    parts: dict[str, dict[str, Any]] = {
        part: orjson.loads(box.open(request_place(row.id, part), sealed)) if sealed else {}
        for part, sealed in (("content", row.content), ("answer", row.answer))
    }
    return PersonRequest(stored=row, content=parts["content"], answer=parts["answer"])


def check_content(kind: RequestKind, content: Mapping[str, Any]) -> None:
    """Refuse a request that says too little to be answered.

    Raises:
        InputError: A correction without fields, or with one that no worker has.
    """
    if kind is RequestKind.CORRECTION and not content.get("fields"):
        raise InputError(wanted="the fields to put right, as in the template", found="none", where="fields")
    if kind is not RequestKind.CORRECTION and content.get("fields"):
        raise InputError(wanted="no fields, for only a correction has them", found=kind.value, where="fields")
    known = field_names(WorkerForm) - {"id", "source", "fetched_at"}
    stranger = next((name for name in content.get("fields", {}) if name not in known and not is_identity(name)), None)
    if stranger is not None:
        raise InputError(wanted=wanted_names(WorkerForm, stranger), found=stranger, where=f"fields.{stranger}")


def check_ground(kind: str, ground: str) -> None:
    """Refuse a ground that the law does not know for this kind.

    Raises:
        InputError: Names those that it knows.
    """
    grounds = load_clocks()[kind].grounds
    if ground not in grounds:
        raise InputError(wanted=f"a ground to refuse {kind} on: {', '.join(grounds)}", found=ground, where="ground")


def check_open(row: StoredRequest) -> None:
    """Refuse to answer a second time.

    Raises:
        InputError: It was answered.
    """
    if row.state not in OPEN:
        raise InputError(wanted="a request that waits for an answer", found=f"one that is {row.state}", where="state")
