"""Filtered vector search against exact search over the rows that the filter allows.

Exact search begins with the mask, as ours does, and gathers the allowed vectors before it compares them: once with
numpy (gather, dot, partition) and once with FAISS (its exact search over the gathered vectors). The faster of the two
is what ours is held against.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import faiss
import numpy as np
import numpy.typing as npt

from evaluation.benchmark.million import SEED, topics_of
from evaluation.benchmark.vectors import K, found_share, milliseconds, recall_row
from evaluation.rows import row
from evaluation.task import Row, Tell
from indexes.encoder import Vectors
from indexes.vectors import Cosines, Mask, VectorIndex

TIMES = 1.5
"""How much longer than exact search over the subset the slowest one in a hundred may take."""

SHARES = (0.0001, 0.001, 0.01, 0.1, 0.3)
TOPIC_SHARES = (0.01, 0.1, 0.3)
QUERIES = 100
_WIDE, _WIDE_QUERIES = 0.5, 25
"""Above this share exact search takes seconds, and so many queries must do."""

TOPICS = 100

Vector = npt.NDArray[np.float32]
MaskOf = Callable[[Vector, np.random.Generator], Mask]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Exact:
    """Exact search over gathered rows, with room that is used again.

    Attributes:
        vectors: All of them.
        room: Of the same shape.
    """

    vectors: Vectors
    room: Vectors

    def gathered(self, allowed: Mask) -> Vectors:
        """The allowed vectors."""
        rows = np.flatnonzero(allowed)
        # "clip" leaves out the bounds check that would make numpy copy through a buffer.
        held = self.room[: len(rows)]
        np.take(self.vectors, rows, axis=0, out=held, mode="clip")
        return held

    def by_numpy(self, query: Vector, allowed: Mask) -> Cosines:
        """The best cosines, descending."""
        cosines: Cosines = self.gathered(allowed) @ query
        best = np.argpartition(-cosines, min(K, len(cosines)) - 1)[:K]
        ordered: Cosines = np.sort(cosines[best])[::-1]
        return ordered

    def by_faiss(self, query: Vector, allowed: Mask) -> Cosines:
        """The best cosines, descending."""
        held = self.gathered(allowed)
        cosines, _ = faiss.knn(query[None, :], held, min(K, len(held)), faiss.METRIC_INNER_PRODUCT)
        found: Cosines = cosines[0]
        return found


def filters_of(vectors: Vectors, real: Vectors) -> Mapping[str, MaskOf]:
    """Filters by name: rows drawn at random, the query's own topic, and topics that are far from the query.

    Args:
        vectors: What is searched.
        real: What they were made of; topics are learnt from it.
    """
    topics, centres = topics_of(vectors, real, TOPICS)
    sizes = np.bincount(topics, minlength=TOPICS) / len(vectors)

    def far(query: Vector, share: float) -> Mask:
        order = np.argsort(centres @ query)
        taken = order[: int(np.searchsorted(np.cumsum(sizes[order]), share)) + 1]
        return np.isin(topics, taken)

    filters: dict[str, MaskOf] = {
        f"{share:.4g} of all, at random": lambda _, rng, share=share: rng.random(len(vectors)) < share  # type: ignore[misc]
        for share in SHARES
    }
    filters["the query's own topic"] = lambda query, _: topics == int(np.argmax(centres @ query))
    filters["a topic drawn at random"] = lambda _, rng: topics == int(rng.integers(TOPICS))
    filters |= {
        f"{share:.4g} of all, the furthest topics": lambda query, _, share=share: far(query, share)  # type: ignore[misc]
        for share in TOPIC_SHARES
    }
    filters["all but the query's own topic"] = lambda query, _: topics != int(np.argmax(centres @ query))
    return filters


def measure_filters(
    index: VectorIndex, vectors: Vectors, queries: Vectors, filters: Mapping[str, MaskOf], tell: Tell
) -> list[Row]:
    """Recall and p99 of each filter.

    Args:
        index: Over the vectors.
        vectors: float32 of length 1, shape ``(n, dim)``.
        queries: In no index; float32 of length 1.
        filters: By name; one that allows no row for any query has no rows in the report.
        tell: Told of filters done.
    """
    exact = _Exact(vectors=vectors, room=np.empty_like(vectors))
    exact.room.fill(0)  # pages are fresh now and not when the clock runs
    rows = []
    for done, (name, mask_of) in enumerate(filters.items()):
        tell("filters", done, len(filters))
        rows += _measured(name, index, exact, queries, mask_of)
    tell("filters", len(filters), len(filters))
    return rows


def _measured(name: str, index: VectorIndex, exact: _Exact, queries: Vectors, mask_of: MaskOf) -> list[Row]:
    rng = np.random.default_rng(SEED)
    shares, sizes = list[float](), list[float]()
    ours, numpy_ms, faiss_ms = list[float](), list[float](), list[float]()
    for query in queries:
        allowed = mask_of(query, rng)
        if not allowed.any() or (allowed.mean() > _WIDE and len(ours) >= _WIDE_QUERIES):
            continue
        best = exact.by_numpy(query, allowed)
        shares.append(found_share(index, exact.vectors, query, float(best[-1]), allowed))
        ours.append(milliseconds(lambda query=query, allowed=allowed: index.search(query, K, allowed)))  # type: ignore[misc]
        numpy_ms.append(milliseconds(lambda query=query, allowed=allowed: exact.by_numpy(query, allowed)))  # type: ignore[misc]
        faiss_ms.append(milliseconds(lambda query=query, allowed=allowed: exact.by_faiss(query, allowed)))  # type: ignore[misc]
        sizes.append(allowed.mean())
    if not ours:
        return []
    last = {way: float(np.quantile(times, 0.99)) for way, times in (("numpy", numpy_ms), ("FAISS", faiss_ms))}
    way, fastest = min(last.items(), key=lambda one: one[1])
    slowest, n = float(np.quantile(ours, 0.99)), len(ours)
    name = f"{name} ({np.mean(sizes):.2%} allowed)"
    return [
        recall_row(f"{name}: recall@10", np.array(shares)),
        row(f"{name}: p50, ms", float(np.median(ours)), n=n),
        row(f"{name}: p99, ms", slowest, n=n),
        row(f"{name}: p99 of exact search over the subset ({way}), ms", fastest, n=n),
        row(f"{name}: p99 over that of exact search", slowest / fastest, n=n, at_most=TIMES),
    ]
