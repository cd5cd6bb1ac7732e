"""Credentials: an API key, or tokens by client credentials (RFC 6749, section 4.4) that are renewed in time."""

from __future__ import annotations

import threading
import time
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import suppress

import anyio
import httpx

from sepadan_client.errors import error_of

_EARLY = 0.1
"""Part of a token's life that is left when the next one is fetched."""


class ApiKey(httpx.Auth):
    """``X-API-Key`` with each request."""

    def __init__(self, key: str) -> None:
        self._key = key

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Put the key in."""
        request.headers["X-API-Key"] = self._key
        yield request


class ClientCredentials(httpx.Auth):
    """A token for each request: fetched once, again before it ends, and once more when the server refuses it.

    Safe between threads, or between tasks; while one fetches, the others wait.
    """

    def __init__(
        self, url: httpx.URL, client_id: str, secret: str, scope: str = "", clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._url, self._basic = url, httpx.BasicAuth(client_id, secret)
        self._form = {"grant_type": "client_credentials"} | ({"scope": scope} if scope else {})
        self._clock, self._lock, self._tasks = clock, threading.Lock(), anyio.Lock()
        self._token, self._until = "", 0.0

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Put a token in; where it is refused, another one."""
        with self._lock:
            yield from self._renewed(refused="")
        response = yield self._signed(request)
        if response.status_code == 401:
            response.read()
            with self._lock:
                yield from self._renewed(refused=_token_of(request))
            yield self._signed(request)

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        """The same, awaited."""
        async with self._tasks:
            for asked in (renewing := self._renewed(refused="")):
                await _told(renewing, (yield asked))
        response = yield self._signed(request)
        if response.status_code == 401:
            await response.aread()
            async with self._tasks:
                for asked in (renewing := self._renewed(refused=_token_of(request))):
                    await _told(renewing, (yield asked))
            yield self._signed(request)

    def _signed(self, request: httpx.Request) -> httpx.Request:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request

    def _renewed(self, refused: str) -> Generator[httpx.Request, httpx.Response, None]:
        """Ask for a token where there is none that is good; of one caller at a time."""
        if self._token and self._token != refused and self._clock() < self._until:
            return
        asked = httpx.Request("POST", self._url, data=self._form)
        response = yield next(self._basic.auth_flow(asked))
        response.read()
        if response.is_error:
            raise error_of(response)
        told = response.json()
        self._token = str(told["access_token"])
        self._until = self._clock() + float(told["expires_in"]) * (1 - _EARLY)


def _token_of(request: httpx.Request) -> str:
    return request.headers["Authorization"].removeprefix("Bearer ")


async def _told(renewing: Generator[httpx.Request, httpx.Response, None], response: httpx.Response) -> None:
    """Give a renewal the answer that it waits for, read: it ends with it."""
    await response.aread()
    with suppress(StopIteration):
        renewing.send(response)
