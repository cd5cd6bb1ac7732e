"""HTTP/1.1 as it comes off the wire: what is malformed, too large or too slow is refused before the app sees it.

uvicorn's own protocol parses (llhttp, strict) and answers; here stand the limits that it does not have. A request whose
end two readers could see in different places is refused, never mended (RFC 9112, sections 6.1 and 11.2): the proxy in
front would read another request than we do.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import httptools
import orjson
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from api.problems import MEDIA_TYPE

if TYPE_CHECKING:
    from httptools.parser.url_parser import URL

MIN_BODY_RATE = 16_384
"""Bytes a second that a body must arrive with once the time for its beginning is over."""

_PIECE = 16_384
_LAST_S = 2.0
"""Seconds that a process that ends waits for the request of a connection which it has accepted and not answered yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransportLimits:
    """What a client may send, and how slowly.

    Attributes:
        url_bytes: Longest request target; more is answered 414.
        head_bytes: Names and values of all headers together; more is answered 431.
        headers: How many; more are answered 431.
        head_s: Seconds from the first byte of a connection or request to the end of its headers; then 408.
        body_s: Seconds that a body may take, and one more for each ``MIN_BODY_RATE`` bytes of it; then 408.
    """

    url_bytes: int = 8_192
    head_bytes: int = 32_768
    headers: int = 100
    head_s: float = 10.0
    body_s: float = 20.0


class _RefusedError(Exception):
    """Thrown through the parser to stop it."""


class StrictHttp(HttpToolsProtocol):
    """One connection."""

    def __init__(self, *args: Any, limits: TransportLimits, **options: Any) -> None:
        """Serve a connection within limits."""
        super().__init__(*args, **options)
        self._limits = limits
        self._deadline: asyncio.TimerHandle | None = None
        self._in_head = True
        self._head_bytes = 0
        self._header_bytes = 0
        self._body_until = 0.0
        self._is_ending = False
        self._refusal = (HTTPStatus.BAD_REQUEST, "a request as RFC 9112 has it")

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a request, not for ever."""
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._disarm()
        super().connection_lost(exc)

    def shutdown(self) -> None:
        """The server ends: a request that is on its way is still answered, for whoever sent it was let in."""
        self._is_ending = True
        cycle = self._cycle()
        if cycle is None or (cycle.response_complete and self._head_bytes):
            self.loop.call_later(min(_LAST_S, self._limits.head_s), self._shut)
        else:
            super().shutdown()

    def _cycle(self) -> RequestResponseCycle | None:
        return self.cycle  # None before the first request, though uvicorn does not say so

    def _parsing(self) -> Any:
        return self.parser  # uvicorn forgets it when the connection is lost, and nothing is parsed then

    def _shut(self) -> None:
        if not self.transport.is_closing():
            super().shutdown()

    def data_received(self, data: bytes) -> None:
        """Parse what came, in pieces, so that a head without an end is noticed amid much that came."""
        self._unset_keepalive_if_required()
        for start in range(0, len(data), _PIECE):
            self._parse(data[start : start + _PIECE])
            if self.transport.is_closing():
                return
        if self._in_head and self._head_bytes and self._deadline is None:
            self._await_head()

    def _parse(self, data: bytes) -> None:
        if self._in_head:
            self._head_bytes += len(data)
        else:
            self._body_until += len(data) / MIN_BODY_RATE
        try:
            self._parsing().feed_data(data)
        except httptools.HttpParserUpgrade:  # nothing here upgrades: answered as if it had not been asked for
            pass
        except httptools.HttpParserError:
            self._refuse(*self._refusal)
            return
        if self._in_head and self._head_bytes > self._limits.head_bytes + self._limits.url_bytes:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, f"headers of {self._limits.head_bytes} bytes")

    # Parser callbacks: what they throw ends up as HttpParserCallbackError in ``data_received``.
    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._in_head, self._head_bytes = True, 1
        self._refusal = (HTTPStatus.BAD_REQUEST, "a request as RFC 9112 has it")
        self._header_bytes = 0
        if self._deadline is None:
            self._await_head()

    def on_url(self, url: bytes) -> None:
        """A part of the target."""
        super().on_url(url)
        if len(self.url) > self._limits.url_bytes:
            self._stop(HTTPStatus.REQUEST_URI_TOO_LONG, f"a target of at most {self._limits.url_bytes} bytes")

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header, whole."""
        super().on_header(name, value)
        self._header_bytes += len(name) + len(value)
        most = self._limits
        if len(self.headers) > most.headers or self._header_bytes > most.head_bytes:
            wanted = f"at most {most.headers} headers of {most.head_bytes} bytes"
            self._stop(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, wanted)
        if b"\n" in value or b"\r" in value:
            self._stop(HTTPStatus.BAD_REQUEST, "headers on one line each")

    def on_headers_complete(self) -> None:
        """The app may begin, when the head says one thing only."""
        fault = self._fault_of_head()
        if fault is not None:
            self._stop(*fault)
        self._in_head, self._head_bytes = False, 0
        self._disarm()
        loop_time = self.loop.time()
        self._body_until = loop_time + self._limits.body_s
        self._deadline = self.loop.call_at(self._body_until, self._body_is_late)
        super().on_headers_complete()
        cycle = self._cycle()
        if self._is_ending and cycle is not None:
            cycle.keep_alive = False

    def on_message_complete(self) -> None:
        """The body is whole."""
        self._disarm()
        self._in_head, self._head_bytes = True, 0
        super().on_message_complete()

    def _fault_of_head(self) -> tuple[HTTPStatus, str] | None:
        # We are no proxy; TRACE is no route's, and its answer says whose.
        if self._parsing().get_method() == b"CONNECT":
            return HTTPStatus.NOT_IMPLEMENTED, "a method other than CONNECT"
        named: dict[bytes, list[bytes]] = {}
        for name, value in self.headers:
            named.setdefault(name, []).append(value)
        codings = named.get(b"transfer-encoding", [])
        if codings and (b"content-length" in named or codings != [b"chunked"] or not self._is_http_11()):
            return HTTPStatus.BAD_REQUEST, "Transfer-Encoding: chunked alone, or Content-Length alone"
        if len(named.get(b"content-length", ())) > 1:
            return HTTPStatus.BAD_REQUEST, "one Content-Length"
        return self._fault_of_host(named.get(b"host", []))

    def _fault_of_host(self, hosts: Sequence[bytes]) -> tuple[HTTPStatus, str] | None:
        """RFC 9112, section 3.2: one Host, and the same one where the target names a host too."""
        if len(hosts) > 1 or (not hosts and self._is_http_11()):
            return HTTPStatus.BAD_REQUEST, "one Host header"
        if self.url.startswith(b"/"):
            return None
        if self.url == b"*" and self._parsing().get_method() == b"OPTIONS":
            self.url = b"/*"
            return None
        try:
            parsed = httptools.parse_url(self.url)
        except httptools.HttpParserInvalidURLError:
            return HTTPStatus.BAD_REQUEST, "a path as target"
        host, number = _place_in(parsed)
        port = b"" if number is None else b":%d" % number
        if host is None or hosts != [host + port]:
            return HTTPStatus.BAD_REQUEST, "a target of the host that Host names"
        return None

    def _is_http_11(self) -> bool:
        return bool(self._parsing().get_http_version() == "1.1")

    def _stop(self, status: HTTPStatus, wanted: str) -> None:
        self._refusal = (status, wanted)
        raise _RefusedError

    def _await_head(self) -> None:
        self._disarm()
        self._deadline = self.loop.call_later(self._limits.head_s, self._head_is_late)

    def _disarm(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _head_is_late(self) -> None:
        self._deadline = None
        cycle = self._cycle()
        if cycle is not None and not cycle.response_complete:
            return  # an answer to an earlier request of this connection is under way
        if self._head_bytes:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT, f"headers within {self._limits.head_s:g} s")
        else:  # nothing was asked: nobody waits for an answer
            self.transport.close()

    def _body_is_late(self) -> None:
        now = self.loop.time()
        if self.flow.read_paused:  # it is we who do not read
            self._body_until = max(self._body_until, now + self._limits.body_s)
        if now < self._body_until:
            self._deadline = self.loop.call_at(self._body_until, self._body_is_late)
            return
        self._deadline = None
        self._refuse(HTTPStatus.REQUEST_TIMEOUT, f"a body of at least {MIN_BODY_RATE} bytes a second")

    def _refuse(self, status: HTTPStatus, wanted: str) -> None:
        """Answer, when no other answer has begun, and close: what follows on this connection cannot be trusted."""
        self._disarm()
        if self.transport.is_closing():
            return
        cycle = self._cycle()
        if cycle is None or cycle.response_complete or (not cycle.response_started and not self.pipeline):
            self.transport.write(_answer(status, wanted))
        if cycle is not None and not cycle.response_complete:
            cycle.disconnected = True
            cycle.message_event.set()
        self.transport.close()


def _place_in(target: URL) -> tuple[bytes | None, int | None]:
    return target.host, target.port  # None where the target names none, though httptools does not say so


def _answer(status: HTTPStatus, wanted: str) -> bytes:
    request_id = uuid.uuid4().hex  # what the caller gave may be what cannot be read
    body = orjson.dumps(
        {
            "type": "urn:sepadan:problem:transport",
            "title": status.phrase,
            "status": status.value,
            "detail": f"request: wanted {wanted}",
            "request_id": request_id,
            "errors": [{"where": "request", "wanted": wanted, "found": "another"}],
        }
    )
    head = f"content-type: {MEDIA_TYPE}\r\ncontent-length: {len(body)}\r\ncache-control: no-store\r\n"
    head += f"x-request-id: {request_id}\r\n"
    return STATUS_LINE[status] + head.encode() + b"connection: close\r\n\r\n" + body
