"""Regencies of a province: what is told, what is withheld, and that who knows the total learns no small one."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.market.cells import cells_of
from matcher.market.regencies import RegencyRow, regency_rows, told
from matcher.market.suppression import THRESHOLD
from tests.builders import KOTA_SURABAYA
from tests.matcher.market.test_market_figures import AXES, rows_of, seekers, welders

SIDOARJO, MALANG = "3515", "3573"


def possible(counts: np.ndarray, outside: int, is_told: np.ndarray, cell: int) -> set[int]:
    """What an untold cell may count by all that is told, tried one by one: other untold cells may hold anything."""
    left = int(counts[~is_told].sum()) + outside
    others = int(np.count_nonzero(~is_told)) - 1 + 1  # and the cell of what names no regency
    return {value for rest in product(range(left + 1), repeat=min(others, 2)) if (value := left - sum(rest)) >= 0}


@given(st.lists(st.integers(0, 9), min_size=1, max_size=6), st.integers(0, 6))
def test_a_small_cell_may_be_empty_or_large_for_all_that_is_told(values: list[int], outside: int) -> None:
    counts = np.array(values, dtype=np.int64)
    is_told = told(counts, int(counts.sum()) + outside)
    assert (counts[is_told] >= THRESHOLD).all()
    if not is_told.any():
        return  # the total alone is told, and that only where it is large itself
    for cell in np.flatnonzero(~is_told & (counts > 0)).tolist():
        assert {0, THRESHOLD} <= possible(counts, outside, is_told, cell)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=6), st.integers(0, 6))
def test_no_more_is_withheld_than_small_cells_and_one_beside_them(values: list[int], outside: int) -> None:
    counts = np.array(values, dtype=np.int64)
    is_told = told(counts, int(counts.sum()) + outside)
    large = np.count_nonzero(counts >= THRESHOLD)
    assert large - np.count_nonzero(is_told) <= 1


def test_the_least_is_withheld_beside_a_small_one() -> None:
    counts = np.array([3, 20, 9, 40])
    assert told(counts, 72).tolist() == [False, True, False, True]
    assert told(counts, 80).tolist() == [False, True, True, True]  # eight that name no regency hide it already


def test_nothing_is_withheld_where_nothing_is_small() -> None:
    assert told(np.array([5, 6, 0]), 11).tolist() == [True, True, False]
    assert told(np.array([5, 6, 0]), 11, is_total_told=False).tolist() == [False, False, False]


def test_too_few_employers_hide_a_large_cell_and_another_with_it() -> None:
    assert told(np.array([30, 8, 12]), 50, np.array([True, False, False])).tolist() == [False, False, True]


def rows_in_jatim(openings: int = 3) -> dict[str, RegencyRow]:
    wanted = [*welders(12, KOTA_SURABAYA), *welders(9, SIDOARJO, 20), *welders(2, MALANG, 40), *welders(4, "35", 50)]
    sought = [*seekers(7, KOTA_SURABAYA), *seekers(6, SIDOARJO, 20)]
    postings, workers = rows_of(wanted, sought, openings)
    found = regency_rows(postings, workers, AXES, cells_of(postings, workers, AXES), "35")
    return {row.code: row for row in found}


def test_rows_are_those_counted_by_hand() -> None:
    rows = rows_in_jatim()
    assert list(rows) == sorted(rows)
    surabaya, malang = rows[KOTA_SURABAYA], rows[MALANG]
    assert (surabaya.postings, surabaya.openings, surabaya.seekers) == (12, 36, 7)
    assert surabaya.tightness == pytest.approx(36 / 7)
    assert surabaya.interval80 is not None
    assert surabaya.interval95 is not None
    assert surabaya.interval95[0] < surabaya.interval80[0] < 36 / 7 < surabaya.interval80[1] < surabaya.interval95[1]
    assert malang == RegencyRow(code=MALANG, postings=None, openings=None, seekers=None)
    assert rows[SIDOARJO].postings == 9  # two in Malang and four that name no regency hide each other


def test_no_regency_of_a_province_that_is_withheld_is_told() -> None:
    postings, workers = rows_of([*welders(9), *welders(3, KOTA_SURABAYA, 40)], [])
    found = regency_rows(postings, workers, AXES, cells_of(postings, workers, AXES), "32")
    assert all(row.postings is None and row.seekers is None for row in found)
