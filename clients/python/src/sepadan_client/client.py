"""The client: sends operations, retries them, reads pages, waits for jobs, uploads files."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, Self

import httpx
import tenacity

from sepadan_client import models, talks
from sepadan_client.errors import error_of
from sepadan_client.operations import Operations
from sepadan_client.sending import AgainError, Call, Language, connection, good, taken
from sepadan_client.talks import PART_BYTES, Found, Kind, Listing, Pause, T, Tagged, Talk, Work


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
        language: Language = "id",
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
        told = connection(url, client_id, client_secret, scope, api_key, timeout, language)
        self._http = httpx.Client(**told, transport=transport)
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
        return self._sent(
            Call(method=method, path=path, query=query, headers=headers, json=json, form=form, content=content)
        )

    def _sent(self, call: Call) -> httpx.Response:
        arguments = call.arguments()
        tries = tenacity.Retrying(**call.retrying(self._retries), sleep=self._sleep)
        try:
            return good(tries(lambda: taken(self._http.request(**arguments))))
        except AgainError as last:
            raise error_of(last.response) from None

    def _json(self, method: str, path: str, **parts: Any) -> Any:
        return self.request(method, path, **parts).json()

    def _bytes(self, method: str, path: str, **parts: Any) -> bytes:
        return self.request(method, path, **parts).content

    def _headers(self, method: str, path: str, **parts: Any) -> Mapping[str, str]:
        return self.request(method, path, **parts).headers

    def _held(self, talk: Talk[T]) -> T:
        """Hold a talk to its end."""
        try:
            wanted = next(talk)
            while True:
                try:
                    got = self._got(wanted)
                except Exception as error:  # noqa: BLE001 - the talk says what is to become of it
                    wanted = talk.throw(error)
                else:
                    wanted = talk.send(got)
        except StopIteration as end:
            found: T = end.value
            return found

    def _got(self, wanted: Call | Pause | Work) -> Any:
        match wanted:
            case Call():
                return self._sent(wanted)
            case Pause():
                return self._sleep(wanted.seconds)
            case Work():
                return wanted.act()

    def _listed(self, listing: Listing[T]) -> Iterator[T]:
        """Hold a talk to its end and give what it finds."""
        got: httpx.Response | None = None
        while True:
            try:
                wanted = listing.send(got)
            except StopIteration:
                return
            if isinstance(wanted, Found):
                yield from wanted.items
                got = None
            else:
                got = self._sent(wanted)

    def pages(self, kind: Kind, *, records: bool = False, limit: int = 1000) -> Iterator[models.ListedRecord]:
        """Every record of a kind that you may see, page after page.

        Args:
            kind: Of which.
            records: Whether each comes whole.
            limit: Records of a page.
        """
        return self._listed(talks.paged(kind, records, limit))

    def changes(self, kind: Kind, since: str | None = None) -> Iterator[tuple[models.ChangedRecord, str]]:
        """What changed since a cursor, deletions too, the oldest first; ends when there is no more at present.

        Args:
            kind: Of which.
            since: Cursor that came with the last change; from the beginning when None.

        Returns:
            Each change, and the cursor to keep once its page is done with.
        """
        return self._listed(talks.changed(kind, since))

    def read(self, kind: Kind, key: str) -> Tagged[models.RecordResponse]:
        """A record with its ``ETag``; give that as ``if_match`` of ``put_posting`` and the like."""
        return self._held(talks.read(kind, key))

    def wait(self, job_id: str, *, timeout: float = 3600.0) -> models.JobResponse:
        """A job that is done.

        Args:
            job_id: Of it.
            timeout: Seconds to wait at most.

        Raises:
            JobFailedError: It failed or was cancelled.
            TimeoutError: It goes on, but not we.
        """
        return self._held(talks.waited(job_id, timeout))

    def lines(self, job_id: str, what: Literal["result", "rejects"] = "result") -> Iterator[dict[str, Any]]:
        """The result of a job line by line, while it comes; nothing of it is kept.

        Args:
            job_id: Of a job that is done.
            what: Or its rejects.
        """
        with self._http.stream("GET", talks.job_path(job_id, what)) as response:
            if response.is_error:
                response.read()
                raise error_of(response)
            yield from (json.loads(line) for line in response.iter_lines() if line)

    def upload(self, path: Path, *, part_bytes: int = PART_BYTES) -> str:
        """Send a file in parts (tus 1.0.0), going on where a broken one ended; gives the id for a job.

        Args:
            path: Its ending says how it is read: ``.jsonl``, ``.csv``, ``.xlsx``, the first two also as ``.gz``.
            part_bytes: Size of a part.

        Raises:
            ApiError: It was refused.
            httpx.TransportError: Several parts in a row did not get through.
        """
        return self._held(talks.uploaded(path, part_bytes, self._retries))
