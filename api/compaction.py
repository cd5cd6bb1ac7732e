"""Builds a new index while serving, when much was written since the last: what stands outside it is searched slower.

One thread of the process; of several processes on one home one builds at a time. Requests go on: they are answered from
the old index until the new one is swapped in.
"""

from __future__ import annotations

from typing import Any

from api.watcher import Watcher
from matcher.engine import Engine
from taxonomy.errors import GenerationError

LEAST = 5_000
"""Records outside the index from which a new one is worth its while."""

SHARE = 0.1
"""Records outside the index, as a share of all that can be found, from which a new one is worth its while."""

INTERVAL_S = 30.0
_MOST_DOUBLINGS = 6
"""A build that fails is tried again after twice the time, at last after half an hour."""


class _StoppingError(Exception):
    """The server ends: what was coded is kept, the next build goes on from there."""


class Compactor(Watcher):
    """Watches an engine and builds when it is due."""

    def __init__(
        self, engine: Engine, log: Any, *, least: int = LEAST, share: float = SHARE, interval_s: float = INTERVAL_S
    ) -> None:
        """Watch nothing yet; see ``start``.

        Args:
            engine: Stays open until ``stop`` has returned.
            log: A structlog logger.
            least: Records outside the index that make a build due, when they are the share too.
            share: Of all records that can be found, in [0, 1].
            interval_s: Seconds between two looks.
        """
        super().__init__("compaction")
        self._engine = engine
        self._log = log
        self._least = least
        self._share = share
        self._interval_s = interval_s
        self._failures = 0

    def _watch(self) -> None:
        while not self._stopping.wait(self._interval_s * 2**self._failures):
            try:
                self.compact_if_due()
                self._failures = 0
            except _StoppingError:
                return
            except Exception as error:  # noqa: BLE001 -- whatever it is, the server goes on and tries again
                self._failures = min(self._failures + 1, _MOST_DOUBLINGS)
                self._log.error("compaction failed", error=f"{type(error).__name__}: {error}")

    def compact_if_due(self) -> bool:
        """Build when it is due and nobody else builds; gives whether it did.

        Raises:
            SepadanError: The build failed; the index that served goes on serving.
        """
        if not self._is_due() or self._is_building():
            return False
        self._log.info("compaction begins", outside=self._engine.delta_size)
        report = self._engine.build(self._go_on)
        self._log.info("compaction done", generation=report.generation, counts=report.counts)
        return True

    def _is_due(self) -> bool:
        try:
            catalogues = self._engine.refresh().catalogues
        except GenerationError:  # the first index is for people to build: it may take long
            return False
        found = sum(len(catalogue) for catalogue in catalogues.values())
        return self._engine.delta_size > max(self._least, self._share * found)

    def _is_building(self) -> bool:
        """Whether a build is at work in this or another process: it will take up what is outside."""
        lock = self._engine.store.exclusive(self._engine.home.build_lock)
        if not lock.acquire():
            return True
        lock.release()
        return False

    def _go_on(self, what: str, done: int, total: int) -> None:
        if self._stopping.is_set():
            raise _StoppingError
