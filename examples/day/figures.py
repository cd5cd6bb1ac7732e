"""What the day took: times by kind of call, retries by reason, requests that failed."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

_SHARES = {"p50": 0.50, "p95": 0.95, "p99": 0.99}


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least so great a share of the values does not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * round(share * 100) // 100) - 1)]


class Figures:
    """Filled by all threads."""

    def __init__(self) -> None:
        """Empty."""
        self._lock = threading.Lock()
        self._times: dict[str, list[float]] = defaultdict(list)
        self._retried: Counter[str] = Counter()
        self.failed: list[str] = []
        self.seconds: dict[str, float] = {}

    def answered(self, kind: str, seconds: float) -> None:
        """A request was answered as it should be."""
        with self._lock:
            self._times[kind].append(seconds)

    def retry(self, reason: str) -> None:
        """A request was refused for now, or its connection was lost, and it will be sent again."""
        with self._lock:
            self._retried[reason] += 1

    def fail(self, what: str) -> None:
        """A request was not answered as it should be, however often it was sent."""
        with self._lock:
            self.failed.append(what)

    @property
    def answers(self) -> int:
        """Requests that were answered well."""
        with self._lock:
            return sum(map(len, self._times.values()))

    def document(self, seconds: float) -> dict[str, Any]:
        """All of it; times in milliseconds.

        Args:
            seconds: Length of the day.
        """
        calls = {
            kind: {"n": len(times), **{name: round(percentile(times, at) * 1000, 1) for name, at in _SHARES.items()}}
            for kind, times in sorted(self._times.items())
        }
        return {
            "calls": calls,
            "requests": self.answers + len(self.failed),
            "failed": len(self.failed),
            "retried": dict(sorted(self._retried.items())),
            "per_second": round(self.answers / seconds, 1),
            "seconds": {name: round(value, 2) for name, value in self.seconds.items()},
        }
