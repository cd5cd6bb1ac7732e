"""Courses ready to be advised: what each gives, in numbers, worked out once for all who ask."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from matcher.coded import Coded
from matcher.columns import Occupied, columns_of
from matcher.components import occupation_similarity
from matcher.openings import SAME_WORK
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
"""Similarity of a course's occupations to those sought from which it may be training for that work: payroll for an HR
clerk .40, CNC for a welder .35, a forklift for a stock clerk .40."""

TRADES = 4
"""Major groups of KBJI with a unit group that needs a skill from which the skill is of every trade: safety at work,
reports, customer service. A course for other work is not taken for these."""

OFFICE_COMPUTING = frozenset(
    "komputer-dasar microsoft-office microsoft-excel microsoft-word microsoft-powerpoint google-workspace "
    "google-sheets pengetikan-cepat entri-data penggunaan-internet".split()
)
"""Skills that are of use in any office; languages are of use everywhere."""

MOST = 0.5
"""Share of what a course adds, by how many postings ask for it, that must speak for it where its work is another."""


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
    """

    course: Coded
    learnt: Learnt


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
    gained = gained_skills(course, tables.skills)
    return Lesson(course=course, learnt=learnt_of(gained, tables.credit, tables.vocabulary))


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
    """Whether a course is for the work sought, or adds what such work asks for whatever the course is for.

    A course for the same work is. So is one that leads to a certificate that is asked for and lacking, and a course in
    a language or in office computing where that is most of what it adds. Of a course for work that is only near, most
    of what it adds must not be of every trade. What is added is weighed by how many postings ask for it.
    """
    if not offer.alike < SAME_WORK:
        return True
    added = {one: _added(one, outlook, tables) for one in offer.lesson.learnt.skills if one in tables.vocabulary.skills}
    roles = {one: tables.skills.get(one).role for one in added}
    if any(count and roles[one] == "licence" for one, count in added.items()):
        return True
    every = sum(added.values())
    general = [one for one, role in roles.items() if role == "language" or one in OFFICE_COMPUTING]
    if len(general) >= MOST * len(roles) and sum(added[one] for one in general) >= MOST * every:
        return every > 0
    own = sum(count for one, count in added.items() if len(tables.skills.major_groups_of(one)) < TRADES)
    return not offer.alike < RELATED and own >= MOST * every


def _added(skill_id: str, outlook: Outlook, tables: Tables) -> int:
    """Postings that ask for a skill which is not fully held."""
    number = tables.vocabulary.skills[skill_id]
    return int(outlook.asked[number]) if outlook.earned[number] < 1 else 0


def known_share(learnt: Learnt, applicant: Applicant, vocabulary: Vocabulary) -> float:
    """Share of what a course gives that is held already, named or usual in the job held; 0 where it gives nothing."""
    known = [is_held(one, applicant, vocabulary) for one in learnt.skills if one in vocabulary.skills]
    return sum(known) / len(known) if known else 0.0


def is_held(skill_id: str, applicant: Applicant, vocabulary: Vocabulary) -> bool:
    """Whether a skill or licence is held: named, or usual in the job held."""
    if skill_id in LICENCES:
        return bool(applicant.licences >> LICENCES.index(skill_id) & 1)
    return bool(applicant.earned[vocabulary.skills[skill_id]] >= USUAL_CREDIT)
