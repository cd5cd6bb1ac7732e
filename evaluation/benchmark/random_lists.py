"""A rival by chance: some of each worker's best, drawn evenly, whatever the others get."""

from __future__ import annotations

import numpy as np

from matcher.assignment import NOTHING, Lists, Table

WIDER = 3
"""It draws from this many times as many of a worker's best as are shown."""


def random_of_best(table: Table, k: int, seed: int) -> Lists:
    """K of each worker's ``WIDER * k`` best, drawn evenly; best first."""
    width = min(WIDER * k, table.columns.shape[1])
    columns, utilities = table.columns[:, :width], table.utilities[:, :width]
    draw = np.random.default_rng(seed).random(columns.shape) + (columns == table.postings)  # fillers come last
    chosen = np.sort(np.argpartition(draw, k - 1, axis=1)[:, :k], axis=1)
    found = np.take_along_axis(columns, chosen, axis=1).astype(np.int64)
    held = found < table.postings
    return Lists(
        columns=np.where(held, found, NOTHING),
        utilities=np.where(held, np.take_along_axis(utilities, chosen, axis=1), 0.0).astype(np.float64),
    )
