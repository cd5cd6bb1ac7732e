"""Seniority in compiled code; see ``matcher.parts.seniority``."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from matcher.batch.compiled import COMPILED
from matcher.batch.sides import Facts, Offers, Wishes
from matcher.components import SENIOR_MONTHS
from matcher.parts.seniority import LEVEL_ABOVE, LEVEL_BELOW
from taxonomy.seniority import SENIOR, STAFF


@njit(**COMPILED)
def fill(
    worker: Facts,
    wish: Wishes,
    w: int,
    posting: Facts,
    offers: Offers,
    found: npt.NDArray[np.int32],
    values: npt.NDArray[np.float64],
) -> None:
    """As ``matcher.parts.seniority.value``, for the candidates of one worker.

    Args:
        worker: Of the workers.
        wish: Of the workers.
        w: Which of them.
        posting: Of the postings.
        offers: Of the postings.
        found: Rows of the candidates.
        values: Filled, one for each candidate.
    """
    held, wished = worker.experience[w], max(int(worker.seniority[w]), STAFF)
    reach = max(wished, SENIOR) if held >= SENIOR_MONTHS else wished
    for at in range(len(found)):
        offered = max(int(posting.seniority[np.uint32(found[at])]), STAFF)
        above, below = max(0, offered - reach), max(0, wished - offered)
        values[at] = max(0.0, 1.0 - LEVEL_ABOVE * above - LEVEL_BELOW * below)
