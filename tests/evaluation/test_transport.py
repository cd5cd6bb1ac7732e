"""The rival: entropic transport under capacities, held against the linear programme that it smooths."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import csr_array

from evaluation.benchmark.transport import transport_prices
from matcher.assignment import own_best, priced_lists, table_of


def small_market() -> tuple[csr_array, np.ndarray]:
    """All prefer the first postings."""
    rng = np.random.default_rng(3)
    utilities = np.clip(0.8 - 0.03 * np.arange(12) + 0.1 * rng.standard_normal((60, 12)), 0.1, 1)
    return csr_array(utilities.astype(np.float32)), np.array([1, 2] * 6)


def test_prices_keep_every_posting_near_its_share_and_cost_little_more_than_the_linear_programme() -> None:
    candidates, places = small_market()
    table = table_of(candidates)
    prices = transport_prices(table, places, 2)
    lists = priced_lists(table, prices, np.ones(60), 2, most_loss=1.0)
    share = 120 * places / places.sum()
    shown = np.bincount(lists.columns.ravel(), minlength=12)
    own = np.bincount(own_best(table, 2).columns.ravel(), minlength=12)
    assert np.all((prices >= 0) & (prices < 1))
    assert np.maximum(shown - share, 0).sum() < 0.25 * np.maximum(own - share, 0).sum()
    worth = np.log(candidates.toarray().astype(np.float64))
    rows, columns = np.kron(np.eye(60), np.ones(12)), np.kron(np.ones(60), np.eye(12))
    best = linprog(-worth.ravel(), A_ub=columns, b_ub=share, A_eq=rows, b_eq=np.full(60, 2), bounds=(0, 1))
    assert best.status == 0
    assert np.log(lists.utilities).sum() >= -best.fun - 0.05 * 120


def test_where_there_is_room_for_all_nothing_costs_anything() -> None:
    rng = np.random.default_rng(1)
    utilities = np.full((40, 40), 0.3, dtype=np.float32)
    utilities[np.arange(40), rng.permutation(40)] = 0.9
    assert transport_prices(table_of(csr_array(utilities)), np.ones(40, np.int64), 1).max() < 0.05


def test_who_has_no_candidate_or_fewer_than_wanted_does_no_harm() -> None:
    candidates = csr_array((np.array([0.5, 0.0], np.float32), [0, 1], [0, 2, 2]), shape=(2, 2))
    prices = transport_prices(table_of(candidates, least_width=3), np.ones(2, np.int64), 3)
    assert np.all(np.isfinite(prices))
    assert prices[1] == pytest.approx(0)
