"""Profiles that were just searched with, in memory: the next tab need not read and embed the same words again.

Kept for some minutes in the process that read them, never on a disk; forgotten with the other caches of people's texts
when somebody is erased.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from matcher.answers import Subject

MOST = 64
KEPT_S = 600.0


class RecentSubjects:
    """The last subjects by what they were made of; safe to share between threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin empty.

        Args:
            clock: Seconds.
        """
        self._clock = clock
        self._kept: OrderedDict[str, tuple[float, Subject]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, name: str, make: Callable[[], Subject]) -> Subject:
        """The subject of a name, made where it is not at hand.

        Args:
            name: Hash of all that it is made of, and of what it is made with.
            make: Reads, codes and embeds.
        """
        now = self._clock()
        with self._lock:
            while self._kept and next(iter(self._kept.values()))[0] < now - KEPT_S:
                self._kept.popitem(last=False)
            if name in self._kept:
                return self._kept[name][1]
        made = make()
        with self._lock:
            self._kept[name] = (now, made)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return made

    def forget(self) -> None:
        """Forget all."""
        with self._lock:
            self._kept.clear()


RECENT = RecentSubjects()
"""Of this process."""
