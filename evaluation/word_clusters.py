"""Words that stand in like places: clusters of co-occurrence vectors over all real ads.

Positive pointwise mutual information of words one or two places apart, with context counts raised to 0.75 (Levy,
Goldberg & Dagan 2015, TACL 3), brought to 100 dimensions and clustered by k-means.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_matrix, csr_matrix
from sklearn.cluster import MiniBatchKMeans
from sklearn.decomposition import TruncatedSVD

from taxonomy.skill_tokens import tokens_of

SIZES = (64, 300, 1000)
"""Clusters of the three clusterings: coarse, middle, fine."""

LEAST_COUNT = 4
DIMENSIONS = 100
SEED = 2026

_MOST_WORDS = 20_000
_UNWRITABLE = frozenset('"\n\t')


def word_clusters(texts: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Word to its cluster in each clustering, for words that occur ``LEAST_COUNT`` times or more."""
    lines = [[token.text.lower() for token in tokens_of(text)] for text in texts]
    counts: Counter[str] = Counter(word for line in lines for word in line)
    words = [word for word, count in counts.most_common(_MOST_WORDS) if count >= LEAST_COUNT]
    vectors = _vectors(lines, {word: at for at, word in enumerate(words)})
    columns = [
        MiniBatchKMeans(min(size, len(words)), random_state=SEED, n_init=3, batch_size=4096).fit(vectors).labels_
        for size in SIZES
    ]
    return {
        word: tuple(int(column[at]) for column in columns)
        for at, word in enumerate(words)
        if not _UNWRITABLE & set(word)
    }


def _vectors(lines: Sequence[Sequence[str]], rows: Mapping[str, int]) -> npt.NDArray[Any]:
    weights = _mutual_information(_counts(lines, rows))
    dimensions = min(DIMENSIONS, len(rows) - 1)
    vectors = TruncatedSVD(dimensions, random_state=SEED).fit_transform(weights)
    found: npt.NDArray[Any] = vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9)
    return found


def _counts(lines: Sequence[Sequence[str]], rows: Mapping[str, int]) -> csr_matrix:
    """How often a word (row) has another one or two places behind (even columns) or before it (odd columns)."""
    words: list[int] = []
    contexts: list[int] = []
    for line in lines:
        ids = [rows.get(word, -1) for word in line]
        for step in (1, 2):
            for one, two in zip(ids, ids[step:], strict=False):
                if one >= 0 and two >= 0:
                    words += (one, two)
                    contexts += (2 * two, 2 * one + 1)
    ones = np.ones(len(words), dtype=np.float32)
    return coo_matrix((ones, (words, contexts)), shape=(len(rows), 2 * len(rows))).tocsr()


def _mutual_information(counts: csr_matrix) -> csr_matrix:
    by_word = np.asarray(counts.sum(axis=1)).ravel()
    by_context = np.asarray(counts.sum(axis=0)).ravel() ** 0.75
    found = counts.tocoo()
    expected = by_word[found.row] * by_context[found.col] / by_context.sum()
    values = np.log(found.data / np.maximum(expected, 1e-9))
    kept = values > 0
    return csr_matrix((values[kept], (found.row[kept], found.col[kept])), shape=counts.shape)


def write_clusters(path: Path, clusters: Mapping[str, Sequence[int]]) -> None:
    """Write the table that ``taxonomy.skill_tokens`` reads."""
    lines = ["word\tcoarse\tmiddle\tfine"]
    lines += ["\t".join([word, *map(str, clusters[word])]) for word in sorted(clusters)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
