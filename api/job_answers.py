"""Jobs as answers, and who may see which."""

from __future__ import annotations

import base64
import re
from datetime import datetime

from api.access.errors import ForbiddenError
from api.access.principal import Principal, Role
from api.schemas_jobs import JobResponse, Progress, UploadResponse
from indexes.job_records import StoredJob
from indexes.upload_rows import StoredUpload
from matcher.jobs.desk import JobDesk
from matcher.jobs.job import Asked, JobKind, State, asked_of, counts_of, eta_seconds, fraction_of
from matcher.records import Kind
from taxonomy.errors import InputError, UnknownIdError

_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")
_WRITES = {Kind.WORKER: "profiles:write", Kind.POSTING: "postings:write", Kind.COURSE: "courses:write"}


def scope_of(kind: JobKind, of: Kind) -> str:
    """Scope that a job of a kind takes."""
    if kind is JobKind.INGEST:
        return _WRITES[of]
    return "postings:read" if kind is JobKind.EXPORT else "match"


def check_scope(principal: Principal, asked: Asked) -> None:
    """Refuse who may not do what a job does, nor see what it finds.

    Raises:
        ForbiddenError: Names the scope.
    """
    scope = scope_of(asked.kind, asked.of)
    if not principal.may(scope):
        told = f'Bearer realm="sepadan", error="insufficient_scope", scope="{scope}"'
        raise ForbiddenError(f"wanted scope {scope}, found a client without it", {"WWW-Authenticate": told})


def may_see(principal: Principal, job: StoredJob) -> bool:
    """Whether a job is of the caller's tenant, and was asked for by who may see no more than the caller."""
    if job.tenant != principal.tenant or principal.role is Role.PERSON:
        return False
    own = asked_of(job).sources
    return principal.sources is None or (own is not None and set(own) <= principal.sources)


def job_for(desk: JobDesk, principal: Principal, job_id: str) -> StoredJob:
    """A job of the caller's.

    Raises:
        UnknownIdError: There is none of this id, or it is another's: nobody is told which.
        ForbiddenError: It is of a kind that the caller may not ask for.
    """
    unknown = UnknownIdError(wanted="the id of a job", found=job_id, where="job")
    if not _ID.fullmatch(job_id):
        raise unknown
    job = desk.job(job_id)
    if not may_see(principal, job):
        raise unknown
    check_scope(principal, asked_of(job))
    return job


def upload_for(desk: JobDesk, principal: Principal, upload_id: str) -> StoredUpload:
    """An upload of the caller's own: nobody else goes on with it.

    Raises:
        UnknownIdError: There is none of this id, or it is another's.
    """
    unknown = UnknownIdError(wanted="the id of an upload", found=upload_id, where="upload")
    if not _ID.fullmatch(upload_id):
        raise unknown
    upload = desk.uploads.upload(upload_id)
    if (upload.tenant, upload.client) != (principal.tenant, principal.client) or principal.role is Role.PERSON:
        raise unknown
    return upload


def job_answer(job: StoredJob) -> JobResponse:
    """A job as it is told."""
    asked = asked_of(job)
    progress = Progress(
        done=job.done,
        total=job.total,
        unit="bytes" if asked.upload else "records",
        fraction=fraction_of(job),
        eta_seconds=eta_seconds(job),
    )
    return JobResponse(
        id=job.id,
        kind=asked.kind,
        of=asked.of,
        state=State(job.state),
        progress=progress,
        counts=counts_of(job),
        error=job.error,
        made_at=job.made_at,
        started_at=job.started_at,
        ended_at=job.ended_at,
        expires_at=job.expires_at,
        links=_links(job),
    )


def _links(job: StoredJob) -> dict[str, str]:
    own = f"/v1/jobs/{job.id}"
    links = {"self": own, "rejects": f"{own}/rejects", "events": f"{own}/events"}
    if job.state in (State.QUEUED, State.RUNNING):
        links["cancel"] = f"{own}/cancel"
    if job.state in (State.FAILED, State.CANCELLED):
        links["resume"] = f"{own}/resume"
    if job.state == State.DONE:
        links["result"] = f"{own}/result"
    if job.state not in (State.RUNNING, State.CANCELLING):
        links["remove"] = own
    return links


def upload_answer(upload: StoredUpload) -> UploadResponse:
    """An upload as it is told."""
    return UploadResponse(
        id=upload.id,
        offset=upload.plain,
        length=upload.length,
        expires_at=upload.expires_at,
        job=upload.job or None,
    )


def cursor_of(job: StoredJob) -> str:
    """Where the jobs after one begin."""
    return base64.urlsafe_b64encode(f"{job.made_at.isoformat()} {job.id}".encode()).decode()


def place_of(cursor: str) -> tuple[datetime, str] | None:
    """What a cursor says; None for the start.

    Raises:
        InputError: It was not given by us.
    """
    if not cursor:
        return None
    try:
        at, _, job_id = base64.urlsafe_b64decode(cursor.encode()).decode().partition(" ")
        moment = datetime.fromisoformat(at)
    except ValueError as error:
        raise InputError(wanted="the 'next' of an answer", found=cursor, where="cursor") from error
    if moment.tzinfo is None or not _ID.fullmatch(job_id):
        raise InputError(wanted="the 'next' of an answer", found=cursor, where="cursor")
    return moment, job_id
