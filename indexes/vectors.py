"""Cosine search over one kind of record, with FAISS: exact when small, an inverted file of codes when large.

Rows are in key order, so ties break by key: same data, same ranking, bit for bit. Whatever way a search goes, the
cosines of what it found are worked out by one formula, so that equal vectors get equal cosines.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from indexes.encoder import Vectors
from indexes.inverted_file import Cosines, InvertedFile, Mask, Rows, fine_path, opened
from indexes.mapped import mapped
from indexes.probing import Look, ProbedVectors, selector_of
from indexes.unit_vectors import check_asked, check_unit
from indexes.vector_plan import Depth
from taxonomy.errors import GenerationError

__all__ = ["SPARE", "Cosines", "Hits", "Mask", "Rows", "VectorIndex", "fine_path", "is_apart"]

SPARE = 32
"""Rows looked at beyond k at first: who is among the k is settled by cosine and key, not by FAISS's rough cosines."""

_FEW = 256
"""Allowed rows up to which no index is asked: their cosines are worked out at once."""

ROUNDING = 1e-6
"""What two rough cosines of equal vectors may differ by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """Result of one search, best first.

    Attributes:
        rows: Row numbers, int64, shape ``(<= k,)``.
        cosines: float32 in [-1, 1], same shape.
    """

    rows: Rows
    cosines: Cosines


def is_apart(last: float, least: float) -> bool:
    """Whether no row below the last one found can equal the least of the best, whatever rounding did to either.

    Args:
        last: Rough cosine of the last row found.
        least: The least rough cosine of those that are taken.
    """
    return bool(last < least - ROUNDING)


class _ExactVectors:
    """FAISS's flat index."""

    def __init__(self, index: faiss.Index, data: npt.NDArray[np.uint8] | None = None) -> None:
        self.index = index
        self._data = data  # mapped under the index: it must live as long

    def look(self, query: npt.NDArray[np.float32], k: int, room: int, allowed: Mask | None) -> Look:
        library: Any = faiss  # its stubs leave the names of the arguments out
        parameters = library.SearchParameters(sel=None if allowed is None else selector_of(allowed))

        def look(reach: int) -> tuple[Cosines, Rows]:
            cosines, rows = self.index.search(query[None, :], reach, params=parameters)
            return cosines[0], rows[0]

        return look

    def search(self, queries: Vectors, reach: int) -> tuple[Cosines, Rows]:
        cosines, rows = self.index.search(queries, reach)
        return cosines, rows

    def cosines(self, query: npt.NDArray[np.float32], rows: Rows) -> Cosines:
        room = np.empty((len(rows), int(self.index.d)), np.float32)
        picked = self.index.reconstruct_batch(np.ascontiguousarray(rows, np.int64), room)
        # Not picked @ query: BLAS adds up a row differently at different places of the matrix.
        found: Cosines = np.einsum("rd,d->r", picked, query)
        return found


def _flat(vectors: Vectors) -> faiss.Index:
    check_unit(vectors)
    index = faiss.IndexFlatIP(int(vectors.shape[1]))
    index.add(np.ascontiguousarray(vectors, dtype=np.float32))
    return index


class VectorIndex:
    """Unit vectors by row, searchable by cosine."""

    def __init__(self, held: _ExactVectors | ProbedVectors) -> None:
        """Use ``of``, ``probed`` or ``read``."""
        self._held = held

    @classmethod
    def of(cls, vectors: Vectors) -> VectorIndex:
        """An exact index.

        Args:
            vectors: float32, shape ``(rows, dim)``, rows of length 1.

        Raises:
            InputError: NaN, infinite, zero or unnormalised rows.
        """
        return cls(_ExactVectors(_flat(vectors)))

    @classmethod
    def probed(cls, file: InvertedFile, depth: Depth) -> VectorIndex:
        """An inverted file, probed so deep."""
        return cls(ProbedVectors(file, depth))

    @classmethod
    def read(cls, path: Path, rows: int, probes: int = 0, gain: float = inf) -> VectorIndex:
        """Map an index written by ``indexes.vector_build.write_index``; its checksums are the caller's business.

        Args:
            path: As it was given to ``write_index``.
            rows: How many vectors it must hold.
            probes: As ``write_index`` told; 0 of an exact index.
            gain: As ``write_index`` told; without it a filtered search looks at every list.

        Raises:
            GenerationError: The file is not an index of that kind of so many rows.
        """
        try:
            data = mapped(path)
            index: Any = opened(data)
        except (OSError, ValueError, RuntimeError) as error:
            raise GenerationError(f"{path}: wanted a FAISS index, found something else ({error})") from error
        if index.ntotal != rows:
            raise GenerationError(f"{path}: wanted {rows} vectors, found {index.ntotal}")
        if probes > 0:
            return cls.probed(InvertedFile.read(path, data), Depth(probes=probes, gain=gain))
        if not isinstance(index, faiss.IndexFlat) or index.metric_type != faiss.METRIC_INNER_PRODUCT:
            raise GenerationError(f"{path}: wanted an exact index of cosines, found {type(index).__name__}")
        return cls(_ExactVectors(index, data))

    @staticmethod
    def write_exact(path: Path, vectors: Vectors) -> None:
        """Write an exact index to a file; arguments and errors as of ``of``."""
        faiss.write_index(_flat(vectors), str(path))

    @property
    def probes(self) -> int:
        """Lists of an inverted file that are probed; 0 of an exact index."""
        return self._held.depth.probes if isinstance(self._held, ProbedVectors) else 0

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return int(self._faiss.d)

    def __len__(self) -> int:
        """Number of rows."""
        return int(self._faiss.ntotal)

    def vector(self, row: int) -> npt.NDArray[np.float32]:
        """The vector of one row, float32, shape ``(dim,)``; of an inverted file as its code says it."""
        found: npt.NDArray[np.float32] = self.vectors(np.array([row], dtype=np.int64))[0]
        return found

    def vectors(self, rows: Rows) -> Vectors:
        """The vectors of some rows, as ``vector`` gives each; float32, shape ``(len(rows), dim)``."""
        if isinstance(self._held, ProbedVectors):
            return self._held.file.vectors(rows)
        room = np.empty((len(rows), self.dim), dtype=np.float32)
        found: Vectors = self._held.index.reconstruct_batch(np.ascontiguousarray(rows, np.int64), room)
        return found

    def cosines(self, query: npt.NDArray[np.float32], rows: Rows) -> Cosines:
        """Cosine of a query with given rows, float32, shape ``(len(rows),)``; equal vectors get equal cosines."""
        query = np.ascontiguousarray(query, dtype=np.float32)
        held = self._held.file if isinstance(self._held, ProbedVectors) else self._held
        return held.cosines(query, rows)

    def search(self, query: npt.NDArray[np.float32], k: int, allowed: Mask | None = None) -> Hits:
        """The k rows nearest to a query.

        Args:
            query: float32 of length 1, shape ``(dim,)``.
            k: Number of hits wanted, at least 1; fewer come when fewer are allowed.
            allowed: Boolean, shape ``(rows,)``: rows that may be returned; None allows all.

        Raises:
            InputError: k below 1, a query that is not a finite unit vector of the right length, or a mask that has not
                one entry for each row.
        """
        check_asked(query[None, :], k, allowed, (len(self), self.dim))
        room = len(self) if allowed is None else int(np.count_nonzero(allowed))
        if room == 0:
            return Hits(rows=np.empty(0, np.int64), cosines=np.empty(0, np.float32))
        query, k = np.ascontiguousarray(query, dtype=np.float32), min(k, room)
        if allowed is not None and room <= _FEW:
            return self._nearest(query, np.zeros(room, np.float32), np.flatnonzero(allowed), k)[0]
        look, reach = self._held.look(query, k, room, allowed), min(k + SPARE, room)
        while True:
            rough, rows = look(reach)
            found, is_settled = self._nearest(query, rough, rows, k)
            if is_settled or reach == room or len(rows) < reach:
                return found
            reach = min(2 * reach, room)

    def search_many(self, queries: Vectors, k: int) -> list[Hits]:
        """As ``search`` for each query, over all rows; FAISS shares the cores between them.

        Args:
            queries: float32 of length 1, shape ``(n, dim)``.
            k: As for ``search``.

        Raises:
            InputError: As ``search``.
        """
        check_asked(queries, k, None, (len(self), self.dim))
        reach = min(k + SPARE, len(self))
        if not reach or not len(queries):
            return [self.search(query, k) for query in queries]
        queries = np.ascontiguousarray(queries, dtype=np.float32)
        found: list[Hits] = []
        for query, cosines, rows in zip(queries, *self._held.search(queries, reach), strict=True):
            held = rows >= 0
            hits, is_settled = self._nearest(query, cosines[held], rows[held], k)
            found.append(hits if is_settled else self.search(query, k))
        return found

    @property
    def _faiss(self) -> Any:
        return self._held.file.index if isinstance(self._held, ProbedVectors) else self._held.index

    def _nearest(self, query: npt.NDArray[np.float32], rough: Cosines, rows: Rows, k: int) -> tuple[Hits, bool]:
        """The k best of some rows, and whether no other row can equal one of them: one ad comes in many copies.

        Args:
            query: What is looked for.
            rough: Rough cosines, descending.
            rows: Their rows.
            k: How many.
        """
        cosines = self.cosines(query, rows)
        best = np.lexsort((rows, -cosines))[:k]
        is_settled = len(best) == k and is_apart(rough[-1], rough[best].min())
        return Hits(rows=rows[best], cosines=cosines[best]), is_settled
