"""What is withheld cannot be worked out: a linear program tries with all that is told."""

from __future__ import annotations

from itertools import product

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from matcher.market.levels import DIGITS, Tree
from matcher.market.suppression import THRESHOLD, Mask, withheld

UNITS = ("1111", "1112", "1121", "2111", "2112", "2211", "3111")
TREE = Tree(UNITS)
ROWS = 3

Leaves = npt.NDArray[np.int64]


def largest(leaves: Leaves, masks: tuple[Mask, ...], digits: int, row: int, group: int) -> float:
    """The most that a withheld cell can be by all that is told; what is not told may be empty."""
    counts = TREE.rolled(leaves)
    size = leaves.size

    def membership(level: int, at: int, own: int) -> npt.NDArray[np.float64]:
        held = np.zeros(leaves.shape)
        columns = TREE.of[level] == own
        held[slice(None) if at == ROWS else at, columns] = 1
        return held.ravel()

    told, sums = [], []
    for level in DIGITS:
        for at, own in product(range(ROWS + 1), range(counts[level].shape[1])):
            if counts[level][at, own] and not masks[level][at, own]:
                told.append(membership(level, at, own))
                sums.append(counts[level][at, own])
    found = linprog(
        -membership(digits, row, group),
        A_eq=np.array(told) if told else None,
        b_eq=sums or None,
        bounds=[(0, 10_000)] * size,
    )
    assert found.status == 0, found.message
    return float(-found.fun)


def small_cells(leaves: Leaves) -> list[tuple[int, int, int]]:
    return [
        (digits, row, group)
        for digits, table in enumerate(TREE.rolled(leaves))
        for row, group in np.argwhere((table > 0) & (table < THRESHOLD)).tolist()
    ]


@st.composite
def leaf_tables(draw: st.DrawFn) -> Leaves:
    counts = st.sampled_from([0, 0, 1, 2, 4, 5, 9, 30, 400])
    flat = draw(st.lists(counts, min_size=ROWS * (len(UNITS) + 1), max_size=ROWS * (len(UNITS) + 1)))
    return np.array(flat, dtype=np.int64).reshape(ROWS, -1)


@given(leaf_tables())
@settings(max_examples=15)
def test_no_small_cell_can_be_told_to_be_small_from_all_that_is_published(leaves: Leaves) -> None:
    masks = withheld(TREE.rolled(leaves), TREE)
    for digits, row, group in small_cells(leaves):
        assert masks[digits][row, group]
        if leaves.sum() >= THRESHOLD:
            assert largest(leaves, masks, digits, row, group) >= THRESHOLD - 1e-6


@given(leaf_tables())
@settings(max_examples=15)
def test_no_small_number_of_postings_can_be_worked_out(leaves: Leaves) -> None:
    counts = TREE.rolled(leaves)
    masks = withheld(counts, TREE, to_threshold=False)
    for digits, row, group in small_cells(leaves):
        if leaves.sum() >= THRESHOLD:
            assert largest(leaves, masks, digits, row, group) >= counts[digits][row, group] + 1 - 1e-6


def test_withholding_small_cells_alone_would_give_them_away() -> None:
    leaves = np.full((ROWS, len(UNITS) + 1), 40, dtype=np.int64)
    leaves[0, 1] = 2
    counts = TREE.rolled(leaves)
    primary = tuple((table > 0) & (table < THRESHOLD) for table in counts)
    assert largest(leaves, primary, 4, 0, 1) == pytest.approx(2)
    masks = withheld(counts, TREE)
    assert largest(leaves, masks, 4, 0, 1) >= THRESHOLD
    assert sum(mask.sum() for mask in masks) == 4  # the cell, its sibling, and both in one other province
    assert not masks[3].any()


def test_cells_of_few_employers_are_withheld_with_company_at_their_own_level() -> None:
    leaves = np.full((ROWS, len(UNITS) + 1), 40, dtype=np.int64)
    counts = TREE.rolled(leaves)
    few = [np.zeros(table.shape, dtype=bool) for table in counts]
    few[2][1, 0] = True  # sub-major group 11 of the second province
    masks = withheld(counts, TREE, few)
    assert masks[2][1, 0]
    assert largest(leaves, masks, 2, 1, 0) > counts[2][1, 0]


def test_where_nobody_is_small_nothing_is_withheld() -> None:
    counts = TREE.rolled(np.full((ROWS, len(UNITS) + 1), 7, dtype=np.int64))
    assert not any(mask.any() for mask in withheld(counts, TREE))


def test_so_few_people_that_nobody_can_hide_are_told_by_their_number_alone_if_it_is_large() -> None:
    for each, is_total_withheld in ((1, True), (4, False)):
        leaves = np.zeros((ROWS, len(UNITS) + 1), dtype=np.int64)
        leaves[0, 0] = leaves[1, 3] = each
        masks = withheld(TREE.rolled(leaves), TREE)
        assert masks[0][-1, 0] == is_total_withheld
        assert masks[4][0, 0]
        assert masks[4][1, 3]


def test_a_large_table_is_done_in_seconds_and_told_cells_are_as_before() -> None:
    units = tuple(f"{a}{b}{c}{d}" for a, b, c, d in product("123456789", "12", "123", "12345678"))
    tree = Tree(units)
    leaves = np.random.default_rng(5).geometric(0.3, size=(6, len(units) + 1)) - 1
    leaves[:, ::7] *= 40
    counts = tree.rolled(leaves.astype(np.int64))
    masks = withheld(counts, tree)
    for mask, table in zip(masks, counts, strict=True):
        assert not (mask & (table == 0)).any()
        assert mask[(table > 0) & (table < THRESHOLD)].all()
