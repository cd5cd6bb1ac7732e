"""Withheld counts stay withheld: an attacker who knows all that is told and can add cannot work them out."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.audit_suppression import EVERYBODY, Cell, Sum, withheld
from tests.matcher.audit_attacker import most_possible


def one_table(*counts: int) -> tuple[dict[Cell, int], list[Sum]]:
    cells: dict[Cell, int] = {(f"g{at}",): n for at, n in enumerate(counts)}
    return {EVERYBODY: sum(counts), **cells}, [Sum(whole=EVERYBODY, parts=tuple(cells))]


def crossed(table: Sequence[Sequence[int]]) -> tuple[dict[Cell, int], list[Sum]]:
    """A table with its margins, all of which are told."""
    counts: dict[Cell, int] = {EVERYBODY: sum(map(sum, table))}
    rows, columns = range(len(table)), range(len(table[0]))
    counts |= {("row", str(row)): sum(table[row]) for row in rows}
    counts |= {("column", str(column)): sum(line[column] for line in table) for column in columns}
    counts |= {("both", str(row), str(column)): table[row][column] for row in rows for column in columns}
    sums = [Sum(whole=EVERYBODY, parts=tuple(("row", str(row)) for row in rows))]
    sums.append(Sum(whole=EVERYBODY, parts=tuple(("column", str(column)) for column in columns)))
    sums += [Sum(whole=("row", str(r)), parts=tuple(("both", str(r), str(c)) for c in columns)) for r in rows]
    sums += [Sum(whole=("column", str(c)), parts=tuple(("both", str(r), str(c)) for r in rows)) for c in columns]
    return counts, sums


def test_nothing_is_withheld_where_nothing_is_small() -> None:
    counts, sums = one_table(10, 0, 300)
    assert withheld(counts, sums, 10) == frozenset()


def test_a_small_group_is_withheld_with_the_next_smallest() -> None:
    counts, sums = one_table(9, 40, 12, 500)
    assert withheld(counts, sums, 10) == {("g0",), ("g2",)}


def test_two_small_groups_that_reach_the_threshold_together_protect_each_other() -> None:
    counts, sums = one_table(9, 8, 500, 400)
    assert withheld(counts, sums, 10) == {("g0",), ("g1",)}


def test_two_groups_of_one_person_each_need_a_third() -> None:
    counts, sums = one_table(1, 1, 500, 40)
    assert withheld(counts, sums, 10) == {("g0",), ("g1",), ("g3",)}


def test_an_empty_group_hides_nothing() -> None:
    counts, sums = one_table(3, 0, 40, 50)
    assert withheld(counts, sums, 10) == {("g0",), ("g2",)}


def test_so_few_people_that_nothing_protects_them_are_withheld_whole() -> None:
    counts, sums = one_table(3, 3, 3, 3)
    assert withheld(counts, sums, 10) == {("g0",), ("g1",), ("g2",), ("g3",)}
    counts, sums = one_table(1, 11, 0)
    assert withheld(counts, sums, 12) == {("g0",), ("g1",)}


def test_in_a_crossed_table_four_corners_are_withheld() -> None:
    counts, sums = crossed([[3, 60, 70], [50, 40, 80], [90, 55, 30]])
    found = withheld(counts, sums, 10)
    assert ("both", "0", "0") in found
    assert len(found) == 4
    assert all(cell[0] == "both" for cell in found)


def test_a_cell_that_is_never_told_protects_and_is_never_named() -> None:
    counts, sums = one_table(3, 40, 30)
    assert withheld(counts, sums, 10, frozenset({("g2",)})) == {("g0",)}
    assert withheld(counts, sums, 10, frozenset({("g0",)})) == frozenset()


@given(st.lists(st.integers(0, 25), min_size=2, max_size=6), st.integers(2, 10))
def test_no_small_group_of_one_table_can_be_told_from_a_large_one(sizes: list[int], threshold: int) -> None:
    counts, sums = one_table(*sizes)
    check_safe(counts, sums, threshold)


@given(st.data(), st.integers(2, 4), st.integers(2, 4), st.integers(2, 8))
def test_no_small_cell_of_a_crossed_table_can_be_told_from_a_large_one(
    data: st.DataObject, rows: int, columns: int, threshold: int
) -> None:
    line = st.lists(st.integers(0, 20), min_size=columns, max_size=columns)
    counts, sums = crossed(data.draw(st.lists(line, min_size=rows, max_size=rows)))
    check_safe(counts, sums, threshold)


def check_safe(counts: dict[Cell, int], sums: Sequence[Sum], threshold: int) -> None:
    found = withheld(counts, sums, threshold)
    small = {cell for cell, n in counts.items() if 0 < n < threshold and cell != EVERYBODY}
    assert small <= found
    assert EVERYBODY not in found
    assert all(counts[cell] for cell in found)
    for cell in small:
        near = [one for one in sums if cell in (one.whole, *one.parts)]
        is_whole = all(
            name in found or counts[name] == 0 or name == EVERYBODY for one in near for name in (one.whole, *one.parts)
        )
        assert is_whole or most_possible(cell, counts, sums, found, frozenset()) >= threshold


def test_told_cells_are_no_fewer_than_needed_in_a_table_that_needs_one_more() -> None:
    counts, sums = one_table(*([50] * 20), 5)
    assert len(withheld(counts, sums, 10)) == 2


@pytest.mark.parametrize("threshold", [1, 0])
def test_a_threshold_of_one_person_withholds_nothing(threshold: int) -> None:
    counts, sums = one_table(1, 2, 3)
    assert withheld(counts, sums, threshold) == frozenset()
