"""Lists under prices: the k best of each worker, ties by column, and a floor that holds exactly."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from matcher.assignment import NOTHING, Lists, own_best, priced_lists, table_of
from taxonomy.errors import InputError


@st.composite
def markets(draw: st.DrawFn) -> tuple[csr_array, np.ndarray, np.ndarray]:
    """Candidates with many ties, rows of unlike length; prices; dials."""
    workers, postings = draw(st.integers(0, 6)), draw(st.integers(1, 9))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    steps = draw(st.sampled_from([3, 1000]))
    dense = rng.integers(0, steps + 1, (workers, postings)) / steps
    held = rng.random((workers, postings)) < draw(st.sampled_from([0.3, 0.7, 1.0]))
    at = np.nonzero(held)
    starts = np.concatenate([[0], np.cumsum(held.sum(axis=1))])
    found = csr_array((dense[at].astype(np.float32), at[1], starts), shape=(workers, postings))
    return found, rng.integers(0, 5, postings) / 4, rng.integers(0, 5, workers) / 4


def slow_list(row: dict[int, np.float32], worth: dict[int, np.float32], k: int) -> list[int]:
    """The k highest of a worker by worth, own utility, column; given back by own utility, column."""
    best = sorted(row, key=lambda column: (-worth[column], -row[column], column))[:k]
    return sorted(best, key=lambda column: (-row[column], column))


def rows_of(candidates: csr_array) -> list[dict[int, np.float32]]:
    bounds = zip(candidates.indptr, candidates.indptr[1:], strict=False)
    return [dict(zip(candidates.indices[a:b].tolist(), candidates.data[a:b], strict=True)) for a, b in bounds]


def said(lists: Lists) -> list[list[int]]:
    return [[column for column in row if column != NOTHING] for row in lists.columns.tolist()]


@given(markets(), st.integers(1, 5))
def test_own_best_lists_are_each_workers_k_highest_with_ties_by_column(
    market: tuple[csr_array, np.ndarray, np.ndarray], k: int
) -> None:
    candidates, _, _ = market
    found = own_best(table_of(candidates, least_width=k), k)
    rows = rows_of(candidates)
    assert said(found) == [slow_list(row, row, k) for row in rows]
    for row, columns, utilities in zip(rows, found.columns, found.utilities, strict=True):
        given_ = [row[column] if column != NOTHING else 0 for column in columns.tolist()]
        np.testing.assert_array_equal(utilities, given_)


@settings(max_examples=200)
@given(markets(), st.integers(1, 5))
def test_without_a_floor_a_list_holds_what_is_worth_most_at_its_prices(
    market: tuple[csr_array, np.ndarray, np.ndarray], k: int
) -> None:
    candidates, prices, dials = market
    found = priced_lists(table_of(candidates, least_width=k), prices, dials, k, most_loss=1.0)
    wanted = []
    for row, dial in zip(rows_of(candidates), dials.astype(np.float32), strict=True):
        worth = {column: value * (1 - dial * np.float32(prices[column])) for column, value in row.items()}
        wanted.append(slow_list(row, worth, k))
    assert said(found) == wanted


@settings(max_examples=200)
@given(markets(), st.integers(1, 5), st.sampled_from([0.0, 0.05, 0.1, 0.3]))
def test_nobody_loses_more_than_the_floor_allows_and_a_list_that_may_stay_stays(
    market: tuple[csr_array, np.ndarray, np.ndarray], k: int, most_loss: float
) -> None:
    candidates, prices, dials = market
    table = table_of(candidates, least_width=k)
    found = priced_lists(table, prices, dials, k, most_loss)
    free = priced_lists(table, prices, dials, k, most_loss=1.0)
    least = (1 - most_loss) * own_best(table, k).totals
    assert np.all(found.totals >= least)
    stays = free.totals >= least
    np.testing.assert_array_equal(found.columns[stays], free.columns[stays])
    for row, columns in zip(rows_of(candidates), said(found), strict=True):
        assert set(columns) <= set(row)
        assert len(columns) == len(set(columns)) == min(k, len(row))


def test_a_list_that_lost_too_much_is_moved_as_far_as_the_floor_lets_it() -> None:
    """Own best .8 + 1; from a dial of .13 on .75 stands for .8, which costs 3 %, and at 1 both are out: 28 %."""
    candidates = csr_array(np.array([[1.0, 0.8, 0.75, 0.55]], dtype=np.float32))
    prices = np.array([0.7, 0.5, 0.0, 0.0])
    table = table_of(candidates)

    def columns(most_loss: float) -> list[list[int]]:
        return said(priced_lists(table, prices, np.ones(1), 2, most_loss))

    assert columns(1.0) == [[2, 3]]
    assert columns(0.1) == [[0, 2]]
    assert columns(0.01) == [[0, 1]]


def test_prices_of_what_a_worker_cannot_get_change_nothing_and_dearer_postings_leave_lists_first() -> None:
    candidates = csr_array(np.array([[0.6, 0.6, 0.6, 0.0]], dtype=np.float32))
    candidates.eliminate_zeros()
    table = table_of(candidates)
    for dear in range(3):
        prices = np.where(np.arange(4) == dear, 0.5, 0.4)
        assert said(priced_lists(table, prices, np.ones(1), 2, 0.1)) == [[at for at in range(3) if at != dear]]


def test_a_stored_zero_is_a_candidate_and_what_is_not_stored_is_none() -> None:
    candidates = csr_array((np.zeros(1, np.float32), [1], [0, 1, 1]), shape=(2, 3))
    found = own_best(table_of(candidates, least_width=2), 2)
    assert found.columns.tolist() == [[1, NOTHING], [NOTHING, NOTHING]]
    assert found.utilities.tolist() == [[0, 0], [0, 0]]


def test_columns_may_be_stored_in_any_order() -> None:
    mixed = csr_array((np.array([0.2, 0.9, 0.2], np.float32), [2, 1, 0], [0, 3]), shape=(1, 3))
    assert said(own_best(table_of(mixed), 3)) == [[1, 0, 2]]
    assert mixed.indices.tolist() == [2, 1, 0]


@pytest.mark.parametrize("value", [-0.01, 1.01, np.nan, np.inf])
def test_a_utility_that_is_none_is_refused(value: float) -> None:
    candidates = csr_array((np.array([0.5, value], np.float32), [0, 1], [0, 2]), shape=(1, 2))
    with pytest.raises(InputError, match="candidates: wanted utilities from 0 to 1"):
        table_of(candidates)


def test_a_pair_that_is_stored_twice_is_refused() -> None:
    candidates = csr_array((np.array([0.5, 0.5], np.float32), [1, 1], [0, 2]), shape=(1, 2))
    with pytest.raises(InputError, match="candidates: wanted each pair once"):
        table_of(candidates)
