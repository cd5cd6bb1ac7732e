"""The client: sends operations, retries them, reads pages, waits for jobs, uploads files."""

from __future__ import annotations

import base64
import json
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Literal, Self, TypeVar, cast
from urllib.parse import quote

import httpx
import tenacity

from sepadan_client import models
from sepadan_client.auth import ApiKey, ClientCredentials
from sepadan_client.errors import ApiError, JobFailedError, error_of, seconds_to_wait
from sepadan_client.operations import Operations

Kind = Literal["postings", "workers", "courses"]
T = TypeVar("T")

_KEYED = (
    *("/v1/postings", "/v1/workers", "/v1/courses", "/v1/outcomes", "/v1/jobs"),
    *("/v1/webhooks", "/v1/watches", "/v1/consents"),
)
"""POSTs whose first answer the server gives again for the same ``Idempotency-Key``."""
_READ_ONLY = ("/v1/match/", "/v1/recommend/", "/v1/normalise", "/v1/inspection", "/v1/curriculum/", "/v1/market/")
_WAIT = tenacity.wait_exponential_jitter(multiplier=0.5, max=30)
_PART_BYTES = 8 << 20


@dataclass(frozen=True, slots=True)
class Tagged(Generic[T]):
    """An answer with its ``ETag``, for an update that must not overwrite somebody else's.

    Attributes:
        body: The answer.
        etag: For ``if_match``.
    """

    body: T
    etag: str


class _AgainError(Exception):
    def __init__(self, response: httpx.Response) -> None:
        self.response = response


class Sepadan(Operations):
    """One installation of Sepadan, as one client sees it. Threads may share it; close it, or use ``with``."""

    def __init__(
        self,
        url: str,
        *,
        client_id: str = "",
        client_secret: str = "",
        scope: str = "",
        api_key: str = "",
        retries: int = 5,
        timeout: float = 60.0,
        language: Literal["id", "en"] = "id",
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Connect.

        Args:
            url: Where it is, without ``/v1``.
            client_id: With ``client_secret`` for tokens.
            client_secret: As ``sepadan clients add`` printed it.
            scope: To ask for less than the client may do, such as ``match postings:read``.
            api_key: In place of id and secret.
            retries: How often a request is sent again at most.
            timeout: Seconds for an answer.
            language: Of words in answers.
            transport: For tests and special networks.
            sleep: For tests.
        """
        base = httpx.URL(url)
        auth: httpx.Auth | None = None
        if api_key:
            auth = ApiKey(api_key)
        elif client_id:
            auth = ClientCredentials(base.join("/oauth/token"), client_id, client_secret, scope)
        headers = {"Accept-Language": language, "Tus-Resumable": "1.0.0", "User-Agent": "sepadan-client/0.1.0"}
        self._http = httpx.Client(base_url=base, auth=auth, headers=headers, timeout=timeout, transport=transport)
        self._retries, self._sleep = retries, sleep

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close its connections."""
        self._http.close()

    def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        headers: Mapping[str, str | None] | None = None,
        json: Any = None,
        form: Any = None,
        content: bytes | None = None,
    ) -> httpx.Response:
        """Send what no method fits, with the same credentials, retries and errors.

        Args:
            method: Of HTTP.
            path: From the root, such as ``/v1/postings``.
            query: Parameters; those of None are left out.
            headers: Likewise. A POST or PUT gets an ``Idempotency-Key`` where none is given.
            json: Body.
            form: Body of a form.
            content: Body as bytes.

        Raises:
            ApiError: An answer of 4xx or 5xx, after the retries.
            httpx.TransportError: No answer, after the retries.
        """
        sent = {name: value for name, value in (headers or {}).items() if value is not None}
        if method in ("POST", "PUT") and "idempotency-key" not in {name.lower() for name in sent}:
            sent["Idempotency-Key"] = str(uuid.uuid4())
        if content is not None:
            sent["Content-Type"] = "application/offset+octet-stream"
        told = {name: value for name, value in (query or {}).items() if value is not None}
        again: tuple[type[Exception], ...] = (_AgainError, httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
        if method not in ("POST", "PATCH") or path in _KEYED or path.startswith(_READ_ONLY):
            again = (_AgainError, httpx.TransportError)

        def once() -> httpx.Response:
            response = self._http.request(
                method, path, params=told, headers=sent, json=json, data=form, content=content
            )
            # 409 with Retry-After: the same Idempotency-Key is being answered for.
            busy = response.status_code == 409 and "retry-after" in response.headers
            if response.status_code in (429, 502, 503, 504) or busy:
                raise _AgainError(response)
            return response

        tries = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(self._retries + 1),
            wait=_pause,
            retry=tenacity.retry_if_exception_type(again),
            sleep=self._sleep,
            reraise=True,
        )
        try:
            response = tries(once)
        except _AgainError as last:
            raise error_of(last.response) from None
        if response.is_error:
            raise error_of(response)
        return response

    def _json(self, method: str, path: str, **parts: Any) -> Any:
        return self.request(method, path, **parts).json()

    def _bytes(self, method: str, path: str, **parts: Any) -> bytes:
        return self.request(method, path, **parts).content

    def _headers(self, method: str, path: str, **parts: Any) -> Mapping[str, str]:
        return self.request(method, path, **parts).headers

    def pages(self, kind: Kind, *, records: bool = False, limit: int = 1000) -> Iterator[models.ListedRecord]:
        """Every record of a kind that you may see, page after page.

        Args:
            kind: Of which.
            records: Whether each comes whole.
            limit: Records of a page.
        """
        cursor: str | None = None
        while True:
            query = {"cursor": cursor, "limit": limit, "records": records}
            page = cast("models.RecordsPage", self._json("GET", f"/v1/{kind}", query=query))
            yield from page["items"]
            cursor = page["next"]
            if cursor is None:
                return

    def changes(self, kind: Kind, since: str | None = None) -> Iterator[tuple[models.ChangedRecord, str]]:
        """What changed since a cursor, deletions too, the oldest first; ends when there is no more at present.

        Args:
            kind: Of which.
            since: Cursor that came with the last change; from the beginning when None.

        Yields:
            A change, and the cursor to keep once its page is done with.
        """
        while True:
            query = {"since": since}
            page = cast("models.ChangesPage", self._json("GET", f"/v1/changes/{kind}", query=query))
            since = page["next"]
            yield from ((change, since) for change in page["items"])
            if not page["more"]:
                return

    def read(self, kind: Kind, key: str) -> Tagged[models.RecordResponse]:
        """A record with its ``ETag``; give that as ``if_match`` of ``put_posting`` and the like."""
        response = self.request("GET", f"/v1/{kind}/{quote(key, safe='')}")
        return Tagged(cast("models.RecordResponse", response.json()), response.headers["etag"])

    def wait(self, job_id: str, *, timeout: float = 3600.0) -> models.JobResponse:
        """A job that is done.

        Args:
            job_id: Of it.
            timeout: Seconds to wait at most.

        Raises:
            JobFailedError: It failed or was cancelled.
            TimeoutError: It goes on, but not we.
        """
        until = time.monotonic() + timeout
        while True:
            response = self.request("GET", f"/v1/jobs/{quote(job_id, safe='')}")
            job = cast("models.JobResponse", response.json())
            if job["state"] == "done":
                return job
            if job["state"] in ("failed", "cancelled"):
                raise JobFailedError(cast("Mapping[str, Any]", job))
            if time.monotonic() > until:
                raise TimeoutError(f"job {job_id}: wanted done within {timeout} s, found {job['state']}")
            self._sleep(seconds_to_wait(response) or 1.0)

    def lines(self, job_id: str, what: Literal["result", "rejects"] = "result") -> Iterator[dict[str, Any]]:
        """The result of a job line by line, while it comes; nothing of it is kept.

        Args:
            job_id: Of a job that is done.
            what: Or its rejects.
        """
        with self._http.stream("GET", f"/v1/jobs/{quote(job_id, safe='')}/{what}") as response:
            if response.is_error:
                response.read()
                raise error_of(response)
            yield from (json.loads(line) for line in response.iter_lines() if line)

    def upload(self, path: Path, *, part_bytes: int = _PART_BYTES) -> str:
        """Send a file in parts (tus 1.0.0), going on where a broken one ended; gives the id for a job.

        Args:
            path: Its ending says how it is read: ``.jsonl``, ``.csv``, ``.xlsx``, the first two also as ``.gz``.
            part_bytes: Size of a part.

        Raises:
            ApiError: It was refused.
            httpx.TransportError: Several parts in a row did not get through.
        """
        metadata = f"filename {base64.b64encode(path.name.encode()).decode()}"
        length = path.stat().st_size
        upload = self.create_upload(upload_length=str(length), upload_metadata=metadata)["id"]
        offset, broken = 0, 0
        with path.open("rb") as file:
            while offset < length:
                file.seek(offset)
                try:
                    answer = self.append_upload(upload, file.read(part_bytes), upload_offset=str(offset))
                    offset, broken = int(answer["upload-offset"]), 0
                except (httpx.TransportError, ApiError) as error:
                    broken += 1
                    if broken > self._retries or (isinstance(error, ApiError) and error.status != 409):
                        raise
                    offset = self.get_upload(upload)["offset"]
        return upload


def _pause(state: tenacity.RetryCallState) -> float:
    """Seconds before the next try: what the server said, else exponential with jitter."""
    error = state.outcome.exception() if state.outcome else None
    told = seconds_to_wait(error.response) if isinstance(error, _AgainError) else None
    return _WAIT(state) if told is None else told
