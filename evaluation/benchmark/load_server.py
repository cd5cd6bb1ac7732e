"""A server under test: real processes, started as an operator starts them, and what the kernel says of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from evaluation.benchmark.command_line import told_by

ROOT = Path(__file__).resolve().parents[2]
_READY = "workers ready"
_CLIENT = "beban-1000"


@dataclass(frozen=True, slots=True, kw_only=True)
class Footprint:
    """What processes hold.

    Attributes:
        resident_bytes: Memory of their own, summed; pages of mapped files, which they share, are left out.
        descriptors: Open files and sockets, summed.
    """

    resident_bytes: int
    descriptors: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A server that answers.

    Attributes:
        host: Address.
        port: Port.
        key: API key of a client that may match, as fast as it can.
        pid: Of the process that holds the socket; its children answer.
    """

    host: str
    port: int
    key: str
    pid: int

    def footprint(self) -> Footprint:
        """What its processes hold now."""
        pids = [self.pid, *_children(self.pid)]
        return Footprint(
            resident_bytes=sum(_anonymous_bytes(pid) for pid in pids),
            descriptors=sum(len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in pids),
        )


@contextmanager
def served(home: Path, workers: int, *, stand_in: bool) -> Iterator[Served]:
    """A server over a built home that asks for credentials, until the end of the block.

    Args:
        home: The home.
        workers: Processes.
        stand_in: Whether its encoder is the stand-in that needs no model.
    """
    if stand_in:
        command = ["evaluation.benchmark.load_service", str(home), str(workers)]
    else:
        command = ["api.cli", "serve", "--home", str(home), "--port", "0", "--workers", str(workers), "--json"]
    key = _key(home)
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", *command],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"SEPADAN_AUTH": "on"},
    )
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        told = process.stdout.readline().strip()
        url = urlsplit(told if stand_in else json.loads(told)["url"])
        wanted = _READY if stand_in or workers > 1 else "startup complete"
        if not any(wanted in line for line in process.stderr):
            raise RuntimeError(f"load: wanted a server that starts, found one that ended with {process.wait()}")
        # Its log goes nowhere from here: a pipe that nobody reads would stop it.
        with _drained(process):
            yield Served(host=str(url.hostname), port=int(url.port or 0), key=key, pid=process.pid)
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()
        process.stderr.close()


def _key(home: Path) -> str:
    """A fresh key of the client that makes the load; a kept home has the client already."""
    clients = [str(one["id"]) for one in told_by(home, ["clients"])["clients"]]
    if _CLIENT not in clients:
        wide = ["--rate", "1000", "--burst", "2000", "--quota", "0", "--no-secret"]
        told_by(home, ["clients", "add", _CLIENT, "--role", "platform", "--scope", "match", *wide])
    return str(told_by(home, ["clients", "key", "add", _CLIENT])["key"])


@contextmanager
def _drained(process: subprocess.Popen[str]) -> Iterator[None]:
    sink = subprocess.Popen(["cat"], stdin=process.stderr, stdout=subprocess.DEVNULL)  # noqa: S607
    try:
        yield
    finally:
        process.terminate()
        process.wait()
        sink.wait()


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _anonymous_bytes(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return 1024 * sum(int(line.split()[1]) for line in lines if line.startswith("RssAnon:"))
