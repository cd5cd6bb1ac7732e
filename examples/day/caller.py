"""How to call Sepadan: a token, one key for each write however often it is sent, patience when told to wait."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Mapping, Sequence
from typing import Any, Self

import httpx

from .figures import Figures

_PATIENCE_S = 120.0
"""How long one request is sent again before it counts as failed."""

_LONGEST_WAIT_S = 2.0


class Credentials:
    """A client's id and secret, and the token that its threads share (OAuth 2.0 client credentials)."""

    def __init__(self, url: str, client: tuple[str, str]) -> None:
        """No token is asked for yet."""
        self._url, self._client = url, client
        self._lock, self._token = threading.Lock(), ""

    def token(self, refused: str | None = None) -> str:
        """The token; a new one when there is none, or when this one was refused."""
        with self._lock:
            if not self._token or self._token == refused:
                asked = {"grant_type": "client_credentials"}
                answer = httpx.post(f"{self._url}/oauth/token", data=asked, auth=self._client, timeout=60)
                self._token = str(answer.raise_for_status().json()["access_token"])
            return self._token


class Caller:
    """One thread's connections to the server."""

    def __init__(self, url: str, credentials: Credentials, figures: Figures) -> None:
        """Connections are made when they are needed."""
        self.url, self._credentials, self._figures = url, credentials, figures
        self._http = httpx.Client(base_url=url, timeout=120)

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connections."""
        self._http.close()

    def call(
        self,
        kind: str,
        method: str,
        path: str,
        body: object = None,
        *,
        wanted: Sequence[int] = (200,),
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response | None:
        """Send a request until it is answered; None when it fails, which is then counted.

        A write that must not be done twice brings its ``Idempotency-Key`` in ``headers``: after a lost connection
        nobody knows whether the server had done it, and with the key it does not matter.

        Args:
            kind: Under which it is counted.
            method: Of HTTP.
            path: With its query.
            body: Sent as JSON when it is not None.
            wanted: Statuses that are good answers.
            headers: Besides the token.
        """
        deadline, is_repeated, tries = time.monotonic() + _PATIENCE_S, False, 0
        while True:
            began = time.monotonic()
            told, wait_s = self._try(method, path, body, headers or {})
            if isinstance(told, httpx.Response):
                is_gone = is_repeated and method == "DELETE" and told.status_code == 404  # the lost try had done it
                if told.status_code in wanted or is_gone:
                    self._figures.answered(kind, time.monotonic() - began)
                    return told
                if wait_s is None:
                    self._figures.fail(f"{kind}: {method} {path}: {told.status_code} {told.text[:200]}")
                    return None
            reason = str(told.status_code) if isinstance(told, httpx.Response) else told
            if time.monotonic() > deadline:
                self._figures.fail(f"{kind}: {method} {path}: {reason} for {_PATIENCE_S:.0f} s")
                return None
            self._figures.retry(reason)
            is_repeated, tries = True, tries + 1
            wait_s = wait_s or min(_LONGEST_WAIT_S, 0.1 * 2**tries)
            time.sleep(wait_s * random.uniform(0.5, 1.0))  # noqa: S311 -- so that all do not come at once

    def _try(
        self, method: str, path: str, body: object, headers: Mapping[str, str]
    ) -> tuple[httpx.Response | str, float | None]:
        """The answer, or why there is none; and the seconds after which to come again, None for never."""
        try:
            token = self._credentials.token()
            sent = {"Authorization": f"Bearer {token}", **headers}
            answer = self._http.request(method, path, json=body, headers=sent)
            if answer.status_code == 401:
                self._credentials.token(refused=token)
                return answer, 0.01
        except (httpx.TransportError, httpx.HTTPStatusError):
            return "connection lost", 0.0
        # 429 and 503 say when to come again; so does 409 while the first try of the same key is being answered.
        after = answer.headers.get("retry-after")
        if answer.status_code in {429, 503} or (answer.status_code == 409 and after):
            return answer, min(float(after or 1), _LONGEST_WAIT_S)
        return answer, None

    def token(self) -> str:
        """For a request that is written by hand."""
        return self._credentials.token()

    def get(self, kind: str, path: str) -> Any:
        """The JSON of an answer; None when it failed."""
        answer = self.call(kind, "GET", path)
        return None if answer is None else answer.json()
