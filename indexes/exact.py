"""The true nearest of queries, found by comparing every row, block by block: what indexes are measured against."""

from __future__ import annotations

import faiss
import numpy as np
import numpy.typing as npt

from indexes.encoder import Vectors
from indexes.vector_rows import VectorRows, blocks


def exact_nearest(
    queries: Vectors, vectors: VectorRows, k: int
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int64]]:
    """Cosines and rows of the true nearest, best first, shape ``(n, min(k, rows))``; ties by row across blocks.

    Args:
        queries: float32 of length 1, shape ``(n, dim)``, at least one.
        vectors: What is searched.
        k: How many are wanted, at least 1.
    """
    best = np.empty((len(queries), 0), dtype=np.float32)
    rows = np.empty((len(queries), 0), dtype=np.int64)
    for part, block in blocks(vectors):
        near, at = faiss.knn(queries, block, min(k, len(block)), faiss.METRIC_INNER_PRODUCT)
        best, rows = np.concatenate([best, near], axis=1), np.concatenate([rows, at + part.start], axis=1)
        order = np.argsort(-best, axis=1, kind="stable")[:, :k]
        best, rows = np.take_along_axis(best, order, axis=1), np.take_along_axis(rows, order, axis=1)
    return best, rows
