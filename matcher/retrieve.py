"""Candidates worth scoring: nearest by vector, by words and by occupation, united."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from indexes.lexical import LexicalQuery
from indexes.vectors import Mask, Rows
from matcher.components import occupation_similarity
from matcher.segment import Rooms, Segment

_BESIDE = ThreadPoolExecutor(8, thread_name_prefix="retrieve")
"""FAISS lets other Python threads run, so vectors are searched while words, occupations and openings are."""


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
    _words: dict[Rooms, LexicalQuery] = field(default_factory=dict, init=False, repr=False, compare=False)

    def words_in(self, segment: Segment) -> LexicalQuery:
        """The words, looked up in a segment; kept, for one answer compares with the same segment more than once."""
        if segment.rooms not in self._words:
            self._words[segment.rooms] = segment.rooms.lexical.query(self.text)
        return self._words[segment.rooms]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Rows to score, with what retrieval learnt of them; all of shape ``(n,)``; rows ascending from ``retrieve``.

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

NEAR_ROWS = 2_000
"""Allowed rows that are compared by occupation: those of the likeliest first unit groups; of the group that would go
beyond, those that share most words."""


def retrieve(
    query: Query, segment: Segment, allowed: Mask, similarity: npt.NDArray[np.float32], depth: int
) -> Candidates:
    """Unite the best ``depth`` rows of a segment by each of the three views.

    Args:
        query: What is looked for.
        segment: Where.
        allowed: Rows that may be returned; bool, shape ``(rows,)``.
        similarity: Similarity of unit groups, shape ``(446, 446)``.
        depth: Candidates by each view.
    """
    return Retrieval(query, segment, allowed, similarity, depth).candidates()


class Retrieval:
    """One retrieval under way: vectors are searched beside whatever the caller does before it asks for candidates."""

    def __init__(
        self, query: Query, segment: Segment, allowed: Mask, similarity: npt.NDArray[np.float32], depth: int
    ) -> None:
        """Begin, and find by words and by occupation; arguments as for ``retrieve``."""
        self._query, self._segment, self._similarity = query, segment, similarity
        self._by_vector = _BESIDE.submit(segment.rooms.vectors.search, query.vector, depth, allowed)
        by_words = query.words_in(segment).top(depth, allowed)
        self._others = by_words, _by_occupation(query, segment, allowed, similarity, depth)

    def candidates(self) -> Candidates:
        """As ``retrieve``."""
        rows = np.unique(np.concatenate([self._by_vector.result().rows, *self._others])).astype(np.int64)
        return compare(self._query, self._segment, rows, self._similarity)


def compare(query: Query, segment: Segment, rows: Rows, similarity: npt.NDArray[np.float32]) -> Candidates:
    """Given rows, as ``retrieve`` compares those that it finds.

    Args:
        query: What is looked for.
        segment: Where.
        rows: Row numbers, in the order of the answer.
        similarity: Similarity of unit groups, shape ``(446, 446)``.
    """
    found = query.words_in(segment).at(rows)
    return Candidates(
        rows=rows,
        cosines=segment.rooms.vectors.cosines(query.vector, rows),
        words=(found / (found + HALF_BM25)).astype(np.float32),
        occupations=occupation_similarity(query.occupations, segment.columns.occupied(rows), similarity),
    )


def _by_occupation(
    query: Query,
    segment: Segment,
    allowed: Mask,
    similarity: npt.NDArray[np.float32],
    depth: int,
) -> Rows:
    """The nearest by occupation; of equally near ones those that share more words, then by row."""
    rows = _likely_rows(query, segment, allowed, similarity)
    near = occupation_similarity(query.occupations, segment.columns.occupied(rows), similarity)
    rows, near = rows[near > 0], near[near > 0]
    value = near + query.words_in(segment).rough(rows) * 1e-6
    if len(rows) > depth:
        keep = np.flatnonzero(value >= np.partition(value, len(rows) - depth)[len(rows) - depth])
        rows, value = rows[keep], value[keep]
    found: Rows = rows[np.lexsort((rows, -value))[:depth]]
    return found


def _likely_rows(query: Query, segment: Segment, allowed: Mask, similarity: npt.NDArray[np.float32]) -> Rows:
    """Allowed rows whose first unit group is nearest to what is asked, ``NEAR_ROWS`` where there are more."""
    ordered, starts = segment.first_units
    if len(ordered) <= NEAR_ROWS:
        return np.flatnonzero(allowed)
    turned = similarity @ query.occupations
    found, left = list[Rows](), NEAR_ROWS
    for unit in np.argsort(-turned, kind="stable"):
        rows = ordered[starts[unit] : starts[unit + 1]]
        rows = rows[allowed[rows]]
        if len(rows) > left:
            rows = _of_most_words(query, segment, rows, left)
        found.append(rows)
        left -= len(rows)
        if left == 0 or turned[unit] <= 0:
            break
    return np.concatenate(found)


def _of_most_words(query: Query, segment: Segment, rows: Rows, wanted: int) -> Rows:
    """As many of the rows as are wanted, of the most shared words; at the edge the first."""
    words = query.words_in(segment).rough(rows)
    least = np.partition(words, len(rows) - wanted)[len(rows) - wanted]
    above, level = rows[words > least], rows[words == least]
    return np.concatenate([above, level[: wanted - len(above)]])
