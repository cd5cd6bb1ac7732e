"""What our ranking must beat: six ways to order all ads for a job seeker, of which only the last reads any code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

from indexes.encoder import BatchProgress, Encoder
from indexes.lexical import LexicalIndex
from matcher.engine import Engine
from matcher.records import Posting, Worker
from matcher.texts import passage
from taxonomy.text import plain

Scores = npt.NDArray[np.float32]

BM25, COSINE, FUSION, TOKEN_SET = "BM25", "encoder cosine", "BM25 + encoder cosine", "RapidFuzz token set"
TITLE_ONLY, SKILL_OVERLAP = "encoder cosine of wish and title", "skill overlap"


def ad_baselines(
    seekers: Sequence[Worker], ads: Sequence[Posting], encoder: Encoder, progress: BatchProgress | None = None
) -> Mapping[str, Scores]:
    """Scores of every ad for every seeker by each baseline; float32, shape ``(len(seekers), len(ads))``.

    BM25 reads title and description; the encoder reads title, category and the start of the description, as a passage.
    The query of both is wish and summary. The fusion is the sum of both, each brought to [0, 1] for each seeker (Fox &
    Shaw 1994, TREC-2, CombSUM). Wish and title are compared by the encoder and by RapidFuzz.

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
    titles = encoder.encode_passage([plain(ad.title) for ad in ads])
    by_title = encoder.encode_query([plain(seeker.wish) for seeker in seekers]) @ titles.T
    fuzzy = process.cdist(
        [seeker.wish for seeker in seekers],
        [ad.title for ad in ads],
        scorer=fuzz.token_set_ratio,
        processor=default_process,
        dtype=np.float32,
    )
    fusion = min_max(words) + min_max(cosine)
    return {BM25: words, COSINE: cosine, FUSION: fusion, TITLE_ONLY: by_title, TOKEN_SET: fuzzy}


def skill_overlap(engine: Engine, seekers: Sequence[Worker], keys: Sequence[str]) -> Scores:
    """Jaccard share of coded skills that both sides name (as matchers on ESCO skills do); shape as ``ad_baselines``.

    Args:
        engine: Whose coder reads the seekers, and whose index holds the ads with their skills.
        seekers: For whom.
        keys: Of the ads, in the order of the columns.
    """
    catalogue = engine.refresh().catalogues["posting"]
    asked = [frozenset(skill.id for skill in catalogue.place(key).coded.skills) for key in keys]
    found = np.zeros((len(seekers), len(keys)), dtype=np.float32)
    for row, subject in enumerate(engine.subjects(list(seekers))):
        held = {skill.id for skill in subject.coded.skills}
        found[row] = [len(held & skills) / max(1, len(held | skills)) for skills in asked]
    return found


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
