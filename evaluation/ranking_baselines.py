"""What our ranking must beat: six ways to order ads for a seeker, or seekers for an ad; only the last reads codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

from indexes.encoder import BatchProgress, Encoder
from indexes.lexical import LexicalIndex
from matcher.answers import Subject
from matcher.catalogue import Catalogue
from matcher.records import Posting, Record, Worker
from matcher.texts import passage
from taxonomy.text import plain

Scores = npt.NDArray[np.float32]

BM25, COSINE, FUSION, TOKEN_SET = "BM25", "encoder cosine", "BM25 + encoder cosine", "RapidFuzz token set"
TITLE_ONLY, SKILL_OVERLAP = "encoder cosine of wish and title", "skill overlap"


def text_baselines(
    asking: Sequence[Record], found: Sequence[Record], encoder: Encoder, progress: BatchProgress | None = None
) -> Mapping[str, Scores]:
    """Scores of every record for every one that asks, by each baseline; float32, shape ``(len(asking), len(found))``.

    BM25 reads the whole text of both sides. The encoder reads that of the asking side as a query, and of the other the
    passage that the product embeds. The fusion is the sum of both, each brought to [0, 1] for each who asks (Fox & Shaw
    1994, TREC-2, CombSUM). Wish and title are compared by the encoder and by RapidFuzz.

    Args:
        asking: Seekers or ads.
        found: What is ordered; of the other kind.
        encoder: For the cosine.
        progress: Told of the passages encoded.
    """
    queries, wishes = [whole(record) for record in asking], [focus(record) for record in asking]
    index = LexicalIndex.build([whole(record) for record in found])
    words = np.stack([index.scores(query) for query in queries])
    vectors = encoder.encode_passage([passage(record) for record in found], progress)
    cosine = encoder.encode_query(queries) @ vectors.T
    titles = [focus(record) for record in found]
    by_title = (
        encoder.encode_query([plain(text) for text in wishes]) @ encoder.encode_passage(list(map(plain, titles))).T
    )
    scorer = fuzz.token_set_ratio
    fuzzy = process.cdist(wishes, titles, scorer=scorer, processor=default_process, dtype=np.float32)
    fusion = min_max(words) + min_max(cosine)
    return {BM25: words, COSINE: cosine, FUSION: fusion, TITLE_ONLY: by_title, TOKEN_SET: fuzzy}


def whole(record: Record) -> str:
    """All that a seeker or an ad says."""
    if isinstance(record, Worker):
        jobs = "".join(f" {job.title}. {job.description}" for job in record.jobs)
        return plain(f"{record.wish}. {record.summary}{jobs}")
    assert isinstance(record, Posting)
    return plain(f"{record.title}\n{record.description}")


def focus(record: Record) -> str:
    """The job that a seeker looks for, or that an ad names."""
    return record.wish if isinstance(record, Worker) else record.title


def skill_overlap(subjects: Sequence[Subject], catalogue: Catalogue, keys: Sequence[str]) -> Scores:
    """Jaccard share of coded skills that both sides name, as matchers on ESCO skills do; shape as ``text_baselines``.

    Args:
        subjects: Who asks.
        catalogue: Holds what is found, with its skills.
        keys: Of what is found, in the order of the columns.
    """
    named = [frozenset(skill.id for skill in catalogue.place(key).coded.skills) for key in keys]
    found = np.zeros((len(subjects), len(keys)), dtype=np.float32)
    for row, subject in enumerate(subjects):
        own = {skill.id for skill in subject.coded.skills}
        found[row] = [len(own & skills) / max(1, len(own | skills)) for skills in named]
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
    return [tuple(keys[int(at)] for at in row) for row in order]
