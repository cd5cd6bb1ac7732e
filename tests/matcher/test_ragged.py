"""Stretches of numbers in one array, held against lists of lists."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.ragged import Ragged

STRETCHES = st.lists(st.lists(st.integers(0, 60_000), max_size=4), max_size=8)


def ragged(stretches: list[list[int]]) -> Ragged:
    return Ragged.of(stretches, np.uint16)


def lists(found: Ragged) -> list[list[int]]:
    return [found.values[start:end].tolist() for start, end in zip(found.starts[:-1], found.starts[1:], strict=True)]


@given(STRETCHES)
def test_stretches_come_back_as_they_were(stretches: list[list[int]]) -> None:
    found = ragged(stretches)
    assert lists(found) == stretches
    assert (found.starts.dtype, found.values.dtype) == (np.int64, np.uint16)
    assert found.owners.tolist() == [row for row, values in enumerate(stretches) for _ in values]


@given(STRETCHES.filter(bool), st.data())
def test_rows_are_taken_in_any_order_and_more_than_once(stretches: list[list[int]], data: st.DataObject) -> None:
    rows = np.array(data.draw(st.lists(st.integers(0, len(stretches) - 1), max_size=10)), dtype=np.int64)
    found = ragged(stretches)
    assert lists(found.take(rows)) == [stretches[row] for row in rows]
    assert found.values[found.places(rows)].tolist() == [value for row in rows for value in stretches[row]]
    assert found.take(rows).values.dtype == np.uint16


@given(st.lists(STRETCHES, min_size=1, max_size=4))
def test_joined_parts_stand_one_after_the_other(parts: list[list[list[int]]]) -> None:
    found = Ragged.joined([ragged(part) for part in parts])
    assert lists(found) == [values for part in parts for values in part]
    assert (found.starts.dtype, found.values.dtype) == (np.int64, np.uint16)


@given(STRETCHES)
def test_the_best_and_the_total_of_each_row_are_those_of_its_entries(stretches: list[list[int]]) -> None:
    found = ragged(stretches)
    values = np.random.default_rng(len(found.values)).uniform(0, 1, len(found.values))
    mine = [values[found.owners == row].tolist() for row in range(len(stretches))]
    assert found.best(values, -1.0).tolist() == [max(row, default=-1.0) for row in mine]
    sums = []
    for row in mine:  # one after the other, to the bit
        total = 0.0
        for value in row:
            total += value
        sums.append(total)
    assert found.totals(values).tolist() == sums
    assert found.totals(values).dtype == np.float64


@pytest.mark.parametrize("stretches", [[], [[]], [[], [], []]])
def test_nothing_at_all_is_no_special_case(stretches: list[list[int]]) -> None:
    found = ragged(stretches)
    nothing = np.zeros(0)
    assert found.best(nothing, 0.25).tolist() == [0.25] * len(stretches)
    assert found.totals(nothing).tolist() == [0.0] * len(stretches)
    assert lists(found.take(np.zeros(0, dtype=np.int64))) == []
