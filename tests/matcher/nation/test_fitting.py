"""Fitting against a slow oracle, and what cannot be fitted."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.nation.fitting import cramers_v, fitted
from taxonomy.errors import InputError


def odds(table: np.ndarray, a: int, b: int, c: int, d: int) -> float:
    return float(table[a, b] * table[c, d] / (table[a, d] * table[c, b]))


def slow(seed: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    table = [list(map(float, row)) for row in seed]
    for _ in range(500):
        for i, wanted in enumerate(rows):
            total = sum(table[i])
            table[i] = [value * wanted / total for value in table[i]]
        for j, wanted in enumerate(columns):
            total = sum(row[j] for row in table)
            for row in table:
                row[j] *= wanted / total
    return np.array(table)


def test_the_margins_are_met_the_odds_ratios_kept_and_a_loop_over_cells_finds_the_same() -> None:
    rng = np.random.default_rng(3)
    seed = rng.random((4, 5)) + 0.1
    rows, columns = rng.dirichlet(np.ones(4)), rng.dirichlet(np.ones(5))
    found = fitted(seed, (((0,), rows), ((1,), columns)))
    assert np.allclose(found.sum(axis=1), rows)
    assert np.allclose(found.sum(axis=0), columns)
    assert odds(found, 0, 1, 3, 4) == pytest.approx(odds(seed, 0, 1, 3, 4))
    assert np.allclose(found, slow(seed, rows, columns))


def test_two_way_margins_of_a_three_way_table_are_all_met() -> None:
    truth = np.random.default_rng(4).dirichlet(np.ones(24)).reshape(2, 3, 4)
    pairs = tuple((axes, truth.sum(axis=other)) for axes, other in (((0, 1), 2), ((0, 2), 1), ((1, 2), 0)))
    found = fitted(np.ones((2, 3, 4)), pairs)
    assert all(np.allclose(found.sum(axis=other), wanted) for (_, wanted), other in zip(pairs, (2, 1, 0), strict=True))


def test_margins_of_two_sums_and_a_margin_where_the_seed_has_nothing_are_refused() -> None:
    with pytest.raises(InputError, match="one sum"):
        fitted(np.ones((2, 2)), (((0,), np.array([1.0, 1.0])), ((1,), np.array([1.0, 2.0]))))
    with pytest.raises(InputError, match="above 0"):
        fitted(np.array([[0.0, 0.0], [1.0, 1.0]]), (((0,), np.array([1.0, 1.0])),))


def test_cramers_v_is_one_on_a_diagonal_and_none_of_what_is_independent() -> None:
    assert cramers_v(np.eye(4) * 1000) == pytest.approx(1.0, abs=0.01)
    assert cramers_v(np.outer([10.0, 20.0, 70.0], [40.0, 60.0])) == 0.0
