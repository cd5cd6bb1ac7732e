"""Whether withheld cells can be worked out from all that is told: a linear program tries, on tables that are made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog

from evaluation.rows import share_row
from evaluation.task import Row
from matcher.market.levels import DIGITS, Tree
from matcher.market.suppression import THRESHOLD, Mask, withheld

SEED = 21
UNITS = ("1111", "1112", "1121", "2111", "2112", "2211", "3111")
PLACES = 4
_SIZES = (0, 0, 1, 2, 3, 4, 6, 15, 80)
_EXACT = 1e-6

Table = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reach:
    """What can be told of a small cell: its least and its most."""

    least: float
    most: float
    count: int


def disclosure_rows(tables: int) -> list[Row]:
    """Rows of ours and of withholding small cells alone.

    Args:
        tables: Number of tables that are made.
    """
    ours, alone, public = list[_Reach](), list[_Reach](), list[_Reach]()
    for leaves in _made(tables):
        tree = Tree(UNITS)
        counts = tree.rolled(leaves)
        small = tuple((table > 0) & (table < THRESHOLD) for table in counts)
        ours += _reaches(leaves, tree, withheld(counts, tree), small)
        public += _reaches(leaves, tree, withheld(counts, tree, to_threshold=False), small)
        alone += _reaches(leaves, tree, small, small)
    return [
        share_row(
            "small cells of seekers that can hide among larger ones", [_hides(one) for one in ours], at_least=1.0
        ),
        share_row(
            "small cells of postings that cannot be worked out", [not _exact(one) for one in public], at_least=1.0
        ),
        share_row("  baseline: small cells alone withheld, not worked out", [not _exact(one) for one in alone]),
        share_row("  baseline: small cells alone withheld, can hide", [_hides(one) for one in alone]),
    ]


def _hides(reach: _Reach) -> bool:
    return reach.most >= THRESHOLD - _EXACT


def _exact(reach: _Reach) -> bool:
    return reach.most - reach.least < 1 - _EXACT


def _made(tables: int) -> Iterator[Table]:
    rng = np.random.default_rng(SEED)
    for _ in range(tables):
        yield rng.choice(_SIZES, size=(PLACES, len(UNITS) + 1)).astype(np.int64)


def _reaches(leaves: Table, tree: Tree, masks: tuple[Mask, ...], small: tuple[Mask, ...]) -> Iterator[_Reach]:
    counts = tree.rolled(leaves)
    cells = [
        (_members(leaves, tree, digits, row, group), int(counts[digits][row, group]), bool(masks[digits][row, group]))
        for digits in DIGITS
        for row, group in product(range(PLACES + 1), range(counts[digits].shape[1]))
    ]
    told = np.array([members for members, count, hidden in cells if count and not hidden])
    sums = [count for _, count, hidden in cells if count and not hidden]
    flat = np.concatenate([mask.ravel() for mask in small])
    for (members, count, _), is_small in zip(cells, flat, strict=True):
        if is_small:
            yield _Reach(least=_end(members, told, sums, 1), most=-_end(-members, told, sums, 1), count=count)


def _end(goal: npt.NDArray[np.float64], told: npt.NDArray[np.float64], sums: list[int], scale: int) -> float:
    bounds = [(0, 10_000 * scale)] * len(goal)
    return float(linprog(goal, A_eq=told if len(told) else None, b_eq=sums or None, bounds=bounds).fun)


def _members(leaves: Table, tree: Tree, digits: int, row: int, group: int) -> npt.NDArray[np.float64]:
    held = np.zeros(leaves.shape)
    held[slice(None) if row == PLACES else row, tree.of[digits] == group] = 1
    return held.ravel()
