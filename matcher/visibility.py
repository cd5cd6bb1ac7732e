"""Whose workers somebody may find: those of some sources, and those who consented to be seen.

Kept as one bit a row of a segment, so that a search leaves the others out before anything is compared or counted: they
are not among what a condition removed, and no count tells how many there are.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexes.text_table import TextTable
from indexes.vectors import Mask

_KEPT = 32
"""Viewers whose rows a segment keeps at a time: a byte a row and viewer."""

_LOOKS = 8
"""Reading every key of a segment costs about as much as looking up one key for each so many of its rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visibility:
    """Which workers one viewer may find.

    Attributes:
        viewer: Who looks, an organisation; what was worked out for one is kept under this name.
        sources: Sources whose workers it may find.
        keys: Keys of workers of other sources who consented to be seen by it.
    """

    viewer: str
    sources: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()

    def owns(self, key: str) -> bool:
        """Whether a worker is of one of the viewer's own sources."""
        return key.partition(":")[0] in self.sources

    def sees(self, key: str) -> bool:
        """Whether a worker may be found."""
        return self.owns(key) or key in self.keys


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """Rows of a viewer, and what they were worked out from."""

    visibility: Visibility
    rows: Mask


class VisibleRows:
    """The rows of one segment by viewer; safe to share between threads.

    What was worked out holds as long as the segment: a new generation has new ones. A consent that was given or taken
    back since costs one look-up.
    """

    def __init__(self, keys: TextTable, sources: npt.NDArray[np.uint16], source_names: tuple[str, ...]) -> None:
        """Look at a segment.

        Args:
            keys: Keys by row, ascending.
            sources: Source of each row by its place in ``source_names``.
            source_names: Names of the sources.
        """
        self._keys = keys
        self._sources = sources
        self._names = source_names
        self._known: dict[str, _Known] = {}
        self._lock = threading.Lock()

    def of(self, visibility: Visibility) -> Mask:
        """Rows that may be found; bool, shape ``(rows,)``, not to be written to."""
        known = self._known.get(visibility.viewer)
        if known is None or known.visibility != visibility:
            known = _Known(visibility=visibility, rows=self._rows(visibility, known))
            with self._lock:
                self._known.pop(visibility.viewer, None)
                while len(self._known) >= _KEPT:
                    del self._known[next(iter(self._known))]
                self._known[visibility.viewer] = known
        return known.rows

    def _rows(self, wanted: Visibility, before: _Known | None) -> Mask:
        if before is not None and before.visibility.sources == wanted.sources:
            rows, changed = before.rows.copy(), wanted.keys ^ before.visibility.keys
        else:
            own = np.array([name in wanted.sources for name in self._names], dtype=bool)
            rows, changed = own[self._sources], wanted.keys
        for row, key in self._held(changed):
            rows[row] = wanted.sees(key)
        rows.setflags(write=False)
        return rows

    def _held(self, keys: frozenset[str]) -> Iterable[tuple[int, str]]:
        """Those of some keys that stand here, with their rows."""
        if len(keys) * _LOOKS < len(self._keys):
            return [(row, key) for key in keys if (row := self._keys.find(key)) >= 0]
        return [(row, key) for row, key in enumerate(self._keys) if key in keys]
