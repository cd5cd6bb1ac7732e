"""Credentials: an API key, or tokens by client credentials (RFC 6749, section 4.4) that are renewed in time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator

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

    Safe between threads; while one fetches, the others wait.
    """

    requires_response_body = True

    def __init__(
        self, url: httpx.URL, client_id: str, secret: str, scope: str = "", clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._url, self._basic = url, httpx.BasicAuth(client_id, secret)
        self._form = {"grant_type": "client_credentials"} | ({"scope": scope} if scope else {})
        self._clock, self._lock = clock, threading.Lock()
        self._token, self._until = "", 0.0

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Put a token in; where it is refused, another one."""
        token = yield from self._held(refused="")
        request.headers["Authorization"] = f"Bearer {token}"
        response = yield request
        if response.status_code == 401:
            response.read()
            token = yield from self._held(refused=token)
            request.headers["Authorization"] = f"Bearer {token}"
            yield request

    def _held(self, refused: str) -> Generator[httpx.Request, httpx.Response, str]:
        with self._lock:
            if not self._token or self._token == refused or self._clock() >= self._until:
                asked = httpx.Request("POST", self._url, data=self._form)
                response = yield next(self._basic.auth_flow(asked))
                response.read()
                if response.is_error:
                    raise error_of(response)
                told = response.json()
                self._token = str(told["access_token"])
                self._until = self._clock() + float(told["expires_in"]) * (1 - _EARLY)
            return self._token
