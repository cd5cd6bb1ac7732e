"""Seniority in compiled code; see ``matcher.parts.seniority``."""

from __future__ import annotations

import numpy as np
from numba import njit

from matcher.batch.compiled import COMPILED
from matcher.components import SENIOR_MONTHS
from matcher.parts.seniority import LEVEL_ABOVE, LEVEL_BELOW
from taxonomy.seniority import SENIOR, STAFF


@njit(**COMPILED)
def fill(worker, wish, w, posting, offers, found, values):
    """As ``matcher.parts.seniority.value``, for the candidates of one worker.

    Args:
        worker: ``sides.Facts`` of the workers.
        wish: ``sides.Wishes``.
        w: Which of them.
        posting: ``sides.Facts`` of the postings.
        offers: ``sides.Offers``.
        found: Rows of the candidates.
        values: Filled, one for each candidate.
    """
    held, wished = worker.experience[w], max(int(worker.seniority[w]), STAFF)
    reach = max(wished, SENIOR) if held >= SENIOR_MONTHS else wished
    for at in range(len(found)):
        offered = max(int(posting.seniority[np.uint32(found[at])]), STAFF)
        above, below = max(0, offered - reach), max(0, wished - offered)
        values[at] = max(0.0, 1.0 - LEVEL_ABOVE * above - LEVEL_BELOW * below)
