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
from tests.indexes.built import inverted
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
    file = inverted(faiss_index(vectors), vectors)
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


def test_rows_are_compared_one_by_one_where_the_lists_would_cost_more(watched: tuple[InvertedFile, Watched]) -> None:
    file, held = watched
    order = np.argsort(-file.nearness(QUERY))
    lists = file.lists_of(np.arange(ROWS))
    # Half of every list but the nearest two: the first look is cheap, but no gain is known, so it names every list.
    allowed = (np.arange(ROWS) % 2 == 0) & ~np.isin(lists, order[:2])
    cosines, rows = look(file, Depth(probes=1, gain=inf), allowed)
    assert len(held.depths) == 1
    best = np.sort(file.rough(QUERY, np.flatnonzero(allowed)))[::-1][:8]
    np.testing.assert_allclose(cosines, best, atol=1e-6)
    assert allowed[rows].all()
    # What is left lies in the furthest lists alone: already the first look would pass over nearly all rows.
    held.depths.clear()
    look(file, Depth(probes=1, gain=0.0), np.isin(lists, order[-2:]))
    assert held.depths == []


def test_a_filter_that_does_not_bite_near_the_query_costs_no_second_search(
    watched: tuple[InvertedFile, Watched],
) -> None:
    file, held = watched
    nearest = np.argsort(-file.nearness(QUERY))
    allowed = ~np.isin(file.lists_of(np.arange(ROWS)), nearest[-4:])
    look(file, Depth(probes=2, gain=inf), allowed)
    assert len(held.depths) == 1
    assert held.depths[0] < LISTS


def test_a_filter_that_bites_is_followed_as_far_as_the_gain_says(watched: tuple[InvertedFile, Watched]) -> None:
    file, held = watched
    near = np.sort(file.nearness(QUERY))[::-1]
    nearest = np.argsort(-file.nearness(QUERY))
    allowed = ~np.isin(file.lists_of(np.arange(ROWS)), nearest[:2])
    fifth = file.rough(QUERY, np.flatnonzero(allowed))
    fifth = np.sort(fifth)[::-1][4]
    for worth in (0, LISTS // 2):
        held.depths.clear()
        # The fifth that is found is the true fifth here, or a little less: half a list further than the last wanted.
        gain = -1.0 if not worth else float(fifth - (near[worth - 1] + near[worth]) / 2)
        look(file, Depth(probes=2, gain=gain), allowed)
        first, second = held.depths
        # Two lists are empty of allowed rows; the rows of two more are wanted.
        assert 2 < first < LISTS // 2
        assert second == max(first, worth)


def test_when_fewer_rows_are_found_than_wanted_every_list_is_looked_at(
    watched: tuple[InvertedFile, Watched],
) -> None:
    file, held = watched
    cosines, rows = look(file, Depth(probes=1, gain=0.0), None, k=ROWS - 3)
    assert held.depths == [1, LISTS]
    assert len(rows) == len(cosines) == ROWS
    assert (np.diff(cosines) <= 0).all()
