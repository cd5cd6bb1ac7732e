"""Candidates worth scoring: nearest by vector, by words and by occupation, united."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexes.vectors import Mask, Rows
from matcher.catalogue import Catalogue
from matcher.components import occupation_similarity


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One side of the match, ready to search the other.

    Attributes:
        vector: float32 of length 1, shape ``(dim,)``.
        text: Words for BM25.
        occupations: L1-normalised weights of unit groups, shape ``(446,)``; zeros when not coded.
    """

    vector: npt.NDArray[np.float32]
    text: str
    occupations: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Rows to score, with what retrieval learnt of them; all of shape ``(n,)``, rows ascending.

    Attributes:
        rows: Row numbers, int64.
        cosines: float32 in [-1, 1].
        words: Shared words in [0, 1]: ``bm25 / (bm25 + half)``.
        occupations: Similarity in [0, 1]; NaN where not coded.
    """

    rows: Rows
    cosines: npt.NDArray[np.float32]
    words: npt.NDArray[np.float32]
    occupations: npt.NDArray[np.float32]


HALF_BM25 = 12.0
"""BM25 at which the words component is one half; about the median best hit of the judged seekers."""


def retrieve(
    query: Query, catalogue: Catalogue, allowed: Mask, similarity: npt.NDArray[np.float32], depth: int
) -> Candidates:
    """Unite the best ``depth`` rows by each of the three views.

    Args:
        query: What is looked for.
        catalogue: Where.
        allowed: Rows that may be returned; bool, shape ``(rows,)``.
        similarity: Similarity of unit groups, shape ``(446, 446)``.
        depth: Candidates by each view.
    """
    words = catalogue.words(query.text)
    near = occupation_similarity(query.occupations, catalogue.occupations, catalogue.occupation_norms, similarity)
    by_vector = catalogue.search(query.vector, depth, allowed).rows
    by_words = _best(words, allowed & (words > 0), catalogue.key_order, depth)
    by_occupation = _best(np.nan_to_num(near) + words * 1e-6, allowed & (near > 0), catalogue.key_order, depth)
    rows = np.unique(np.concatenate([by_vector, by_words, by_occupation])).astype(np.int64)
    found = words[rows]
    return Candidates(
        rows=rows,
        cosines=catalogue.cosines(query.vector, rows),
        words=(found / (found + HALF_BM25)).astype(np.float32),
        occupations=near[rows],
    )


def _best(values: npt.NDArray[np.float32], allowed: Mask, key_order: Rows, depth: int) -> Rows:
    rows = np.flatnonzero(allowed)
    order = np.lexsort((key_order[rows], -values[rows]))[:depth]
    found: Rows = rows[order]
    return found
