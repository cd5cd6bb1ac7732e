"""How an inverted file is searched: row by row where few are allowed, else in as many lists as the filter asks for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from indexes.inverted_file import Cosines, InvertedFile, Mask, Rows
from indexes.vector_plan import AT, Depth, bites, budget, compared, lists_within, lists_worth

Look = Callable[[int], tuple[Cosines, Rows]]
"""Gives so many rows of the highest rough cosine, best first, with those cosines; fewer where no more are allowed."""


class ProbedVectors:
    """An inverted file and how deep it is probed."""

    def __init__(self, file: InvertedFile, depth: Depth) -> None:
        """Put them together."""
        self.file = file
        self.depth = depth

    @property
    def few(self) -> int:
        """Rows that are always compared one by one: as many as an unfiltered search compares."""
        return budget(self.depth.probes, len(self.file), self.file.lists)

    def look(self, query: npt.NDArray[np.float32], k: int, room: int, allowed: Mask | None) -> Look:
        """The way to search for one query.

        Args:
            query: float32 of length 1, shape ``(dim,)``.
            k: Hits wanted, at most ``room``.
            room: Rows that are allowed.
            allowed: Which they are; None for all.
        """
        if allowed is None:
            return lambda reach: self._probed(query, reach, k, self.depth.probes, None)
        if room <= self.few:
            return self._by_rows(query, np.flatnonzero(allowed))
        near = self.file.nearness(query)
        order = np.argsort(-near, kind="stable")
        left, sizes = self.file.allowed_in_lists(allowed)[order], self.file.sizes[order]
        selector, probes = selector_of(allowed), lists_within(left, self.depth.probes, self.few)
        if bites(left, sizes, self.depth.probes):
            if room <= compared(left, sizes, probes):
                return self._by_rows(query, np.flatnonzero(allowed))
            at = min(k, AT)
            cosines, _ = self._probed(query, at, at, probes, selector)
            probes = max(probes, lists_worth(near, float(cosines[at - 1]), self.depth.gain))
            if room <= compared(left, sizes, probes):
                return self._by_rows(query, np.flatnonzero(allowed))
        return lambda reach: self._probed(query, reach, k, probes, selector)

    def search(self, queries: npt.NDArray[np.float32], reach: int) -> tuple[Cosines, Rows]:
        """Rough cosines and rows for many queries over all rows, shape ``(n, reach)``; -1 where there is no row."""
        parameters = _parameters(self.depth.probes, None)
        cosines, rows = self.file.index.search(queries, reach, params=parameters)
        return cosines, rows

    def _by_rows(self, query: npt.NDArray[np.float32], rows: Rows) -> Look:
        cosines = self.file.rough(query, rows)

        def look(reach: int) -> tuple[Cosines, Rows]:
            chosen = np.argpartition(-cosines, reach - 1)[:reach]
            chosen = chosen[np.argsort(-cosines[chosen], kind="stable")]
            return cosines[chosen], rows[chosen]

        return look

    def _probed(
        self, query: npt.NDArray[np.float32], reach: int, k: int, probes: int, selector: faiss.IDSelector | None
    ) -> tuple[Cosines, Rows]:
        cosines, rows = self.file.index.search(query[None, :], reach, params=_parameters(probes, selector))
        held = rows[0] >= 0
        if np.count_nonzero(held) < k:
            everywhere = _parameters(self.file.lists, selector)
            cosines, rows = self.file.index.search(query[None, :], reach, params=everywhere)
            held = rows[0] >= 0
        return cosines[0][held], rows[0][held]


def _parameters(probes: int, selector: faiss.IDSelector | None) -> faiss.SearchParameters:
    library: Any = faiss  # its stubs leave the names of the arguments out
    parameters: faiss.SearchParameters = library.SearchParametersIVF(nprobe=probes, sel=selector)
    return parameters


def selector_of(allowed: Mask) -> faiss.IDSelector:
    """FAISS's form of a mask."""
    bitmap: Any = faiss.IDSelectorBitmap  # its stub has the C++ arguments, its wrapper takes the bits alone
    selector: faiss.IDSelector = bitmap(np.packbits(allowed, bitorder="little"))
    return selector
