"""A server under test: real processes, started as an operator starts them, and what the kernel says of them."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from evaluation.benchmark.command_line import told_by
from evaluation.benchmark.served_home import served

_READY = "workers ready"
_CLIENT = "beban-1000"
_SERVICE = "evaluation.benchmark.load_service"


@dataclass(frozen=True, slots=True, kw_only=True)
class Footprint:
    """What processes hold.

    Attributes:
        resident_bytes: Memory of their own, summed; pages of mapped files, which they share, are left out.
        descriptors: Open files and sockets but those of the store, summed.
        connections: To the store, summed: a pool opens them when it needs them and keeps some.
    """

    resident_bytes: int
    descriptors: int
    connections: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A server that answers.

    Attributes:
        host: Address.
        port: Port.
        key: API key of a client that may match, as fast as it can.
        pid: Of the process that holds the socket; its children answer.
        store: The SQLite file of its home.
    """

    host: str
    port: int
    key: str
    pid: int
    store: Path

    def footprint(self) -> Footprint:
        """What its processes hold now."""
        pids = [self.pid, *_children(self.pid)]
        files = [file for pid in pids for file in _open_files(pid)]
        store = str(self.store.resolve())
        return Footprint(
            resident_bytes=sum(_anonymous_bytes(pid) for pid in pids),
            descriptors=sum(not file.startswith(store) for file in files),  # its journals too
            connections=files.count(store),
        )


@contextmanager
def under_load(home: Path, workers: int, *, stand_in: bool) -> Generator[Loaded]:
    """A server over a built home that asks for credentials, until the end of the block.

    Args:
        home: The home.
        workers: Processes.
        stand_in: Whether its encoder is the stand-in that needs no model.
    """
    service, words = (_SERVICE, (str(workers),)) if stand_in else ("", ("--workers", str(workers)))
    key = _key(home)
    ready = _READY if stand_in or workers > 1 else ""
    with served(home, service=service, words=words, settings={"SEPADAN_AUTH": "on"}, ready=ready) as server:
        url = urlsplit(server.url)
        yield Loaded(
            host=str(url.hostname), port=int(url.port or 0), key=key, pid=server.pid, store=home / "sepadan.db"
        )


def _key(home: Path) -> str:
    """A fresh key of the client that makes the load; a kept home has the client already."""
    clients = [str(one["id"]) for one in told_by(home, ["clients"])["clients"]]
    if _CLIENT not in clients:
        wide = ["--rate", "1000", "--burst", "2000", "--quota", "0", "--no-secret"]
        told_by(home, ["clients", "add", _CLIENT, "--role", "platform", "--scope", "match", *wide])
    return str(told_by(home, ["clients", "key", "add", _CLIENT])["key"])


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _open_files(pid: int) -> list[str]:
    """What each descriptor of a process leads to."""
    found: list[str] = []
    for link in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile
            found.append(str(link.readlink()))
    return found


def _anonymous_bytes(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return 1024 * sum(int(line.split()[1]) for line in lines if line.startswith("RssAnon:"))
