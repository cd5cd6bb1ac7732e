"""What runs beside the requests runs in one process at a time, whoever holds a lock of the home; then in another.

The lock is the kernel's (flock): it goes with the process, however that ends.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout

INTERVAL_S = 2.0
"""Seconds between two looks whether the lock has become free."""


class Background(Protocol):
    """Something with threads of its own."""

    def start(self) -> None:
        """Begin; called once at most."""
        ...

    def stop(self) -> None:
        """End, and wait for the end."""
        ...


class Leader:
    """Starts what runs in the background once this process leads."""

    def __init__(self, lock: Path, services: Sequence[Background], interval_s: float = INTERVAL_S) -> None:
        """Lead nothing yet.

        Args:
            lock: File of the lock.
            services: Started in this order, stopped in the other.
            interval_s: Seconds between two looks.
        """
        self._lock = FileLock(lock, thread_local=False)
        self._services = tuple(services)
        self._interval_s = interval_s
        self._leads = False
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._stand_by, name="leader", daemon=True)

    @property
    def leads(self) -> bool:
        """Whether this process does the work."""
        return self._leads

    def start(self) -> None:
        """Lead when nobody does, else stand by."""
        if not self._lead():
            self._thread.start()

    def stop(self) -> None:
        """Stop what was started, then let another lead."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()
        if self._leads:
            for service in reversed(self._services):
                service.stop()
            self._leads = False
            self._lock.release()

    def _stand_by(self) -> None:
        while not self._stopping.wait(self._interval_s):
            if self._lead():
                return

    def _lead(self) -> bool:
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            return False
        self._leads = True
        for service in self._services:
            service.start()
        return True
