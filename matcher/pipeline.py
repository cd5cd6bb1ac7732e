"""The whole story: filter, retrieve, score, explain, recommend courses; both directions, by the same steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from indexes.encoder import Vectors
from matcher.catalogue import Catalogue
from matcher.coded import Coded
from matcher.courses import CourseAdvice, Prospect, advise
from matcher.explain import Explained, explain
from matcher.filters import Conditions, postings_for, workers_for
from matcher.retrieve import Candidates, Query, retrieve
from matcher.score import Pair, Scored, Scorer
from taxonomy.errors import InputError
from taxonomy.occupations import Occupations
from taxonomy.places import Gazetteer
from taxonomy.skills import Skills

MAX_K = 1_000
"""Most matches that one call gives."""

NEAR_THE_BEST = 0.65
"""Share of the best posting's score from which a posting counts when courses are weighed: work that lies far behind
what a worker wants and can do must send nobody to a course."""

_DEPTH = 200
_PROSPECTS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The record that matches are sought for.

    Attributes:
        coded: Its codes.
        vector: float32 of length 1, shape ``(dim,)``.
        text: Its words for BM25.
    """

    coded: Coded
    vector: Vectors
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Matches of one subject.

    Attributes:
        key: The subject.
        matches: Best first; ties by key.
        removed_by_filter: Condition to number of records that it left out.
    """

    key: str
    matches: tuple[Explained, ...]
    removed_by_filter: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """Courses for one worker.

    Attributes:
        key: The worker.
        courses: Best first; empty when no course helps.
        removed_by_filter: Condition to number of courses that it left out.
        postings_considered: How many of the worker's best postings the gains are means over.
    """

    key: str
    courses: tuple[CourseAdvice, ...]
    removed_by_filter: Mapping[str, int]
    postings_considered: int


class Pipeline:
    """Answers matches over catalogues that are in memory; pure, deterministic, safe to share between threads."""

    def __init__(
        self,
        catalogues: Mapping[str, Catalogue],
        scorer: Scorer,
        skills: Skills,
        gazetteer: Gazetteer,
        occupations: Occupations,
    ) -> None:
        """Join what a match needs; ``catalogues`` holds ``posting``, ``worker`` and ``course``."""
        self.catalogues = catalogues
        self._scorer = scorer
        self._skills = skills
        self._gazetteer = gazetteer
        self._occupations = occupations

    def rank_postings(self, worker: Subject, k: int, conditions: Conditions) -> Ranking:
        """Rank postings for a worker.

        Raises:
            InputError: k is not within 1 and ``MAX_K``.
        """
        return self._rank(worker, "posting", check_k(k), conditions)

    def rank_workers(self, posting: Subject, k: int, conditions: Conditions) -> Ranking:
        """Rank workers for a posting.

        Raises:
            InputError: k is not within 1 and ``MAX_K``.
        """
        return self._rank(posting, "worker", check_k(k), conditions)

    def _rank(self, subject: Subject, kind: str, k: int, conditions: Conditions) -> Ranking:
        catalogue = self.catalogues[kind]
        narrow = postings_for if kind == "posting" else workers_for
        filtered = narrow(subject.coded, catalogue, conditions)
        candidates = retrieve(
            self._query(subject), catalogue, filtered.allowed, self._occupations.similarity, max(_DEPTH, 2 * k)
        )
        ranked = self._score(subject, catalogue, candidates)[:k]
        matches = tuple(self._explain(pair, scored, found) for pair, scored, found in ranked)
        return Ranking(key=subject.coded.key, matches=matches, removed_by_filter=filtered.removed)

    def _query(self, subject: Subject) -> Query:
        weights = self._occupations.distribution(subject.coded.occupations)
        return Query(vector=subject.vector, text=subject.text, occupations=weights)

    def _score(
        self, subject: Subject, catalogue: Catalogue, candidates: Candidates
    ) -> list[tuple[Pair, Scored, Coded]]:
        """Pairs of the candidates with their scores, best first, each with the record that was found."""
        ranked = []
        for at, row in enumerate(candidates.rows):
            found = catalogue.coded[int(row)]
            is_posting = found.kind == "posting"
            pair = Pair(
                worker=subject.coded if is_posting else found,
                posting=found if is_posting else subject.coded,
                occupation=float(candidates.occupations[at]),
                cosine=float(candidates.cosines[at]),
                words=float(candidates.words[at]),
            )
            ranked.append((pair, self._scorer.score(pair), found))
        ranked.sort(key=lambda item: (-item[1].total, item[2].key))
        return ranked

    def _explain(self, pair: Pair, scored: Scored, found: Coded) -> Explained:
        return explain(self._scorer, self._skills, pair, scored, key=found.key, title=found.title)

    def recommend_courses(self, worker: Subject, k: int, today: date | None) -> Advice:
        """Recommend the courses that raise a worker's best matches most.

        Raises:
            InputError: k is not within 1 and ``MAX_K``.
        """
        check_k(k)
        conditions = Conditions(today=today)
        filtered = postings_for(worker.coded, self.catalogues["posting"], conditions)
        candidates = retrieve(
            self._query(worker), self.catalogues["posting"], filtered.allowed, self._occupations.similarity, _DEPTH
        )
        best = self._score(worker, self.catalogues["posting"], candidates)[:_PROSPECTS]
        prospects = [
            Prospect(pair=pair, explained=self._explain(pair, scored, found))
            for pair, scored, found in best
            if scored.total >= NEAR_THE_BEST * best[0][1].total
        ]
        courses, removed = advise(
            worker.coded,
            prospects,
            self.catalogues["course"],
            self._scorer,
            self._skills,
            self._gazetteer,
            k=k,
            today=today,
        )
        return Advice(
            key=worker.coded.key,
            courses=tuple(courses),
            removed_by_filter=removed,
            postings_considered=len(prospects),
        )


def check_k(k: int) -> int:
    """K itself.

    Raises:
        InputError: k is not within 1 and ``MAX_K``.
    """
    if not 1 <= k <= MAX_K:
        raise InputError(wanted=f"k from 1 to {MAX_K}", found=k, where="k")
    return k
