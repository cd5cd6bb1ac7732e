"""One connection to one receiver: a delivery posted, its answer judged by its status and not kept."""

from __future__ import annotations

import contextlib
import socket
import ssl
import time
from collections.abc import Mapping, Set
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLateError
from dataclasses import dataclass
from functools import lru_cache

import httpx

from matcher.outbound.addresses import Resolver, resolved
from matcher.outbound.deadline import Deadline
from matcher.outbound.headers import retry_after_s
from matcher.outbound.pinned import pinned_request, user_agent
from matcher.webhooks.targets import target_address
from taxonomy.errors import UpstreamError

CONNECT_S, WHOLE_S, RESOLVE_S = 5.0, 15.0, 5.0
"""Seconds until a connection stands, until a whole answer is there, until a name server has answered."""

MAX_ANSWER = 64 * 1024
"""Bytes of an answer that are read; it is not kept."""

_RESOLVERS = ThreadPoolExecutor(64, thread_name_prefix="webhook-names")
"""The system's resolver knows no time limit, so it is asked in threads of its own; so many that those who wait for dead
name servers leave some to the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of an attempt.

    Attributes:
        code: HTTP status; None when no answer came.
        ms: Milliseconds.
        fault: What went wrong in words; empty for a status of 200 to 299. Shows no address that a name led to.
        asked_s: Seconds to wait, as the receiver asked; 0 when it did not.
    """

    code: int | None
    ms: int
    fault: str = ""
    asked_s: float = 0.0


class Line:
    """Posts to one address; its connection is kept between posts and shared with no other receiver."""

    def __init__(
        self, url: httpx.URL, inside: Set[str], resolve: Resolver | None = None, *, whole_s: float = WHOLE_S
    ) -> None:
        """Connect to nothing yet.

        Args:
            url: From ``check_target``.
            inside: ``host:port`` that may be private.
            resolve: Finds addresses; the system's resolver by default.
            whole_s: Seconds until a whole answer is there.
        """
        self._url, self._inside, self._resolve, self._whole_s = url, inside, resolve or resolved, whole_s
        self._socket: socket.socket | None = None
        timeout = httpx.Timeout(whole_s, connect=min(CONNECT_S, whole_s))
        # No proxy of the environment: it would resolve the name itself.
        self._client = httpx.Client(timeout=timeout, trust_env=False, follow_redirects=False, verify=_trust())

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def post(self, headers: Mapping[str, str], body: bytes) -> Answer:
        """Post a body; never raises for what the receiver or the network does."""
        started = time.monotonic()
        code, fault, asked_s = None, "", 0.0
        try:
            code, asked_s = self._post(headers, body)
            fault = "" if 200 <= code < 300 else f"status {code}"
        except UpstreamError as error:
            # What a name of somebody else leads to inside our network is nobody's business.
            fault = error.found if error.is_passing else f"wanted {error.wanted}"
        except (httpx.HTTPError, httpx.StreamError) as error:
            fault = type(error).__name__
        return Answer(code=code, ms=round((time.monotonic() - started) * 1000), fault=fault, asked_s=asked_s)

    def _post(self, headers: Mapping[str, str], body: bytes) -> tuple[int, float]:
        address = target_address(self._url, self._inside, self._resolve_in_time)
        sent = {"User-Agent": user_agent("webhooks"), "Accept": "*/*", "Accept-Encoding": "identity", **headers}
        with Deadline(self._whole_s, self._socket) as deadline:
            try:
                request = pinned_request(self._client, "POST", self._url, address, sent, deadline, body)
                response = self._client.send(request, stream=True)
                try:
                    _drain(response)
                finally:
                    response.close()
            except (httpx.HTTPError, httpx.StreamError):
                if deadline.is_over:
                    found = f"no whole answer within {self._whole_s:g} s"
                    raise UpstreamError(wanted="an answer", found=found, where="url", is_passing=True) from None
                raise
            finally:
                self._socket = deadline.socket
        return response.status_code, retry_after_s(response.headers.get("retry-after", ""))

    def _resolve_in_time(self, host: str, port: int) -> list[str]:
        asked: Future[list[str]] = _RESOLVERS.submit(self._resolve, host, port)
        try:
            return asked.result(RESOLVE_S)
        except TooLateError as error:
            asked.cancel()
            raise OSError(f"no answer of the name server within {RESOLVE_S:g} s") from error


def _drain(response: httpx.Response) -> None:
    """Read so much of an answer that the connection can serve again; a longer one is cut off."""
    came = 0
    with contextlib.suppress(httpx.DecodingError):
        for chunk in response.iter_raw():
            came += len(chunk)
            if came > MAX_ANSWER:
                return


@lru_cache(maxsize=1)
def _trust() -> ssl.SSLContext:
    """Certificates that are trusted, read once: reading them takes longer than a delivery."""
    return httpx.create_ssl_context(trust_env=False)
