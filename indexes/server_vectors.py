"""Search over a collection that a server holds, by the same rules as over our own index.

The server says who may be near; cosines are worked out here, by one formula, from the vectors as they were given. So
equal vectors get equal cosines, ties break by row, and rows and cosines are those of exact FAISS, bit for bit, wherever
the server compares every row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from indexes.encoder import Vectors
from indexes.unit_vectors import check_asked
from indexes.vector_server import FETCH, FILTER, Near, VectorServer, sift_reach, ways
from indexes.vectors import ROUNDING, SPARE, Cosines, Hits, Mask, Rows, is_apart

_AT_ONCE = 8_192
"""Vectors brought here at once, 12 MB of 384."""

_LEFT_NEAR = 0.5
"""Share of what a filter leaves everywhere that it must leave near the query, else another way is taken."""

Query = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Which collection, and how deep it is searched.

    Attributes:
        collection: Its name.
        rows: Vectors in it.
        dim: Length of each.
        depth: Of its index; 0 where every row is compared.
    """

    collection: str
    rows: int
    dim: int
    depth: int


class ServerVectors:
    """Unit vectors by row in a collection of a server, searchable by cosine; see ``VectorSearch``."""

    def __init__(self, server: VectorServer, held: Held) -> None:
        """Search a collection that has passed its checks."""
        self._server = server
        self._held = held

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return self._held.dim

    def __len__(self) -> int:
        """Number of rows."""
        return self._held.rows

    def vector(self, row: int) -> npt.NDArray[np.float32]:
        """The vector of one row, float32, shape ``(dim,)``."""
        found: npt.NDArray[np.float32] = self.vectors(np.array([row], np.int64))[0]
        return found

    def vectors(self, rows: Rows) -> Vectors:
        """The vectors of some rows, float32, shape ``(len(rows), dim)``."""
        distinct, back = np.unique(np.asarray(rows, dtype=np.int64), return_inverse=True)
        found = np.empty((len(distinct), self.dim), np.float32)
        for start in range(0, len(distinct), _AT_ONCE):
            part = distinct[start : start + _AT_ONCE]
            found[start : start + len(part)] = self._server.vectors(self._held.collection, part)
        return found[back]

    def cosines(self, query: Query, rows: Rows) -> Cosines:
        """Cosine of a query with given rows, float32, shape ``(len(rows),)``; equal vectors get equal cosines."""
        query = np.ascontiguousarray(query, dtype=np.float32)
        distinct, back = np.unique(np.asarray(rows, dtype=np.int64), return_inverse=True)
        found = np.empty(len(distinct), np.float32)
        for start in range(0, len(distinct), _AT_ONCE):
            part = distinct[start : start + _AT_ONCE]
            found[start : start + len(part)] = compared(self._server.vectors(self._held.collection, part), query)
        return found[back]

    def search(self, query: Query, k: int, allowed: Mask | None = None) -> Hits:
        """The k rows nearest to a query; see ``VectorIndex.search``.

        Raises:
            InputError: As there.
            GenerationError: The collection is gone.
            VectorServerError: The server does not answer.
        """
        check_asked(query[None, :], k, allowed, (len(self), self.dim))
        room = len(self) if allowed is None else int(np.count_nonzero(allowed))
        if room == 0:
            return Hits(rows=np.empty(0, np.int64), cosines=np.empty(0, np.float32))
        query, k = np.ascontiguousarray(query, dtype=np.float32), min(k, room)
        for way in self._ways(k, room):
            if way == FETCH:
                break
            if way == FILTER and room < len(self):
                found = self._widening(query, k, min(k + SPARE, room), allowed, None)
            else:
                sieve = allowed if room < len(self) else None
                found = self._widening(query, k, sift_reach(k, room, len(self)), None, sieve)
            if found is not None:
                return found
        return self._by_rows(query, k, np.arange(len(self)) if allowed is None else np.flatnonzero(allowed))

    def search_many(self, queries: Vectors, k: int) -> list[Hits]:
        """As ``search`` for each query, over all rows, in one request where the server can.

        Raises:
            InputError: As ``search``.
            GenerationError: As ``search``.
            VectorServerError: As ``search``.
        """
        check_asked(queries, k, None, (len(self), self.dim))
        reach = min(k + SPARE, len(self))
        if not reach or not len(queries) or reach > self._server.costs.most_hits:
            return [self.search(query, k) for query in queries]
        queries = np.ascontiguousarray(queries, dtype=np.float32)
        found: list[Hits] = []
        for query, near in zip(queries, self._nearest(queries, reach, None), strict=True):
            hits = self._settled(query, k, near, reach == len(self) or len(near[0]) < reach, None)
            found.append(self.search(query, k) if hits is None else hits)
        return found

    def _ways(self, k: int, room: int) -> list[str]:
        server, rows = self._server, len(self)
        return ways(server.costs, server.filtered_us(rows, room), k, room, rows)

    def _nearest(self, queries: Vectors, reach: int, asked: Mask | None) -> Sequence[Near]:
        depth = self._held.depth and self._server.deepened(self._held.depth, reach, len(self))
        return self._server.nearest(self._held.collection, queries, reach, depth, asked)

    def _widening(self, query: Query, k: int, reach: int, asked: Mask | None, sieve: Mask | None) -> Hits | None:
        """Search wider and wider until the k best are certain; None when the server can bring no more rows.

        Args:
            query: What is looked for.
            k: Hits wanted.
            reach: Rows asked for at first.
            asked: Rows that the server may bring; None for all.
            sieve: Rows that are kept of what it brought; None for all.
        """
        room = len(self) if asked is None else int(np.count_nonzero(asked))
        nearest = partial(self._nearest, query[None, :], asked=asked)
        while reach <= self._server.costs.most_hits:
            (near,) = nearest(reach=reach)
            if self._bites(near[0], reach, sieve):
                return None
            found = self._settled(query, k, near, reach == room or len(near[0]) < reach, sieve)
            if found is not None or reach == room:
                return found
            reach = min(2 * reach, room)
        return None

    def _bites(self, rows: Rows, reach: int, sieve: Mask | None) -> bool:
        """Whether an index that brings what is near may miss what a sieve keeps: it brought fewer, or few of those."""
        if sieve is None or not self._held.depth:
            return False
        share = np.count_nonzero(sieve) / len(self)
        return bool(len(rows) < reach or np.count_nonzero(sieve[rows]) < _LEFT_NEAR * share * reach)

    def _settled(self, query: Query, k: int, near: Near, is_all: bool, sieve: Mask | None) -> Hits | None:
        """The k best of what a search brought, None where another row may be as good as one of them.

        Args:
            query: What is looked for.
            k: Hits wanted.
            near: What was brought.
            is_all: Whether the server has no more.
            sieve: Rows that are kept.
        """
        rows, rough = near
        inside = slice(None) if sieve is None else sieve[rows]
        among, likely = rows[inside], rough[inside]
        k = min(k, len(self))
        if len(among) < k:
            return None
        least = float(np.sort(likely)[len(likely) - k])
        if not is_all and not is_apart(float(rough.min()), least):
            return None
        return self._by_rows(query, k, among[likely >= least - ROUNDING])

    def _by_rows(self, query: Query, k: int, rows: Rows) -> Hits:
        cosines = self.cosines(query, rows)
        best = np.lexsort((rows, -cosines))[:k]
        return Hits(rows=rows[best], cosines=cosines[best])


def compared(vectors: Vectors, query: Query) -> Cosines:
    """Cosines of vectors with a query, as exact FAISS has them here.

    Args:
        vectors: float32, shape ``(n, dim)``.
        query: float32, shape ``(dim,)``.
    """
    # Not vectors @ query: BLAS adds up a row differently at different places of the matrix.
    found: Cosines = np.einsum("rd,d->r", np.ascontiguousarray(vectors, np.float32), query)
    return found
