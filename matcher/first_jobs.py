"""Entry-level postings for somebody without experience: programme -> occupation -> skills, with reasons.

The steps are those of ``matcher.pipeline``: filter, retrieve, score, explain. What is expected of a graduate is named
as expected, apart from what the person has said; nothing of it is stored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexes.vectors import Rows
from matcher.catalogue import Catalogue
from matcher.coded import Coded
from matcher.columns import Columns, columns_of
from matcher.components import occupation_similarity
from matcher.engine import Engine
from matcher.filters import Conditions, postings_for
from matcher.first_job_profile import FirstJobProfile
from matcher.first_job_reasons import FirstJob, first_job
from matcher.first_job_score import FirstJobPairs, FirstJobScorer, is_entry_level
from matcher.pipeline import check_k
from matcher.retrieve import Query, compare, retrieve
from matcher.score import Scores
from matcher.segment import Segment
from taxonomy.occupations import load_occupations
from taxonomy.study_programmes import load_study_programmes

_DEPTH = 300
"""Candidates by each view of retrieval."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstJobs:
    """Entry-level postings of one profile.

    Attributes:
        profile: Who looks.
        found: Best first, ties by key.
        removed_by_filter: Condition to number of postings that it left out; ``not_entry_level`` last.
        generation: Name of the generation that answered.
    """

    profile: FirstJobProfile
    found: tuple[FirstJob, ...]
    removed_by_filter: Mapping[str, int]
    generation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """Scored postings of one segment.

    Attributes:
        segment: The segment.
        rows: Row numbers.
        scores: Of each row.
    """

    segment: Segment
    rows: Rows
    scores: Scores


def find_first_jobs(engine: Engine, profile: FirstJobProfile, k: int, conditions: Conditions) -> FirstJobs:
    """The k best entry-level postings for a profile.

    Raises:
        InputError: k is out of range.
        GenerationError: Nothing is indexed.
    """
    check_k(k)
    pipeline = engine.refresh()
    search = FirstJobSearch(engine, profile)
    looked, removed = search.best_rows(pipeline.catalogues["posting"], conditions)
    ranked = sorted(
        (
            (float(part.scores.totals[at]), part.segment.key(int(row)), part, at)
            for part in looked
            for at, row in _top(part, k)
        ),
        key=lambda one: (-one[0], one[1]),
    )[:k]
    found = tuple(
        first_job(profile, part.segment.coded(int(part.rows[at])), part.scores, at, search.scorer)
        for _, _, part, at in ranked
    )
    return FirstJobs(profile=profile, found=found, removed_by_filter=removed, generation=pipeline.generation)


class FirstJobSearch:
    """One profile, ready to be held against postings.

    Attributes:
        scorer: Scores them.
    """

    def __init__(self, engine: Engine, profile: FirstJobProfile) -> None:
        """Embed a profile and bring it into columns."""
        occupations = load_occupations()
        self.scorer = FirstJobScorer(engine.vocabulary, engine.credit)
        self._profile = profile
        self._vocabulary = engine.vocabulary
        self._similarity = occupations.similarity
        self._own = columns_of([profile.worker], engine.vocabulary)
        vector = engine.coder.embed([profile.programme.label], [profile.text])[0]
        self._query = Query(vector=vector, text=profile.text, occupations=profile.occupations)
        wished = () if profile.worker.uncertain else profile.worker.occupations
        self._wish = occupations.distribution(wished)

    def best_rows(self, catalogue: Catalogue, conditions: Conditions) -> tuple[list[Looked], Mapping[str, int]]:
        """Scored candidates of each segment, and how many postings each condition left out."""
        looked, removed = list[Looked](), Counter[str]()
        for segment in catalogue.segments:
            filtered = postings_for(self._own, segment, conditions, self._vocabulary)
            allowed = filtered.allowed & is_entry_level(segment.columns)
            removed.update(filtered.removed)
            removed["not_entry_level"] += filtered.remain - int(np.count_nonzero(allowed))
            rows = retrieve(self._query, segment, allowed, self._similarity, _DEPTH).rows
            looked.append(self.score(segment, rows))
        return looked, dict(removed)

    def score(self, segment: Segment, rows: Rows) -> Looked:
        """Given rows of a segment, scored; no filter stands between."""
        compared = compare(self._query, segment, rows, self._similarity)
        posting = segment.columns.take(rows)
        coded = [segment.coded(int(row)) for row in rows]
        pairs = FirstJobPairs(
            worker=self._own,
            posting=posting,
            cosines=compared.cosines,
            words=compared.words,
            asked=asked_nearness(self._profile, coded),
            wish=self._wish_nearness(posting),
        )
        return Looked(segment=segment, rows=rows, scores=self.scorer.score(self._profile, pairs))

    def _wish_nearness(self, posting: Columns) -> npt.NDArray[np.float32]:
        every = np.arange(len(posting))
        if not self._wish.any():
            return np.full(len(posting), np.nan, dtype=np.float32)
        return occupation_similarity(self._wish, posting.occupied(every), self._similarity)


def asked_nearness(profile: FirstJobProfile, postings: Sequence[Coded]) -> npt.NDArray[np.float64]:
    """Closeness of the profile's programme to the nearest one that each posting names, in [0, 1]; NaN where none is."""
    programmes = load_study_programmes()
    own = next(n for n, one in enumerate(programmes) if one.id == profile.programme.id)
    found = np.full(len(postings), np.nan)
    for at, posting in enumerate(postings):
        numbers = [number for name in posting.study_programmes if (number := programmes.number(name)) is not None]
        if numbers:
            found[at] = float(programmes.closeness[own, numbers].max())
    return found


def _top(part: Looked, k: int) -> list[tuple[int, int]]:
    """Places and rows that can be among the k best of a segment, ties at the end included."""
    totals = part.scores.totals
    least = np.partition(totals, len(totals) - k)[len(totals) - k] if len(totals) > k else -np.inf
    return [(at, int(part.rows[at])) for at in np.flatnonzero(totals >= least).tolist()]
