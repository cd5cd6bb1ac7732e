"""``/v1/jobs/{id}/result``, ``/rejects`` and ``/events``: what a job found, what it refused, how it gets on."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from typing import Annotated, Any, Literal

import anyio
from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from api.access.gate import GuardedRoute
from api.access.principal import Principal, PrincipalDep
from api.access.rule import CLIENT, CLIENT_PEOPLE
from api.access.rules import guarded
from api.job_answers import job_answer, job_for
from api.job_service import DeskDep
from api.ranges import FileToSend, file_answer
from api.routes.jobs import JobId
from api.schemas import problems
from indexes.job_records import StoredJob
from matcher.jobs.desk import JobDesk
from matcher.jobs.finishing import blocks_of
from matcher.jobs.job import PARQUET, REJECTS, RESULT
from taxonomy.errors import UnknownIdError

router = APIRouter(prefix="/v1", route_class=GuardedRoute, tags=["jobs"])

LINES, TABLE = "application/x-ndjson", "application/vnd.apache.parquet"
WATCH_S = 25.0
"""Seconds that one answer tells of progress; a client comes again by itself, and a server that ends waits no longer."""

_LOOK_S = 1.0
_FILE: dict[int | str, dict[str, Any]] = {
    200: {"description": "The file", "content": {LINES: {"schema": {"type": "string"}}, TABLE: {}}},
    206: {"description": "A range of it"},
    304: {"description": "As it was: `If-None-Match` names it"},
    416: {"description": "A range that holds no byte of it"},
    **problems(404, 409, 422, 503),
}


@router.get("/jobs/{job_id}/result", summary="What a job found", response_class=Response, responses=_FILE)
@guarded(CLIENT_PEOPLE)
def result(
    job_id: JobId,
    request: Request,
    desk: DeskDep,
    principal: PrincipalDep,
    form: Annotated[Literal["jsonl", "parquet"], Query(alias="format", description="Lines, or a table")] = "jsonl",
) -> Response:
    """A line for each row or subject, in order, or a row for each pair; whole, or a range of it."""
    name = PARQUET if form == "parquet" else RESULT
    return _file(request, desk, job_for(desk, principal, job_id), name, TABLE if form == "parquet" else LINES)


@router.get("/jobs/{job_id}/rejects", summary="What a job refused", response_class=Response, responses=_FILE)
@guarded(CLIENT)
def rejects(job_id: JobId, request: Request, desk: DeskDep, principal: PrincipalDep) -> Response:
    """A line for each row that could not be read, with its reason and without identity data; while it runs, so far."""
    return _file(request, desk, job_for(desk, principal, job_id), REJECTS, LINES)


def _file(request: Request, desk: JobDesk, job: StoredJob, name: str, media_type: str) -> Response:
    files, file = desk.file(job, name)
    ending = "parquet" if name == PARQUET else "jsonl"
    sent = FileToSend(
        blocks=lambda start, stop: blocks_of(files, file, start, stop) if stop else iter(()),
        size=file.plain,
        tag=file.sha256 or f"{file.name}-{file.plain}",
        media_type=media_type,
        name=f"{job.id}-{name}.{ending}" if name == REJECTS else f"{job.id}.{ending}",
        compresses=name != PARQUET,
    )
    return file_answer(request, sent)


@router.get(
    "/jobs/{job_id}/events",
    summary="Progress as it is made",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "object"}}}}, **problems(404, 503)},
)
@guarded(CLIENT)
async def events(job_id: JobId, desk: DeskDep, principal: PrincipalDep) -> StreamingResponse:
    """Server-sent events: `progress` with the job at each change, `end` when it is over; 25 seconds an answer."""
    job = await run_in_threadpool(job_for, desk, principal, job_id)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_told(desk, principal, job), headers=headers, media_type="text/event-stream")


async def _told(desk: JobDesk, principal: Principal, job: StoredJob) -> AsyncIterator[bytes]:
    last, until = b"", time.monotonic() + WATCH_S
    yield b"retry: 1000\n\n"
    while True:
        document = job_answer(job).model_dump_json().encode()
        if document != last:
            kind, last = b"end" if job.ended_at else b"progress", document
            yield b"event: %b\ndata: %b\n\n" % (kind, document)
        if job.ended_at or time.monotonic() >= until:
            return
        await anyio.sleep(_LOOK_S)
        try:
            job = await run_in_threadpool(job_for, desk, principal, job.id)
        except UnknownIdError:  # removed meanwhile
            return
