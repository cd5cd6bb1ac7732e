"""uvicorn with our transport, set up in one place, that drains before it ends."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING, Any, Protocol, cast

import uvicorn
from uvicorn.config import STARTUP_FAILURE

from api.acceptor import Acceptor, Share
from api.transport import StrictHttp

if TYPE_CHECKING:
    from fastapi import FastAPI

    from api.settings import Settings

BACKLOG = 2_048
"""Connections that the kernel holds until they are accepted."""


def config_of(app: FastAPI, settings: Settings) -> uvicorn.Config:
    """How uvicorn serves an app."""
    return uvicorn.Config(
        app,
        http=partial(StrictHttp, limits=settings.transport_limits()),  # type: ignore[arg-type]  # called as a class is
        ws="none",
        limit_concurrency=settings.limit_concurrency,
        timeout_keep_alive=settings.keep_alive_s,
        timeout_graceful_shutdown=settings.drain_s,
        backlog=BACKLOG,
        log_config=None,
        log_level=settings.log_level.lower(),
        access_log=False,
        server_header=False,
        proxy_headers=False,  # api/access/addresses.py believes those that are trusted, and nobody else
        ssl_certfile=settings.tls_cert,
        ssl_keyfile=settings.tls_key,
    )


class _Listening(Protocol):
    """What uvicorn asks of that which accepts."""

    def close(self) -> None:
        """Accept no more."""
        ...

    async def wait_closed(self) -> None:
        """Until nothing is accepted any more."""
        ...


class DrainingServer(uvicorn.Server):
    """Told to end, it says so on ``/readyz``, goes on for a while, answers what is in flight, and ends.

    Attributes:
        servers: What accepts.
    """

    servers: list[_Listening]  # type: ignore[assignment]  # uvicorn closes them and waits, no more

    def __init__(
        self,
        config: uvicorn.Config,
        *,
        notice_s: float,
        share: Share | None = None,
        on_ready: Callable[[], None] = lambda: None,
        on_drain: Callable[[], None] = lambda: None,
    ) -> None:
        """Serve by a configuration.

        Args:
            config: See ``config_of``.
            notice_s: Seconds for which new requests are still answered once it was told to end: a load balancer looks
                at ``/readyz`` every few seconds only.
            share: Of connections, where several processes listen on one socket.
            on_ready: Called when requests are answered.
            on_drain: Called when it was told to end.
        """
        super().__init__(config)
        self._notice_s = notice_s
        self._share = share or Share.alone()
        self._on_ready, self._on_drain = on_ready, on_drain
        self._draining = False

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open the app and accept."""
        await self.lifespan.startup()
        if self.lifespan.should_exit:
            sys.exit(STARTUP_FAILURE)
        loop = asyncio.get_running_loop()
        make: Callable[[], asyncio.Protocol] = partial(
            cast(Any, self.config.http_protocol_class),
            config=self.config,
            server_state=self.server_state,
            app_state=self.lifespan.state,
            _loop=loop,
        )
        connections = self.server_state.connections
        self.servers = [  # pyright: ignore[reportIncompatibleVariableOverride] -- as above
            Acceptor(loop, sock, make, self._share, lambda: len(connections), self.config.ssl) for sock in sockets or []
        ]
        self.started = True
        self._on_ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to drain; a second signal, or one when there is nobody to give notice to, ends it at once."""
        if self._draining or not self._notice_s or sig == signal.SIGINT:
            self._drain()
            super().handle_exit(sig, frame)
            return
        self._captured_signals.append(sig)
        self._drain()
        asyncio.get_running_loop().call_soon_threadsafe(self._end_later)

    def end(self) -> None:
        """Drain and end, as by a signal; from the loop's own thread."""
        self._drain()
        self._end_later()

    def _drain(self) -> None:
        if not self._draining:
            self._draining = True
            self._on_drain()

    def _end_later(self) -> None:
        asyncio.get_running_loop().call_later(self._notice_s, self._end)

    def _end(self) -> None:
        self.should_exit = True
