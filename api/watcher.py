"""A thread that looks after something until it is told to stop."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod

_JOIN_S = 10.0


class Watcher(ABC):
    """What compaction and housekeeping have in common."""

    def __init__(self, name: str) -> None:
        """Watch nothing yet; see ``start``.

        Args:
            name: Of the thread.
        """
        self._stopping = threading.Event()
        # Work cut short harms nothing, so the process need not wait for it for ever.
        self._thread = threading.Thread(target=self._watch, name=name, daemon=True)

    def start(self) -> None:
        """Watch from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Watch no longer; work at hand is waited for, 10 seconds at most, and begins again at the next start."""
        self._stopping.set()
        self._thread.join(_JOIN_S)

    @abstractmethod
    def _watch(self) -> None:
        """Look again and again until ``_stopping`` is set."""
