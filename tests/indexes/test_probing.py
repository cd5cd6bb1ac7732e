"""Which way an inverted file is searched, and that no way misses what the filter leaves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import inf
from typing import Any

import numpy as np
import pytest

from indexes.inverted_file import InvertedFile
from indexes.probing import ProbedVectors
from indexes.vector_plan import Depth, budget
from tests.indexes.test_inverted_file import LISTS, ROWS, faiss_index
from tests.indexes.test_vectors import Vector, clustered


@dataclass
class Watched:
    """FAISS's index, with what it was asked for."""

    index: Any
    depths: list[int] = field(default_factory=list)

    @property
    def ntotal(self) -> int:
        return int(self.index.ntotal)

    def search(self, queries: Vector, reach: int, params: Any) -> Any:
        self.depths.append(params.nprobe)
        return self.index.search(queries, reach, params=params)


@pytest.fixture
def watched() -> Iterator[tuple[InvertedFile, Watched]]:
    vectors = clustered(ROWS, seed=3)[0]
    file = InvertedFile.of(faiss_index(vectors), vectors)
    held = Watched(file.index)
    file.index = held
    yield file, held
    file.index = held.index


QUERY = clustered(1, seed=4)[0][0]


def look(file: InvertedFile, depth: Depth, allowed: np.ndarray | None, k: int = 5) -> tuple[np.ndarray, np.ndarray]:
    room = ROWS if allowed is None else int(np.count_nonzero(allowed))
    return ProbedVectors(file, depth).look(QUERY, k, room, allowed)(min(k + 3, room))


def test_without_a_filter_the_measured_probes_are_looked_at(watched: tuple[InvertedFile, Watched]) -> None:
    look(watched[0], Depth(probes=2, gain=inf), None)
    assert watched[1].depths == [2]


def test_as_few_rows_as_a_search_compares_anyway_are_compared_one_by_one(
    watched: tuple[InvertedFile, Watched],
) -> None:
    file, held = watched
    limit = budget(2, ROWS, LISTS)
    allowed = np.arange(ROWS) < limit
    cosines, rows = look(file, Depth(probes=2, gain=inf), allowed)
    assert held.depths == []
    best = np.sort(file.rough(QUERY, np.arange(limit)))[::-1][:8]
    np.testing.assert_allclose(cosines, best, atol=1e-6)
    np.testing.assert_allclose(file.rough(QUERY, rows), cosines, atol=1e-6)


def test_a_few_more_are_compared_one_by_one_only_where_the_filter_matters_near_the_query(
    watched: tuple[InvertedFile, Watched],
) -> None:
    file, held = watched
    limit, depth = budget(1, ROWS, LISTS), Depth(probes=1, gain=inf)
    order = np.argsort(-file.nearness(QUERY))
    rank = np.empty(LISTS, np.int64)
    rank[order] = np.arange(LISTS)
    by_nearness = np.argsort(rank[file.lists_of(np.arange(ROWS))], kind="stable")

    def allowed(rows: np.ndarray) -> np.ndarray:
        mask = np.zeros(ROWS, bool)
        mask[rows] = True
        return mask

    look(file, depth, allowed(by_nearness[::-1][: 4 * limit]))
    assert held.depths == []
    look(file, depth, allowed(by_nearness[: 4 * limit]))
    assert len(held.depths) == 1
    look(file, depth, allowed(by_nearness[::-1][: 4 * limit + 1]))
    assert len(held.depths) == 3


def test_a_filter_that_does_not_bite_near_the_query_costs_no_second_search(
    watched: tuple[InvertedFile, Watched],
) -> None:
    file, held = watched
    nearest = np.argsort(-file.nearness(QUERY))
    allowed = ~np.isin(file.lists_of(np.arange(ROWS)), nearest[-4:])
    look(file, Depth(probes=2, gain=inf), allowed)
    assert len(held.depths) == 1
    assert held.depths[0] < LISTS


@pytest.mark.parametrize(("gain", "last"), [(inf, LISTS), (-1.0, 0)])
def test_a_filter_that_bites_is_followed_as_far_as_the_gain_says(
    watched: tuple[InvertedFile, Watched], gain: float, last: int
) -> None:
    file, held = watched
    nearest = np.argsort(-file.nearness(QUERY))
    allowed = ~np.isin(file.lists_of(np.arange(ROWS)), nearest[:4])
    look(file, Depth(probes=2, gain=gain), allowed)
    first, second = held.depths
    # Four lists are empty of allowed rows; the rows of two more are wanted.
    assert 4 < first < LISTS
    assert second == max(first, last)


def test_when_fewer_rows_are_found_than_wanted_every_list_is_looked_at(
    watched: tuple[InvertedFile, Watched],
) -> None:
    file, held = watched
    cosines, rows = look(file, Depth(probes=1, gain=0.0), None, k=ROWS - 3)
    assert held.depths == [1, LISTS]
    assert len(rows) == len(cosines) == ROWS
    assert (np.diff(cosines) <= 0).all()
