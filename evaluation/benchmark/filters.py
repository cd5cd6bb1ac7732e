"""Filtered vector search against exact search over the rows that the filter allows.

Exact search begins with the mask, as ours does, and gathers the allowed vectors before it compares them: once with
numpy (gather, dot, partition) and once with FAISS (its exact search over the gathered vectors). The faster of the two
is what ours is held against.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import faiss
import numpy as np
import numpy.typing as npt

from evaluation.benchmark.million import SEED, topics_of
from evaluation.benchmark.vectors import K, Shares, found_share, recall_row, timed
from evaluation.rows import row
from evaluation.task import Row, Tell
from indexes.encoder import Vectors
from indexes.vectors import Cosines, Mask, VectorIndex

TIMES = 1.5
"""How much longer than exact search over the subset the slowest one in a hundred may take."""

SHARES = (0.0001, 0.001, 0.01, 0.1, 0.3)
TOPIC_SHARES = (0.01, 0.1, 0.3)
QUERIES = 300
_MOST = {0.5: 40, 0.05: 100}
"""Above each share so many queries must do: exact search takes tenths of a second, or seconds."""

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

    def by_numpy(self, query: Vector, k: int, allowed: Mask) -> Cosines:
        """The best cosines, descending."""
        cosines: Cosines = self.gathered(allowed) @ query
        best = np.argpartition(-cosines, min(k, len(cosines)) - 1)[:k]
        ordered: Cosines = np.sort(cosines[best])[::-1]
        return ordered

    def by_faiss(self, query: Vector, k: int, allowed: Mask) -> Cosines:
        """The best cosines, descending."""
        held = self.gathered(allowed)
        cosines, _ = faiss.knn(query[None, :], held, min(k, len(held)), faiss.METRIC_INNER_PRODUCT)
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
    rows: list[Row] = []
    for done, (name, mask_of) in enumerate(filters.items()):
        tell("filters", done, len(filters))
        rows += _measured(name, index, exact, queries, mask_of)
    tell("filters", len(filters), len(filters))
    return rows


def _measured(name: str, index: VectorIndex, exact: _Exact, queries: Vectors, mask_of: MaskOf) -> list[Row]:
    rng = np.random.default_rng(SEED)
    ways: dict[str, Callable[[Vector, int, Mask], object]] = {"numpy": exact.by_numpy, "FAISS": exact.by_faiss}
    ours, times = list[float](), {way: list[float]() for way in ways}
    shares, sizes = list[float](), list[float]()
    for at, query in enumerate(queries):
        # Each exact search has a query and a mask of its own: nobody finds rows in a cache that another put there.
        others = [queries[(at + turn * len(queries) // 3) % len(queries)] for turn in (1, 2)]
        allowed, *masks = (mask_of(asked, rng) for asked in (query, *others))
        if not all(mask.any() for mask in (allowed, *masks)) or len(shares) >= _most(float(allowed.mean())):
            continue
        took, hits = timed(partial(index.search, query, K, allowed))
        ours.append(took)
        for (way, search), other, mask in zip(ways.items(), others, masks, strict=True):
            times[way].append(timed(partial(search, other, K, mask))[0])
        shares.append(found_share(hits, exact.vectors, query, exact.by_numpy(query, K, allowed)))
        sizes.append(float(allowed.mean()))
    return _rows(f"{name} ({np.mean(sizes):.2%} allowed)", np.array(shares), ours, times) if shares else []


def _rows(name: str, shares: Shares, ours: Sequence[float], times: Mapping[str, Sequence[float]]) -> list[Row]:
    """Rows of one filter; the exact search of the lower p99 is the one that counts."""
    last = {way: float(np.quantile(took, 0.99)) for way, took in times.items()}
    way = min(last, key=last.__getitem__)
    n, slowest = len(ours), float(np.quantile(ours, 0.99))
    return [
        recall_row(f"{name}: recall@10", shares),
        row(f"{name}: p50, ms", float(np.median(ours)), n=n),
        row(f"{name}: p50 of exact search over the subset ({way}), ms", float(np.median(times[way])), n=n),
        row(f"{name}: p99, ms", slowest, n=n),
        row(f"{name}: p99 of exact search over the subset ({way}), ms", last[way], n=n),
        row(f"{name}: p99 over that of exact search", slowest / last[way], n=n, at_most=TIMES),
    ]


def _most(share: float) -> int:
    """Queries that a filter is timed with."""
    return next((most for above, most in _MOST.items() if share > above), QUERIES)
