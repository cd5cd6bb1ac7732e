"""Calls the compiled form of each component of ``matcher/parts``; made by ``matcher.batch.write_fills``."""

from __future__ import annotations

from numba import njit

from matcher.batch.compiled import COMPILED
from matcher.batch.compiled_parts import seniority

FILLED = ("seniority",)
"""Components that are filled here."""


@njit(**COMPILED)
def fill(workers, w, postings, found, points):
    """Fill the rows of ``points`` that belong to these components, for the candidates of one worker."""
    worker, wish, posting, offers = workers.facts, workers.wishes, postings.facts, postings.offers
    seniority.fill(worker, wish, w, posting, offers, found, points[7])
