"""What is sent, what of it may be sent again, and what becomes of an answer: the same for both clients."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import httpx
import tenacity

from sepadan_client.again import AGAIN
from sepadan_client.auth import ApiKey, ClientCredentials
from sepadan_client.errors import error_of, seconds_to_wait

Language = Literal["id", "en"]

_WAIT = tenacity.wait_exponential_jitter(multiplier=0.5, max=30)


class AgainError(Exception):
    """An answer that says: later."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request that is not sent yet.

    Attributes:
        method: Of HTTP.
        path: From the root.
        query: Parameters; those of None are left out.
        headers: Likewise.
        json: Body.
        form: Body of a form.
        content: Body as bytes.
    """

    method: str
    path: str
    query: Mapping[str, Any] | None = None
    headers: Mapping[str, str | None] | None = None
    json: Any = None
    form: Any = None
    content: bytes | None = field(default=None, repr=False)

    def arguments(self) -> dict[str, Any]:
        """For ``httpx``; a POST or PUT gets an ``Idempotency-Key`` where none is given, one for all tries."""
        sent = {name: value for name, value in (self.headers or {}).items() if value is not None}
        if self.method in ("POST", "PUT") and "idempotency-key" not in {name.lower() for name in sent}:
            sent["Idempotency-Key"] = str(uuid.uuid4())
        if self.content is not None:
            sent["Content-Type"] = "application/offset+octet-stream"
        told = {name: value for name, value in (self.query or {}).items() if value is not None}
        body = {"json": self.json, "data": self.form, "content": self.content}
        return {"method": self.method, "url": self.path, "params": told, "headers": sent, **body}

    def retrying(self, retries: int) -> dict[str, Any]:
        """For ``tenacity``: how often, when and after what it is sent again."""
        again: tuple[type[Exception], ...] = (AgainError, httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
        if self.method not in ("POST", "PATCH") or AGAIN.fullmatch(self.path):
            again = (AgainError, httpx.TransportError)
        return {
            "stop": tenacity.stop_after_attempt(retries + 1),
            "wait": _pause,
            "retry": tenacity.retry_if_exception_type(again),
            "reraise": True,
        }


def taken(response: httpx.Response) -> httpx.Response:
    """An answer that was read.

    Raises:
        AgainError: It says that the request should be sent again.
    """
    # 409 with Retry-After: the same Idempotency-Key is being answered for.
    busy = response.status_code == 409 and "retry-after" in response.headers
    if response.status_code in (429, 502, 503, 504) or busy:
        raise AgainError(response)
    return response


def good(response: httpx.Response) -> httpx.Response:
    """An answer that was read, after all tries.

    Raises:
        ApiError: It is one of 4xx or 5xx.
    """
    if response.is_error:
        raise error_of(response)
    return response


def _pause(state: tenacity.RetryCallState) -> float:
    """Seconds before the next try: what the server said, else exponential with jitter."""
    error = state.outcome.exception() if state.outcome else None
    told = seconds_to_wait(error.response) if isinstance(error, AgainError) else None
    return _WAIT(state) if told is None else told


def connection(
    url: str, client_id: str, client_secret: str, scope: str, api_key: str, timeout: float, language: Language
) -> dict[str, Any]:
    """What both clients give to ``httpx``: where, as whom, how long.

    Args:
        url: Where it is, without ``/v1``.
        client_id: With ``client_secret`` for tokens.
        client_secret: Its secret.
        scope: To ask for less than the client may do.
        api_key: In place of id and secret.
        timeout: Seconds for an answer.
        language: Of words in answers.
    """
    base = httpx.URL(url)
    auth: httpx.Auth | None = None
    if api_key:
        auth = ApiKey(api_key)
    elif client_id:
        auth = ClientCredentials(base.join("/oauth/token"), client_id, client_secret, scope)
    headers = {"Accept-Language": language, "Tus-Resumable": "1.0.0", "User-Agent": "sepadan-client/1.0.0"}
    return {"base_url": base, "auth": auth, "headers": headers, "timeout": timeout}
