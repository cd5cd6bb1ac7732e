"""How a request is made to every route that touches people, and what must come of it for each role.

What must come of it is worked out here from role and record alone, by no code of the API's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from api.access.principal import Role
from api.access.rules import Rule

OWN, CONSENTED, FOREIGN, MISSING = "own", "consented", "foreign", "missing"
TARGETS = (OWN, CONSENTED, FOREIGN, MISSING)
SEES_ALL = (Role.PLATFORM, Role.OFFICER)
CONSENT = {"channel": "app", "text_version": "2026-11"}
POSTING = {"title": "Juru Las", "description": "Mengelas pelat SMAW.", "places": ["Kota Surabaya"]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One request.

    Attributes:
        target: Whose record it is about, seen from the board.
        key: Its stored key.
        name: What the caller knows it by: the key, or a pseudonym.
        request_id: Of a request of that person; ``rq_none`` where there is none.
        objection_id: Likewise.
    """

    target: str
    key: str
    name: str
    request_id: str = "rq_none"
    objection_id: str = "rq_none"

    @property
    def source(self) -> str:
        """Source of the record."""
        return self.key.partition(":")[0]


Request = tuple[str, dict[str, Any]]
Make = Callable[[Cell], Request]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How a route is asked about one record.

    Attributes:
        make: Path and what goes with it.
        kind: Of ``EXPECTED``.
        ok: Status of a request that is let through, over a record that is there.
        scope: That the route asks for where its rule asks for none.
        changes: Whether the record is another one afterwards, so that each cell needs one of its own.
    """

    make: Make
    kind: str
    ok: tuple[int, ...] = (200,)
    changes: bool = False
    scope: str = ""


def _outcome(cell: Cell) -> Request:
    told = {"worker_key": cell.name, "posting_key": "alfa:p-1", "event": "applied", "at": "2026-11-26T08:00:00+07:00"}
    return "/v1/outcomes", {"json": {"records": [{"id": f"alfa:{cell.target}", **told}]}}


def _body(path: str, **body: Any) -> Make:
    return lambda cell: (path, {"json": {"id": cell.name, **body}})


def _at(path: str, **options: Any) -> Make:
    def made(cell: Cell) -> Request:
        filled = path.replace("{name}", cell.name).replace("{key}", cell.key)
        return filled.replace("{rq}", cell.request_id).replace("{ob}", cell.objection_id), options

    return made


def _put(path: str, **record: Any) -> Make:
    return lambda cell: (path, {"json": {"records": [{"id": f"{cell.source}:new", **record}]}})


def _consents(cell: Cell) -> Request:
    said = {"worker_key": cell.key, "purpose": "learning", "state": "granted", **CONSENT}
    return "/v1/consents", {"json": {"consents": [said]}}


def _job(cell: Cell) -> Request:
    return "/v1/jobs", {"json": {"kind": "match", "of": "workers", "ids": [cell.key], "k": 3}}


WAYS: Mapping[tuple[str, str], Way] = {
    ("POST", "/v1/match/workers"): Way(
        make=lambda _: ("/v1/match/workers", {"json": {"posting": POSTING}}), kind="any"
    ),
    ("POST", "/pemberi-kerja"): Way(
        make=lambda _: ("/pemberi-kerja", {"data": {"title": "Juru Las", "text": "SMAW"}}), kind="page"
    ),
    ("POST", "/v1/match/postings"): Way(make=_body("/v1/match/postings"), kind="seen"),
    ("POST", "/v1/recommend/courses"): Way(make=_body("/v1/recommend/courses"), kind="seen"),
    ("POST", "/v1/recommend/paths"): Way(make=_body("/v1/recommend/paths"), kind="seen"),
    ("POST", "/v1/recommend/programmes"): Way(make=_body("/v1/recommend/programmes"), kind="seen"),
    # No batch was made: 503 says that one was let through to it.
    ("GET", "/v1/workers/{key:path}/recommendations"): Way(
        make=_at("/v1/workers/{name}/recommendations"), kind="seen", ok=(503,)
    ),
    ("GET", "/v1/workers/{key:path}/europass"): Way(
        # A board needs the person's consent to send a CV abroad beside.
        make=_at("/v1/workers/{name}/europass"),
        kind="seen",
        ok=(200, 403),
    ),
    ("GET", "/v1/workers/{key:path}"): Way(make=_at("/v1/workers/{name}"), kind="seen"),
    ("GET", "/v1/workers"): Way(make=_at("/v1/workers", params={"records": "true"}), kind="any"),
    ("GET", "/v1/changes/workers"): Way(make=_at("/v1/changes/workers"), kind="any"),
    ("PUT", "/v1/postings/{key:path}"): Way(
        make=_at("/v1/postings/{key}", json=POSTING), kind="erased", ok=(200, 201), changes=True
    ),
    ("PUT", "/v1/workers/{key:path}"): Way(
        make=_at("/v1/workers/{key}", json={"wish": "las"}), kind="erased", ok=(200, 201), changes=True
    ),
    ("PUT", "/v1/courses/{key:path}"): Way(
        make=_at("/v1/courses/{key}", json={"title": "Las"}), kind="erased", ok=(200, 201), changes=True
    ),
    ("GET", "/v1/careers/{code}"): Way(
        make=lambda cell: ("/v1/careers/7212", {"params": {"worker": cell.name}}), kind="seen"
    ),
    ("GET", "/v1/first-jobs"): Way(
        make=lambda cell: ("/v1/first-jobs", {"params": {"worker": cell.name}}), kind="seen"
    ),
    ("POST", "/v1/jobs"): Way(make=_job, kind="job", ok=(202,), scope="match"),
    ("GET", "/v1/jobs/{job_id}/result"): Way(make=_at("/v1/jobs/job_none/result"), kind="none"),
    ("POST", "/v1/watches"): Way(
        make=lambda cell: ("/v1/watches", {"json": {"worker": cell.key}}), kind="kept", ok=(201,)
    ),
    ("POST", "/v1/postings"): Way(make=_put("/v1/postings", title="Juru Las"), kind="written"),
    ("POST", "/v1/workers"): Way(make=_put("/v1/workers", wish="las"), kind="written"),
    ("POST", "/v1/courses"): Way(make=_put("/v1/courses", title="Las"), kind="written"),
    ("DELETE", "/v1/postings/{key:path}"): Way(make=_at("/v1/postings/{key}"), kind="deleted", ok=(204,), changes=True),
    ("DELETE", "/v1/workers/{key:path}"): Way(make=_at("/v1/workers/{key}"), kind="deleted", ok=(204,), changes=True),
    ("DELETE", "/v1/courses/{key:path}"): Way(make=_at("/v1/courses/{key}"), kind="deleted", ok=(204,), changes=True),
    ("POST", "/v1/workers/{key:path}/token"): Way(make=_at("/v1/workers/{key}/token", json={}), kind="deleted"),
    ("POST", "/v1/outcomes"): Way(make=_outcome, kind="told"),
    ("POST", "/v1/erasures"): Way(
        make=lambda cell: ("/v1/erasures", {"json": {"ids": [cell.key], "block": False}}), kind="erased", changes=True
    ),
    ("GET", "/v1/workers/{key:path}/consents"): Way(make=_at("/v1/workers/{key}/consents"), kind="kept"),
    ("PUT", "/v1/workers/{key:path}/consents/{purpose}"): Way(
        make=_at("/v1/workers/{key}/consents/learning", json=CONSENT), kind="kept"
    ),
    ("DELETE", "/v1/workers/{key:path}/consents/{purpose}"): Way(
        make=_at("/v1/workers/{key}/consents/learning"), kind="kept"
    ),
    ("POST", "/v1/consents"): Way(make=_consents, kind="bulk"),
    ("POST", "/v1/workers/{key:path}/requests"): Way(
        make=_at("/v1/workers/{key}/requests", json={"kind": "access"}), kind="kept"
    ),
    ("GET", "/v1/workers/{key:path}/requests"): Way(make=_at("/v1/workers/{key}/requests"), kind="listed"),
    ("GET", "/v1/requests"): Way(make=_at("/v1/requests"), kind="any"),
    ("GET", "/v1/requests/{request_id}"): Way(make=_at("/v1/requests/{rq}"), kind="kept"),
    ("GET", "/v1/requests/{request_id}/document"): Way(make=_at("/v1/requests/{rq}/document"), kind="kept"),
    ("POST", "/v1/requests/{request_id}/answer"): Way(
        # An answered one cannot be worked at: 409 says that one was let through to it.
        make=_at("/v1/requests/{rq}/answer", json={"do": "work"}),
        kind="kept",
        ok=(200, 409, 422),
    ),
    ("GET", "/v1/reviews"): Way(make=_at("/v1/reviews"), kind="human-any"),
    ("GET", "/v1/reviews/{request_id}"): Way(make=_at("/v1/reviews/{ob}"), kind="human"),
    ("POST", "/v1/reviews/{request_id}/decide"): Way(
        make=_at("/v1/reviews/{ob}/decide", json={"verdict": "dismissed", "reason": "Sudah diperiksa."}),
        kind="human",
        ok=(200, 409, 422),
    ),
    ("GET", "/v1/me"): Way(make=_at("/v1/me"), kind="self"),
    ("PATCH", "/v1/me"): Way(make=_at("/v1/me", json={"experience_months": 30}), kind="self"),
    ("GET", "/v1/me/matches"): Way(make=_at("/v1/me/matches"), kind="self"),
    ("GET", "/v1/me/courses"): Way(make=_at("/v1/me/courses"), kind="self"),
    ("GET", "/v1/me/outcomes"): Way(make=_at("/v1/me/outcomes"), kind="self"),
    ("GET", "/v1/me/consents"): Way(make=_at("/v1/me/consents"), kind="self"),
    ("PUT", "/v1/me/consents/{purpose}"): Way(make=_at("/v1/me/consents/learning", json=CONSENT), kind="self"),
    ("DELETE", "/v1/me/consents/{purpose}"): Way(make=_at("/v1/me/consents/learning"), kind="self"),
    ("POST", "/v1/me/requests"): Way(make=_at("/v1/me/requests", json={"kind": "access"}), kind="self"),
    ("GET", "/v1/me/requests"): Way(make=_at("/v1/me/requests"), kind="self"),
    ("GET", "/v1/me/requests/{request_id}"): Way(make=_at("/v1/me/requests/{rq}"), kind="self-request"),
    ("GET", "/v1/me/requests/{request_id}/document"): Way(
        make=_at("/v1/me/requests/{rq}/document"), kind="self-request"
    ),
    ("DELETE", "/v1/me"): Way(make=_at("/v1/me"), kind="self", ok=(204,), changes=True),
}
"""Method and path of each route that touches people to how it is asked."""


def stopped(role: Role, scopes: frozenset[str], rule: Rule, *, names_nobody: bool) -> int | None:
    """Status by which the gate stops somebody; None where it does not."""
    if rule.is_public and names_nobody:
        return None
    if role is Role.ANONYMOUS:
        return 401
    if rule.scope and not {rule.scope, rule.scope.partition(":")[0]} & scopes:
        return 403
    if rule.reach == "writes" and role in (Role.OFFICER, Role.PERSON):
        return 403
    return 403 if rule.reach == "self" and role is not Role.PERSON else None


def expected(role: Role, way: Way, cell: Cell) -> tuple[int, ...]:
    """Statuses that may be answered to somebody whom the gate let through; the board's source is ``alfa``."""
    board, there = role is Role.BOARD, cell.target != MISSING
    own = (board and cell.source == "alfa") or role is Role.PLATFORM
    if way.kind in ("any", "page"):
        return (403,) if role is Role.PERSON else way.ok
    if way.kind == "job":
        return way.ok if own or role is Role.OFFICER or (board and cell.source == "alfa") else (403,)
    if way.kind == "none":
        return (404,)
    if way.kind in ("human", "human-any"):
        return (403,) if role is not Role.OFFICER else way.ok if there or way.kind == "human-any" else (404,)
    if way.kind == "self":
        return way.ok
    if way.kind == "self-request":
        return way.ok if cell.target == OWN else (404,)
    if way.kind == "seen":
        return way.ok if there and (role in SEES_ALL or (board and cell.target in (OWN, CONSENTED))) else (404,)
    if way.kind in ("kept", "listed"):
        may = own or role is Role.OFFICER
        return way.ok if may and (there or way.kind == "listed") else (404,)
    if way.kind == "bulk":
        return way.ok if there and (own or role is Role.OFFICER) else (422,)
    if way.kind == "written":
        return way.ok if own else (422,)
    if way.kind == "deleted":
        return way.ok if there and own else (404,)
    if way.kind == "erased":
        return way.ok if own else (403,)
    assert way.kind == "told"
    return way.ok if there and (role is Role.PLATFORM or (board and cell.target in (OWN, CONSENTED))) else (422,)
