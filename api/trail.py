"""The trail of a request: what goes into the audit log of what was shown and changed, told at the gate.

Every route that touches people (``Reach``) leaves a row, whether it was thought of here or not; what the path does not
say, such as who was in a list, the route tells its ``Trail``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, cast

from fastapi import Depends, Request, Response
from starlette.concurrency import run_in_threadpool

from api.access.errors import ForbiddenError
from api.access.principal import Principal
from api.access.rule import Reach, Rule
from matcher.rights.audit_log import BUFFERED, AuditLog, Told
from taxonomy.errors import SepadanError, UnknownIdError

ACTIONS: Mapping[tuple[str, str], str] = {
    ("POST", "/v1/match/workers"): "match.people",
    ("POST", "/v1/match/postings"): "match.own",
    ("POST", "/v1/recommend/courses"): "match.own",
    ("POST", "/v1/recommend/paths"): "match.own",
    ("POST", "/v1/recommend/programmes"): "match.own",
    ("POST", "/v1/jobs"): "job.ask",
    ("GET", "/v1/jobs/{job_id}/result"): "job.read",
    ("POST", "/v1/jobs/{job_id}/cancel"): "job.cancel",
    ("POST", "/v1/jobs/{job_id}/resume"): "job.resume",
    ("DELETE", "/v1/jobs/{job_id}"): "job.remove",
    ("POST", "/v1/sandbox/reset"): "sandbox.reset",
    ("GET", "/v1/workers/{key:path}/recommendations"): "recommendations.read",
    ("GET", "/v1/workers/{key:path}/europass"): "cv.export",
    ("GET", "/v1/workers/{key:path}/consents"): "consents.read",
    ("GET", "/v1/me/consents"): "consents.read",
    ("POST", "/pemberi-kerja/pasang"): "match.people",
    ("POST", "/petugas/antrean"): "work.take",
    ("POST", "/petugas/cari"): "match.people",
    ("POST", "/petugas/identitas"): "identity.read",
    ("POST", "/petugas/surat"): "identity.read",
    ("GET", "/pemberi-kerja/lowongan/{key:path}"): "match.people",
    ("GET", "/v1/requests/{request_id}/document"): "person.export",
    ("GET", "/v1/me/requests/{request_id}/document"): "person.export",
}
"""Method and path template to action; others are told by method."""

SILENT = frozenset(
    {
        *(("POST", "/v1/postings"), ("POST", "/v1/courses")),
        *(("PUT", "/v1/postings/{key:path}"), ("PUT", "/v1/courses/{key:path}")),
        *(("DELETE", "/v1/postings/{key:path}"), ("DELETE", "/v1/courses/{key:path}")),
    }
)
"""Writes of what is no person's."""

_BY_METHOD = {"GET": "record.read", "DELETE": "record.delete", "PUT": "record.write", "PATCH": "record.write"}
_PEOPLE = (Reach.PEOPLE, Reach.WRITES, Reach.SELF)


class Trail:
    """What a route tells of one request.

    Attributes:
        target: Key of the worker whom it is about, or empty.
        people: Keys of workers who were shown or changed together.
        facts: Codes and numbers, see ``matcher.rights.audit_log.FACTS``.
        is_told: Whether the route wrote its rows itself, together with what it changed.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self.target = ""
        self.people: list[str] = []
        self.facts: dict[str, str | int] = {}
        self.is_told = False

    def about(self, key: str | None, **facts: str | int) -> None:
        """It is about this worker."""
        self.target = key or self.target
        self.facts |= facts

    def shown(self, keys: Iterable[str], **facts: str | int) -> None:
        """These workers were shown, or changed, together."""
        self.people += keys
        self.facts |= {"count": len(self.people), **facts}


def get_trail(request: Request) -> Trail:
    """The trail of a request."""
    if not hasattr(request.state, "trail"):
        request.state.trail = Trail()
    return cast(Trail, request.state.trail)


TrailDep = Annotated[Trail, Depends(get_trail)]


def is_logged(method: str, path: str, rule: Rule) -> bool:
    """Whether a route leaves a row in the audit log."""
    return rule.reach in _PEOPLE and (method, path) not in SILENT


def action_of(method: str, path: str, rule: Rule) -> str:
    """What a route does, as the log calls it."""
    by_reach = "match.people" if rule.reach is Reach.PEOPLE else "record.write"
    return ACTIONS.get((method, path), _BY_METHOD.get(method, by_reach))


async def tell(request: Request, path: str, rule: Rule, principal: Principal, outcome: str) -> None:
    """Write the row of a request, before the answer goes out where that is wanted.

    Args:
        request: It.
        path: Template of its route.
        rule: Of the route.
        principal: Who asks.
        outcome: ``ok``, ``missing`` or ``refused``.

    Raises:
        StoreError: The store refused; nothing is answered then.
    """
    serving, method = getattr(request.app.state, "serving", None), "GET" if request.method == "HEAD" else request.method
    if serving is None or not is_logged(method, path, rule):
        return
    trail, log = get_trail(request), cast(AuditLog, serving.audit)
    if trail.is_told and outcome == "ok":
        return
    if rule.is_public and not trail.target and not trail.people:
        return  # nobody was named nor shown
    row: Told = {
        "actor": principal.client,
        "role": str(principal.role),
        "tenant": principal.tenant,
        "action": action_of(method, path, rule),
        "target": trail.target or request.path_params.get("key", "") or principal.subject,
        "facts": {"route": f"{method} {path}", **trail.facts},
        "people": trail.people,
        "outcome": outcome,
    }
    if row["action"] in BUFFERED:
        log.append(**row)
    else:
        await run_in_threadpool(lambda: log.append(**row))


def outcome_of(answer: Response | SepadanError) -> str:
    """How a request went, for the log; empty where nothing was shown or done that the log keeps."""
    if isinstance(answer, UnknownIdError):
        return "missing"
    if isinstance(answer, ForbiddenError):
        return "refused"
    return "ok" if isinstance(answer, Response) and answer.status_code < 400 else ""
