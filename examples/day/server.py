"""The server of the day: started, told to end, killed, started again; and the commands of its operator."""

from __future__ import annotations

import json
import os
import shlex
import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import httpx

_READY_S = 180.0
_KEPT = ("SEPADAN_CACHE", "SEPADAN_MODEL")


class Process(Protocol):
    """What is asked of a process; ``subprocess.Popen`` is one."""

    def poll(self) -> int | None:
        """Its exit code; None while it runs."""

    def wait(self) -> int:
        """Its exit code, once it has ended."""

    def send_signal(self, sig: int) -> None:
        """Send it a signal."""


class Server:
    """``sepadan serve`` over one home, always at the same address."""

    def __init__(self, home: Path, program: str, receiver: str) -> None:
        """Nothing is started yet.

        Args:
            home: Folder of the installation; made when it is not there.
            program: Words of the command line, such as ``python -m api.cli``.
            receiver: ``host:port`` of the receiver of webhooks, which the operator allows on the loopback.
        """
        self.home, self.log = home, home.parent / "server.log"
        self._program = shlex.split(program)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        kept = {name: value for name, value in os.environ.items() if name in _KEPT or not name.startswith("SEPADAN_")}
        mine = {"SEPADAN_HOME": str(home), "SEPADAN_AUTH": "on", "SEPADAN_WEBHOOK_INSIDE": receiver}
        self.environment = {**kept, **mine, "SEPADAN_LOG_LEVEL": "warning", "SEPADAN_LOG_FORMAT": "json"}
        self._process: Process | None = None

    def launch(self, words: Sequence[str], told: Path) -> Process:
        """Start the program with these words; what it prints goes to a file, what it complains about to the log."""
        with told.open("wb") as out, self.log.open("ab") as log:
            whole = [*self._program, *words]
            return subprocess.Popen(whole, env=self.environment, stdout=out, stderr=log)  # noqa: S603

    def command(self, *words: str) -> dict[str, Any]:
        """Run a command of the operator; gives what it tells as JSON.

        Raises:
            RuntimeError: It did not end well.
        """
        told = self.home.parent / "told.json"
        if code := self.launch([*words, "--json"], told).wait():
            raise RuntimeError(f"{' '.join(words)}: exit {code}; see {self.log}")
        document: dict[str, Any] = json.loads(told.read_bytes())
        return document

    def add_client(self, name: str, role: str, scopes: Sequence[str], sources: Sequence[str] = ()) -> tuple[str, str]:
        """Let a client in; gives its id and its secret, which is told this once."""
        words = [word for scope in scopes for word in ("--scope", scope)]
        words += [word for source in sources for word in ("--source", source)]
        told = self.command("clients", "add", name, "--role", role, *words, "--rate", "5000", "--burst", "20000")
        return name, str(told["client_secret"])

    def start(self) -> float:
        """Start it and wait until it answers; gives the seconds that this took.

        Raises:
            RuntimeError: It ended, or was not alive in time.
        """
        began = time.monotonic()
        process = self.launch(["serve", "--port", str(self.port)], self.home.parent / "served.txt")
        self._process = process
        while time.monotonic() < began + _READY_S:
            if process.poll() is not None:
                raise RuntimeError(f"the server ended with {process.poll()}; see {self.log}")
            try:
                if httpx.get(f"{self.url}/healthz", timeout=5).status_code == 200:
                    return time.monotonic() - began
            except httpx.TransportError:
                pass
            time.sleep(0.05)
        raise RuntimeError(f"the server did not answer within {_READY_S:.0f} s; see {self.log}")

    def end(self, sent: signal.Signals = signal.SIGTERM) -> float:
        """Send it a signal and wait for its end; gives the seconds that this took."""
        began = time.monotonic()
        if self._process is not None:
            self._process.send_signal(sent)
            self._process.wait()
            self._process = None
        return time.monotonic() - began
