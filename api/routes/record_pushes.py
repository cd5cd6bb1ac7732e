"""``POST /v1/postings``, ``/v1/workers``, ``/v1/courses``: bulk upsert."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.access.caller import Caller, CallerDep
from api.problems import faults_of
from api.routes.bulk_answers import NothingAcceptedError, items_of
from api.routes.intake import read_pushed, read_record
from api.routes.record_keys import RecordRoute
from api.schemas import BODY_PROBLEMS, problems
from api.schemas_records import CoursesRequest, PostingsRequest, Reject, UpsertResponse, WorkersRequest
from api.serving import Serving, ServingDep
from api.trail import Trail, TrailDep
from matcher.erasure.known import REFUSED
from matcher.identity import identity_of
from matcher.records import Kind, Record
from matcher.sources import source_named
from matcher.sources.source import Source
from taxonomy.errors import InputError

router = APIRouter(prefix="/v1", route_class=RecordRoute, tags=["records"])

_UPSERTED: Mapping[str, Any] = {
    "response_description": "What was done; rejected records with reasons",
    "responses": problems(409, *BODY_PROBLEMS),
}


@router.post("/postings", summary="Insert or replace postings", **_UPSERTED)
def upsert_postings(
    request: PostingsRequest,
    serving: ServingDep,
    caller: CallerDep,
    source: Annotated[
        str,
        Query(
            max_length=60,
            pattern=r"^[a-z0-9_.-]*$",
            description="Layout of the records, such as `karirhub` (docs/karirhub-push.md); the template when empty",
        ),
    ] = "",
) -> UpsertResponse:
    """Up to 1,000 postings; good ones go in and can be matched at once, bad ones come back with reasons."""
    return _upsert(Kind.POSTING, request.records, serving, caller, _layout(source))


def _layout(name: str) -> Source | None:
    """The source whose layout pushed postings have; None for the template.

    Raises:
        InputError: There is none of this name, or it is not of postings.
    """
    if not name:
        return None
    source = source_named(name)
    if source.kind is not Kind.POSTING:
        raise InputError(wanted="a source of postings", found=name, where="source")
    return source


@router.post("/workers", summary="Insert or replace workers", **_UPSERTED)
def upsert_workers(request: WorkersRequest, serving: ServingDep, caller: CallerDep, trail: TrailDep) -> UpsertResponse:
    """Up to 1,000 workers; name, NIK, contact, sex, birth date, religion and the like are never coded nor matched.

    They are kept sealed, in a table of their own, where the service has keys for it; else they are not kept.
    """
    return _upsert(Kind.WORKER, request.records, serving, caller, trail=trail)


@router.post("/courses", summary="Insert or replace courses", **_UPSERTED)
def upsert_courses(request: CoursesRequest, serving: ServingDep, caller: CallerDep) -> UpsertResponse:
    """Up to 1,000 training programmes."""
    return _upsert(Kind.COURSE, request.records, serving, caller)


def _upsert(
    kind: Kind,
    raws: Sequence[Any],
    serving: Serving,
    caller: Caller,
    layout: Source | None = None,
    trail: Trail | None = None,
) -> UpsertResponse:
    records: list[Record] = []
    rows: list[int] = []
    rejects: list[Reject] = []
    identities: dict[str, Mapping[str, str]] = {}
    for row, raw in enumerate(raws, 1):
        try:
            where = f"records.{row}"
            record = (
                read_record(kind, raw, where, caller.default_source)
                if layout is None
                else read_pushed(layout, raw, where)
            )
            caller.check_write(record.key, where)
            rows.append(row)
            records.append(record)
            if kind == Kind.WORKER and (identity := identity_of(raw)):
                identities[record.key] = identity
        except InputError as error:
            fault = faults_of(error)[0]
            rejects.append(Reject(row=row, where=fault.where, wanted=fault.wanted, found=fault.found))
    refused = serving.blocked.among(kind, [record.key for record in records])
    for row, record in zip(rows, records, strict=True):
        if record.key in refused:  # erased at the person's own request: only a fresh consent brings one back
            identities.pop(record.key, None)
            rejects.append(Reject(row=row, where=f"records.{row}.id", wanted=REFUSED, found="one who was"))
    rows = [row for row, record in zip(rows, records, strict=True) if record.key not in refused]
    records = [record for record in records if record.key not in refused]
    rejects.sort(key=lambda reject: reject.row)
    counts = serving.engine.upsert(records)
    keep_identities(kind, identities, serving)
    if trail is not None:
        trail.shown(record.key for record in records)
    keys = [record.key for record in records]
    report = UpsertResponse(
        read=len(raws),
        accepted=counts.accepted,
        updated=counts.updated,
        unchanged=counts.unchanged,
        rejected=len(rejects),
        rejects=rejects,
        items=items_of(rows, keys, counts.statuses, rejects),
    )
    if not records:
        raise NothingAcceptedError(report)
    return report


def keep_identities(kind: Kind, identities: Mapping[str, Mapping[str, str]], serving: Serving) -> None:
    """Seal who the people of some records are, where the service has keys for it."""
    if serving.vault is not None and identities:
        serving.engine.store.put_identity(kind, identities, serving.vault)
