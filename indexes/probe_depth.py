"""How deep an inverted file must be probed, measured on queries of the data against an exact search."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexes.encoder import Vectors
from indexes.exact import exact_nearest
from indexes.inverted_file import Cosines, InvertedFile, Rows
from indexes.vector_plan import AT, GAIN_SHARE, Depth, least_probes, recall
from indexes.vector_rows import VectorRows, blocks
from indexes.vectors import Hits, VectorIndex

_FAR_QUERIES = 64
_FAR_SHARE = 0.25
"""Share of the lists, the nearest to a query, that are left out to see what a filter may leave."""

_ROWS = 32_768
"""Rows compared at once with the queries for that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Queries with their true nearest.

    Attributes:
        queries: Shape ``(n, dim)``.
        cosines: Of the true nearest, descending, shape ``(n, k)``.
        rows: Of the true nearest, same shape.
        own: Columns that hold the queries themselves, as rows that find themselves first: 1 or 0.
    """

    queries: Vectors
    cosines: Cosines
    rows: Rows
    own: int


def measured_depth(file: InvertedFile, vectors: VectorRows, queries: Vectors, *, are_rows: bool) -> tuple[Depth, float]:
    """The least depth that is deep enough, and the recall@10 that it reaches.

    Args:
        file: What is probed.
        vectors: Its vectors, gone over block by block.
        queries: float32 of length 1, at least one.
        are_rows: Whether the queries are some of the vectors.
    """
    own = int(are_rows and len(vectors) > 1)
    cosines, rows = exact_nearest(queries, vectors, AT + own)
    asked = _Asked(queries=queries, cosines=cosines, rows=rows, own=own)
    probes, reached = _probes(file, vectors, asked)
    return Depth(probes=probes, gain=_gain(file, vectors, asked)), reached


def true_cosines(vectors: VectorRows, queries: Vectors, hits: list[Hits], k: int) -> Cosines:
    """Cosines of each query with what was found for it, by the vectors themselves; ``-inf`` where fewer were found.

    Args:
        vectors: What was indexed.
        queries: Shape ``(n, dim)``.
        hits: What was found for each.
        k: Cosines for each query.
    """
    found = np.full((len(queries), k), -np.inf, dtype=np.float32)
    for at, (query, hit) in enumerate(zip(queries, hits, strict=True)):
        found[at, : len(hit.rows)] = np.einsum("rd,d->r", vectors[hit.rows], query)
    return found


def _probes(file: InvertedFile, vectors: VectorRows, asked: _Asked) -> tuple[int, float]:
    depth = asked.cosines.shape[1]

    def recall_of(probes: int) -> float:
        hits = VectorIndex.probed(file, Depth(probes=probes, gain=0.0)).search_many(asked.queries, depth)
        found = np.sort(true_cosines(vectors, asked.queries, hits, depth), axis=1)[:, ::-1]
        return recall(found[:, asked.own :], asked.cosines[:, asked.own :])

    return least_probes(recall_of, file.lists)


def _gain(file: InvertedFile, vectors: VectorRows, asked: _Asked) -> float:
    """How far the k-th neighbour lies above the centroids of the lists that the k are in, for ``GAIN_SHARE`` of them.

    Measured among all rows and among those of the further lists alone, as a filter may leave them; the larger one.
    """
    near = np.stack([file.nearness(query) for query in asked.queries])
    some = slice(0, _FAR_QUERIES)
    all_above = _above(file, near, asked.cosines[:, asked.own :], asked.rows[:, asked.own :])
    far_above = _above(file, near[some], *_far_nearest(file, vectors, asked.queries[some], near[some]))
    return round(max(float(np.quantile(above, GAIN_SHARE)) for above in (all_above, far_above) if len(above)), 4)


def _above(file: InvertedFile, near: Cosines, cosines: Cosines, rows: Rows) -> npt.NDArray[np.float32]:
    lists = file.lists_of(rows.ravel()).reshape(rows.shape)
    above = cosines[:, -1:] - np.take_along_axis(near, lists, axis=1)
    known: npt.NDArray[np.float32] = above[np.isfinite(above)]
    return known


def _far_nearest(file: InvertedFile, vectors: VectorRows, queries: Vectors, near: Cosines) -> tuple[Cosines, Rows]:
    """Cosines and rows of the true nearest of each query among the rows that are not in the lists nearest to it."""
    ranks = np.argsort(np.argsort(-near, axis=1, kind="stable"), axis=1)
    is_far = ranks >= _FAR_SHARE * file.lists
    best = np.full((len(queries), AT), -np.inf, dtype=np.float32)
    rows = np.zeros((len(queries), AT), dtype=np.int64)
    for at, block in blocks(vectors, _ROWS):
        part: Rows = np.arange(int(at.start), int(at.stop), dtype=np.int64)
        cosines = np.where(is_far[:, file.lists_of(part)], queries @ block.T, np.float32(-np.inf))
        best = np.concatenate([best, cosines], axis=1)
        rows = np.concatenate([rows, np.broadcast_to(part, cosines.shape)], axis=1)
        order = np.argpartition(-best, AT - 1, axis=1)[:, :AT]
        best, rows = np.take_along_axis(best, order, axis=1), np.take_along_axis(rows, order, axis=1)
    order = np.argsort(-best, axis=1, kind="stable")
    return np.take_along_axis(best, order, axis=1), np.take_along_axis(rows, order, axis=1)
