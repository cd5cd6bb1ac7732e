"""Exact cosine search over one kind of record, with FAISS.

Rows are in key order, so ties break by key: same data, same ranking, bit for bit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from indexes.encoder import Vectors
from taxonomy.errors import GenerationError, InputError

Rows = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

_TIE_SLACK = 32
"""Hits fetched beyond k at first, so that equal scores at the edge are settled by key and not by FAISS's heap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """Result of one search, best first.

    Attributes:
        rows: Row numbers, int64, shape ``(<= k,)``.
        cosines: float32 in [-1, 1], same shape.
    """

    rows: Rows
    cosines: npt.NDArray[np.float32]


class VectorIndex:
    """Keys and unit vectors, searchable by cosine.

    Attributes:
        keys: Keys of the rows, ascending.
    """

    def __init__(self, index: faiss.Index, keys: Sequence[str]) -> None:
        """Wrap a FAISS index; use ``build`` or ``read``."""
        self._index = index
        self.keys = list(keys)

    @classmethod
    def build(cls, keys: Sequence[str], vectors: Vectors) -> VectorIndex:
        """Index vectors.

        Args:
            keys: Distinct keys.
            vectors: float32, shape ``(len(keys), dim)``, rows of length 1.

        Raises:
            InputError: NaN, infinite, zero or unnormalised rows, or keys that repeat, named by key; or a number of
                vectors that is not the number of keys.
        """
        if vectors.ndim != 2 or len(vectors) != len(keys):
            raise InputError(wanted=f"{len(keys)} vectors", found=f"shape {vectors.shape}", where="vector index")
        if len(set(keys)) != len(keys):
            raise InputError(wanted="distinct keys", found="a key twice", where="vector index")
        _check_unit(keys, vectors)
        order = sorted(range(len(keys)), key=lambda row: keys[row])
        index = faiss.IndexFlatIP(int(vectors.shape[1]))
        index.add(np.ascontiguousarray(vectors[order], dtype=np.float32))
        return cls(index, [keys[row] for row in order])

    @classmethod
    def read(cls, path: Path, keys: Sequence[str]) -> VectorIndex:
        """Read an index written by ``write``; its checksum is the caller's business.

        Raises:
            GenerationError: The file is not an index, or does not hold one row for each key.
        """
        try:
            index = faiss.read_index(str(path))
        except RuntimeError as error:
            raise GenerationError(f"{path}: wanted a FAISS index, found something else ({error})") from error
        if index.ntotal != len(keys):
            raise GenerationError(f"{path}: wanted {len(keys)} vectors, found {index.ntotal}")
        return cls(index, keys)

    def write(self, path: Path) -> None:
        """Write the FAISS part to a file."""
        faiss.write_index(self._index, str(path))

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.keys)

    def vector(self, row: int) -> npt.NDArray[np.float32]:
        """The vector of one row, float32, shape ``(dim,)``."""
        return self._index.reconstruct(int(row), np.empty(self.dim, np.float32))

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
        if k < 1:
            raise InputError(wanted="k of at least 1", found=k, where="vector search")
        if query.shape != (self.dim,):
            raise InputError(wanted=f"a vector of {self.dim}", found=str(query.shape), where="vector search")
        if allowed is not None and allowed.shape != (len(self),):
            raise InputError(wanted=f"a mask of {len(self)} rows", found=str(allowed.shape), where="vector search")
        _check_unit(["query"], query[None, :])
        room = len(self) if allowed is None else int(allowed.sum())
        k = min(k, room)
        if k == 0:
            return Hits(rows=np.empty(0, np.int64), cosines=np.empty(0, np.float32))
        cosines, rows = self._search_past_ties(query.astype(np.float32)[None, :], k, room, allowed)
        best = np.lexsort((rows, -cosines))[:k]
        return Hits(rows=rows[best], cosines=cosines[best])

    def _search_past_ties(
        self, query: Vectors, k: int, room: int, allowed: Mask | None
    ) -> tuple[npt.NDArray[np.float32], Rows]:
        """At least the k best, and with them every row whose cosine equals the k-th: one ad comes in many copies."""
        parameters = faiss.SearchParameters()
        parameters.sel = None if allowed is None else _selector(allowed)
        reach = min(k + _TIE_SLACK, room)
        while True:
            cosines, rows = self._index.search(query, reach, params=parameters)
            if reach == room or cosines[0, -1] < cosines[0, k - 1]:
                return cosines[0], rows[0]
            reach = min(2 * reach, room)

    def cosines(self, query: npt.NDArray[np.float32], rows: Rows) -> npt.NDArray[np.float32]:
        """Cosine of a query with given rows, float32, shape ``(len(rows),)``; equal vectors get equal cosines."""
        picked = self._index.reconstruct_batch(
            np.ascontiguousarray(rows, np.int64), np.empty((len(rows), self.dim), np.float32)
        )
        # Not picked @ query: BLAS adds up a row differently at different places of the matrix.
        found: npt.NDArray[np.float32] = np.einsum("rd,d->r", picked, query.astype(np.float32))
        return found


def _selector(allowed: Mask) -> faiss.IDSelector:
    bitmap: Any = faiss.IDSelectorBitmap  # its stub has the C++ arguments, its wrapper takes the bits alone
    selector: faiss.IDSelector = bitmap(np.packbits(allowed, bitorder="little"))
    return selector


def _check_unit(keys: Sequence[str], vectors: Vectors) -> None:
    with np.errstate(over="ignore"):  # a length past float32 is infinite, and refused as such
        lengths = np.linalg.norm(vectors, axis=1)
    bad = np.flatnonzero(~(np.abs(lengths - 1.0) < 1e-3))
    if len(bad):
        row = int(bad[0])
        raise InputError(
            wanted="a finite vector of length 1", found=f"length {lengths[row]}", where=f"vector of {keys[row]}"
        )
