"""Which cells of a market's tables are withheld, so that no small one is told, nor worked out from sums.

A cell is small where it counts fewer than the threshold of people, or where fewer employers stand behind it. Sums over
unit groups and over provinces would give it away, so others are withheld with it (complementary suppression; the
hypercube method of Repsilber, as in Giessing & Repsilber 2002, "Tools and strategies to protect multiple tables with
the GHQUAR cell suppression engine", LNCS 2316). For each small cell a change of the table is looked for that raises it
and keeps every other sum that is told: so many people more here and fewer in another group of the same province, so
many fewer here and more there in another province. All cells that change are withheld, and answers do not tell a cell
that is withheld from an empty one. So the changed table would look the same to whoever knows all that is told.

Of seekers a cell is raised to the threshold, one by one: nobody can tell that it is small. Of postings, which are
public one by one, it is raised by one: nobody can work the number out. Of all changes the cheapest is taken.

``matcher.audit_suppression`` finds the least with a linear program for each small cell; here are thousands of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.market.levels import DIGITS, Levels, Tree

THRESHOLD = 5
"""People, or employers, from which a cell is told."""

TOTALS = 10
"""How many times dearer it is to withhold the total of a province: it is what is asked for first."""

Mask = npt.NDArray[np.bool_]
_LEAF = DIGITS[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Small:
    """A small cell: its level, row and group, its fullest column, and by how much it is to be raised."""

    digits: int
    row: int
    group: int
    leaf: int
    step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Move:
    """A change of one person in a table.

    Attributes:
        cost: Of what is not withheld yet.
        cells: Cells that it changes: number of digits, row and group of each.
        up: Row and column of the leaves that gain one.
        down: Of those that lose one.
    """

    cost: int
    cells: list[tuple[int, int, int]]
    up: tuple[tuple[int, int], ...]
    down: tuple[tuple[int, int], ...]


def withheld(
    counts: Levels,
    tree: Tree,
    few: Sequence[Mask] = (),
    threshold: int = THRESHOLD,
    *,
    to_threshold: bool = True,
) -> tuple[Mask, ...]:
    """The cells to withhold, at every level, none of them empty; shapes as of ``counts``.

    Args:
        counts: People or postings at every level, the nation as the last row; they add up.
        tree: Of the columns.
        few: At every level the cells with too few employers behind them; none by default.
        threshold: People from which a cell is told.
        to_threshold: Hide that a cell is small; else only what it counts.
    """
    small = [(table > 0) & (table < threshold) for table in counts]
    if few:
        small = [one | (also & (table > 0)) for one, also, table in zip(small, few, counts, strict=True)]
    found = _Withheld(counts, tree, small)
    for digits in DIGITS:  # wider cells first: what protects them protects much of what is below
        for row, group in np.argwhere(small[digits]).tolist():
            if not found.protect(_small(counts, tree, digits, row, group, threshold if to_threshold else 0)):
                return _everything(counts, threshold)
    return tuple(mask & (table > 0) for mask, table in zip(found.masks, counts, strict=True))


def _small(counts: Levels, tree: Tree, digits: int, row: int, group: int, threshold: int) -> _Small:
    columns = np.flatnonzero(tree.of[digits] == group)
    leaf = int(columns[np.argmax(counts[_LEAF][row, columns])])
    step = max(1, threshold - int(counts[digits][row, group]))
    return _Small(digits=digits, row=row, group=group, leaf=leaf, step=step)


def _everything(counts: Levels, threshold: int) -> tuple[Mask, ...]:
    """So few people are there that nobody could be protected otherwise; their number alone is told, if it is large."""
    masks = [table > 0 for table in counts]
    masks[0][-1, 0] = 0 < counts[0][-1, 0] < threshold
    return tuple(masks)


class _Withheld:
    """Cells withheld so far, and what it would cost to withhold more."""

    def __init__(self, counts: Levels, tree: Tree, small: Sequence[Mask]) -> None:
        self.masks = [mask.copy() for mask in small]
        self._tree = tree
        self._leaves = counts[_LEAF][:-1].copy()  # changed while one cell is looked at, and changed back
        # What a cell costs that is not withheld yet; an empty one is not told either.
        self._costs = [np.where(mask, 0, table) for mask, table in zip(small, counts, strict=True)]
        self._costs[0] = TOTALS * self._costs[0]

    def protect(self, cell: _Small) -> bool:
        """Withhold what must be with a small cell; False where no change of the table would hide it."""
        made = list[_Move]()
        while len(made) < cell.step:
            move = self._cheapest(cell)
            if move is None:
                break
            made.append(move)
            self._make(move, 1)
            for digits, row, group in move.cells:
                self.masks[digits][row, group] = True
                self._costs[digits][row, group] = 0
        for move in made:
            self._make(move, -1)
        return len(made) == cell.step

    def _make(self, move: _Move, sign: int) -> None:
        for row, column in move.up:
            self._leaves[row, column] += sign
        for row, column in move.down:
            self._leaves[row, column] -= sign

    def _cheapest(self, cell: _Small) -> _Move | None:
        """The cheapest change that raises a small cell by one."""
        is_nation = cell.row == len(self._leaves)
        rows = np.flatnonzero(self._leaves[:, cell.leaf]).tolist() if is_nation else [cell.row]
        moves = [move for row in rows for move in self._moves(cell, row, is_nation)]
        return min(moves, key=lambda move: move.cost) if moves else None

    def _moves(self, cell: _Small, row: int, is_nation: bool) -> list[_Move]:
        """The cheapest changes of each sort that raise a column of a row."""
        found = [self._within(cell, row)] if cell.digits else []
        if not is_nation:
            found.append(self._across(cell, row))
            if cell.digits:
                found.append(self._both(cell, row))
        moves = [move for move in found if move is not None]
        if moves:
            return moves
        last = self._anywhere(cell, row)
        return [] if last is None else [last]

    def _outside(self, cell: _Small) -> Mask:
        """Columns whose fall leaves a rise of the small cell: those outside its group."""
        outside: Mask = self._tree.of[cell.digits] != cell.group
        return outside

    def _apart(self, leaf: int) -> list[Mask]:
        """At each level the columns that lie in another group than a column's; shape ``(columns,)``."""
        return [of != of[leaf] for of in self._tree.of]

    def _within(self, cell: _Small, row: int) -> _Move | None:
        """More in a column, fewer in another of the same row: the nation's columns change too."""
        others = self._outside(cell) & (self._leaves[row] > 0)
        if not others.any():
            return None
        cost = np.zeros(len(others))
        for costs, of, apart in zip(self._costs, self._tree.of, self._apart(cell.leaf), strict=True):
            own = of[cell.leaf]
            cost += apart * (costs[row, own] + costs[-1, own] + costs[row, of] + costs[-1, of])
        other = int(np.argmin(np.where(others, cost, np.inf)))
        cells = self._changed(cell.leaf, other, (row, len(self._leaves)))
        return _Move(cost=int(cost[other]), cells=cells, up=((row, cell.leaf),), down=((row, other),))

    def _across(self, cell: _Small, row: int) -> _Move | None:
        """More in a row, fewer in another, of the same column: all that holds the column changes in both rows."""
        others = self._leaves[:, cell.leaf] > 0
        others[row] = False
        if not others.any():
            return None
        cost = np.zeros(len(others))
        for costs, of in zip(self._costs, self._tree.of, strict=True):
            cost += costs[row, of[cell.leaf]] + costs[:-1, of[cell.leaf]]
        other = int(np.argmin(np.where(others, cost, np.inf)))
        cells = [(digits, at, int(self._tree.of[digits][cell.leaf])) for digits in DIGITS for at in (row, other)]
        return _Move(cost=int(cost[other]), cells=cells, up=((row, cell.leaf),), down=((other, cell.leaf),))

    def _both(self, cell: _Small, row: int) -> _Move | None:
        """More here and there, fewer in another column here and in this column there: no sum of either side changes."""
        columns = np.flatnonzero(self._outside(cell) & (self._leaves[row] > 0))
        rows = np.flatnonzero(self._leaves[:, cell.leaf])
        rows = rows[rows != row]
        if not len(rows) or not len(columns):
            return None
        cost = np.zeros((len(rows), len(columns)))
        for costs, of, apart in zip(self._costs, self._tree.of, self._apart(cell.leaf), strict=True):
            own, groups = of[cell.leaf], of[columns]
            here = costs[row, own] + costs[row, groups]
            there = costs[rows, own][:, None] + costs[np.ix_(rows, groups)]
            cost += apart[columns] * (here + there)
        at = int(np.argmin(cost))
        other_row, other = int(rows[at // len(columns)]), int(columns[at % len(columns)])
        return _Move(
            cost=int(cost.flat[at]),
            cells=self._changed(cell.leaf, other, (row, other_row)),
            up=((row, cell.leaf), (other_row, other)),
            down=((row, other), (other_row, cell.leaf)),
        )

    def _anywhere(self, cell: _Small, row: int) -> _Move | None:
        """More here, fewer in another column of another row, the fullest: both rows and the nation change."""
        allowed = (self._leaves > 0) & self._outside(cell) if cell.digits else self._leaves > 0
        allowed[row] = False
        if not allowed.any():
            return None
        there, column = np.unravel_index(int(np.argmax(np.where(allowed, self._leaves, 0))), allowed.shape)
        other_row, other, nation = int(there), int(column), len(self._leaves)
        cells = [
            (digits, at, int(of[own]))
            for digits, of in enumerate(self._tree.of)
            for at, own in ((row, cell.leaf), (other_row, other), (nation, cell.leaf), (nation, other))
            if at != nation or of[cell.leaf] != of[other]
        ]
        cost = sum(int(self._costs[digits][at, group]) for digits, at, group in cells)
        return _Move(cost=cost, cells=cells, up=((row, cell.leaf),), down=((other_row, other),))

    def _changed(self, leaf: int, other: int, rows: tuple[int, int]) -> list[tuple[int, int, int]]:
        """Cells that change in two rows when people move between two columns: those that hold one of them alone."""
        return [
            (digits, row, int(of[column]))
            for digits, of in enumerate(self._tree.of)
            if of[leaf] != of[other]
            for row in rows
            for column in (leaf, other)
        ]
