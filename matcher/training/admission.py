"""Whether a worker can take a course: what is asked for, what the course asks, where and when it is.

Conditions are checked in the order of ``REFUSALS`` and a course counts at the first that it fails, so that the counts
add up to the courses left out. What a course does not say is held against nobody, as everywhere in matching.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from matcher.coded import Coded
from matcher.course_terms import CourseTerms, last_day
from matcher.skill_credit import USUAL_CREDIT, Credits
from matcher.training.gained import ASSESSED
from matcher.vocabulary import LICENCES, Vocabulary
from taxonomy.education import level_rank
from taxonomy.errors import InputError
from taxonomy.places import Gazetteer

Refusal = Literal[
    "closed",
    "full",
    "not_training",
    "mode",
    "dates",
    "too_long",
    "too_dear",
    "distance",
    "education",
    "experience",
    "entry",
    "teaches_nothing_missing",
    "off_field",
    "mostly_known",
    "helps_too_little",
]
REFUSALS: tuple[Refusal, ...] = get_args(Refusal)

MAX_KM = 150.0
"""Farthest course for who lives at home and does not say to move."""

MAX_KM_AWAY = 400.0
"""For who would move for work: a course of some weeks away from home still needs a place to sleep."""

MODES = ("offline", "online", "blended")

JP_A_WEEK = 40
"""5 days of 8 JP."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingWish:
    """What a worker asks of training.

    Attributes:
        today: Day on which registration must be open; None takes closed courses, and postings, too.
        within_km: Kilometres from home; None is ``MAX_KM``, or ``MAX_KM_AWAY`` for who would move.
        max_weeks: Longest training in weeks; None is any. Of a path from its first day to its last.
        max_jp: Longest training in JP; of a path all together.
        max_cost_idr: Most to be paid; of a path all together.
        starts_from: First day not before this one; what is open all year begins on it.
        ends_by: Last day not after this one; a course without a day of its own is reckoned from its first.
        modes: ``offline``, ``online``, ``blended``; empty is any.
    """

    today: date | None = None
    within_km: float | None = None
    max_weeks: float | None = None
    max_jp: int | None = None
    max_cost_idr: int | None = None
    starts_from: date | None = None
    ends_by: date | None = None
    modes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what no course can meet.

        Raises:
            InputError: A limit is below 0, or ``ends_by`` lies before ``starts_from``.
        """
        limits = (self.within_km, self.max_weeks, self.max_jp, self.max_cost_idr)
        for name, limit in zip(("within_km", "max_weeks", "max_jp", "max_cost_idr"), limits, strict=True):
            if limit is not None and not limit >= 0:
                raise InputError(wanted="a number from 0", found=limit, where=name)
        if self.starts_from and self.ends_by and self.ends_by < self.starts_from:
            raise InputError(wanted=f"a day from {self.starts_from} on", found=str(self.ends_by), where="until")

    @property
    def first_day(self) -> date | None:
        """The day from which training can begin."""
        known = [day for day in (self.today, self.starts_from) if day is not None]
        return max(known, default=None)


def day_of(text: str | None, where: str) -> date | None:
    """A day as ``2027-01-31``; None where none is given.

    Raises:
        InputError: Not a day.
    """
    try:
        return None if text is None else date.fromisoformat(text.strip())
    except ValueError as error:
        raise InputError(wanted="a day as 2027-01-31", found=text, where=where) from error


def mode_of(text: str) -> str:
    """A way of teaching.

    Raises:
        InputError: Not one of ``MODES``.
    """
    if text not in MODES:
        raise InputError(wanted=f"one of {', '.join(MODES)}", found=text, where="mode")
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """Who would take a course, as far as courses ask.

    Attributes:
        earned: What they earn towards each skill of the taxonomy, shape ``(skills,)``.
        licences: Compulsory licences held, as bits.
    """

    earned: Credits
    licences: int


def terms_of(course: Coded) -> CourseTerms:
    """Its terms; none said where the record has none."""
    return course.terms or CourseTerms()


def weeks_of(terms: CourseTerms) -> float | None:
    """How long a course lasts in weeks: from first to last day where both are known, else by its JP; else None."""
    if terms.starts_on and terms.ends_on and terms.ends_on >= terms.starts_on:
        return round(((terms.ends_on - terms.starts_on).days + 1) / 7, 1)
    return None if terms.jp is None else round(terms.jp / JP_A_WEEK, 1)


def distance_km(worker: Coded, course: Coded, gazetteer: Gazetteer) -> float | None:
    """From home to the course; None when it is online or either place is not known."""
    if course.is_remote or not worker.region_codes or not course.region_codes:
        return None
    return min(gazetteer.distance_km(home, there) for home in worker.region_codes for there in course.region_codes)


def refusal(course: Coded, worker: Coded, wish: TrainingWish, away_km: float | None) -> Refusal | None:
    """The first condition that a course fails, whatever it teaches; not yet what it asks participants to bring.

    Args:
        course: Its codes.
        worker: Who would take it.
        wish: What is asked for.
        away_km: From home; None where it is not known.
    """
    terms = terms_of(course)
    radius = wish.within_km if wish.within_km is not None else MAX_KM_AWAY if worker.will_relocate else MAX_KM
    checks: tuple[tuple[Refusal, bool], ...] = (
        ("closed", _is_closed(course, wish)),
        ("full", terms.seats is not None and terms.seats <= 0),
        ("not_training", terms.mode == ASSESSED),
        ("mode", bool(wish.modes) and terms.mode not in wish.modes),
        ("dates", _is_out_of_time(terms, wish)),
        ("too_long", _exceeds(weeks_of(terms), wish.max_weeks) or _exceeds(terms.jp, wish.max_jp)),
        ("too_dear", _exceeds(terms.cost_idr, wish.max_cost_idr)),
        ("distance", away_km is not None and away_km > radius),
        ("education", _lacks_schooling(worker, course)),
        ("experience", _exceeds(course.experience_months, worker.experience_months)),
    )
    return next((name for name, fails in checks if fails), None)


def lacks_entry(course: Coded, applicant: Applicant, vocabulary: Vocabulary) -> bool:
    """Whether a skill or licence that the course asks its participants to bring is not held.

    A skill that is usual in the job held counts as brought; one that is only similar does not.
    """
    terms = terms_of(course)
    numbers = [vocabulary.skills[one] for one in terms.entry_skills if one in vocabulary.skills]
    if any(applicant.earned[number] < USUAL_CREDIT for number in numbers):
        return True
    return bool(_bits(terms.entry_licences) & ~applicant.licences)


def _bits(licences: Iterable[str]) -> int:
    return sum(1 << LICENCES.index(one) for one in set(licences) if one in LICENCES)


def _is_closed(course: Coded, wish: TrainingWish) -> bool:
    return wish.today is not None and not course.is_open(wish.today)


def _is_out_of_time(terms: CourseTerms, wish: TrainingWish) -> bool:
    if terms.starts_on is None:
        ends = last_day(wish.first_day, terms.jp)
    else:
        if wish.starts_from is not None and terms.starts_on < wish.starts_from:
            return True
        ends = terms.ends_on or terms.starts_on
    return wish.ends_by is not None and ends is not None and ends > wish.ends_by


def _exceeds(found: float | None, most: float | None) -> bool:
    return found is not None and most is not None and found > most


def _lacks_schooling(worker: Coded, course: Coded) -> bool:
    """SMA and SMK are one level: a centre that says SMK takes who finished SMA, and the other way round."""
    return bool(worker.education and course.education) and level_rank(worker.education) < level_rank(course.education)
