"""All cells of a market at every level of KBJI, with what is withheld of them: what demand, supply and tightness tell.

Every answer is made of these cells, whatever it filters, so that two answers never tell together what neither may.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from matcher.columns import UNKNOWN
from matcher.market.levels import Levels, Tree
from matcher.market.rows import Axes, MarketRows
from matcher.market.selection import NO_PLACE, Selection
from matcher.market.stock import table_of
from matcher.market.suppression import THRESHOLD, Mask, withheld
from taxonomy.labour import NATION

ALL = ""
"""Code of all occupations together, at level 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A cell.

    Attributes:
        province: Two digits, ``NATION``, or ``NO_PLACE`` for records that name none.
        kbji: Code; ``ALL`` at level 0.
        row: In a table of a level.
        group: Likewise.
    """

    province: str
    kbji: str
    row: int
    group: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cells:
    """Counts at every level; see ``MarketStock`` for what they count.

    Attributes:
        tree: Of unit groups.
        provinces: Codes of the rows: the provinces, ``NO_PLACE``, ``NATION``.
        postings: Vacancies.
        openings: People wanted.
        squares: Sum over postings of the square of people wanted, for the variance of ``openings``.
        named: Postings that say how many.
        guessed: Postings whose occupation is a guess.
        internships: Internships.
        employers: Distinct employers that are named; they do not add up.
        seekers: Job seekers.
        demand_withheld: Cells whose postings are withheld.
        supply_withheld: Cells whose seekers are withheld.
    """

    tree: Tree
    provinces: tuple[str, ...]
    postings: Levels
    openings: Levels
    squares: Levels
    named: Levels
    guessed: Levels
    internships: Levels
    employers: Levels
    seekers: Levels
    demand_withheld: tuple[Mask, ...]
    supply_withheld: tuple[Mask, ...]

    def places(self, selection: Selection) -> Iterator[Place]:
        """The cells that are asked for, by row and code; what is not coded is told at level 0 alone."""
        digits = selection.digits
        wanted = selection.provinces or tuple(code for code in self.provinces if code != NATION)
        groups = [
            (group, code)
            for group, code in enumerate(self.tree.codes[digits])
            if (code or digits == 0) and code.startswith(selection.kbji)
        ]
        for row, province in enumerate(self.provinces):
            if province in wanted:
                yield from (Place(province=province, kbji=code, row=row, group=group) for group, code in groups)


def cells_of(postings: MarketRows, workers: MarketRows, axes: Axes, threshold: int = THRESHOLD) -> Cells:
    """Count, and decide what is withheld.

    Args:
        postings: What is counted of demand.
        workers: What is counted of supply.
        axes: Of the tables.
        threshold: People, or employers, from which a cell is told.
    """
    tree = Tree(axes.units)
    wanted = np.where(postings.openings == UNKNOWN, 1, postings.openings).astype(np.int64)
    counts, employers = tree.rolled(table_of(postings, axes)), tree.employers(postings, axes)
    seekers = tree.rolled(table_of(workers, axes))
    few = tuple(table < threshold for table in employers)
    return Cells(
        tree=tree,
        provinces=(*axes.provinces, NO_PLACE, NATION),
        postings=counts,
        openings=tree.rolled(table_of(postings, axes, wanted)),
        squares=tree.rolled(table_of(postings, axes, wanted**2)),
        named=tree.rolled(table_of(postings, axes, postings.openings != UNKNOWN)),
        guessed=tree.rolled(table_of(postings, axes, postings.columns.uncertain)),
        internships=tree.rolled(table_of(postings, axes, postings.columns.is_internship)),
        employers=employers,
        seekers=seekers,
        demand_withheld=withheld(counts, tree, few, threshold, to_threshold=False),
        supply_withheld=withheld(seekers, tree, (), threshold),
    )
