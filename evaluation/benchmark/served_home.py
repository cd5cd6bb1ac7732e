"""A home served for an evaluation: the product's own server as a process of its own, ended with the block."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import httpx

from evaluation.benchmark.command_line import environment
from taxonomy.errors import ConfigError

ROOT = Path(__file__).resolve().parents[2]
STAND_IN = "evaluation.benchmark.faults_service"
"""A program that builds and serves a home with the stand-in for the encoder; ``python -m STAND_IN HOME``."""

NOBODY_WAITS: Mapping[str, str] = {
    "SEPADAN_AUTH": "on",
    "SEPADAN_ANONYMOUS_RATE": "100000",
    "SEPADAN_ANONYMOUS_BURST": "100000",
    "SEPADAN_FAILED_TRIES": "100000",
}
"""Credentials are asked for, and no limit hides what is tried; limits are tried elsewhere."""

_STARTS_WITHIN_S = 120.0
_ENDS_WITHIN_S = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedHome:
    """A server that answers.

    Attributes:
        url: Of it.
        pid: Of the process that holds the socket.
    """

    url: str
    pid: int


@contextmanager
def served(
    home: Path,
    *,
    service: str = "",
    words: Sequence[str] = (),
    settings: Mapping[str, str] = NOBODY_WAITS,
    ready: str = "",
    log: Path | None = None,
) -> Generator[ServedHome]:
    """A server over a home.

    Args:
        home: What it serves.
        service: Module of a program that serves a home it is given, and prints the URL; ``sepadan serve`` when empty.
        words: Further arguments.
        settings: ``SEPADAN_...`` of it; those around count for nothing.
        ready: What a line of its log says once it is ready, beside ``/readyz``; empty where that is enough.
        log: Where its log goes; nowhere when None.

    Raises:
        ConfigError: It ended before it served.
    """
    real = ["api.cli", "--home", str(home), "serve", "--port", "0", "--json", *words]
    command = [sys.executable, "-m", *([service, str(home), *words] if service else real)]
    with ExitStack() as stack:
        sink = subprocess.DEVNULL if log is None else stack.enter_context(log.open("wb"))
        process = subprocess.Popen(  # noqa: S603
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(settings)
        )
        stack.callback(_end, process)
        assert process.stdout is not None
        assert process.stderr is not None
        stack.enter_context(process.stdout)
        stack.enter_context(process.stderr)
        # Nobody reads the log here: a pipe that nobody reads would stop the server.
        if ready and not any(ready.encode() in line for line in process.stderr):
            raise ConfigError(f"server over {home}: wanted {ready!r} in its log, found that it ended")
        copier = subprocess.Popen(["cat"], stdin=process.stderr, stdout=sink)  # noqa: S607
        stack.callback(copier.wait)
        stack.callback(_end, process)
        url = _url_of(process.stdout, home)
        # The port is held before the index is read: who connects waits.
        httpx.get(f"{url}/readyz", timeout=_STARTS_WITHIN_S).raise_for_status()
        yield ServedHome(url=url, pid=process.pid)


def _url_of(told: IO[bytes], home: Path) -> str:
    line = told.readline().decode().strip()
    if not line:
        raise ConfigError(f"server over {home}: wanted its URL, found that it ended")
    return str(json.loads(line)["url"]) if line.startswith("{") else line


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_ENDS_WITHIN_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
