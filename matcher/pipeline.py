"""The whole story: filter, retrieve, score, explain, recommend courses; both directions, by the same steps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from indexes.encoder import Vectors
from matcher.catalogue import Catalogue
from matcher.coded import Coded
from matcher.columns import Columns, columns_of, joined
from matcher.courses import CourseAdvice, Prospects, advise
from matcher.explain import Explained, Explainer
from matcher.filters import Conditions, postings_for, workers_for
from matcher.ranking import Found, Ranked, best
from matcher.retrieve import Candidates, Query, compare, retrieve
from matcher.score import Pairs, Scorer, Scores, joined_scores
from matcher.segment import Segment
from matcher.shadow import TOP, Shadow
from matcher.vocabulary import Vocabulary
from taxonomy.errors import InputError, UnknownIdError
from taxonomy.occupations import Occupations
from taxonomy.places import Gazetteer
from taxonomy.skills import Skills

MAX_K = 1_000
"""Most matches that one call gives."""

NEAR_THE_BEST = 0.75
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
        matches: Best first, ties by key; in the order asked for where given postings were asked for.
        removed_by_filter: Condition to number of records that it left out.
        generation: Name of the generation that answered.
        weights: Name of the weights that ranked.
    """

    key: str
    matches: tuple[Explained, ...]
    removed_by_filter: Mapping[str, int]
    generation: str
    weights: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """Courses for one worker.

    Attributes:
        key: The worker.
        courses: Best first; empty when no course helps.
        removed_by_filter: Condition to number of courses that it left out.
        postings_considered: How many of the worker's best postings the gains are means over.
        generation: Name of the generation that answered.
        weights: Name of the weights that the postings were scored with.
    """

    key: str
    courses: tuple[CourseAdvice, ...]
    removed_by_filter: Mapping[str, int]
    postings_considered: int
    generation: str
    weights: str


class Pipeline:
    """Answers matches over catalogues; deterministic, safe to share between threads; only a shadow counts.

    Attributes:
        catalogues: Kind to what is searched.
        generation: Name of the generation that they begin with.
        weights: Name of the weights that score.
    """

    def __init__(
        self,
        catalogues: Mapping[str, Catalogue],
        scorer: Scorer,
        vocabulary: Vocabulary,
        skills: Skills,
        gazetteer: Gazetteer,
        occupations: Occupations,
        generation: str = "",
        weights: str = "",
        shadow: Shadow | None = None,
    ) -> None:
        """Join what a match needs.

        Args:
            catalogues: Of ``posting``, ``worker`` and ``course``.
            scorer: Scores pairs.
            vocabulary: What the numbers in columns mean.
            skills: For labels.
            gazetteer: For distances.
            occupations: For their similarity.
            generation: Name of the generation that the catalogues begin with.
            weights: Name of the scorer's weights.
            shadow: Scores each ranking beside; nothing that is found hangs on it.
        """
        self.generation = generation
        self.weights = weights
        self._shadow = shadow
        self.catalogues = catalogues
        self._scorer = scorer
        self._vocabulary = vocabulary
        self._explainer = Explainer(scorer, skills, vocabulary)
        self._skills = skills
        self._gazetteer = gazetteer
        self._occupations = occupations
        self._similarity = occupations.similarity

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
        ranked, removed = self._ranked(subject, kind, k, conditions, _depth(k))
        if self._shadow is not None and ranked:
            self._shadow.compare(joined_scores([one.found.scores.take([one.at]) for one in ranked[:TOP]]))
        return Ranking(
            key=subject.coded.key,
            matches=tuple(self._explain(subject, one) for one in ranked),
            removed_by_filter=removed,
            generation=self.generation,
            weights=self.weights,
        )

    def best_postings(self, worker: Subject, k: int, conditions: Conditions) -> list[Ranked]:
        """What ``rank_postings`` finds, without reasons.

        Raises:
            InputError: k is not within 1 and ``MAX_K``.
        """
        return self._ranked(worker, "posting", check_k(k), conditions, _depth(k))[0]

    def revisit(self, worker: Subject, keys: Sequence[str], conditions: Conditions) -> Ranking:
        """Postings that were recommended some time ago, in their order, as they are now.

        What no longer meets the conditions is left out and counted, with what is no longer there as ``deleted``.
        """
        own, query = columns_of([worker.coded], self._vocabulary), self._query(worker)
        kept, removed = dict[str, Ranked](), Counter[str]()
        for segment in self.catalogues["posting"].segments:
            held = [row for key in keys if (row := segment.find(key)) >= 0]
            only = np.zeros_like(segment.alive)
            only[held] = True
            filtered = postings_for(own, replace(segment, alive=only), conditions, self._vocabulary)
            removed.update({**filtered.removed, "deleted": -len(held)})
            rows = np.flatnonzero(filtered.allowed)
            found = self._scored(worker, own, segment, compare(query, segment, rows, self._similarity))
            kept |= {one.key: one for one in (Ranked(found=found, at=at) for at in range(len(rows)))}
        removed["deleted"] += len(keys)
        return Ranking(
            key=worker.coded.key,
            matches=tuple(self._explain(worker, kept[key]) for key in keys if key in kept),
            removed_by_filter=dict(removed),
            generation=self.generation,
            weights=self.weights,
        )

    def _ranked(
        self, subject: Subject, kind: str, k: int, conditions: Conditions, depth: int
    ) -> tuple[list[Ranked], dict[str, int]]:
        """The k best of a kind, and how many each condition removed: filter, retrieve and score, segment by segment."""
        own = columns_of([subject.coded], self._vocabulary)
        narrow = postings_for if kind == "posting" else workers_for
        query = self._query(subject)
        found, removed = list[Found](), Counter[str]()
        for segment in self.catalogues[kind].segments:
            filtered = narrow(own, segment, conditions, self._vocabulary)
            removed.update(filtered.removed)
            candidates = retrieve(query, segment, filtered.allowed, self._similarity, depth)
            found.append(self._scored(subject, own, segment, candidates))
        return best(found, k), dict(removed)

    def score(self, subject: Subject, kind: str, keys: Sequence[str]) -> Scores:
        """Scores of a subject with given records, in the order of the keys; no filter and no retrieval stands between.

        Raises:
            UnknownIdError: A key is not indexed.
        """
        own, query = columns_of([subject.coded], self._vocabulary), self._query(subject)
        parts, found = list[Scores](), list[str]()
        for segment in self.catalogues[kind].segments:
            held = {key: row for key in keys if (row := segment.find(key)) >= 0}
            rows = np.array(list(held.values()), dtype=np.int64)
            parts.append(self._scored(subject, own, segment, compare(query, segment, rows, self._similarity)).scores)
            found += held
        places = {key: place for place, key in enumerate(found)}
        missing = next((key for key in keys if key not in places), None)
        if missing is not None:
            raise UnknownIdError(wanted=f"the id of an indexed {kind}", found=missing, where="keys")
        return joined_scores(parts).take([places[key] for key in keys])

    def _scored(self, subject: Subject, own: Columns, segment: Segment, compared: Candidates) -> Found:
        picked = segment.columns.take(compared.rows)
        is_worker = subject.coded.kind == "worker"
        pairs = Pairs(
            worker=own if is_worker else picked,
            posting=picked if is_worker else own,
            occupations=compared.occupations,
            cosines=compared.cosines,
            words=compared.words,
        )
        return Found(segment=segment, rows=compared.rows, pairs=pairs, scores=self._scorer.score(pairs))

    def _query(self, subject: Subject) -> Query:
        weights = self._occupations.distribution(subject.coded.occupations)
        return Query(vector=subject.vector, text=subject.text, occupations=weights)

    def _explain(self, subject: Subject, one: Ranked) -> Explained:
        found = one.coded
        worker, posting = (subject.coded, found) if found.kind == "posting" else (found, subject.coded)
        return self._explainer.explain(one.found.scores, one.at, worker, posting, found)

    def _prospects(self, worker: Subject, today: date | None) -> Prospects:
        """The worker's best postings, those near enough to the best one."""
        ranked, _ = self._ranked(worker, "posting", _PROSPECTS, Conditions(today=today), _DEPTH)
        near = [one for one in ranked if one.total >= NEAR_THE_BEST * ranked[0].total]
        return Prospects(
            pairs=_joined(columns_of([worker.coded], self._vocabulary), [one.pair for one in near]),
            explained=[self._explain(worker, one) for one in near],
        )

    def recommend_courses(self, worker: Subject, k: int, today: date | None) -> Advice:
        """Recommend the courses that raise a worker's best matches most.

        Raises:
            InputError: k is not within 1 and ``MAX_K``.
        """
        check_k(k)
        prospects = self._prospects(worker, today)
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
            postings_considered=len(prospects.explained),
            generation=self.generation,
            weights=self.weights,
        )


def _depth(k: int) -> int:
    """Candidates by each view of retrieval for the k best."""
    return max(_DEPTH, 2 * k)


def _joined(worker: Columns, pairs: Sequence[Pairs]) -> Pairs:
    """One worker's pairs as one."""
    nothing = np.zeros(0, dtype=np.float32)
    return Pairs(
        worker=worker,
        posting=joined([pair.posting for pair in pairs]) if pairs else worker.take(np.zeros(0, dtype=np.int64)),
        occupations=np.concatenate([nothing, *(pair.occupations for pair in pairs)]),
        cosines=np.concatenate([nothing, *(pair.cosines for pair in pairs)]),
        words=np.concatenate([nothing, *(pair.words for pair in pairs)]),
    )


def check_k(k: int) -> int:
    """K itself.

    Raises:
        InputError: k is not within 1 and ``MAX_K``.
    """
    if not 1 <= k <= MAX_K:
        raise InputError(wanted=f"k from 1 to {MAX_K}", found=k, where="k")
    return k
