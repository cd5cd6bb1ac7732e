"""``POST /v1/postings``, ``/v1/workers``, ``/v1/courses``: bulk upsert."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.access.caller import Caller, CallerDep
from api.access.rules import guarded
from api.problems import faults_of
from api.routes.bulk_answers import NothingAcceptedError, items_of
from api.routes.intake import read_pushed, read_record
from api.routes.record_keys import WRITE, RecordRoute
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
@guarded(WRITE[Kind.POSTING])
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
@guarded(WRITE[Kind.WORKER])
def upsert_workers(request: WorkersRequest, serving: ServingDep, caller: CallerDep, trail: TrailDep) -> UpsertResponse:
    """Up to 1,000 workers; name, NIK, contact, sex, birth date, religion and the like are never coded nor matched.

    They are kept sealed, in a table of their own, where the service has keys for it; else they are not kept.
    """
    return _upsert(Kind.WORKER, request.records, serving, caller, trail=trail)


@router.post("/courses", summary="Insert or replace courses", **_UPSERTED)
@guarded(WRITE[Kind.COURSE])
def upsert_courses(request: CoursesRequest, serving: ServingDep, caller: CallerDep) -> UpsertResponse:
    """Up to 1,000 training programmes."""
    return _upsert(Kind.COURSE, request.records, serving, caller)


@dataclass(slots=True)
class _Intake:
    """Rows of a body as they are read.

    Attributes:
        records: What can be stored.
        rows: Their numbers, from 1.
        rejects: Rows that cannot, with what is wrong.
        identities: Key to who somebody is.
    """

    records: list[Record] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    identities: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def without(self, refused: Set[str]) -> None:
        """Reject records that were erased at the person's own request: only a fresh consent brings one back."""
        kept = [(row, record) for row, record in zip(self.rows, self.records, strict=True)]
        self.rows = [row for row, record in kept if record.key not in refused]
        self.records = [record for _, record in kept if record.key not in refused]
        for row, record in kept:
            if record.key in refused:
                self.identities.pop(record.key, None)
                self.rejects.append(Reject(row=row, where=f"records.{row}.id", wanted=REFUSED, found="one who was"))
        self.rejects.sort(key=lambda reject: reject.row)


def _read(kind: Kind, raws: Sequence[Any], caller: Caller, layout: Source | None) -> _Intake:
    intake = _Intake()
    for row, raw in enumerate(raws, 1):
        where = f"records.{row}"
        try:
            if layout is None:
                record = read_record(kind, raw, where, caller.default_source)
            else:
                record = read_pushed(layout, raw, where)
            caller.check_write(record.key, where)
        except InputError as error:
            fault = faults_of(error)[0]
            intake.rejects.append(Reject(row=row, where=fault.where, wanted=fault.wanted, found=fault.found))
            continue
        intake.rows.append(row)
        intake.records.append(record)
        if kind == Kind.WORKER and (identity := identity_of(raw)):
            intake.identities[record.key] = identity
    return intake


def _upsert(
    kind: Kind,
    raws: Sequence[Any],
    serving: Serving,
    caller: Caller,
    layout: Source | None = None,
    trail: Trail | None = None,
) -> UpsertResponse:
    intake = _read(kind, raws, caller, layout)
    intake.without(serving.blocked.among(kind, [record.key for record in intake.records]))
    counts = serving.engine.upsert(intake.records)
    keep_identities(kind, intake.identities, serving)
    keys = [record.key for record in intake.records]
    if trail is not None:
        trail.shown(keys)
    report = UpsertResponse(
        read=len(raws),
        accepted=counts.accepted,
        updated=counts.updated,
        unchanged=counts.unchanged,
        rejected=len(intake.rejects),
        rejects=intake.rejects,
        items=items_of(intake.rows, keys, counts.statuses, intake.rejects),
    )
    if not intake.records:
        raise NothingAcceptedError(report)
    return report


def keep_identities(kind: Kind, identities: Mapping[str, Mapping[str, str]], serving: Serving) -> None:
    """Seal who the people of some records are, where the service has keys for it."""
    if serving.vault is not None and identities:
        serving.engine.store.put_identity(kind, identities, serving.vault)
