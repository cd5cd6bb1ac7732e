"""``/v1/uploads``: files in parts, by tus 1.0.0 (creation, expiration, termination), which has many clients.

A part may be as large as the file: it is sealed to the disk as it comes in, and what came of one that breaks off is
kept. https://tus.io/protocols/resumable-upload
"""

from __future__ import annotations

import base64
import binascii
from email.utils import format_datetime
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Request, Response
from fastapi.concurrency import contextmanager_in_threadpool
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from api.access.errors import AccessError, ForbiddenError
from api.access.gate import GuardedRoute
from api.access.principal import PrincipalDep, Role
from api.access.rule import CLIENT, PUBLIC
from api.access.rules import guarded
from api.bodies import check_media_type
from api.job_answers import upload_answer, upload_for
from api.job_service import DeskDep
from api.schemas import problems
from api.schemas_jobs import UploadResponse
from indexes.upload_rows import StoredUpload
from matcher.jobs.uploads import Appending
from taxonomy.errors import InputError

router = APIRouter(prefix="/v1", route_class=GuardedRoute, tags=["jobs"])

VERSION = "1.0.0"
PART = "application/offset+octet-stream"
_WRITE = 1 << 20
_KEEP = 8 << 20
"""Bytes after which it is remembered how far a part has come."""

UploadId = Annotated[str, Path(description="Id of an upload", max_length=100)]
Tus = Annotated[str, Header(alias="Tus-Resumable", description="`1.0.0`; may be left out", max_length=20)]
Bytes = Annotated[str, Header(pattern=r"^\d{1,18}$")]


class TusVersionError(AccessError):
    """Another version of tus than we speak."""


def _check_version(given: str) -> None:
    if given not in ("", VERSION):
        raise TusVersionError(
            f"header Tus-Resumable: wanted {VERSION}, found another", {"Tus-Version": VERSION, "Tus-Resumable": VERSION}
        )


def _told(upload: StoredUpload) -> dict[str, str]:
    return {
        "Tus-Resumable": VERSION,
        "Upload-Offset": str(upload.plain),
        "Upload-Length": str(upload.length),
        "Upload-Expires": format_datetime(upload.expires_at, usegmt=True),
    }


@router.options("/uploads", status_code=204, summary="What of tus is spoken")
@guarded(PUBLIC)
def spoken(desk: DeskDep) -> Response:
    """Version, extensions and the largest file."""
    headers = {
        "Tus-Resumable": VERSION,
        "Tus-Version": VERSION,
        "Tus-Extension": "creation,expiration,termination",
        "Tus-Max-Size": str(desk.uploads.limits.upload_bytes),
    }
    return Response(status_code=204, headers=headers)


@router.post(
    "/uploads",
    status_code=201,
    summary="Announce an upload",
    response_description="The upload; `Location` tells where its parts go",
    responses=problems(412, 413, 422, 429, 503),
)
@guarded(CLIENT)
def announce(
    response: Response,
    desk: DeskDep,
    principal: PrincipalDep,
    upload_length: Annotated[
        Bytes, Header(alias="Upload-Length", description="Bytes of the file", examples=["1048576"])
    ],
    upload_metadata: Annotated[
        str,
        Header(
            alias="Upload-Metadata",
            max_length=2_000,
            description="`filename` and its base64: its ending says how it is read, and no more of it is kept",
            examples=["filename d29ya2Vycy5qc29ubA=="],
        ),
    ],
    tus_resumable: Tus = "",
) -> UploadResponse:
    """A file that will come in parts (`PATCH`), each where the last one ended; it waits a day for its job."""
    _check_version(tus_resumable)
    if principal.role is Role.PERSON:
        raise ForbiddenError("wanted a client, found a person's token")
    name = _name(upload_metadata)
    upload = desk.uploads.announce(principal.tenant, principal.client, name, int(upload_length))
    response.headers.update({**_told(upload), "Location": f"/v1/uploads/{upload.id}"})
    return upload_answer(upload)


def _name(metadata: str) -> str:
    """The file's name, as tus sends it.

    Raises:
        InputError: There is none, or it is not base64.
    """
    where = "header Upload-Metadata"
    pairs: dict[str, str] = {}
    for pair in metadata.split(","):
        key, _, value = pair.strip().partition(" ")
        pairs[key] = value
    try:
        return base64.b64decode(pairs["filename"], validate=True).decode()
    except KeyError as error:
        raise InputError(wanted="filename and its base64", found="no filename", where=where) from error
    except (binascii.Error, ValueError) as error:
        raise InputError(wanted="filename and its base64", found="no base64 of UTF-8", where=where) from error


@router.get("/uploads/{upload_id}", summary="An upload", responses=problems(404, 503))
@guarded(CLIENT)
def look(upload_id: UploadId, response: Response, desk: DeskDep, principal: PrincipalDep) -> UploadResponse:
    """How far it has come."""
    upload = upload_for(desk, principal, upload_id)
    response.headers.update(_told(upload))
    return upload_answer(upload)


@router.head(
    "/uploads/{upload_id}",
    summary="Where an upload goes on",
    response_class=Response,
    responses=problems(404, 412, 503),
)
@guarded(CLIENT)
def place(upload_id: UploadId, desk: DeskDep, principal: PrincipalDep, tus_resumable: Tus = "") -> Response:
    """`Upload-Offset` is the byte that the next part begins with."""
    _check_version(tus_resumable)
    headers = {**_told(upload_for(desk, principal, upload_id)), "Cache-Control": "no-store"}
    return Response(status_code=200, headers=headers)


_PART_BODY: dict[str, Any] = {
    "requestBody": {"required": True, "content": {PART: {"schema": {"type": "string", "format": "binary"}}}}
}


@router.patch(
    "/uploads/{upload_id}",
    status_code=204,
    summary="Send a part of an upload",
    responses=problems(404, 409, 412, 413, 415, 422, 503),
    openapi_extra=_PART_BODY,
)
@guarded(CLIENT)
async def append(
    upload_id: UploadId,
    request: Request,
    desk: DeskDep,
    principal: PrincipalDep,
    upload_offset: Annotated[Bytes, Header(alias="Upload-Offset", description="Byte that the part begins with")],
    tus_resumable: Tus = "",
) -> Response:
    """Answered with the byte that the next part begins with; of a part that breaks off, what came is kept."""
    _check_version(tus_resumable)
    check_media_type(request, PART)
    upload = await run_in_threadpool(upload_for, desk, principal, upload_id)
    request.state.upload_bytes = upload.length
    async with contextmanager_in_threadpool(desk.uploads.appending(upload.id, int(upload_offset))) as part:
        await _take(request, part)
    return Response(status_code=204, headers=_told(part.upload))


async def _take(request: Request, part: Appending) -> None:
    """Bring a body to the disk, a mebibyte in memory at a time."""
    pending, since = bytearray(), 0
    try:
        async for chunk in request.stream():
            pending += chunk
            if len(pending) >= _WRITE:
                await run_in_threadpool(part.write, bytes(pending))
                since += len(pending)
                pending.clear()
            if since >= _KEEP:
                await run_in_threadpool(part.keep)
                since = 0
        await run_in_threadpool(part.write, bytes(pending))
    except ClientDisconnect:
        await run_in_threadpool(part.write, bytes(pending))
        raise
    finally:
        await run_in_threadpool(part.keep)


@router.delete(
    "/uploads/{upload_id}", status_code=204, summary="Remove an upload", responses=problems(404, 409, 412, 503)
)
@guarded(CLIENT)
def remove(upload_id: UploadId, desk: DeskDep, principal: PrincipalDep, tus_resumable: Tus = "") -> Response:
    """Its key first, then its bytes; one that a job reads goes with the job."""
    _check_version(tus_resumable)
    desk.uploads.remove_unread(upload_for(desk, principal, upload_id))
    return Response(status_code=204, headers={"Tus-Resumable": VERSION})
