"""``/v1/postings/{id}``, ``/v1/workers/{id}``, ``/v1/courses/{id}``: one record, read, put, deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Body, Response

from api.access.caller import Caller, CallerDep
from api.access.errors import ForbiddenError
from api.access.rules import guarded
from api.etags import ETAG, IfMatch, IfNoneMatch, check_preconditions, etag_of, names
from api.routes.intake import read_record
from api.routes.record_contents import whole_answer, worker_seen
from api.routes.record_keys import KIND_OF_PATH, READ, WRITE, Key, RecordRoute, check_key
from api.routes.record_pushes import keep_identities
from api.schemas import BODY_PROBLEMS, OneCourse, OnePosting, OneWorker, problems
from api.schemas_records import RecordResponse
from api.serving import Serving, ServingDep
from indexes.record_rows import Hashes
from matcher.erasure.known import REFUSED
from matcher.identity import identity_of
from matcher.records import Kind
from taxonomy.errors import InputError, UnknownIdError
from taxonomy.json_values import is_object

router = APIRouter(prefix="/v1", route_class=RecordRoute, tags=["records"])

TEMPLATES: Mapping[Kind, Any] = {
    Kind.POSTING: OnePosting,
    Kind.WORKER: OneWorker,
    Kind.COURSE: OneCourse,
}


def _add_get(path: str, kind: Kind) -> None:
    @router.get(
        f"/{path}/{{key:path}}",
        summary=f"A {kind} by id",
        name=f"get_{kind}",
        response_description="The record in its source's words, and its codes",
        response_model=RecordResponse,
        responses=problems(404, 422, 503) | {200: {"headers": ETAG}, 304: {"description": "As `If-None-Match` has it"}},
    )
    @guarded(READ[kind])
    def get_record(key: Key, serving: ServingDep, caller: CallerDep, if_none_match: IfNoneMatch = None) -> Response:
        check_key(kind, key)
        if kind == Kind.WORKER:
            with caller.opened(key) as stored:
                body = worker_seen(serving.engine, stored, caller)
        else:
            body = whole_answer(serving, kind, key)
        etag = etag_of(body)
        if if_none_match is not None and names(if_none_match, etag, weakly=True):
            return Response(status_code=304, headers={"ETag": etag})
        return Response(body, headers={"ETag": etag}, media_type="application/json")


def _add_put(path: str, kind: Kind, template: Any) -> None:
    @guarded(WRITE[kind])
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
        asked = _Put(kind=kind, key=key, if_match=if_match, if_none_match=if_none_match)
        return _put(asked, body, serving, caller)

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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Put:
    """What is to be put where, and when alone.

    Attributes:
        kind: Of the record.
        key: The path's.
        if_match: ``If-Match``, or None.
        if_none_match: ``If-None-Match``, or None.
    """

    kind: Kind
    key: str
    if_match: str | None
    if_none_match: str | None


def _put(asked: _Put, body: Any, serving: Serving, caller: Caller) -> Response:
    kind, key = asked.kind, asked.key
    check_key(kind, key)
    if not caller.may_write(key):
        raise ForbiddenError("wanted an id of the client's own sources, found another")
    record = read_record(kind, _named(body, key), "body")
    if record.key != key:
        raise InputError(wanted=f"the id of the path, {key}", found=record.key, where="body, field id")
    before = serving.engine.store.get(kind, key)
    etag = None if before is None else etag_of(whole_answer(serving, kind, key))
    check_preconditions(asked.if_match, asked.if_none_match, etag)
    if serving.blocked.among(kind, [key]):  # erased at the person's own request
        raise InputError(wanted=REFUSED, found="one who was", where="id")
    was = None if before is None else (before.raw_hash, before.content_hash)

    def guard(known: Hashes) -> None:
        """Nobody may have written between the look and the write."""
        if (asked.if_match or asked.if_none_match) and known.get((kind, key)) != was:
            check_preconditions(asked.if_match, asked.if_none_match, "changed meanwhile")

    serving.engine.upsert([record], guard)
    if kind == Kind.WORKER and (identity := identity_of(body)):
        keep_identities(kind, {key: identity}, serving)
    written = whole_answer(serving, kind, key)
    status = 201 if before is None else 200
    return Response(written, status, {"ETag": etag_of(written)}, media_type="application/json")


def _named(body: Any, key: str) -> Any:
    return {**body, "id": key} if is_object(body) and "id" not in body else body


def _add_delete(path: str, kind: Kind) -> None:
    @router.delete(
        f"/{path}/{{key:path}}",
        summary=f"Delete a {kind}",
        name=f"delete_{kind}",
        status_code=204,
        response_description="Deleted: the record, its codes and its identity data",
        responses=problems(404, 409, 422, 503),
    )
    @guarded(WRITE[kind])
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


for _path, _kind in KIND_OF_PATH.items():
    _add_get(_path, _kind)
    _add_put(_path, _kind, TEMPLATES[_kind])
    _add_delete(_path, _kind)
