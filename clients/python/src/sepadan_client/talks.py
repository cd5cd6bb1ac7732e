"""What takes more than one request, as talks: each says what it wants next and is given what came of it.

A talk sends nothing and waits for nothing by itself, so that both clients hold the same ones.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar, cast
from urllib.parse import quote

import httpx

from sepadan_client import models
from sepadan_client.errors import ApiError, JobFailedError, seconds_to_wait
from sepadan_client.sending import Call

Kind = Literal["postings", "workers", "courses"]
T = TypeVar("T")

PART_BYTES = 8 << 20
"""Size of a part of an upload."""


@dataclass(frozen=True, slots=True)
class Tagged(Generic[T]):
    """An answer with its ``ETag``, for an update that must not overwrite somebody else's.

    Attributes:
        body: The answer.
        etag: For ``if_match``.
    """

    body: T
    etag: str


@dataclass(frozen=True, slots=True)
class Pause:
    """Wait for some seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Work:
    """Call something that may touch the disk."""

    act: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """Give these to the caller before going on."""

    items: list[T]


Talk = Generator[Call | Pause | Work, Any, T]
"""Is given the answer of each ``Call`` and what each ``Work`` gave, or what either raised."""
Listing = Generator[Call | Found[T], Any, None]
"""The same, with what it finds by the way."""


def paged(kind: Kind, records: bool, limit: int) -> Listing[models.ListedRecord]:
    """Every record of a kind, page after page."""
    cursor: str | None = None
    while True:
        query = {"cursor": cursor, "limit": limit, "records": records}
        page = cast("models.RecordsPage", (yield Call(method="GET", path=f"/v1/{kind}", query=query)).json())
        yield Found(page["items"])
        cursor = page["next"]
        if cursor is None:
            return


def changed(kind: Kind, since: str | None) -> Listing[tuple[models.ChangedRecord, str]]:
    """What changed since a cursor; each with the cursor after its page."""
    while True:
        response = yield Call(method="GET", path=f"/v1/changes/{kind}", query={"since": since})
        page = cast("models.ChangesPage", response.json())
        since = page["next"]
        yield Found([(change, since) for change in page["items"]])
        if not page["more"]:
            return


def read(kind: Kind, key: str) -> Talk[Tagged[models.RecordResponse]]:
    """A record with its ``ETag``."""
    response = yield Call(method="GET", path=f"/v1/{kind}/{quote(key, safe='')}")
    return Tagged(cast("models.RecordResponse", response.json()), response.headers["etag"])


def job_path(job_id: str, what: str = "") -> str:
    """Path of a job, or of something of it."""
    return f"/v1/jobs/{quote(job_id, safe='')}{what and '/'}{what}"


def waited(job_id: str, timeout: float) -> Talk[models.JobResponse]:
    """A job that is done.

    Raises:
        JobFailedError: It failed or was cancelled.
        TimeoutError: It goes on, but not we.
    """
    until = time.monotonic() + timeout
    while True:
        response = yield Call(method="GET", path=job_path(job_id))
        job = cast("models.JobResponse", response.json())
        if job["state"] == "done":
            return job
        if job["state"] in ("failed", "cancelled"):
            raise JobFailedError(cast("Mapping[str, Any]", job))
        if time.monotonic() > until:
            raise TimeoutError(f"job {job_id}: wanted done within {timeout} s, found {job['state']}")
        yield Pause(seconds_to_wait(response) or 1.0)


def uploaded(path: Path, part_bytes: int, retries: int) -> Talk[str]:
    """A file sent in parts (tus 1.0.0), going on where a broken one ended; gives the id for a job.

    Raises:
        ApiError: It was refused.
        httpx.TransportError: More parts in a row than ``retries`` did not get through.
    """
    length: int = yield Work(lambda: path.stat().st_size)
    named = {"upload-length": str(length), "upload-metadata": f"filename {_base64(path.name)}"}
    made = yield Call(method="POST", path="/v1/uploads", headers=named)
    upload, offset, broken = str(made.json()["id"]), 0, 0
    place = f"/v1/uploads/{quote(upload, safe='')}"
    while offset < length:
        at = offset
        part: bytes = yield Work(lambda: _part(path, at, part_bytes))  # noqa: B023 - called before the next round
        try:
            answer = yield Call(method="PATCH", path=place, headers={"upload-offset": str(offset)}, content=part)
            offset, broken = int(answer.headers["upload-offset"]), 0
        except (httpx.TransportError, ApiError) as error:
            broken += 1
            if broken > retries or (isinstance(error, ApiError) and error.status != 409):
                raise
            offset = (yield Call(method="GET", path=place)).json()["offset"]
    return upload


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _part(path: Path, at: int, size: int) -> bytes:
    with path.open("rb") as file:
        file.seek(at)
        return file.read(size)
