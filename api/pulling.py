"""Brings new generations to this machine while it serves, where several share them (docs/deploy.md).

A thread of every process that serves: the first that looks pulls, the others of the machine find it there. A pull that
fails is tried again, at last once a minute; what serves goes on.
"""

from __future__ import annotations

import threading
from typing import Any

from matcher.engine import Engine

_LONGEST_S = 60.0


class Puller:
    """Watches what the database names."""

    def __init__(self, engine: Engine, log: Any, every_s: float) -> None:
        """Watch nothing yet; see ``start``.

        Args:
            engine: Stays open until ``stop`` has returned.
            log: A structlog logger.
            every_s: Seconds between two looks.
        """
        self._engine = engine
        self._log = log
        self._every_s = every_s
        self._failures = 0
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="pulling", daemon=True)

    def start(self) -> None:
        """Watch from now on; nothing to do where generations lie in the home alone."""
        if self._engine.home.published:
            self._thread.start()

    def stop(self) -> None:
        """Watch no longer; a pull at work ends with the process and leaves nothing that anybody takes for whole."""
        self._stopping.set()

    def _watch(self) -> None:
        while not self._stopping.wait(min(self._every_s * 2**self._failures, max(_LONGEST_S, self._every_s))):
            self.look()

    def look(self) -> bool:
        """Pull what is new; gives whether anything was."""
        try:
            did = self._engine.pull()
        except Exception as error:  # noqa: BLE001 -- whatever it is, the server goes on and tries again
            self._failures = min(self._failures + 1, 10)
            self._log.error("pull failed", error=f"{type(error).__name__}: {error}")
            return False
        self._failures = 0
        if did:
            self._log.info("generation pulled")
        return did
