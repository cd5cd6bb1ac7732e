"""How old the newest record of each source is, asked of the store again only when something was written."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence

from indexes.overview_rows import SourceAge
from indexes.store import Store
from matcher.records import Kind


class Ages:
    """Of one store; safe to share between threads."""

    def __init__(self, store: Store) -> None:
        """Ask nothing yet."""
        self._store = store
        self._lock = threading.Lock()
        self._revision = -1
        self._found: Mapping[Kind, Sequence[SourceAge]] = {}

    def look(self) -> Mapping[Kind, Sequence[SourceAge]]:
        """Kind of record to its sources, by name.

        Raises:
            StoreError: The store cannot be read.
        """
        with self._lock:
            revision = self._store.revision()
            if revision != self._revision:
                self._found = {kind: self._store.source_ages(kind) for kind in Kind}
                self._revision = revision
            return self._found
