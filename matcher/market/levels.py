"""A table of unit groups rolled up to every level of KBJI, and of provinces to the nation."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from matcher.columns import UNKNOWN
from matcher.market.rows import Axes, MarketRows

Table = npt.NDArray[np.int64]
Levels = tuple[Table, ...]
"""Index is the number of digits, 0 for all occupations together up to 4; each of shape ``(rows + 1, groups)``: the
rows of a market's table, and the nation as the last."""

NATION_ROW = -1

UNCODED = ""
"""Code of what is not coded, at every level but 0."""

DIGITS = (0, 1, 2, 3, 4)


class Tree:
    """The levels of KBJI over the columns of a market's table.

    Attributes:
        codes: By number of digits, the codes of the groups, ascending, ``UNCODED`` last; of 0 digits one, ``UNCODED``.
        of: By number of digits, the group of each column; shape ``(columns,)``.
    """

    def __init__(self, units: Sequence[str]) -> None:
        """Take the columns of a table, after which stands one for what is not coded."""
        self.codes = tuple((*sorted({code[:digits] for code in units if digits}), UNCODED) for digits in DIGITS)
        places = [{code: at for at, code in enumerate(codes)} for codes in self.codes]
        self.of = tuple(
            np.array([place[code[:digits]] for code in (*units, UNCODED)], dtype=np.int64)
            for digits, place in zip(DIGITS, places, strict=True)
        )

    def rolled(self, table: Table) -> Levels:
        """Sums of a table at every level, the nation as the last row."""
        return tuple(
            _with_nation(_summed(table, of, len(codes))) for of, codes in zip(self.of, self.codes, strict=True)
        )

    def employers(self, rows: MarketRows, axes: Axes) -> Levels:
        """Distinct employers that are named, at every level: they do not add up, for one hires in many places."""
        named = np.flatnonzero(rows.employers != UNKNOWN)
        employers = rows.employers[named].astype(np.int64)
        found: list[Table] = []
        for of, codes in zip(self.of, self.codes, strict=True):
            groups, shape = of[rows.units[named]], (axes.shape[0], len(codes))
            here = _distinct(rows.provinces[named] * shape[1] + groups, employers, shape[0] * shape[1])
            nation = _distinct(groups, employers, shape[1])
            found.append(np.vstack([here.reshape(shape), nation]))
        return tuple(found)


def _summed(table: Table, of: npt.NDArray[np.int64], groups: int) -> Table:
    found: Table = table @ (of[:, None] == np.arange(groups)).astype(np.int64)
    return found


def _with_nation(table: Table) -> Table:
    return np.vstack([table, table.sum(axis=0)])


def _distinct(cells: npt.NDArray[np.int64], employers: npt.NDArray[np.int64], size: int) -> Table:
    """Different employers of each cell; shape ``(size,)``."""
    width = int(employers.max(initial=0)) + 1
    pairs = np.unique(cells * width + employers)
    return np.bincount(pairs // width, minlength=size)
