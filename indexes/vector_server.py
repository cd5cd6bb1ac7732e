"""What a server must be able to do to hold vectors, and what each way to search it costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, inf
from typing import Protocol

from indexes.encoder import Vectors
from indexes.vector_rows import VectorRows
from indexes.vectors import SPARE, Cosines, Mask, Rows

Near = tuple[Rows, Cosines]
"""Rows of a search, best first, and their rough cosines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What searching a server costs, in microseconds, as measured (docs/vector-engines.md); and its limits.

    Only ratios count: they choose the way of a filtered search, and whatever is chosen finds the same.

    Attributes:
        call: One request and its answer.
        fetched: A vector that is brought here and compared.
        hit: A row that a search brings.
        most_hits: Rows that one search may bring.
    """

    call: float
    fetched: float
    hit: float
    most_hits: int


class VectorServer(Protocol):
    """Collections of vectors by row number. Names are given by the caller, and written once.

    Every call raises ``VectorServerError`` when the server does not answer, and ``GenerationError`` when it answers and
    has no such collection.
    """

    @property
    def name(self) -> str:
        """Of the engine."""
        ...

    @property
    def costs(self) -> Costs:
        """What its searches cost."""
        ...

    @property
    def index(self) -> str:
        """What it calls its index for many vectors."""
        ...

    def depths(self, rows: int) -> tuple[int, int]:
        """The least and the most depth of a search in that index over so many rows."""
        ...

    def deepened(self, depth: int, reach: int, rows: int) -> int:
        """The depth, chosen for ten hits, at which so many more are brought as surely.

        Args:
            depth: At least 1.
            reach: Rows to be brought.
            rows: Of the collection.
        """
        ...

    def fill(self, collection: str, vectors: VectorRows, *, is_exact: bool) -> None:
        """Make a collection of vectors, of unit length, row by row.

        Args:
            collection: A name that is not taken.
            vectors: Gone over block by block.
            is_exact: Whether searches compare every row; else there is an index.
        """
        ...

    def shape(self, collection: str) -> tuple[int, int]:
        """Rows and dimension, as the server counts them now."""
        ...

    def open(self, collection: str) -> None:
        """Have a collection ready to be searched."""
        ...

    def nearest(
        self, collection: str, queries: Vectors, reach: int, depth: int, allowed: Mask | None = None
    ) -> Sequence[Near]:
        """The rows nearest to each query.

        Args:
            collection: Which.
            queries: float32 of length 1, shape ``(n, dim)``.
            reach: Rows for each, at most ``costs.most_hits``; fewer may come.
            depth: Of the search in the index; 0 compares every row.
            allowed: Rows that may come; None for all. The server filters, so that ``reach`` allowed ones come.
        """
        ...

    def filtered_us(self, rows: int, room: int) -> float:
        """What it costs to filter in the server, in microseconds; infinite where it cannot.

        Args:
            rows: Of the collection.
            room: Those allowed.
        """
        ...

    def vectors(self, collection: str, rows: Rows) -> Vectors:
        """Vectors of rows, as they were given, float32, shape ``(len(rows), dim)``.

        Args:
            collection: Which.
            rows: Distinct and ascending.

        Raises:
            GenerationError: A row is not there.
        """
        ...

    def drop(self, collection: str) -> None:
        """Remove a collection; one that is not there is passed over."""
        ...

    def close(self) -> None:
        """Let go of connections; the next call makes new ones."""
        ...


FETCH, FILTER, SIFT = "fetch", "filter", "sift"
"""Ways of a filtered search: bring every allowed vector here and compare; have the server filter; have the server
search all rows for more than is wanted, and sift here."""

_AMPLE = 1.3
"""How much more than by chance is asked for, so that one search is mostly enough."""


def sift_reach(k: int, room: int, rows: int) -> int:
    """Rows among which ``k`` and some to spare are allowed, were the allowed ones spread evenly.

    Args:
        k: Hits wanted.
        room: Rows allowed, at least 1.
        rows: Of the collection.
    """
    return min(rows, ceil(_AMPLE * (min(k, room) + SPARE) * rows / room))


def ways(costs: Costs, filtered_us: float, k: int, room: int, rows: int) -> list[str]:
    """The ways of a filtered search that are open, the cheapest first; the last of them always finds.

    Args:
        costs: Of the server.
        filtered_us: What its own filter costs.
        k: Hits wanted.
        room: Rows allowed, at least 1.
        rows: Of the collection.
    """
    reach = sift_reach(k, room, rows)
    estimated = {
        FETCH: costs.call + costs.fetched * room,
        FILTER: costs.call + filtered_us + costs.hit * min(k + SPARE, room),
        SIFT: 2 * costs.call + costs.hit * reach if reach <= costs.most_hits else inf,
    }
    cheapest = sorted((way for way, cost in estimated.items() if cost < inf), key=lambda way: (estimated[way], way))
    # After a way that always finds nothing else is needed.
    return cheapest[: cheapest.index(FETCH) + 1]
