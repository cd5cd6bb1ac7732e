"""No host is asked more often than it bears: a least gap between requests, or the longer one that robots.txt asks."""

from __future__ import annotations

from collections.abc import Callable


class Pace:
    """Waits before requests."""

    def __init__(self, sleep: Callable[[float], None], clock: Callable[[], float]) -> None:
        """Start with hosts that were never asked."""
        self._sleep = sleep
        self._clock = clock
        self._last: dict[str, float] = {}

    def wait(self, host: str, gap_s: float) -> None:
        """Wait until ``gap_s`` seconds have gone by since the last request to a host."""
        now = self._clock()
        left = self._last.get(host, now - gap_s) + gap_s - now
        if left > 0:
            self._sleep(left)
        self._last[host] = self._clock()
