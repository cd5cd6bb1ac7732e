"""Courses ready to be advised: what each gives, in numbers, worked out once for all who ask."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from matcher.coded import Coded
from matcher.columns import Occupied, columns_of
from matcher.components import occupation_similarity
from matcher.skill_credit import USUAL_CREDIT, SkillCredit
from matcher.training.admission import Applicant, Refusal, TrainingWish, distance_km, lacks_entry, refusal
from matcher.training.gained import Learnt, gained_skills, learnt_of
from matcher.training.reach import Outlook
from matcher.vocabulary import LICENCES, Vocabulary
from taxonomy.occupations import Occupations
from taxonomy.places import Gazetteer
from taxonomy.skills import Skills

MOSTLY_KNOWN = 0.75
"""Share of what a course gives from which, where it is held already, nobody is sent there: a welder of six years is no
participant of a first course in welding, whatever the last quarter of it would add."""

RELATED = 0.2
"""Similarity of a course's occupations to those sought from which it is training for that work. Looked at by eye: the
courses that an officer would name lie above it (payroll for an HR clerk .40, CNC for a welder .25), those that only
share a skill of every trade (K3, reports, customer service) at or near 0."""

OFFICE_COMPUTING = frozenset(
    "komputer-dasar microsoft-office microsoft-excel microsoft-word microsoft-powerpoint google-workspace "
    "google-sheets pengetikan-cepat entri-data penggunaan-internet".split()
)
"""Skills of courses that are of use in any office; languages are of use everywhere."""

_GENERAL_FROM = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """What advice looks things up in.

    Attributes:
        skills: For labels and types.
        gazetteer: For distances.
        occupations: For their similarity.
        vocabulary: What the numbers in columns mean.
        credit: What skills earn towards others.
    """

    skills: Skills
    gazetteer: Gazetteer
    occupations: Occupations
    vocabulary: Vocabulary
    credit: SkillCredit


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A course and what it gives.

    Attributes:
        course: Its codes.
        learnt: What it gives.
        is_general: At least half of what it gives is a language or office computing: of use whatever the work.
    """

    course: Coded
    learnt: Learnt
    is_general: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Syllabus:
    """All courses.

    Attributes:
        lessons: In the order of the catalogue.
        occupied: Their occupations, same order.
    """

    lessons: tuple[Lesson, ...]
    occupied: Occupied


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A course that a worker may take as far as place, time and means go.

    Attributes:
        lesson: The course.
        away_km: From home; None where it is not known.
        alike: Similarity of its occupations to those sought, in [0, 1]; NaN where either is not coded.
    """

    lesson: Lesson
    away_km: float | None
    alike: float

    @property
    def key(self) -> str:
        """Key of the course."""
        return self.lesson.course.key


def syllabus_of(courses: Iterable[Coded], tables: Tables) -> Syllabus:
    """Every course with what it gives."""
    lessons = tuple(_lesson(one, tables) for one in courses)
    columns = columns_of([lesson.course for lesson in lessons], tables.vocabulary)
    return Syllabus(lessons=lessons, occupied=columns.occupied(np.arange(len(columns), dtype=np.int64)))


def _lesson(course: Coded, tables: Tables) -> Lesson:
    learnt = learnt_of(gained_skills(course, tables.skills), tables.credit, tables.vocabulary)
    general = [one in OFFICE_COMPUTING or tables.skills.get(one).type == "language" for one in learnt.skills]
    is_general = bool(general) and sum(general) / len(general) >= _GENERAL_FROM
    return Lesson(course=course, learnt=learnt, is_general=is_general)


def alike_to(worker: Coded, syllabus: Syllabus, tables: Tables) -> list[float]:
    """Similarity of each course's occupations to a worker's; NaN where either is not coded."""
    sought = tables.occupations.distribution(worker.occupations)
    return [float(one) for one in occupation_similarity(sought, syllabus.occupied, tables.occupations.similarity)]


def offers_of(
    worker: Coded, syllabus: Syllabus, wish: TrainingWish, tables: Tables
) -> tuple[list[Offer], dict[Refusal, int]]:
    """Courses that pass every condition but that of what participants bring, and how many each condition removed."""
    offers, removed = list[Offer](), dict[Refusal, int]()
    for lesson, alike in zip(syllabus.lessons, alike_to(worker, syllabus, tables), strict=True):
        away = distance_km(worker, lesson.course, tables.gazetteer)
        reason = refusal(lesson.course, worker, wish, away)
        if reason is None:
            offers.append(Offer(lesson=lesson, away_km=away, alike=alike))
        else:
            removed[reason] = removed.get(reason, 0) + 1
    return offers, removed


def applicant_of(outlook: Outlook, learnt: Learnt | None = None) -> Applicant:
    """A worker as courses see them, with what was learnt before."""
    if learnt is None:
        return Applicant(earned=outlook.earned, licences=outlook.held)
    return Applicant(earned=outlook.earned_after(learnt), licences=outlook.held | learnt.licences)


def useless(offer: Offer, applicant: Applicant, outlook: Outlook, tables: Tables) -> Refusal | None:
    """Why a course would be no use to a worker who may take it, before anything is scored; None where it may be."""
    learnt = offer.lesson.learnt
    if lacks_entry(offer.lesson.course, applicant, tables.vocabulary):
        return "entry"
    if not outlook.teaches(learnt):
        return "teaches_nothing_missing"
    if not is_related(offer, outlook, tables):
        return "off_field"
    return "mostly_known" if known_share(learnt, applicant, tables.vocabulary) >= MOSTLY_KNOWN else None


def is_related(offer: Offer, outlook: Outlook, tables: Tables) -> bool:
    """Whether a course is for the work sought, of use everywhere, or leads to a certificate that such work asks for."""
    if not offer.alike < RELATED or offer.lesson.is_general:
        return True
    numbers = tables.vocabulary.skills
    certificates = [numbers[one] for one in offer.lesson.learnt.skills if tables.skills.get(one).type == "licence"]
    return any(outlook.asked_skills[number] and outlook.earned[number] < 1 for number in certificates)


def known_share(learnt: Learnt, applicant: Applicant, vocabulary: Vocabulary) -> float:
    """Share of what a course gives that is held already, named or usual in the job held; 0 where it gives nothing."""
    known = [is_held(one, applicant, vocabulary) for one in learnt.skills if one in vocabulary.skills]
    return sum(known) / len(known) if known else 0.0


def is_held(skill_id: str, applicant: Applicant, vocabulary: Vocabulary) -> bool:
    """Whether a skill or licence is held: named, or usual in the job held."""
    if skill_id in LICENCES:
        return bool(applicant.licences >> LICENCES.index(skill_id) & 1)
    return bool(applicant.earned[vocabulary.skills[skill_id]] >= USUAL_CREDIT)
