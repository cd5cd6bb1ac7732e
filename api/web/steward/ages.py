"""How old the newest record of each source is, asked of the store again only when something was written."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence

from indexes.overview_rows import SourceAge
from indexes.store import Store
from matcher.records import Kind

_REST = 20
"""So many times as long as the last look took, it stays good: it counts every record, 4 µs each on SQLite."""


class Ages:
    """Of one store; safe to share between threads."""

    def __init__(self, store: Store, clock: Callable[[], float] = time.monotonic) -> None:
        """Ask nothing yet.

        Args:
            store: Asked.
            clock: Seconds.
        """
        self._store, self._clock = store, clock
        self._lock = threading.Lock()
        self._revision = -1
        self._good_until = 0.0
        self._found: Mapping[Kind, Sequence[SourceAge]] = {}

    def look(self) -> Mapping[Kind, Sequence[SourceAge]]:
        """Kind of record to its sources, by name.

        Raises:
            StoreError: The store cannot be read.
        """
        with self._lock:
            revision, began = self._store.revision(), self._clock()
            if self._revision < 0 or (revision != self._revision and began >= self._good_until):
                self._found = {kind: self._store.source_ages(kind) for kind in Kind}
                self._revision, ended = revision, self._clock()
                self._good_until = ended + _REST * (ended - began)
            return self._found
