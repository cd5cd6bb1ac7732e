"""Exact cosine search over one kind of record, with FAISS.

Rows are in key order, so ties break by key: same data, same ranking, bit for bit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

from indexes.encoder import Vectors
from taxonomy.errors import GenerationError, InputError

Rows = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

_TIE_SLACK = 32
"""Hits fetched beyond k, so that equal scores at the edge are settled by key and not by FAISS's heap."""


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
            InputError: NaN, infinite, zero or unnormalised rows, or keys that repeat, named by key.
        """
        if len(set(keys)) != len(keys):
            raise InputError(wanted="distinct keys", found="a key twice", where="vector index")
        _check_unit(keys, vectors)
        order = sorted(range(len(keys)), key=lambda row: keys[row])
        index = faiss.IndexFlatIP(int(vectors.shape[1]))
        index.add(np.ascontiguousarray(vectors[order]))
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
        found: npt.NDArray[np.float32] = self._index.reconstruct(int(row))
        return found

    def search(self, query: npt.NDArray[np.float32], k: int, allowed: Mask | None = None) -> Hits:
        """The k rows nearest to a query.

        Args:
            query: float32 of length 1, shape ``(dim,)``.
            k: Number of hits wanted, at least 1; fewer come when fewer are allowed.
            allowed: Boolean, shape ``(rows,)``: rows that may be returned; None allows all.

        Raises:
            InputError: k below 1, or a query that is not a finite unit vector of the right length.
        """
        if k < 1:
            raise InputError(wanted="k of at least 1", found=k, where="vector search")
        if query.shape != (self.dim,):
            raise InputError(wanted=f"a vector of {self.dim}", found=str(query.shape), where="vector search")
        _check_unit(["query"], query[None, :])
        room = len(self) if allowed is None else int(allowed.sum())
        k = min(k, room)
        if k == 0:
            return Hits(rows=np.empty(0, np.int64), cosines=np.empty(0, np.float32))
        parameters = None
        if allowed is not None:
            selector = faiss.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))
            parameters = faiss.SearchParameters(sel=selector)
        reach = min(k + _TIE_SLACK, room)
        cosines, rows = self._index.search(query[None, :].astype(np.float32), reach, params=parameters)
        best = np.lexsort((rows[0], -cosines[0]))[:k]
        return Hits(rows=rows[0][best], cosines=cosines[0][best])

    def cosines(self, query: npt.NDArray[np.float32], rows: Rows) -> npt.NDArray[np.float32]:
        """Cosine of a query with given rows, float32, shape ``(len(rows),)``."""
        if len(rows) == 0:
            return np.empty(0, np.float32)
        picked = np.stack([self._index.reconstruct(int(row)) for row in rows])
        found: npt.NDArray[np.float32] = picked @ query.astype(np.float32)
        return found


def _check_unit(keys: Sequence[str], vectors: Vectors) -> None:
    lengths = np.linalg.norm(vectors, axis=1)
    bad = np.flatnonzero(~(np.abs(lengths - 1.0) < 1e-3))
    if len(bad):
        row = int(bad[0])
        raise InputError(
            wanted="a finite vector of length 1", found=f"length {lengths[row]}", where=f"vector of {keys[row]}"
        )
