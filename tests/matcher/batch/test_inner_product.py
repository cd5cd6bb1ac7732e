"""Inner products of compiled code against NumPy's."""

from __future__ import annotations

import numpy as np
import pytest
from numba import njit

from matcher.batch.inner_product import LANES, inner_product
from tests.indexes.test_vectors import unit_rows


@njit
def products(one, vectors):  # type: ignore[no-untyped-def]
    found = np.empty(len(vectors), np.float32)
    for row in range(len(vectors)):
        found[row] = inner_product(one, vectors, row)
    return found


@pytest.mark.parametrize("dim", [LANES, 3 * LANES, 384])
def test_each_row_has_its_inner_product_and_equal_rows_equal_ones(dim: int) -> None:
    vectors, one = unit_rows(50, dim=dim), unit_rows(1, seed=5, dim=dim)[0]
    vectors[7] = vectors[41]
    found = products(one, vectors)
    np.testing.assert_allclose(found, vectors @ one, atol=1e-6)
    assert found[7] == found[41]


def test_it_is_added_up_in_the_order_that_is_written_down() -> None:
    one, other = unit_rows(2, dim=64)
    sums = np.zeros(LANES, np.float32)
    for at in range(0, 64, LANES):
        sums += one[at : at + LANES] * other[at : at + LANES]
    while len(sums) > 1:
        sums = sums[: len(sums) // 2] + sums[len(sums) // 2 :]
    assert products(one, other[None, :])[0] == sums[0]
