"""Which counts of people are withheld, so that no small group can be counted, nor worked out from the others.

A cell of fewer people than the threshold is withheld. Sums give it away when all else in them is told, so more cells
are withheld with it (complementary suppression: Cox 1980, "Suppression methodology and statistical disclosure
control", JASA 75). For each small cell a linear program looks for another table that agrees with everything told, in
which the cell reaches the threshold, and that changes as few people as it can; what it changes is withheld. So whoever
knows all sums, and that a cell that is named is not empty, cannot tell that the cell is smaller than the threshold,
and no table of theirs can leave out fewer people than that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array, hstack

Cell = tuple[str, ...]

EVERYBODY: Cell = ("everybody",)
"""The cell of all people, which is always told."""

_MOVED = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """Counts that add up.

    Attributes:
        whole: Cell that holds everybody of the parts.
        parts: Cells that share nobody.
    """

    whole: Cell
    parts: tuple[Cell, ...]


def withheld(
    counts: Mapping[Cell, int], sums: Sequence[Sum], threshold: int, hidden: frozenset[Cell] = frozenset()
) -> frozenset[Cell]:
    """The cells to withhold; where nobody could be protected otherwise, a whole sum with all its parts.

    Args:
        counts: People of each cell, ``EVERYBODY`` among them; they agree with the sums.
        sums: All that the reader knows to add up.
        threshold: People from which a cell may be told, at least 1.
        hidden: Cells that are never told, however large; the reader does not know that they are not empty.
    """
    small = sorted((n, cell) for cell, n in counts.items() if 0 < n < threshold and cell not in hidden | {EVERYBODY})
    if not small:
        return frozenset()
    tables = _Tables(counts, sums, hidden)
    found = {cell for _, cell in small}
    for _, cell in small:
        found |= tables.moved_with(cell, threshold, found)
    return frozenset(found)


class _Tables:
    """Cells and their sums as a system of linear equations."""

    def __init__(self, counts: Mapping[Cell, int], sums: Sequence[Sum], hidden: frozenset[Cell]) -> None:
        self._cells = sorted(counts)
        self._at = {cell: at for at, cell in enumerate(self._cells)}
        self._counts = np.array([counts[cell] for cell in self._cells], dtype=np.float64)
        self._sums = sums
        self._hidden = hidden
        self._balance = self._balanced()

    def _balanced(self) -> csr_array:
        """Parts less their whole, a row a sum; changes that keep all sums give 0; shape ``(sums, cells)``."""
        rows, columns, signs = list[int](), list[int](), list[float]()
        for row, one in enumerate(self._sums):
            for cell, sign in ((one.whole, -1.0), *((part, 1.0) for part in one.parts)):
                rows.append(row)
                columns.append(self._at[cell])
                signs.append(sign)
        return csr_array((signs, (rows, columns)), shape=(len(self._sums), len(self._cells)))

    def moved_with(self, cell: Cell, threshold: int, already: Iterable[Cell]) -> set[Cell]:
        """Cells that change when one is raised to the threshold at the least cost, those withheld already at none.

        Args:
            cell: A small cell.
            threshold: What it is raised to.
            already: Cells that are withheld.
        """
        at, cells = self._at[cell], len(self._cells)
        free = np.array([one in self._hidden for one in self._cells])
        known = {*already, *self._hidden}
        cost = np.array([0.0 if one in known else 1.0 + n for one, n in zip(self._cells, self._counts, strict=True)])
        # A cell that is told to be empty stays so, and so does the number of all people.
        fixed = (self._counts == 0) & ~free | np.array([one == EVERYBODY for one in self._cells])
        up = np.where(fixed, 0.0, np.inf)
        down = np.where(fixed, 0.0, self._counts - np.where(free, 0.0, 1.0))
        step = threshold - self._counts[at]
        bounds = np.stack([np.zeros(2 * cells), np.concatenate([up, down])], axis=1)
        bounds[at] = (step, step)
        bounds[cells + at] = (0.0, 0.0)
        both = hstack([self._balance, -self._balance])
        found = linprog(np.tile(cost, 2), A_eq=both, b_eq=np.zeros(len(self._sums)), bounds=bounds, method="highs-ds")
        if not found.success:
            return self._all_with(cell)
        change = np.abs(found.x[:cells] - found.x[cells:])
        return {one for one, moved in zip(self._cells, change, strict=True) if moved > _MOVED} - self._hidden

    def _all_with(self, cell: Cell) -> set[Cell]:
        """The sums that a cell stands in, whole: so few people are there that no other table has enough of them."""
        near = {one for each in self._sums if cell in (each.whole, *each.parts) for one in (each.whole, *each.parts)}
        return {one for one in near if self._counts[self._at[one]] > 0} - self._hidden - {EVERYBODY}
