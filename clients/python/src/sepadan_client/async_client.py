"""The client for programs that wait without standing still (asyncio, trio): the same operations, awaited."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, Literal, Self

import anyio
import anyio.to_thread
import httpx
import tenacity

from sepadan_client import models, talks
from sepadan_client.async_operations import AsyncOperations
from sepadan_client.errors import error_of
from sepadan_client.sending import AgainError, Call, Language, connection, good, taken
from sepadan_client.talks import PART_BYTES, Found, Kind, Listing, Pause, T, Tagged, Talk, Work


class AsyncSepadan(AsyncOperations):
    """As ``Sepadan``, awaited. Tasks of one event loop may share it; close it, or use ``async with``."""

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
        transport: httpx.AsyncBaseTransport | None = None,
        sleep: Callable[[float], Awaitable[None]] = anyio.sleep,
    ) -> None:
        """Connect; arguments as of ``Sepadan``."""
        told = connection(url, client_id, client_secret, scope, api_key, timeout, language)
        self._http = httpx.AsyncClient(**told, transport=transport)
        self._retries, self._sleep = retries, sleep

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close its connections."""
        await self._http.aclose()

    async def request(
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
        """As ``Sepadan.request``.

        Raises:
            ApiError: An answer of 4xx or 5xx, after the retries.
            httpx.TransportError: No answer, after the retries.
        """
        return await self._sent(
            Call(method=method, path=path, query=query, headers=headers, json=json, form=form, content=content)
        )

    async def _sent(self, call: Call) -> httpx.Response:
        arguments = call.arguments()
        tries = tenacity.AsyncRetrying(**call.retrying(self._retries), sleep=self._sleep)

        async def once() -> httpx.Response:
            return taken(await self._http.request(**arguments))

        try:
            return good(await tries(once))
        except AgainError as last:
            raise error_of(last.response) from None

    async def _json(self, method: str, path: str, **parts: Any) -> Any:
        return (await self.request(method, path, **parts)).json()

    async def _bytes(self, method: str, path: str, **parts: Any) -> bytes:
        return (await self.request(method, path, **parts)).content

    async def _headers(self, method: str, path: str, **parts: Any) -> Mapping[str, str]:
        return (await self.request(method, path, **parts)).headers

    async def _held(self, talk: Talk[T]) -> T:
        """Hold a talk to its end."""
        try:
            wanted = next(talk)
            while True:
                try:
                    got = await self._got(wanted)
                except Exception as error:  # noqa: BLE001 - the talk says what is to become of it
                    wanted = talk.throw(error)
                else:
                    wanted = talk.send(got)
        except StopIteration as end:
            found: T = end.value
            return found

    async def _got(self, wanted: Call | Pause | Work) -> Any:
        match wanted:
            case Call():
                return await self._sent(wanted)
            case Pause():
                return await self._sleep(wanted.seconds)
            case Work():
                return await anyio.to_thread.run_sync(wanted.act)

    async def _listed(self, listing: Listing[T]) -> AsyncIterator[T]:
        """Hold a talk to its end and give what it finds."""
        got: httpx.Response | None = None
        while True:
            try:
                wanted = listing.send(got)
            except StopIteration:
                return
            if isinstance(wanted, Found):
                for one in wanted.items:
                    yield one
                got = None
            else:
                got = await self._sent(wanted)

    def pages(self, kind: Kind, *, records: bool = False, limit: int = 1000) -> AsyncIterator[models.ListedRecord]:
        """Every record of a kind that you may see, page after page.

        Args:
            kind: Of which.
            records: Whether each comes whole.
            limit: Records of a page.
        """
        return self._listed(talks.paged(kind, records, limit))

    def changes(self, kind: Kind, since: str | None = None) -> AsyncIterator[tuple[models.ChangedRecord, str]]:
        """What changed since a cursor, deletions too, the oldest first; ends when there is no more at present.

        Args:
            kind: Of which.
            since: Cursor that came with the last change; from the beginning when None.

        Returns:
            Each change, and the cursor to keep once its page is done with.
        """
        return self._listed(talks.changed(kind, since))

    async def read(self, kind: Kind, key: str) -> Tagged[models.RecordResponse]:
        """A record with its ``ETag``; give that as ``if_match`` of ``put_posting`` and the like."""
        return await self._held(talks.read(kind, key))

    async def wait(self, job_id: str, *, timeout: float = 3600.0) -> models.JobResponse:
        """A job that is done.

        Args:
            job_id: Of it.
            timeout: Seconds to wait at most.

        Raises:
            JobFailedError: It failed or was cancelled.
            TimeoutError: It goes on, but not we.
        """
        return await self._held(talks.waited(job_id, timeout))

    async def lines(self, job_id: str, what: Literal["result", "rejects"] = "result") -> AsyncIterator[dict[str, Any]]:
        """The result of a job line by line, while it comes; nothing of it is kept.

        Args:
            job_id: Of a job that is done.
            what: Or its rejects.
        """
        async with self._http.stream("GET", talks.job_path(job_id, what)) as response:
            if response.is_error:
                await response.aread()
                raise error_of(response)
            async for line in response.aiter_lines():
                if line:
                    yield json.loads(line)

    async def upload(self, path: Path, *, part_bytes: int = PART_BYTES) -> str:
        """Send a file in parts (tus 1.0.0), going on where a broken one ended; gives the id for a job.

        Args:
            path: Its ending says how it is read: ``.jsonl``, ``.csv``, ``.xlsx``, the first two also as ``.gz``.
            part_bytes: Size of a part.

        Raises:
            ApiError: It was refused.
            httpx.TransportError: Several parts in a row did not get through.
        """
        return await self._held(talks.uploaded(path, part_bytes, self._retries))
