"""Requests a day: counted in memory, told to the store every two seconds, so that they hold over restarts.

A server that is killed loses what it counted in its last two seconds; several that serve one store each know of the
others' counts as late as that.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from api.access.limits import Standing
from indexes.store import Store
from matcher.day import WIB
from taxonomy.errors import StoreError

POLICY = "day"
_DAY_S = 86_400
_EVERY_S = 2.0
_UNIT_BYTES = 64 * 1024


def cost_of(length: int | None, most: int) -> int:
    """Requests that a request counts as in the quota of a day: one, and one more for each whole 64 KiB of its body.

    A bulk push is worth what it carries, and this is known before a byte of it is read.

    Args:
        length: ``Content-Length``; None when the body's length is not told, which counts as the longest.
        most: Longest body that is read, bytes.
    """
    return 1 + (most if length is None else min(length, most)) // _UNIT_BYTES


class Quotas:
    """What clients used today. Safe to share between threads."""

    def __init__(self, store: Store, log: Any, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Count for a store.

        Args:
            store: Keeps what was used.
            log: A structlog logger, told when the store refuses.
            clock: Now, UTC.
        """
        self._store, self._log, self._clock = store, log, clock
        self._lock = threading.Lock()
        self._day = ""
        self._told: dict[str, int] = {}
        self._new: Counter[str] = Counter()
        self._keys: set[str] = set()
        self._done = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Read what was used today, and begin to tell the store.

        Raises:
            StoreError: It cannot be read.
        """
        self.flush()
        self._done.clear()
        self._thread = threading.Thread(target=self._run, name="quotas", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Tell the store what is left."""
        self._done.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        self._try()

    def _run(self) -> None:
        while not self._done.wait(_EVERY_S):
            self._try()

    def _try(self) -> None:
        try:
            self.flush()
        except StoreError as error:  # counted on, and told at the next try
            self._log.warning("quotas", error=str(error))

    def take(self, client: str, quota: int, cost: int, key: str = "") -> Standing | None:
        """Count a request; what is one too many is not counted.

        Args:
            client: Whose.
            quota: Requests a day; 0 for as many as it likes.
            cost: As ``cost_of`` says.
            key: Id of the API key that was used, if one was.

        Returns:
            None for a client without a quota.
        """
        now = self._clock().astimezone(WIB)
        with self._lock:
            self._turn(now.date().isoformat())
            if key:
                self._keys.add(key)
            used = self._told.get(client, 0) + self._new[client]
            is_over = bool(quota) and used + cost > quota
            if not is_over:
                self._new[client] += cost
                used += cost
        if not quota:
            return None
        midnight = datetime.combine(now.date() + timedelta(days=1), datetime.min.time(), WIB)
        reset = max(1, round((midnight - now).total_seconds()))
        left = max(0, quota - used)
        return Standing(policy=POLICY, quota=quota, window_s=_DAY_S, remaining=left, reset_s=reset, is_over=is_over)

    def _turn(self, day: str) -> None:
        if day == self._day:
            return
        # What was not told of the day before is lost to it; it holds nobody back any more.
        self._day, self._told, self._new = day, dict[str, int](), Counter()

    def flush(self) -> None:
        """Tell the store what is new, and learn what others told it.

        Raises:
            StoreError: The store refused; nothing is lost.
        """
        with self._lock:
            self._turn(self._clock().astimezone(WIB).date().isoformat())
            day, new, keys = self._day, dict(+self._new), set(self._keys)
        told = self._store.add_usage(day, new, keys) if new or keys else self._store.usage(day)
        with self._lock:
            if day == self._day:
                self._told = told
                self._new.subtract(new)
            self._keys -= keys
