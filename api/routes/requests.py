"""Requests of people about their data: filed, looked at, answered; ``/v1/me/requests`` by the person."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from api.access.principal import Principal, PrincipalDep, Role
from api.access.rule import PRIVACY, SELF
from api.access.rules import guarded
from api.bodies import JsonRoute
from api.routes.record_keys import Key, check_key
from api.routes.rights_access import actor_of, check_own, subject_of
from api.schemas import BODY_PROBLEMS, problems
from api.schemas_rights import AnswerRequest, PersonRequestBody, RequestCard, RequestsResponse
from api.serving import Serving, ServingDep
from api.trail import TrailDep
from indexes.request_rows import OPEN, RequestFilter
from matcher.records import Kind
from matcher.rights.audit_log import now
from matcher.rights.requests import PersonRequest, RequestKind, RequestState
from taxonomy.errors import UnknownIdError

router = APIRouter(prefix="/v1", route_class=JsonRoute, tags=["rights"])

RequestId = Annotated[str, Path(max_length=64, pattern=r"^[a-z0-9_]+$", examples=["rq_5c1f0a3f9be27d4408a1c6e2"])]
After = Annotated[str, Query(max_length=64, pattern=r"^[a-z0-9_]*$", description="`next` of the answer before")]
Limit = Annotated[int, Query(ge=1, le=500)]
_READ = problems(404, 422, 503)
_WRITE = problems(404, *BODY_PROBLEMS)


@router.post("/workers/{key:path}/requests", summary="A worker asks", responses=_WRITE)
@guarded(PRIVACY)
def file_request(
    key: Key, request: PersonRequestBody, serving: ServingDep, principal: PrincipalDep, trail: TrailDep
) -> RequestCard:
    """Its clock begins: 3 x 24 hours. Access, portability and restriction are answered at once."""
    check_key(Kind.WORKER, key)
    check_own(principal, key)
    return _filed(serving, principal, trail, key, request)


@router.get("/workers/{key:path}/requests", summary="What a worker asked", responses=_READ)
@guarded(PRIVACY)
def worker_requests(
    key: Key, serving: ServingDep, principal: PrincipalDep, after: After = "", limit: Limit = 100
) -> RequestsResponse:
    """By due time."""
    check_key(Kind.WORKER, key)
    check_own(principal, key)
    return _listed(serving, RequestFilter(worker_key=key, after=after, limit=limit))


@router.get("/requests", summary="Requests of people", responses=_READ)
@guarded(PRIVACY)
def list_requests(
    serving: ServingDep,
    principal: PrincipalDep,
    waiting: Annotated[bool, Query(description="Only those without an answer")] = True,
    overdue: Annotated[bool, Query(description="Only those whose clock ran out")] = False,
    kind: Annotated[RequestKind | None, Query()] = None,
    after: After = "",
    limit: Limit = 100,
) -> RequestsResponse:
    """First due first; a board sees those of its own people."""
    wanted = RequestFilter(
        states=OPEN if waiting or overdue else (),
        due_before=now() if overdue else None,
        kind=kind or "",
        sources=principal.sources,
        after=after,
        limit=limit,
    )
    return _listed(serving, wanted)


@router.get("/requests/{request_id}", summary="One request", responses=_READ)
@guarded(PRIVACY)
def get_request(request_id: RequestId, serving: ServingDep, principal: PrincipalDep, trail: TrailDep) -> RequestCard:
    """With what was asked and answered."""
    found = _own(serving, principal, request_id)
    trail.about(found.stored.worker_key)
    return _card(found)


@router.post("/requests/{request_id}/answer", summary="Answer a request", responses=_WRITE)
@guarded(PRIVACY)
def answer_request(
    request_id: RequestId, request: AnswerRequest, serving: ServingDep, principal: PrincipalDep, trail: TrailDep
) -> RequestCard:
    """`work` says that somebody is at it, `answer` does what is asked, `refuse` needs a ground of the law and a reason.

    `lift` ends a restriction, or an objection that was upheld. Objections are decided at `/v1/reviews`.
    """
    _own(serving, principal, request_id)
    desk, by = serving.desk, actor_of(principal)
    trail.is_told = True
    if request.do == "work":
        return _card(desk.work(request_id, by))
    if request.do == "answer":
        return _card(desk.answer(request_id, by, request.reason))
    if request.do == "lift":
        return _card(desk.lift(request_id, by))
    return _card(desk.refuse(request_id, by, request.ground, request.reason))


@router.get("/requests/{request_id}/document", summary="What access or portability gives", responses=_READ)
@guarded(PRIVACY)
def request_document(
    request_id: RequestId, serving: ServingDep, principal: PrincipalDep, trail: TrailDep
) -> dict[str, Any]:
    """Everything held about the person, or what can be taken along; made anew each time, and logged."""
    return _document(serving, trail, _own(serving, principal, request_id))


@router.post("/me/requests", summary="I ask", responses=problems(403, 404, *BODY_PROBLEMS))
@guarded(SELF)
def my_request(
    request: PersonRequestBody, serving: ServingDep, principal: PrincipalDep, trail: TrailDep
) -> RequestCard:
    """Access, portability and restriction are answered at once; the others within 3 x 24 hours."""
    return _filed(serving, principal, trail, subject_of(principal), request)


@router.get("/me/requests", summary="What I asked", responses=problems(403, 404, 422, 503))
@guarded(SELF)
def my_requests(
    serving: ServingDep, principal: PrincipalDep, after: After = "", limit: Limit = 100
) -> RequestsResponse:
    """By due time, with the answers."""
    return _listed(serving, RequestFilter(worker_key=subject_of(principal), after=after, limit=limit))


@router.get("/me/requests/{request_id}", summary="One of my requests", responses=problems(403, 404, 422, 503))
@guarded(SELF)
def my_one_request(request_id: RequestId, serving: ServingDep, principal: PrincipalDep) -> RequestCard:
    """With its answer."""
    return _card(_mine(serving, principal, request_id))


@router.get(
    "/me/requests/{request_id}/document", summary="What I asked for, to keep", responses=problems(403, 404, 422, 503)
)
@guarded(SELF)
def my_document(request_id: RequestId, serving: ServingDep, principal: PrincipalDep, trail: TrailDep) -> dict[str, Any]:
    """Everything held about me and who saw it, or what I can take along."""
    return _document(serving, trail, _mine(serving, principal, request_id))


def _filed(
    serving: Serving, principal: Principal, trail: TrailDep, key: str, request: PersonRequestBody
) -> RequestCard:
    said = {"words": request.words, "fields": request.fields, "posting": request.posting}
    trail.is_told = True
    content = {name: value for name, value in said.items() if value}
    return _card(serving.desk.file(key, request.kind, content, actor_of(principal)))


def _listed(serving: Serving, wanted: RequestFilter) -> RequestsResponse:
    found = serving.desk.requests(wanted)
    last = found[-1].stored.id if len(found) == wanted.limit else None
    return RequestsResponse(requests=[_card(one) for one in found], next=last)


def _card(request: PersonRequest) -> RequestCard:
    return RequestCard.model_validate(request.as_dict(now()))


def _own(serving: Serving, principal: Principal, request_id: str) -> PersonRequest:
    """A request of one of the caller's people; those of erased ones only the platform and officers see."""
    found = serving.desk.get(request_id)
    sees_all = principal.sources is None and principal.role is not Role.PERSON
    if not sees_all and not (found.stored.worker_key and principal.owns(found.stored.worker_key)):
        raise UnknownIdError(wanted="the id of a request", found=request_id, where="id")
    return found


def _mine(serving: Serving, principal: Principal, request_id: str) -> PersonRequest:
    found = serving.desk.get(request_id)
    if found.stored.worker_key != subject_of(principal):
        raise UnknownIdError(wanted="the id of a request", found=request_id, where="id")
    return found


def _document(serving: Serving, trail: TrailDep, request: PersonRequest) -> dict[str, Any]:
    row = request.stored
    if row.kind not in (RequestKind.ACCESS, RequestKind.PORTABILITY) or row.state != RequestState.DONE:
        raise UnknownIdError(wanted="an answered request of access or portability", found=row.kind, where="id")
    trail.about(row.worker_key, request=row.id, kind=row.kind)
    files = serving.files
    return files.everything(row.worker_key) if row.kind == RequestKind.ACCESS else files.portable(row.worker_key)
