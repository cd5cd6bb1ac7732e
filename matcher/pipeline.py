"""The whole story: filter, retrieve, score, explain, recommend courses; both directions, by the same steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import numpy.typing as npt

from indexes.tracing import step
from matcher.ads.crowd import COUNTED_DEPTH, COUNTED_WHOLE, Crowd
from matcher.answers import Ranking, Subject
from matcher.calibration import Calibration
from matcher.catalogue import Catalogue
from matcher.duplicates.showing import AlsoAt, Copies
from matcher.explain import Explained, Explainer, Met
from matcher.filters import Conditions
from matcher.openings import NEAR_THE_BEST, best_openings
from matcher.ranking import Ranked, Searched, together
from matcher.relax import Relaxation, relaxations
from matcher.score import Scorer, Scores
from matcher.search import Places, Search
from matcher.shadow import TOP, Shadow
from matcher.training.admission import TrainingWish
from matcher.training.advisor import Advice, Advisor, PathAdvice
from matcher.vocabulary import Vocabulary
from taxonomy.errors import InputError
from taxonomy.occupations import Occupations
from taxonomy.places import Gazetteer
from taxonomy.skills import Skills

MAX_K = 1_000
"""Most matches that one call gives."""

_DEPTH = 200


class Pipeline:
    """Answers matches over catalogues; deterministic, safe to share between threads; only a shadow counts.

    Attributes:
        catalogues: Kind to what is searched.
        generation: Name of the generation that they begin with.
        weights: Name of the weights that score.
        advisor: Advises on training over the same catalogues.
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
        chances: Mapping[str, Calibration] | None = None,
        copies: Copies | None = None,
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
            chances: Kind that is searched to the chance of being shortlisted, by score, as far as it is known.
            copies: Postings that are one vacancy, of which one is shown; none by default.
        """
        self.generation = generation
        self.weights = weights
        self._shadow, self._chances, self._copies = shadow, chances or {}, copies or Copies()
        self.catalogues = catalogues
        self._scorer = scorer
        self._vocabulary = vocabulary
        self._search = Search(catalogues, scorer, vocabulary, occupations, self._copies)
        self._explainer = Explainer(scorer, skills, gazetteer, vocabulary)
        self._skills = skills
        self.advisor = Advisor(
            self._search,
            catalogues["course"],
            scorer,
            skills,
            gazetteer,
            occupations,
            generation=generation,
            weights=weights,
        )

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
        searched = self._search.best(subject, kind, k, conditions, _depth(k), with_opened=True)
        if self._shadow is not None and searched.ranked:
            self._shadow.compare(together(searched.ranked[:TOP], kind)[1])
        return Ranking(
            key=subject.coded.key,
            matches=self._explained(subject, searched.ranked, kind),
            removed_by_filter=searched.removed,
            chance=self._chances.get(kind),
            relax=self._relax(kind, k, conditions, searched) if searched.remain < k else (),
            generation=self.generation,
            weights=self.weights,
            would_open=best_openings(searched.opened, self._skills, _least(searched)),
            also_at=self._also_at(kind, searched, conditions.today),
        )

    def _also_at(self, kind: str, searched: Searched, today: date | None) -> Mapping[str, tuple[AlsoAt, ...]]:
        """Key of each posting that is ranked to its other copies that are open."""
        if kind != "posting":
            return {}
        found = {one.key: self._copies.also_at(one.key, self.catalogues[kind], today) for one in searched.ranked}
        return {key: others for key, others in found.items() if others}

    def _relax(self, kind: str, k: int, conditions: Conditions, searched: Searched) -> tuple[Relaxation, ...]:
        def count(looser: Conditions) -> int:
            return sum(part.remain for part in self._search.narrowed(searched.own, kind, looser))

        return relaxations(conditions, searched.removed, searched.remain, k, self._vocabulary, count)

    def best_postings(self, worker: Subject, k: int, conditions: Conditions) -> Sequence[Ranked]:
        """What ``rank_postings`` finds, without reasons.

        Raises:
            InputError: k is not within 1 and ``MAX_K``.
        """
        return self._search.best(worker, "posting", check_k(k), conditions, _depth(k)).ranked

    def revisit(self, worker: Subject, keys: Sequence[str], conditions: Conditions) -> Ranking:
        """Postings that were recommended some time ago, in their order, as they are now.

        What no longer meets the conditions is left out and counted, with what is no longer there as ``deleted``.
        """
        ranked, removed = self._search.again(worker, keys, conditions)
        return Ranking(
            key=worker.coded.key,
            matches=self._explained(worker, ranked, "posting"),
            removed_by_filter=removed,
            chance=self._chances.get("posting"),
            generation=self.generation,
            weights=self.weights,
        )

    def _explained(self, subject: Subject, ranked: Sequence[Ranked], kind: str) -> tuple[Explained, ...]:
        if not ranked:
            return ()
        with step("explain"):
            pairs, scores = together(ranked, kind)
            return tuple(self._explainer.explain(pairs, scores, _met(subject, ranked)))

    def score(self, subject: Subject, kind: str, keys: Sequence[str]) -> Scores:
        """Scores of a subject with given records, in the order of the keys; no filter and no retrieval stands between.

        Raises:
            UnknownIdError: A key is not indexed.
        """
        return self._search.scores(subject, kind, keys)

    def places(self, kind: str, keys: Sequence[str]) -> Places:
        """Where given records stand; what is not there is left out."""
        return self._search.places(kind, keys)

    def fitting(self, subject: Subject, kind: str, places: Places, conditions: Conditions) -> list[Ranked]:
        """Those of given records that meet the conditions, scored as a ranking scores them, in no order."""
        return self._search.fitting(subject, kind, places, conditions)

    def crowd(self, posting: Subject, conditions: Conditions) -> Crowd:
        """The workers whom a posting may meet, to be counted again with other demands.

        Args:
            posting: Whose workers.
            conditions: What they must meet beside the posting's own demands.
        """
        found = self._search.crowd(posting, conditions.visible, COUNTED_WHOLE, COUNTED_DEPTH)
        return Crowd(found, self._scorer, self._vocabulary, conditions)

    def bounds(self, subjects: Sequence[Subject], kind: str, keys: Sequence[str]) -> npt.NDArray[np.float64]:
        """What the scores of pairs cannot pass, whichever side asks; shape ``(subjects, keys)``."""
        return self._search.bounds(subjects, kind, keys)

    def recommend_courses(self, worker: Subject, k: int, wish: TrainingWish) -> Advice:
        """Recommend the courses that open most for a worker, by matching anew as if each had been done.

        Raises:
            InputError: k is not within 1 and ``MAX_K``.
        """
        with step("recommend courses"):
            return self.advisor.courses(worker, wish, check_k(k))

    def recommend_paths(self, worker: Subject, k: int, wish: TrainingWish) -> PathAdvice:
        """Recommend paths of up to three courses.

        Raises:
            InputError: k is not within 1 and ``MAX_K``.
        """
        with step("recommend paths"):
            return self.advisor.paths(worker, wish, check_k(k))


def _met(subject: Subject, ranked: Sequence[Ranked]) -> list[Met]:
    """The pairs of a subject with what was ranked for it, as records."""
    found, own = [one.coded for one in ranked], subject.coded
    if own.kind == "worker":
        return [Met(worker=own, posting=one, found=one) for one in found]
    return [Met(worker=one, posting=own, found=one) for one in found]


def _least(searched: Searched) -> float:
    """The score from which something lies near enough to the best."""
    return NEAR_THE_BEST * max((one.total for one in searched.ranked), default=0.0)


def _depth(k: int) -> int:
    """Candidates by each view of retrieval for the k best."""
    return max(_DEPTH, 2 * k)


def check_k(k: int) -> int:
    """K itself.

    Raises:
        InputError: k is not within 1 and ``MAX_K``.
    """
    if not 1 <= k <= MAX_K:
        raise InputError(wanted=f"k from 1 to {MAX_K}", found=k, where="k")
    return k
