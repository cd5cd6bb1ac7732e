"""One process that serves: the app, the server that drains, and what ends with its parent."""

from __future__ import annotations

import asyncio
import gc
import signal
import socket
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from api.app import create_app
from api.logs import make_log, standard_logging_through
from api.server import DrainingServer, config_of
from taxonomy.errors import ConfigError

if TYPE_CHECKING:
    from api.acceptor import Share
    from api.settings import Settings
    from matcher.engine import Engine

SWITCH_S = 0.001
"""Seconds after which a thread that computes lets the event loop in (5 ms by default in CPython): it refuses and
accepts while threads compute, and each wait for the interpreter's lock would stand in front of every answer."""


def serve_one(
    listener: socket.socket,
    settings: Settings,
    engine: Engine | None = None,
    *,
    share: Share | None = None,
    on_ready: Callable[[], None] = lambda: None,
    end_with: int | None = None,
) -> None:
    """Serve until a signal to end; requests in flight are answered first.

    Args:
        listener: Listens.
        settings: Of the installation.
        engine: Served when it is open already; else the application opens one.
        share: Of connections, where several processes listen.
        on_ready: Called when requests are answered.
        end_with: File descriptor that becomes readable when the process that started this one has died.

    Raises:
        ConfigError: The application did not start; its log says why.
    """
    sys.setswitchinterval(SWITCH_S)
    app = create_app(settings, engine)

    def ready() -> None:
        _settle()
        if end_with is not None:
            _end_when_readable(end_with, server)
        on_ready()

    def drain() -> None:
        app.state.draining = True

    config = config_of(app, settings)
    server = DrainingServer(config, notice_s=settings.drain_notice_s, share=share, on_ready=ready, on_drain=drain)
    _run(server, listener, settings)
    if not server.started:
        raise ConfigError("serve: wanted an application that starts, found one that did not; see the log above")


def _settle() -> None:
    """Take what stands now out of all collections: it stands as long as the process.

    Those of the oldest generation would stop every answer for as long as it takes to walk the index.
    """
    gc.collect()
    gc.freeze()


def _end_when_readable(descriptor: int, server: DrainingServer) -> None:
    loop = asyncio.get_running_loop()

    def orphaned() -> None:
        loop.remove_reader(descriptor)
        server.end()

    loop.add_reader(descriptor, orphaned)


def _pass_over(*_: object) -> None:
    """Of a signal that was answered already."""


def _run(server: DrainingServer, listener: socket.socket, settings: Settings) -> None:
    # uvicorn hands a signal on once it has stopped; a server that was told to end has ended well.
    before = signal.signal(signal.SIGTERM, _pass_over)
    try:
        with standard_logging_through(make_log(settings.log_level, settings.log_format)):
            server.run(sockets=[listener])
    finally:
        signal.signal(signal.SIGTERM, before)
