"""What our ranking must beat: four ways to order all ads for a job seeker, none of which codes or filters anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

from indexes.encoder import BatchProgress, Encoder
from indexes.lexical import LexicalIndex
from matcher.records import Posting, Worker
from matcher.texts import passage
from taxonomy.text import plain

Scores = npt.NDArray[np.float32]

BM25, COSINE, FUSION, TOKEN_SET = "BM25", "encoder cosine", "BM25 + encoder cosine", "RapidFuzz token set"


def ad_baselines(
    seekers: Sequence[Worker], ads: Sequence[Posting], encoder: Encoder, progress: BatchProgress | None = None
) -> Mapping[str, Scores]:
    """Scores of every ad for every seeker by each baseline; float32, shape ``(len(seekers), len(ads))``.

    BM25 reads title and description; the encoder reads title, category and the start of the description, as a passage.
    The query of both is wish and summary. The fusion is the sum of both, each brought to [0, 1] for each seeker (Fox &
    Shaw 1994, TREC-2, CombSUM). RapidFuzz compares wish and title.

    Args:
        seekers: For whom.
        ads: What is ordered.
        encoder: For the cosine.
        progress: Told of the ads encoded.
    """
    queries = [plain(f"{seeker.wish}. {seeker.summary}") for seeker in seekers]
    index = LexicalIndex.build([plain(f"{ad.title}\n{ad.description}") for ad in ads])
    words = np.stack([index.scores(query) for query in queries])
    vectors = encoder.encode_passage([passage(ad) for ad in ads], progress)
    cosine = encoder.encode_query(queries) @ vectors.T
    fuzzy = process.cdist(
        [seeker.wish for seeker in seekers],
        [ad.title for ad in ads],
        scorer=fuzz.token_set_ratio,
        processor=default_process,
        dtype=np.float32,
    )
    return {BM25: words, COSINE: cosine, FUSION: min_max(words) + min_max(cosine), TOKEN_SET: fuzzy}


def min_max(scores: Scores) -> Scores:
    """Each row brought to [0, 1]; a row of equal scores becomes 0."""
    low, high = scores.min(axis=1, keepdims=True), scores.max(axis=1, keepdims=True)
    found: Scores = (scores - low) / np.where(high > low, high - low, 1)
    return found


def ranked(scores: Scores, keys: Sequence[str], k: int) -> list[tuple[str, ...]]:
    """The best ``k`` keys of each row, best first; ties by key.

    Args:
        scores: Shape ``(rows, len(keys))``.
        keys: Ascending.
        k: How many.
    """
    order = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    return [tuple(keys[at] for at in row) for row in order]
