"""Batches of recommendations: the dial's ends, capacities, floors, ranks, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.assignment import NOTHING
from matcher.congestion import MOST_LOSS
from matcher.spreading import MAX_LIST, Recommended, recommend
from taxonomy.errors import InputError
from tests.matcher.made_shortlists import crowd, shortlists_of


def plain_rankings(found: Recommended) -> list[list[int]]:
    """Columns of each worker's candidates, best first, ties by key: the slow reading."""
    table = found.among.utilities
    rankings = []
    for row in range(table.shape[0]):
        part = slice(table.indptr[row], table.indptr[row + 1])
        pairs = zip(table.data[part].tolist(), table.indices[part].tolist(), strict=True)
        rankings.append([column for _, column in sorted(pairs, key=lambda pair: (-pair[0], pair[1]))])
    return rankings


def listed(found: Recommended) -> list[list[int]]:
    return [[column for column in row if column != NOTHING] for row in found.lists.columns.tolist()]


def grids() -> st.SearchStrategy[np.ndarray]:
    """Scores with many ties, some pairs no candidates."""
    return st.tuples(st.integers(1, 9), st.integers(1, 9), st.integers(0, 2**32 - 1)).map(
        lambda drawn: np.random.default_rng(drawn[2]).integers(0, 5, drawn[:2]) / 5
    )


@given(grids(), st.integers(1, 5))
def test_at_dial_0_everybody_gets_the_plain_ranking(scores: np.ndarray, k: int) -> None:
    found = recommend(shortlists_of(scores), k, 0.0)
    rankings = plain_rankings(found)
    assert listed(found) == [ranking[:k] for ranking in rankings]
    assert np.array_equal(found.lists.columns, found.own.columns)
    assert found.own_ranks.tolist() == [
        [*range(1, min(k, len(ranking)) + 1), *[0] * (k - len(ranking))] for ranking in rankings
    ]


@given(grids(), st.integers(1, 4), st.sampled_from([0.3, 0.8, 1.0]))
def test_lists_hold_candidates_once_in_the_workers_own_order_with_their_plain_rank(
    scores: np.ndarray, k: int, dial: float
) -> None:
    found = recommend(shortlists_of(scores), k, dial)
    for row, ranking in enumerate(plain_rankings(found)):
        columns = listed(found)[row]
        assert len(columns) == found.lengths[row] == min(k, len(ranking))
        ranks = [ranking.index(column) + 1 for column in columns]
        assert ranks == sorted(set(ranks))
        assert found.own_ranks[row].tolist() == [*ranks, *[0] * (k - len(ranks))]


@pytest.mark.parametrize("dial", [0.3, 0.8, 1.0])
def test_nobody_loses_more_than_the_floor(dial: float) -> None:
    found = recommend(crowd(), 5, dial)
    assert np.all(found.lists.totals >= (1 - MOST_LOSS) * found.own.totals - 1e-9)
    assert np.any(found.lists.totals < found.own.totals)


def test_a_posting_that_takes_many_is_recommended_to_many_and_one_that_takes_one_to_few() -> None:
    """Everybody likes the first posting best and the others a little less."""
    scores = np.full((40, 12), 0.85)
    scores[:, 0] = 0.9
    shown = [
        int(np.count_nonzero(recommend(shortlists_of(scores, [places, *[1] * 11]), 3, 0.8).lists.columns == 0))
        for places in (1, 5, 200)
    ]
    assert shown[0] < shown[1] < shown[2] == 40
    assert shown[0] <= 10


def test_prices_are_those_of_the_loads_and_lie_below_one() -> None:
    scores = np.full((30, 6), 0.8)
    found = recommend(shortlists_of(scores, [1, 1, 1, 1, 1, 500]), 2, 0.8)
    assert np.all((found.prices >= 0) & (found.prices < 1))
    assert found.prices[-1] < 1e-6


def test_a_worker_without_candidates_gets_an_empty_list() -> None:
    found = recommend(crowd(), 5, 0.8)
    assert found.lengths.tolist() == [*[5] * 59, 0]
    assert found.lists.columns[-1].tolist() == [NOTHING] * 5
    assert found.own_ranks[-1].tolist() == [0] * 5
    assert recommend(shortlists_of(np.zeros((2, 3))), 2, 0.8).lengths.tolist() == [0, 0]


def test_the_same_candidates_give_the_same_batch() -> None:
    one, other = recommend(crowd(), 5, 0.8), recommend(crowd(), 5, 0.8)
    assert np.array_equal(one.lists.columns, other.lists.columns)
    assert np.array_equal(one.prices, other.prices)
    assert np.array_equal(one.own_ranks, other.own_ranks)


def test_ranks_are_found_block_by_block(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = recommend(crowd(), 5, 0.8)
    monkeypatch.setattr("matcher.spreading.BLOCK", 7)
    assert np.array_equal(recommend(crowd(), 5, 0.8).own_ranks, whole.own_ranks)


@pytest.mark.parametrize(
    ("k", "dial", "message"),
    [
        (0, 0.5, f"k: wanted k from 1 to {MAX_LIST}, found 0"),
        (MAX_LIST + 1, 0.5, f"k: wanted k from 1 to {MAX_LIST}, found {MAX_LIST + 1}"),
        (5, -0.1, "dial: wanted a dial from 0 to 1, found -0.1"),
        (5, 1.01, "dial: wanted a dial from 0 to 1, found 1.01"),
        (5, float("nan"), "dial: wanted a dial from 0 to 1, found nan"),
    ],
)
def test_a_list_that_cannot_be_made_is_refused(k: int, dial: float, message: str) -> None:
    with pytest.raises(InputError, match=message):
        recommend(crowd(), k, dial)
