"""Training advice over the catalogues of one pipeline: postings are looked at once and held against every course."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from matcher.answers import Subject
from matcher.catalogue import Catalogue
from matcher.filters import Conditions
from matcher.score import Scorer
from matcher.search import Search
from matcher.training.admission import Refusal, TrainingWish
from matcher.training.advice import CourseAdvice, advise, nearest_refusal
from matcher.training.alternatives import Alternative, alternatives
from matcher.training.lessons import Syllabus, Tables, syllabus_of
from matcher.training.paths import TrainingPath, best_paths
from matcher.training.reach import NEAR_KM, Outlook
from taxonomy.occupations import Occupations
from taxonomy.places import Gazetteer
from taxonomy.skills import Skills

DEPTH = 200
"""Postings by each view of retrieval that are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Considered:
    """What an answer about training rests on.

    Attributes:
        postings_considered: Open postings of the work sought that were looked at.
        reachable: Those within reach today.
        removed_by_filter: Condition to number of courses that it left out.
        why_none: Where nothing is advised, why: ``no_courses``, ``no_postings``, or the condition that held back the
            courses that came furthest; None where something is.
        generation: Name of the generation that answered.
        weights: Name of the weights that the postings were scored with.
    """

    postings_considered: int
    reachable: int
    removed_by_filter: Mapping[Refusal, int]
    why_none: str | None
    generation: str
    weights: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """Courses for one worker.

    Attributes:
        key: The worker.
        courses: Best first; empty when no course helps.
        alternatives: What may help beside courses.
        considered: What it rests on.
    """

    key: str
    courses: tuple[CourseAdvice, ...]
    alternatives: tuple[Alternative, ...]
    considered: Considered


@dataclass(frozen=True, slots=True, kw_only=True)
class PathAdvice:
    """Paths of courses for one worker.

    Attributes:
        key: The worker.
        paths: Best first; empty when none helps.
        alternatives: What may help beside courses.
        considered: What it rests on.
    """

    key: str
    paths: tuple[TrainingPath, ...]
    alternatives: tuple[Alternative, ...]
    considered: Considered


class Advisor:
    """Advises on training; deterministic, safe to share between threads.

    Attributes:
        tables: What it looks things up in.
    """

    def __init__(
        self,
        search: Search,
        courses: Catalogue,
        scorer: Scorer,
        skills: Skills,
        gazetteer: Gazetteer,
        occupations: Occupations,
        *,
        generation: str = "",
        weights: str = "",
    ) -> None:
        """Join what advice needs.

        Args:
            search: Over the postings.
            courses: All courses.
            scorer: Of the search.
            skills: For labels and types.
            gazetteer: For distances.
            occupations: For their similarity.
            generation: Told with each answer.
            weights: Likewise.
        """
        self._search, self._courses, self._scorer = search, courses, scorer
        self.tables = Tables(
            skills=skills,
            gazetteer=gazetteer,
            occupations=occupations,
            vocabulary=scorer.vocabulary,
            credit=scorer.credit,
        )
        self._generation, self._weights = generation, weights

    @cached_property
    def syllabus(self) -> Syllabus:
        """Every course with what it gives."""
        return syllabus_of(self._courses, self.tables)

    def outlook(self, worker: Subject, wish: TrainingWish) -> Outlook:
        """The open postings of the work sought, near home for who does not say to move, as the worker stands.

        Args:
            worker: Who.
            wish: For the day.
        """
        own, found, _ = self._search.looked_at(worker, looked_at(worker, wish), DEPTH)
        return Outlook(own, found, self._scorer)

    def courses(self, worker: Subject, wish: TrainingWish, k: int) -> Advice:
        """The k courses of most value to a worker; see ``matcher.training.advice``."""
        outlook = self.outlook(worker, wish)
        found, removed = advise(worker.coded, outlook, self.syllabus, wish, self.tables, k)
        return Advice(
            key=worker.coded.key,
            courses=tuple(found),
            alternatives=alternatives(worker.coded, outlook, self.syllabus, wish, self.tables),
            considered=self._considered(outlook, removed, not found),
        )

    def paths(self, worker: Subject, wish: TrainingWish, k: int) -> PathAdvice:
        """The k paths of most value to a worker; see ``matcher.training.paths``."""
        outlook = self.outlook(worker, wish)
        found, removed = best_paths(worker.coded, outlook, self.syllabus, wish, self.tables, k)
        return PathAdvice(
            key=worker.coded.key,
            paths=tuple(found),
            alternatives=alternatives(worker.coded, outlook, self.syllabus, wish, self.tables),
            considered=self._considered(outlook, removed, not found),
        )

    def _considered(self, outlook: Outlook, removed: Mapping[Refusal, int], is_empty: bool) -> Considered:
        why = nearest_refusal(removed) if self.syllabus.lessons else "no_courses"
        return Considered(
            postings_considered=len(outlook),
            reachable=int(outlook.now.reached.sum()),
            removed_by_filter=removed,
            why_none=None if not is_empty else why if len(outlook) or not self.syllabus.lessons else "no_postings",
            generation=self._generation,
            weights=self._weights,
        )


def looked_at(worker: Subject, wish: TrainingWish) -> Conditions:
    """Which postings are looked at; licences are left to ``Outlook``: nothing found hangs on what was learnt."""
    within_km = None if worker.coded.will_relocate else NEAR_KM
    return Conditions(today=wish.today, within_km=within_km, waived=("licence",))
