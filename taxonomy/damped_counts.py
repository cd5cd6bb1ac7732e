"""Counts of words as a linear model reads them: a word that comes four times counts twice, a long text no more."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix


def damped(counts: csr_matrix) -> csr_matrix:
    """Square roots of counts, each row brought to length 1; a row of nothing stays so.

    Returns:
        float32, of the shape of the counts.
    """
    found = counts.astype(np.float32)
    found.data = np.sign(found.data) * np.sqrt(np.abs(found.data))
    lengths = np.sqrt(np.asarray(found.multiply(found).sum(axis=1))).ravel()
    scale = np.divide(1.0, lengths, out=np.ones_like(lengths), where=lengths > 0)
    # One factor for each stored value: the row's, as often as the row has values.
    found.data *= np.repeat(scale.astype(np.float32), np.diff(found.indptr))
    return found
