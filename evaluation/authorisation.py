"""Task ``authorisation``: who sees whose data, tried on a real server: each route, role and kind of people.

The server is the product's own with credentials asked for (only the encoder is a stand-in), its clients are made by
``sepadan clients add``, and the rules are read out of its OpenAPI document, so that a new route is tried or is a hole.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import httpx

from evaluation.benchmark.authorisation_matrix import Cell, Guarded, holes_of, routes_of, tried
from evaluation.benchmark.authorisation_world import CLIENTS, World, client_id
from evaluation.benchmark.command_line import told_by
from evaluation.benchmark.served_home import NOBODY_WAITS, STAND_IN, served
from evaluation.rows import row
from evaluation.task import Options, Report, Row

_PATIENCE_S = 120.0
_PLENTY = "100000"
"""Requests that a client may make; limits are another page's."""

_QUIET = {"SEPADAN_WEBHOOKS": "false", "SEPADAN_COMPACT": "false", "SEPADAN_LOG_LEVEL": "error"}


def run(options: Options) -> Report:
    """Try every cell once."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="sepadan-authorisation-") as folder, filled(Path(folder) / "home") as world:
        routes = routes_of(world.http.get("/openapi.json").json())
        control = list(tried(world, turned_over(routes)))
        cells, holes = list(tried(world, routes)), holes_of(routes)
    seconds = time.monotonic() - started
    wrong = [f"{c.role}, {c.who}: {c.route}: {c.found} {c.leaks}" for c in cells if not c.is_right or c.leaks]
    figures = {"task": "authorisation", "seconds": round(seconds, 3), "routes": len(routes), "wrong": wrong}
    wrongly = sum(not cell.is_right for cell in control)
    rows = (row("control: wrong cells where a rule is turned over", wrongly, n=len(control), at_least=1),)
    return Report(task="authorisation", rows=(*rows, *rows_of(cells, holes)), seconds=seconds, figures=figures)


def turned_over(routes: Sequence[Guarded]) -> list[Guarded]:
    """Reading a worker, as if it wanted a scope that it does not want: the matrix must find that it is not so."""
    return [replace(route, scope="admin") for route in routes if route.name == ("GET", "/v1/workers/{key}")]


def rows_of(cells: Sequence[Cell], holes: Sequence[str]) -> tuple[Row, ...]:
    """The figures of a matrix.

    Args:
        cells: All that were tried.
        holes: Routes that could not be.
    """
    n = len(cells)
    return (
        row("cells tried", n, n=n),
        row("cells with another status than the rules say", sum(not cell.is_right for cell in cells), n=n, at_most=0),
        row("answers with a mark of somebody hidden", sum(bool(cell.leaks) for cell in cells), n=n, at_most=0),
        row("routes that reach people without a request", len(holes), n=n, at_most=0),
    )


@contextmanager
def filled(home: Path) -> Generator[World]:
    """A server over a fresh home, filled, with a client of every role.

    Args:
        home: Where it is made.
    """
    secrets = {name: _added(home, name) for name in CLIENTS}
    with (
        served(home, service=STAND_IN, settings={**NOBODY_WAITS, **_QUIET}) as server,
        httpx.Client(base_url=server.url, timeout=_PATIENCE_S) as http,
    ):
        world = World(http=http, tokens={name: token(http, name, secret) for name, secret in secrets.items()})
        world.fill()
        yield world


def token(http: httpx.Client, name: str, secret: str) -> str:
    """A client's token.

    Args:
        http: Calls the server.
        name: Of ``CLIENTS``.
        secret: Its.
    """
    answer = http.post("/oauth/token", data={"grant_type": "client_credentials"}, auth=(client_id(name), secret))
    answer.raise_for_status()
    return str(answer.json()["access_token"])


def _added(home: Path, name: str) -> str:
    role, scopes, sources = CLIENTS[name]
    words = ["clients", "add", client_id(name), "--role", role, "--rate", _PLENTY, "--burst", _PLENTY, "--quota", "0"]
    words += [word for scope in scopes for word in ("--scope", scope)]
    words += [word for source in sources for word in ("--source", source)]
    return str(told_by(home, words)["client_secret"])
