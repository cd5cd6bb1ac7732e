"""Who wants to know a withheld count: all that is told goes into an integer program; the most it can be comes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from matcher.audit_suppression import Cell, Sum


def most_possible(
    cell: Cell, counts: Mapping[Cell, int], sums: Sequence[Sum], withheld: Set[Cell], hidden: Set[Cell]
) -> int:
    """The largest count that a cell can have for all that the attacker knows."""
    cells = sorted(counts)
    at = {name: place for place, name in enumerate(cells)}
    rows = np.zeros((len(sums), len(cells)))
    for row, one in enumerate(sums):
        rows[row, at[one.whole]] -= 1
        for part in one.parts:
            rows[row, at[part]] += 1
    low = [0 if name in hidden else 1 if name in withheld else counts[name] for name in cells]
    high = [np.inf if name in hidden or name in withheld else counts[name] for name in cells]
    wanted = np.zeros(len(cells))
    wanted[at[cell]] = -1
    found = milp(
        wanted,
        constraints=LinearConstraint(rows, 0, 0) if sums else None,
        bounds=Bounds(low, high),
        integrality=np.ones(len(cells)),
    )
    assert found.success, found.message
    return round(-found.fun)
