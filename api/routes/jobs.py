"""``/v1/jobs``: asked for, listed, looked at, cancelled, resumed, removed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Path, Query, Response

from api.access.errors import ForbiddenError
from api.access.principal import Principal, PrincipalDep, Role
from api.access.rule import CLIENT, CLIENT_PEOPLE
from api.access.rules import guarded
from api.idempotency import IdempotentRoute
from api.job_answers import check_scope, cursor_of, job_answer, job_for, may_see, place_of
from api.job_service import DeskDep
from api.language import LanguageDep
from api.routes.matches import conditions_of
from api.schemas import BODY_PROBLEMS, problems
from api.schemas_conditions import ConditionsBody
from api.schemas_jobs import (
    ExportJobRequest,
    IngestJobRequest,
    JobRequest,
    JobResponse,
    JobsResponse,
    MatchJobRequest,
    RecommendJobRequest,
    SubjectsRequest,
)
from api.serving import Serving, ServingDep
from api.trail import Trail, TrailDep
from indexes.job_records import StoredJob
from matcher.filters import Conditions
from matcher.jobs.desk import JobDesk
from matcher.jobs.job import Asked, JobKind
from matcher.reason_words import Language
from matcher.records import Kind
from matcher.sources import source_named
from matcher.sources.given import with_given
from taxonomy.errors import InputError

router = APIRouter(prefix="/v1", route_class=IdempotentRoute, tags=["jobs"])

JobId = Annotated[str, Path(description="Id of a job", max_length=100, examples=["job_3q9pXJ0n5m1rB8sT2vW4yZ6a"])]
RETRY_S = 2
"""Seconds after which it is worth asking again how far a job is."""

_KINDS = {"workers": Kind.WORKER, "postings": Kind.POSTING, "courses": Kind.COURSE}
_LOCATED = {
    "Location": {"description": "Of the job", "schema": {"type": "string"}},
    "Retry-After": {"description": "Seconds", "schema": {"type": "integer"}},
}


@router.post(
    "/jobs",
    status_code=202,
    summary="Ask for a job",
    response_description="The job, which waits; `Location` tells where to look",
    responses={202: {"headers": _LOCATED}, **problems(404, 409, 429, *BODY_PROBLEMS)},
)
@guarded(CLIENT_PEOPLE)  # what a job may do is held against the scopes of its kind, below: any client may ask
def ask(
    request: JobRequest,
    response: Response,
    serving: ServingDep,
    desk: DeskDep,
    principal: PrincipalDep,
    language: LanguageDep,
    trail: TrailDep,
) -> JobResponse:
    """Take in an upload, match or advise many at once, or export postings; requests go on meanwhile."""
    if principal.role is Role.PERSON:
        raise ForbiddenError("wanted a client, found a person's token")
    body = request.root
    asked = _asked(body, serving, principal, language)
    check_scope(principal, asked)
    records = getattr(body, "records", None)
    if records:
        asked = _with_upload(asked, desk, principal, records)
    job = _told(trail, desk.ask(principal.tenant, principal.client, asked))
    response.headers.update({"Location": f"/v1/jobs/{job.id}", "Retry-After": str(RETRY_S)})
    return job_answer(job)


def _with_upload(asked: Asked, desk: JobDesk, principal: Principal, records: Sequence[Any]) -> Asked:
    """The same over an upload: rows may hold identity data, which must not lie open in the store."""
    lines = b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in records)
    upload = desk.uploads.put(principal.tenant, principal.client, "records.jsonl", lines)
    return replace(asked, upload=upload.id)


def _asked(
    body: IngestJobRequest | MatchJobRequest | RecommendJobRequest | ExportJobRequest,
    serving: Serving,
    principal: Principal,
    language: Language,
) -> Asked:
    day, sources = serving.today(), None if principal.sources is None else tuple(sorted(principal.sources))
    common: dict[str, Any] = {"kind": JobKind(body.kind), "day": day, "language": language, "sources": sources}
    if isinstance(body, ExportJobRequest):
        return Asked(of=Kind.POSTING, stored=body.source, **common)
    if isinstance(body, IngestJobRequest):
        source = with_given(source_named(body.layout), body.given)
        layout: dict[str, Any] = {"layout": body.layout, "given": body.given, "index": body.index}
        return Asked(of=source.kind, upload=body.upload or "", **layout, **common)
    of = _KINDS[body.of] if isinstance(body, MatchJobRequest) else Kind.WORKER
    subjects: dict[str, Any] = {
        "of": of,
        "layout": f"{of}s",
        "upload": body.upload or "",
        "ids": body.ids or (),
        "stored": body.source,
        "k": body.k,
    }
    _check_stored(body, of, principal)
    if isinstance(body, RecommendJobRequest):
        return Asked(**subjects, wish=body.wish.wish(day), **common)
    return Asked(**subjects, conditions=_conditions(body, serving, principal), **common)


def _check_stored(body: SubjectsRequest, of: Kind, principal: Principal) -> None:
    """Refuse a source, or ids, of people whom the caller may not see; whether there are any is not told."""
    if of is not Kind.WORKER:
        return
    if body.source and not principal.owns(f"{body.source}:"):
        raise ForbiddenError("wanted one of the client's own sources, found another")
    if not all(principal.owns(key) for key in body.ids or ()):
        raise ForbiddenError("wanted ids of the client's own sources, found another")


def _conditions(body: MatchJobRequest, serving: Serving, principal: Principal) -> Conditions:
    """Conditions of a match; who has sources of its own finds no other's people."""
    if body.of == "workers":
        return conditions_of(body.conditions, serving)
    given = body.conditions.model_dump(exclude_unset=True)
    if foreign := sorted(set(given) - set(ConditionsBody.model_fields)):
        raise InputError(wanted="conditions that workers have", found=foreign[0], where="conditions")
    conditions = conditions_of(ConditionsBody(**given), serving)
    if principal.sources is None:
        return conditions
    own = principal.sources.intersection(conditions.sources or principal.sources)
    if not own:
        raise InputError(wanted="one of the client's own sources", found="none", where="conditions.sources")
    return replace(conditions, sources=tuple(sorted(own)))


@router.get("/jobs", summary="Jobs of the caller's organisation", responses=problems(422, 503))
@guarded(CLIENT)
def listed(
    desk: DeskDep,
    principal: PrincipalDep,
    limit: Annotated[int, Query(ge=1, le=200, description="How many at most")] = 50,
    cursor: Annotated[str, Query(max_length=200, description="`next` of the answer before; empty for the start")] = "",
) -> JobsResponse:
    """The newest first; those that the caller may not see are left out, so that a page may hold fewer than `limit`."""
    page = desk.page(principal.tenant, place_of(cursor), limit + 1)
    shown = [job_answer(job) for job in page[:limit] if may_see(principal, job)]
    return JobsResponse(jobs=shown, next=cursor_of(page[limit - 1]) if len(page) > limit else None)


@router.get("/jobs/{job_id}", summary="A job", responses=problems(404, 503))
@guarded(CLIENT)
def look(job_id: JobId, response: Response, desk: DeskDep, principal: PrincipalDep) -> JobResponse:
    """How far it is, what was done, and what can be done with it; `Retry-After` while it is not over."""
    job = job_answer(job_for(desk, principal, job_id))
    if job.ended_at is None:
        response.headers["Retry-After"] = str(RETRY_S)
    return job


@router.post("/jobs/{job_id}/cancel", summary="Cancel a job", responses=problems(404, 409, 503))
@guarded(CLIENT_PEOPLE)
def cancel(job_id: JobId, desk: DeskDep, principal: PrincipalDep, trail: TrailDep) -> JobResponse:
    """It ends at once where nobody works at it, else after the part that is worked at; it may be resumed."""
    return job_answer(desk.cancel(_told(trail, job_for(desk, principal, job_id)).id))


@router.post("/jobs/{job_id}/resume", summary="Resume a job", responses=problems(404, 409, 503))
@guarded(CLIENT_PEOPLE)
def resume(job_id: JobId, desk: DeskDep, principal: PrincipalDep, trail: TrailDep) -> JobResponse:
    """One that failed or was cancelled goes on where it stopped."""
    return job_answer(desk.resume(_told(trail, job_for(desk, principal, job_id)).id))


@router.delete("/jobs/{job_id}", status_code=204, summary="Remove a job", responses=problems(404, 409, 503))
@guarded(CLIENT_PEOPLE)
def remove(job_id: JobId, desk: DeskDep, principal: PrincipalDep, trail: TrailDep) -> None:
    """With its result, its rejects and its upload; one that is worked at must be cancelled first."""
    desk.remove(_told(trail, job_for(desk, principal, job_id)).id)


def _told(trail: Trail, job: StoredJob) -> StoredJob:
    """The job; the audit log is told which one it is."""
    trail.about(None, job=job.id, kind=job.kind)
    return job
