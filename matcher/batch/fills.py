"""Calls the compiled form of each component of ``matcher/parts``; made by ``matcher.batch.write_fills``."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from matcher.batch.compiled import COMPILED
from matcher.batch.compiled_parts import seniority
from matcher.batch.sides import Postings, Workers

FILLED = ("seniority",)
"""Components that are filled here."""


@njit(**COMPILED)
def fill(
    workers: Workers, w: int, postings: Postings, found: npt.NDArray[np.int32], points: npt.NDArray[np.float64]
) -> None:
    """Fill the rows of ``points`` that belong to these components, for the candidates of one worker."""
    worker, wish, posting, offers = workers.facts, workers.wishes, postings.facts, postings.offers
    seniority.fill(worker, wish, w, posting, offers, found, points[7])
