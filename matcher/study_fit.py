"""How well what a worker has studied fits a posting: the programmes that it names, else the occupations that it is.

Not part of the score: a component that can be tried, pure and over columns like those of ``matcher/components.py``.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matcher.columns import Columns
from matcher.components import Component, Values, known_component
from matcher.ragged import Ragged
from matcher.vocabulary import NO_UNIT
from taxonomy.study_programmes import StudyProgrammes

LEAST_SHARE = 0.5
"""Least share of a posting's occupations that some study leads to; below it what one has studied says nothing."""


def study_component(worker: Columns, posting: Columns, programmes: StudyProgrammes) -> Component:
    """Fit of studies, in [0, 1]; one side has one row.

    A posting that names programmes: the closest of them to the worker's (``StudyProgrammes.closeness``). One that names
    none: the mean affinity of the worker's best programme to its occupations, by their shares, over those unit groups
    to which some programme leads. Not known where the worker names no programme that we know, or where the posting
    names none and its occupations are not coded or mostly open to all.

    Args:
        worker: One row, or as many as wanted.
        posting: Likewise; not both many.
        programmes: What the numbers in the columns mean.
    """
    stated = _closest(worker.programmes, posting.programmes, programmes.closeness)
    led = _best_led(worker.programmes, posting, programmes)
    return known_component(np.where(np.isnan(stated), led, stated))


def _closest(one: Ragged, other: Ragged, closeness: npt.NDArray[np.float32]) -> Values:
    """The largest closeness of any two programmes of each pair; NaN where either side names none."""
    single, many = (one, other) if len(one.starts) == 2 else (other, one)
    if not len(single.values):
        return np.full(len(many.starts) - 1, np.nan)
    nearest = closeness[single.values].max(axis=0).astype(np.float64)
    return many.best(nearest[many.values], np.nan)


def _best_led(held: Ragged, posting: Columns, programmes: StudyProgrammes) -> Values:
    """The best of the worker's programmes by its mean affinity to the posting's occupations; NaN where not known."""
    units = np.where(posting.units == NO_UNIT, 0, posting.units)
    shares = posting.unit_weights.astype(np.float64) * programmes.asked[units]
    # Summed one after the other: the order of a sum must not hang on how wide the other rows are.
    asked = np.cumsum(shares, axis=1)[:, -1]
    shares = np.where(asked[:, None] >= LEAST_SHARE, shares, np.nan) / np.where(asked > 0, asked, 1.0)[:, None]
    if len(held.starts) > 2:
        led = np.cumsum(programmes.affinity[:, units[0]] * shares[0], axis=1)[:, -1]
        return held.best(led[held.values], np.nan)
    found = np.full(len(posting), np.nan)
    for affinity in programmes.affinity[held.values]:
        found = np.fmax(found, np.cumsum(affinity[units] * shares, axis=1)[:, -1])
    return found
