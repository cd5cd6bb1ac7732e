"""``/v1/postings``, ``/v1/workers``, ``/v1/courses``: bulk upsert, and records by id: read, deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Body, HTTPException, Path, Query, Request, Response

from api.access.caller import Caller, CallerDep
from api.access.errors import ForbiddenError
from api.access.gate import Handler
from api.day import today
from api.etags import ETAG, IfMatch, IfNoneMatch, check_preconditions, etag_of, names
from api.idempotency import IdempotentRoute
from api.methods import belongs_below
from api.problems import Fault, faults_of
from api.pseudonyms import LONGEST
from api.routes.intake import read_pushed, read_record
from api.schemas import BODY_PROBLEMS, OneCourse, OnePosting, OneWorker, problems
from api.schemas_records import (
    CoursesRequest,
    PostingsRequest,
    RecordResponse,
    Reject,
    UpsertedItem,
    UpsertResponse,
    Vacancy,
    WorkersRequest,
)
from api.serving import Serving, ServingDep
from api.trail import Trail, TrailDep
from indexes.record_rows import Hashes
from matcher.engine import Engine
from matcher.erasure.known import REFUSED
from matcher.identity import identity_of
from matcher.impersonal import cleaned, impersonal
from matcher.records import Kind, Posting, Record, Worker
from matcher.sources import source_named
from matcher.sources.source import Source
from matcher.vacancy_card import vacancy_card
from taxonomy.errors import GenerationError, InputError, UnknownIdError


class RecordRoute(IdempotentRoute):
    """A route of records, whose keys may hold slashes: what is meant for a resource below a record is not for it."""

    def get_route_handler(self) -> Handler:
        """The handler, or 405."""
        handle = super().get_route_handler()

        async def unless_below(request: Request) -> Response:
            if belongs_below(request.url.path, self.path):
                raise HTTPException(405)
            return await handle(request)

        return unless_below


router = APIRouter(prefix="/v1", route_class=RecordRoute, tags=["records"])

Key = Annotated[str, Path(description="source:id", max_length=LONGEST, examples=["api:P-1001"])]

_NOT_MODIFIED: dict[str, Any] = {"description": "It is what If-None-Match names", "headers": ETAG}
TEMPLATES: Mapping[Kind, Any] = {
    Kind.POSTING: OnePosting,
    Kind.WORKER: OneWorker,
    Kind.COURSE: OneCourse,
}

_UPSERTED: Mapping[str, Any] = {
    "response_description": "What was done; rejected records with reasons",
    "responses": problems(409, *BODY_PROBLEMS),
}
KIND_OF_PATH = {"postings": Kind.POSTING, "workers": Kind.WORKER, "courses": Kind.COURSE}


class NothingAcceptedError(InputError):
    """Every record of a bulk upsert was refused.

    Attributes:
        report: What was done: nothing, with the reasons.
    """

    def __init__(self, report: UpsertResponse) -> None:
        """Say so."""
        self.report = report
        found = f"{report.rejected} of {report.read} refused; see 'rejects'"
        super().__init__(wanted="at least one record that can be read", found=found, where="records")

    @property
    def faults(self) -> list[Fault]:
        """The reasons, as faults."""
        return [Fault(where=r.where, wanted=r.wanted, found=r.found) for r in self.report.rejects]


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
    _keep_identities(kind, identities, serving)
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


def _keep_identities(kind: Kind, identities: Mapping[str, Mapping[str, str]], serving: Serving) -> None:
    if serving.vault is not None and identities:
        serving.engine.store.put_identity(kind, identities, serving.vault)


def items_of(
    rows: Sequence[int], keys: Sequence[str], statuses: Sequence[str], rejects: Sequence[Reject]
) -> list[UpsertedItem]:
    """What became of each row of a bulk write, in the order of the request.

    Args:
        rows: Places of what was read, from 1.
        keys: What was read, same order.
        statuses: What became of it, same order.
        rejects: What could not be read.
    """
    done = [
        UpsertedItem.model_validate({"row": row, "id": key, "status": status})
        for row, key, status in zip(rows, keys, statuses, strict=True)
    ]
    return sorted(
        [*done, *(UpsertedItem(row=one.row, id=None, status="rejected") for one in rejects)], key=lambda one: one.row
    )


def _add_get(path: str, kind: Kind) -> None:
    @router.get(
        f"/{path}/{{key:path}}",
        summary=f"A {kind} by id",
        name=f"get_{kind}",
        response_description="The record in its source's words, and its codes",
        response_model=RecordResponse,
        responses=problems(404, 422, 503) | {200: {"headers": ETAG}, 304: {"description": "As `If-None-Match` has it"}},
    )
    def get_record(key: Key, serving: ServingDep, caller: CallerDep, if_none_match: IfNoneMatch = None) -> Response:
        check_key(kind, key)
        if kind == Kind.WORKER:
            with caller.opened(key) as stored:
                body = _worker_seen(serving.engine, stored, caller)
        else:
            body = record_body(serving, kind, key)
        etag = etag_of(body)
        if if_none_match is not None and names(if_none_match, etag, weakly=True):
            return Response(status_code=304, headers={"ETag": etag})
        return Response(body, headers={"ETag": etag}, media_type="application/json")


def _add_put(path: str, kind: Kind, template: Any) -> None:
    def put_record(
        key: Key,
        serving: ServingDep,
        caller: CallerDep,
        body: Any,
        if_match: IfMatch = None,
        if_none_match: IfNoneMatch = None,
    ) -> Response:
        """With `If-Match` a record is replaced only as it was read; `If-None-Match: *` only makes a new one. Else 412.

        `id` may be left out of the body; where it is there it must be the path's.
        """
        check_key(kind, key)
        if not caller.may_write(key):
            raise ForbiddenError("wanted an id of the client's own sources, found another")
        record = read_record(kind, _named(body, key), "body")
        if record.key != key:
            raise InputError(wanted=f"the id of the path, {key}", found=record.key, where="body, field id")
        before = serving.engine.store.get(kind, key)
        etag = None if before is None else etag_of(record_body(serving, kind, key))
        check_preconditions(if_match, if_none_match, etag)
        if serving.blocked.among(kind, [key]):  # erased at the person's own request
            raise InputError(wanted=REFUSED, found="one who was", where="id")
        was = None if before is None else (before.raw_hash, before.content_hash)

        def guard(known: Hashes) -> None:
            """Nobody may have written between the look and the write."""
            if (if_match or if_none_match) and known.get((kind, key)) != was:
                check_preconditions(if_match, if_none_match, "changed meanwhile")

        serving.engine.upsert([record], guard)
        if kind == Kind.WORKER and (identity := identity_of(body)):
            _keep_identities(kind, {key: identity}, serving)
        written = record_body(serving, kind, key)
        status = 201 if before is None else 200
        return Response(written, status, {"ETag": etag_of(written)}, media_type="application/json")

    # The body's form is the kind's; FastAPI reads it from the annotation.
    put_record.__annotations__["body"] = Annotated[template, Body()]
    router.put(
        f"/{path}/{{key:path}}",
        summary=f"Insert or replace one {kind}",
        name=f"put_{kind}",
        response_description="The record as it was replaced",
        response_model=RecordResponse,
        responses=problems(404, 409, 412, *BODY_PROBLEMS)
        | {200: {"headers": ETAG}, 201: {"model": RecordResponse, "description": "A new record", "headers": ETAG}},
    )(put_record)


def _named(body: Any, key: str) -> Any:
    return {**body, "id": key} if isinstance(body, dict) and "id" not in body else body


def record_body(serving: Serving, kind: Kind, key: str) -> bytes:
    """The answer to GET of a posting or course, or of one's own worker: its bytes decide its entity tag.

    Raises:
        UnknownIdError: It is not stored.
    """
    record = serving.engine.get(kind, key)
    codes, vacancy = codes_of(serving.engine, kind, key), _vacancy(serving.engine, record)
    answer = RecordResponse(id=record.key, kind=kind, record=content_of(record), codes=codes, vacancy=vacancy)
    return answer.model_dump_json().encode()


def content_of(record: Record) -> dict[str, Any]:
    """The fields of a record that others may see; a worker's own words without personal traits and contacts."""
    return impersonal(record) if isinstance(record, Worker) else asdict(record)


def _worker_seen(engine: Engine, key: str, caller: Caller) -> bytes:
    """A worker as the caller may see it: of a foreign one neither key, source nor hash, and clean words alone."""
    record = engine.get(Kind.WORKER, key)
    assert isinstance(record, Worker)
    content, codes = impersonal(record), codes_of(engine, Kind.WORKER, key)
    if caller.is_foreign(key):
        content = {name: value for name, value in content.items() if name != "provenance"}
        codes = None if codes is None else {**_clean_codes(codes), "key": caller.shown(key)}
    answer = RecordResponse(id=caller.shown(key), kind=Kind.WORKER, record=content, codes=codes)
    return answer.model_dump_json().encode()


def _clean_codes(codes: dict[str, Any]) -> dict[str, Any]:
    """Codes with what they hold of a worker's own words cleaned."""
    skills = [{**skill, "surface": cleaned(skill["surface"])} for skill in codes["skills"]]
    return codes | {"skills": skills} | {name: cleaned(codes[name]) for name in ("title", "shift_words", "night_words")}


def _add_delete(path: str, kind: Kind) -> None:
    @router.delete(
        f"/{path}/{{key:path}}",
        summary=f"Delete a {kind}",
        name=f"delete_{kind}",
        status_code=204,
        response_description="Deleted: the record, its codes and its identity data",
        responses=problems(404, 409, 422, 503),
    )
    def delete_record(key: Key, serving: ServingDep, caller: CallerDep) -> None:
        """Gone at once from every match and from the store, and from index, free pages and log of the database later.

        The record may be sent again. Where the person asked for it, use `POST /v1/erasures`.
        """
        check_key(kind, key)
        if not caller.may_write(key) or serving.engine.store.get(kind, key) is None:
            raise UnknownIdError(wanted=f"the id of a stored {kind}", found=key, where="id")
        if kind is Kind.WORKER:
            serving.eraser.erase(kind, [key], is_blocked=False)
        else:
            serving.engine.delete(kind, [key])


def check_key(kind: Kind, key: str) -> None:
    """Refuse a key that no record can have.

    Raises:
        UnknownIdError: It holds a NUL.
    """
    if "\x00" in key:  # no stored key holds one, and PostgreSQL fails when it is asked for one
        raise UnknownIdError(wanted=f"the id of a stored {kind}", found=key, where="id")


for _path, _kind in KIND_OF_PATH.items():
    _add_get(_path, _kind)
    _add_put(_path, _kind, TEMPLATES[_kind])
    _add_delete(_path, _kind)


def _vacancy(engine: Engine, record: Record) -> Vacancy | None:
    if not isinstance(record, Posting):
        return None
    card = vacancy_card(record, engine.store.cluster_of(record.key), today())
    return Vacancy.model_validate(card.as_dict())


def codes_of(engine: Engine, kind: Kind, key: str) -> dict[str, Any] | None:
    """What was worked out from a stored record; None until it is indexed."""
    try:
        catalogue = engine.refresh().catalogues[kind]
    except GenerationError:
        return None
    return asdict(catalogue.place(key).coded) if key in catalogue else None
