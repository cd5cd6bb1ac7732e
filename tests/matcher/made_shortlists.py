"""Shortlists and batches for tests, made of a dense table of scores."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_array

from matcher.shortlists import Shortlists


def shortlists_of(scores: np.ndarray, places: Sequence[int] | None = None) -> Shortlists:
    """Workers w000, w001, ... by postings p000, p001, ...; a score of 0 is no candidate."""
    table = csr_array(np.round(scores, 4).astype(np.float32))
    table.eliminate_zeros()
    return Shortlists(
        workers=tuple(f"uji:w{row:03d}" for row in range(scores.shape[0])),
        postings=tuple(f"uji:p{column:03d}" for column in range(scores.shape[1])),
        utilities=table,
        places=np.array([1] * scores.shape[1] if places is None else places, dtype=np.int64),
        stated=0 if places is None else len(places),
        generation="20261126T000000000000-aaaaaaaa",
        weights="uji-1",
    )


def crowd(workers: int = 60, postings: int = 40, seed: int = 1) -> Shortlists:
    """Workers of like tastes, each with most of the postings as candidates; the last worker has none."""
    rng = np.random.default_rng(seed)
    scores = np.clip(0.5 + 0.3 * rng.random((1, postings)) + 0.2 * rng.random((workers, postings)), 0, 1)
    scores[rng.random(scores.shape) < 0.2] = 0
    scores[-1] = 0
    return shortlists_of(scores, rng.integers(1, 3, postings).tolist())
