"""``sepadan serve``: the API and the pages over HTTP, on a port that is held before any long work."""

from __future__ import annotations

import socket
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from api.access.binding import check_binding
from api.cli.options import HomeOption, JsonOption, settings_of
from api.cli.show import print_json
from api.sandbox_home import check_mode
from taxonomy.errors import ConfigError

if TYPE_CHECKING:
    from api.settings import Settings
    from api.worker_pool import Opener
    from matcher.engine import Engine

HostOption = Annotated[str | None, typer.Option("--host", help="Address to listen on.", show_default=False)]
PortOption = Annotated[
    int | None, typer.Option("--port", help="Port to listen on; 0 takes a free one.", min=0, max=65535)
]

WorkersOption = Annotated[
    int | None,
    typer.Option("--workers", help="Processes that serve; one for each core.", min=1, max=128, show_default=False),
]


def serve(
    context: typer.Context,
    host: HostOption = None,
    port: PortOption = None,
    workers: WorkersOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Serve the API and the pages until Ctrl-C; SIGTERM drains, SIGHUP replaces the processes one by one."""
    settings = settings_of(context, home, host=host, port=port, workers=workers)
    check_mode(settings)
    check_binding(settings, settings.host)
    with held_port(settings.host, settings.port) as listener:
        if as_json:
            print_json({"url": url_of(listener, is_tls=settings.tls_cert is not None)})
        serve_on(listener, settings) if settings.workers == 1 else serve_with_workers(listener, settings)


@contextmanager
def held_port(host: str, port: int) -> Generator[socket.socket]:
    """A socket that listens at an address, so that nobody takes it while the index is built; who connects waits.

    Raises:
        ConfigError: The port is in use, or the address is not this machine's.
    """
    try:
        family, kind, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise ConfigError(f"host {host}: wanted an address of this machine, found: {error.strerror}") from error
    with socket.socket(family, kind) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(address)
            # Linux lets two bind one port as long as neither listens.
            listener.listen()
        except OSError as error:
            wanted = "a free port of this machine"
            mend = f"stop what listens on port {port}, or choose another with --port"
            raise ConfigError(f"{host}:{port}: wanted {wanted}, found: {error.strerror}; {mend}") from error
        yield listener


def url_of(listener: socket.socket, *, is_tls: bool = False) -> str:
    """Where a browser finds it."""
    host, port = listener.getsockname()[:2]
    scheme = "https" if is_tls else "http"
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


def serve_on(listener: socket.socket, settings: Settings, engine: Engine | None = None) -> None:
    """Serve until Ctrl-C or a signal to end; open requests are answered first.

    Args:
        listener: A bound socket; see ``held_port``.
        settings: Of the installation.
        engine: Served when it is open already; else the application opens one.

    Raises:
        ConfigError: The application did not start (its log says why), or others reach the address unasked.
    """
    from api.logs import make_log
    from api.serving_process import serve_one

    settings = _addressed(listener, settings)
    log = make_log(settings.log_level, settings.log_format)
    log.info("serving", url=settings.public_url, end="Ctrl-C")
    try:
        serve_one(listener, settings, engine)
    except KeyboardInterrupt:  # uvicorn hands the signal on once it has stopped
        log.info("stopped", url=settings.public_url)


def _addressed(listener: socket.socket, settings: Settings) -> Settings:
    """Settings that know where callers find the server.

    Raises:
        ConfigError: Others reach the address unasked.
    """
    check_binding(settings, str(listener.getsockname()[0]))
    url = url_of(listener, is_tls=settings.tls_cert is not None)
    return settings.model_copy(update={"public_url": settings.public_url or url})


def serve_with_workers(listener: socket.socket, settings: Settings, opener: Opener | None = None) -> None:
    """Serve with as many processes as the settings say.

    Args:
        listener: A bound socket; see ``held_port``.
        settings: Of the installation.
        opener: Opens the engine of each, importable by name; that of the installation by default.

    Raises:
        ConfigError: The processes do not start (their logs say why), or others reach the address unasked.
    """
    from api.logs import make_log
    from api.worker_pool import serve_pool

    settings = _addressed(listener, settings)
    log = make_log(settings.log_level, settings.log_format)
    log.info("serving", url=settings.public_url, workers=settings.workers, end="Ctrl-C")
    serve_pool(listener, settings, opener, log)
