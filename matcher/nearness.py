"""How near work is to where people live, for one pair or for thousands at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matcher.columns import Columns
from matcher.components import Component, known_component
from matcher.ragged import Ragged
from matcher.vocabulary import Vocabulary

_DISTANCE_SCALE_KM = 60.0
_SAME_PROVINCE = 0.35

Reach = npt.NDArray[np.float64]


def nearness(worker: Columns, posting: Columns, vocabulary: Vocabulary) -> Component:
    """Distance between regency centroids: 1 at home, exp(-km / 60), at least 0.35 in the same province; 1 if remote.

    Args:
        worker: One row, or as many as there are postings.
        posting: Likewise.
        vocabulary: Of the regions.
    """
    if len(worker) == 1 or len(posting) == 1:
        one, many = (worker.regions, posting.regions) if len(worker) == 1 else (posting.regions, worker.regions)
        near = _one_to_many(one, many, vocabulary)
    else:
        near = _each_to_its_own(worker.regions, posting.regions, vocabulary)
    return known_component(np.where(posting.is_remote, 1.0, near))


def _one_to_many(one: Ragged, many: Ragged, vocabulary: Vocabulary) -> Reach:
    """The nearest of one row's regions to those of each of many; NaN where either has none."""
    if not len(one.values):
        return np.full(len(many.starts) - 1, np.nan)
    reach = np.max([region_reach(int(region), vocabulary) for region in one.values], axis=0)
    return many.best(reach[many.values], np.nan)


def _each_to_its_own(homes: Ragged, works: Ragged, vocabulary: Vocabulary) -> Reach:
    """The nearest of each row's regions to those of the same row of the other side; NaN where either has none."""
    distinct, numbers = np.unique(homes.values, return_inverse=True)
    reach = np.array([region_reach(int(region), vocabulary) for region in distinct]).reshape(
        len(distinct), len(vocabulary.regions)
    )
    beside = works.take(homes.owners)  # for each home the works of its row
    near = reach[np.repeat(numbers, np.diff(beside.starts)), beside.values]
    return homes.best(beside.best(near, np.nan), np.nan)


def region_reach(region: int, vocabulary: Vocabulary) -> Reach:
    """How near each region is to one; shape ``(regions,)``."""
    near = np.exp(-vocabulary.km_from(region) / _DISTANCE_SCALE_KM)
    found: Reach = np.maximum(near, np.where(vocabulary.in_province_of(region), _SAME_PROVINCE, 0.0))
    return found
