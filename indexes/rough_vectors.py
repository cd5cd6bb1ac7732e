"""Vectors searched roughly and fast, for who compares what is found itself and asks for many at once.

Above some thousands of rows an inverted file of 4-bit product codes, two numbers a code, which FAISS compares 32 rows
at a time in the processor's registers ("fast scan": André, Kermarrec & Le Scouarnec 2017, "Accelerated Nearest Neighbor
Search with Quick ADC"). Of 512 lists 12 are probed, of 64 four.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from indexes.unit_vectors import check_asked, check_unit
from indexes.vector_plan import lists_for
from taxonomy.errors import GenerationError

Vectors = npt.NDArray[np.float32]

EXACT_BELOW = 5_000
"""Rows below which every row is compared, which costs no more there."""

_PROBED = 0.55
"""Lists that are probed, over the root of their number."""
_TRAIN_PER_LIST, _ROUNDS, _SEED = 64, 8, 2026


class RoughVectors:
    """Unit vectors by row."""

    def __init__(self, index: Any) -> None:
        """Use ``read``."""
        self._index = index

    @staticmethod
    def write(path: Path, vectors: Vectors) -> None:
        """Index vectors in a file.

        Args:
            path: Of the file.
            vectors: float32 of length 1, shape ``(rows, dim)``; from ``EXACT_BELOW`` rows on, ``dim`` is even.

        Raises:
            InputError: NaN, infinite, zero or unnormalised rows.
        """
        check_unit(vectors)
        rows, dim = vectors.shape
        index: Any = faiss.IndexFlatIP(dim)
        if rows >= EXACT_BELOW:
            lists = lists_for(rows)
            index = faiss.index_factory(dim, f"IVF{lists},PQ{dim // 2}x4fsr", faiss.METRIC_INNER_PRODUCT)
            index.cp.niter, index.cp.seed, index.nprobe = _ROUNDS, _SEED, max(1, round(_PROBED * lists**0.5))
            sample = np.random.default_rng(_SEED).permutation(rows)[: lists * _TRAIN_PER_LIST]
            index.train(np.ascontiguousarray(vectors[np.sort(sample)]))
        index.add(np.ascontiguousarray(vectors))
        faiss.write_index(index, str(path))

    @classmethod
    def read(cls, path: Path, rows: int) -> RoughVectors:
        """Open what ``write`` wrote.

        Raises:
            GenerationError: It is not an index of so many rows.
        """
        try:
            index: Any = faiss.read_index(str(path))
        except RuntimeError as error:
            raise GenerationError(f"{path}: wanted an index of vectors, found something else ({error})") from error
        if index.ntotal != rows:
            raise GenerationError(f"{path}: wanted {rows} vectors, found {index.ntotal}")
        return cls(index)

    def near(self, queries: Vectors, reach: int) -> npt.NDArray[np.int64]:
        """Rows about nearest to each query, in no settled order; all rows where so many are wanted.

        Args:
            queries: float32 of length 1, shape ``(n, dim)``.
            reach: How many rows are wanted, at least 1.

        Returns:
            int64, shape ``(n, reach)``; -1 where there are fewer.

        Raises:
            InputError: A query that is not a finite unit vector of the right length.
        """
        rows = int(self._index.ntotal)
        check_asked(queries, reach, None, (rows, self._index.d))
        if reach >= rows:
            every = np.concatenate([np.arange(rows), np.full(reach - rows, -1)])
            return np.tile(every, (len(queries), 1))
        found: npt.NDArray[np.int64] = self._index.search(np.ascontiguousarray(queries, np.float32), reach)[1]
        return found
