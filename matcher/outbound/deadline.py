"""An end to every request: however slowly an upstream drips its headers or its body, the connection is shut in time.

Timeouts of a client are for each read: a byte every twenty seconds keeps it waiting for ever.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Mapping
from types import TracebackType
from typing import Any


class Deadline:
    """A context around one request, which shuts the request's connection when its time is over.

    Attributes:
        is_over: Whether it was.
        socket: Of the connection, once it stands.
    """

    def __init__(self, seconds: float, known: socket.socket | None = None) -> None:
        """Give a request so many seconds; ``known`` is the connection's socket where one stands already."""
        self.is_over = False
        self.socket = known
        self._timer = threading.Timer(seconds, self._shut)
        self._timer.daemon = True

    def trace(self, event: str, facts: Mapping[str, Any]) -> None:
        """Learn which connection it is; the request's extension ``trace`` (httpcore)."""
        if event in {"connection.connect_tcp.complete", "connection.start_tls.complete"}:
            self.socket = facts["return_value"].get_extra_info("socket")
            if self.is_over:
                self._shut()

    def _shut(self) -> None:
        self.is_over = True
        if self.socket is not None:
            with contextlib.suppress(OSError):  # closed by the other end already
                self.socket.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> Deadline:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
