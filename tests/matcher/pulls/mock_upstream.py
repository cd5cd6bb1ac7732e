"""A mock upstream: real HTTP on the loopback, every answer as a test wants it, whole or broken in any way."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request that came."""

    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the upstream says.

    Attributes:
        body: Bytes, or pieces of them made while they are sent.
        status: HTTP status.
        headers: Beside ``Date``; ``Content-Length`` is the body's where it is known and not given.
        hold: Waited for before anything is said.
    """

    body: bytes | Iterable[bytes] = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    hold: threading.Event | None = None


Says = Answer | Callable[[Asked], Answer]


def as_json(value: object, **headers: str) -> Answer:
    """A JSON answer."""
    return Answer(body=json.dumps(value).encode(), headers={"Content-Type": "application/json", **headers})


class MockUpstream:
    """Serves ``says``: path to answer; all that was asked stands in ``asked``."""

    def __init__(self) -> None:
        self.says: dict[str, Says] = {}
        self.asked: list[Asked] = []
        self.sent = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self._server.server_port}"

    def url(self, path: str) -> str:
        return f"http://{self.place}{path}"

    def paths(self) -> list[str]:
        """Paths that were asked for, without robots.txt."""
        return [asked.path for asked in self.asked if asked.path != "/robots.txt"]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        upstream = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name of the base class
                """Say nothing."""

            def date_time_string(self, timestamp: float | None = None) -> str:
                return upstream.date or super().date_time_string(timestamp)

            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
                asked = Asked(path=parts.path, query=query, headers=dict(self.headers.items()))
                upstream.asked.append(asked)
                says = upstream.says.get(parts.path, Answer(status=404))
                answer = says if isinstance(says, Answer) else says(asked)
                if answer.hold is not None:
                    answer.hold.wait(10)
                self._send(answer)

            def _send(self, answer: Answer) -> None:
                self.send_response(answer.status)
                headers = dict(answer.headers)
                if isinstance(answer.body, bytes) and answer.status != 304:
                    headers.setdefault("Content-Length", str(len(answer.body)))
                for name, value in headers.items():
                    self.send_header(name, value)
                if "Content-Length" not in headers:
                    self.close_connection = True
                self.end_headers()
                try:
                    for piece in [answer.body] if isinstance(answer.body, bytes) else answer.body:
                        self.wfile.write(piece)
                        upstream.sent += len(piece)
                    if isinstance(answer.body, bytes) and headers.get("Content-Length") != str(len(answer.body)):
                        self.close_connection = True
                except OSError:  # the client has had enough
                    self.close_connection = True

        return Handler

    date = ""
    """Header ``Date`` of every answer; the present when empty."""
