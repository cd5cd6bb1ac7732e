"""What runs beside the requests runs in one process of an installation at a time, who holds its lock; then in another.

The lock is the store's (``indexes/exclusive.py``): a file's where the store is SQLite, which goes with the process
however that ends; PostgreSQL's where processes run on several machines. The second kind can be lost: the connection is
cut, and the database gives the lock to another. So a leader asks every ``INTERVAL_S`` whether it still leads and ends
its services when it does not, and who leads anew waits ``GRACE_S`` before it starts its own. What a leader that was
stopped longer than that (SIGSTOP, a machine that hangs) still writes is fenced where it is written
(docs/decisions/0040-replicas.md).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

from indexes.exclusive import Exclusive
from taxonomy.errors import SepadanError

INTERVAL_S = 2.0
"""Seconds between two looks at the lock."""

GRACE_S = 10.0
"""Seconds that a new leader waits where the lock can be lost: those in which the one before notices, and ends."""


class Background(Protocol):
    """Something with threads of its own."""

    def start(self) -> None:
        """Begin; called once at most."""
        ...

    def stop(self) -> None:
        """End, and wait for the end."""
        ...


class Leader:
    """Runs services in the background while this process leads."""

    def __init__(
        self,
        lock: Exclusive,
        make: Callable[[], Sequence[Background]],
        log: Any,
        *,
        interval_s: float = INTERVAL_S,
        grace_s: float = GRACE_S,
    ) -> None:
        """Lead nothing yet.

        Args:
            lock: Of the installation.
            make: Makes the services anew, each time that this process comes to lead; started in this order.
            log: A structlog logger.
            interval_s: Seconds between two looks.
            grace_s: Seconds between the lock and the start of the services, where the lock can be lost.
        """
        self._lock = lock
        self._make = make
        self._log = log
        self._interval_s = interval_s
        self._grace_s = grace_s if lock.can_be_lost else 0.0
        self._services: tuple[Background, ...] = ()
        self._leads = False
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="leader", daemon=True)

    @property
    def leads(self) -> bool:
        """Whether this process does the work."""
        return self._leads

    def start(self) -> None:
        """Lead when nobody does, else stand by."""
        if self._grace_s or not self._lead():
            self._thread.start()

    def stop(self) -> None:
        """Stop what was started, then let another lead."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()
        if self._leads:
            for service in reversed(self._services):
                service.stop()
            self._leads, self._services = False, ()
        self._lock.release()

    def _watch(self) -> None:
        while not self._stopping.is_set():
            try:
                if self._leads and not self._lock.holds():
                    self._step_down()
                elif not self._leads and self._lead() and not self._lock.can_be_lost:
                    return
            except SepadanError as error:  # the database is away: nobody leads until it is back
                self._log.warning("leader", error=str(error))
            self._stopping.wait(self._interval_s)

    def _lead(self) -> bool:
        """Take the lock if it is free; with it, and after the grace, start the services."""
        if not self._lock.acquire():
            return False
        if self._grace_s and (self._stopping.wait(self._grace_s) or not self._lock.holds()):
            self._lock.release()
            return False
        services = tuple(self._make())
        self._leads, self._services = True, services
        for service in services:
            service.start()
        if self._lock.can_be_lost:  # by a file it goes without saying: there is no other machine
            self._log.info("leads")
        return True

    def _step_down(self) -> None:
        """End all services at once: another may lead soon."""
        self._log.warning("lead lost", mend="the database cut our connection; another process goes on")
        services, self._services = self._services, ()
        with ThreadPoolExecutor(len(services) or 1, thread_name_prefix="step-down") as pool:
            for stopped in [pool.submit(service.stop) for service in services]:
                stopped.result()
        self._leads = False
