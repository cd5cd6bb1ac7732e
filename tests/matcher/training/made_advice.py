"""A small world for training advice: coded postings and courses over the small taxonomy, and who asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from matcher.answers import Subject
from matcher.coded import Coded
from matcher.course_terms import CourseTerms
from matcher.duplicates.showing import Copies
from matcher.score import Scorer
from matcher.search import Search
from matcher.training.advisor import Advisor
from matcher.weights import Weights
from taxonomy.occupations import load_occupations
from taxonomy.places import load_gazetteer
from tests.builders import (
    catalogue,
    coded_course,
    coded_posting,
    coded_worker,
    scorer,
    small_skills,
    vocabulary,
    weighing,
)
from tests.fakes import FakeEncoder

TODAY = date(2026, 11, 2)
WELDER = (("7212", 1.0),)
BAKER = (("7512", 1.0),)


@lru_cache(maxsize=1)
def by_skills() -> Scorer:
    """The score is the share of skills that are met, nothing else."""
    return scorer(weighing(skills=1.0))


def advisor(postings: Sequence[Coded], courses: Sequence[Coded], weights: Weights | None = None) -> Advisor:
    """An advisor over catalogues in memory; without weights the score is the share of skills that are met."""
    scoring = by_skills() if weights is None else scorer(weights)
    catalogues = {"posting": catalogue(postings), "course": catalogue(courses)}
    search = Search(catalogues, scoring, vocabulary(), load_occupations(), Copies())
    return Advisor(search, catalogues["course"], scoring, small_skills(), load_gazetteer(), load_occupations())


def asking(worker: Coded) -> Subject:
    """A worker, ready to ask; the vector is that of the title, whatever the skills are."""
    return Subject(coded=worker, vector=FakeEncoder().encode_query([worker.title])[0], text=worker.title)


def welder(**facts: Any) -> Coded:
    """A worker who seeks welding."""
    return coded_worker(**{"occupations": WELDER, **facts})


def welding(key: str, *required: str, **facts: Any) -> Coded:
    """A posting for welders."""
    return coded_posting(key, required=required, **{"occupations": WELDER, **facts})


def training(key: str, *taught: str, occupations: tuple[tuple[str, float], ...] = WELDER, **terms: Any) -> Coded:
    """A course for welders of 80 JP, unless it is told otherwise."""
    told = CourseTerms(**{"jp": 80, **terms})
    return coded_course(key, taught=taught, occupations=occupations, terms=told, closes_on=told.starts_on)
