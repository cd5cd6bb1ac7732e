"""Task ``authorisation``: who sees whose data, tried on a real server: each route, role and kind of people.

The server is the product's own with credentials asked for (only the encoder is a stand-in), its clients are made by
``sepadan clients add``, and the rules are read out of its OpenAPI document, so that a new route is tried or is a hole.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import httpx

from evaluation.benchmark.authorisation_matrix import Cell, Guarded, holes_of, routes_of, tried
from evaluation.benchmark.authorisation_world import CLIENTS, World, client_id
from evaluation.rows import row
from evaluation.task import Options, Report, Row

_PATIENCE_S = 120.0
_PLENTY = "100000"
"""Requests that a client may make; limits are another page's."""


def run(options: Options) -> Report:
    """Try every cell once."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="sepadan-authorisation-") as folder, served(Path(folder) / "home") as world:
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
def served(home: Path) -> Iterator[World]:
    """A server over a fresh home, filled, with a client of every role.

    Args:
        home: Where it is made.
    """
    home.mkdir(parents=True)
    kept = {name: value for name, value in os.environ.items() if name == "SEPADAN_CACHE" or "SEPADAN_" not in name}
    settings = {
        "SEPADAN_AUTH": "on",
        "SEPADAN_HOME": str(home),
        "SEPADAN_WEBHOOKS": "false",
        "SEPADAN_COMPACT": "false",
        "SEPADAN_LOG_LEVEL": "error",
        "SEPADAN_ANONYMOUS_RATE": _PLENTY,
        "SEPADAN_ANONYMOUS_BURST": _PLENTY,
    }
    environment = {**kept, **settings}
    service = [sys.executable, "-m", "evaluation.benchmark.erasure_service", str(home)]
    subprocess.run([*service, "build"], env=environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    secrets = {name: _added(environment, name) for name in CLIENTS}
    with subprocess.Popen([*service, "serve"], env=environment, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603
        try:
            assert server.stdout is not None
            with httpx.Client(base_url=server.stdout.readline().strip(), timeout=_PATIENCE_S) as http:
                world = World(http=http, tokens={name: token(http, name, secret) for name, secret in secrets.items()})
                world.fill()
                yield world
        finally:
            server.terminate()


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


def _added(environment: dict[str, str], name: str) -> str:
    role, scopes, sources = CLIENTS[name]
    limits = ["--rate", _PLENTY, "--burst", _PLENTY, "--quota", "0", "--json"]
    command = [sys.executable, "-m", "api.cli", "clients", "add", client_id(name), "--role", role, *limits]
    command += [word for scope in scopes for word in ("--scope", scope)]
    command += [word for source in sources for word in ("--source", source)]
    made = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)  # noqa: S603
    return str(json.loads(made.stdout)["client_secret"])
