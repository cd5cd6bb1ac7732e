"""What a centre can give: its courses as classes, and what they use up of workshops, trainers, beds and budget."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from matcher.coded import Coded
from matcher.course_terms import CourseTerms
from matcher.curriculum.assumptions import MOST_EDUCATION, MOST_MONTHS, Assumptions
from matcher.curriculum.problem import WEEKS_A_MONTH, ClassOffer, Limit
from matcher.training.centres import WORKSHOPS, TrainingCentre
from taxonomy.education import level_rank
from taxonomy.text import fold

HOURS_A_JP = 0.75
"""A JP is 45 minutes."""

NO_LENGTH, NO_JOB, NO_TRAINERS, NO_WORKSHOP, ONLY_TEST, FOR_EXPERIENCED, SAME = (
    "JP tidak disebut",
    "jabatan tujuan tidak diketahui",
    "lembaga tidak punya instruktur kejuruan ini",
    "lembaga tidak punya bengkelnya",
    "uji sertifikasi tanpa pelatihan",
    "meminta pengalaman atau pendidikan lebih dari pencari kerja yang diandaikan (SMA/SMK, setahun)",
    "program yang sama sudah ada",
)

LESS_PROMISING = "peluang lulusan pertamanya lebih kecil daripada kursus sekejuruan yang diikutkan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What a centre can give.

    Attributes:
        offers: A class of each course; where graduates look for work is not yet said.
        limits: What classes use up.
        courses: The coded courses, by key.
        left_out: Why courses cannot be given, to their keys.
    """

    offers: tuple[ClassOffer, ...]
    limits: tuple[Limit, ...]
    courses: Mapping[str, Coded]
    left_out: Mapping[str, tuple[str, ...]]

    def without(self, keys: Sequence[str]) -> Offered:
        """The same with some courses left out as less promising."""
        return replace(self, left_out={**self.left_out, LESS_PROMISING: tuple(keys)}) if keys else self


def offered(
    courses: Iterable[Coded],
    centre: TrainingCentre,
    years: Sequence[int],
    assumptions: Assumptions,
    chosen: Sequence[str] = (),
) -> Offered:
    """The courses of a catalogue that a centre can give; of equal programmes the first by key.

    Args:
        courses: Coded courses.
        centre: Who gives them.
        years: Calendar years of the plan, a budget for each.
        assumptions: What is assumed.
        chosen: Keys; empty takes all.
    """
    kept, left_out, titles = dict[str, Coded](), dict[str, list[str]](), set[str]()
    for course in sorted(courses, key=lambda one: one.key):
        if chosen and course.key not in chosen:
            continue
        fault = _fault(course, centre, asked_for=bool(chosen)) or (SAME if fold(course.title) in titles else "")
        if fault:
            left_out.setdefault(fault, []).append(course.key)
        else:
            kept[course.key] = course
            titles.add(fold(course.title))
    offers = tuple(_offer(course, centre, assumptions) for course in kept.values())
    return Offered(
        offers=offers,
        limits=(
            *_room_limits(offers, kept, centre, assumptions),
            *_bed_limit(offers, centre, assumptions),
            *_money_limits(offers, centre, years),
        ),
        courses=kept,
        left_out={why: tuple(keys) for why, keys in sorted(left_out.items())},
    )


def _fault(course: Coded, centre: TrainingCentre, *, asked_for: bool) -> str:
    """Why a centre cannot give a course, or should not unless it is asked for by name; empty where it can."""
    terms = course.terms or CourseTerms()
    if terms.mode == "certification":
        return ONLY_TEST
    if not terms.jp:
        return NO_LENGTH
    if not course.occupations:
        return NO_JOB
    if not any(fold(pool.vocational_field) == fold(terms.vocational_field) and pool.n for pool in centre.trainers):
        return NO_TRAINERS
    if terms.workshop and not any(one.kind == terms.workshop and one.stations for one in centre.workshops):
        return NO_WORKSHOP
    return FOR_EXPERIENCED if not asked_for and _is_for_experienced(course) else ""


def _is_for_experienced(course: Coded) -> bool:
    """Whether a course asks for more than the participants bring for whose graduates vacancies are counted."""
    educated = bool(course.education) and level_rank(course.education) > level_rank(MOST_EDUCATION)
    return educated or (course.experience_months or 0) > MOST_MONTHS


def _offer(course: Coded, centre: TrainingCentre, assumptions: Assumptions) -> ClassOffer:
    terms = course.terms or CourseTerms()
    jp, seats = terms.jp or 1, terms.seats or assumptions.class_seats
    stations = [one.stations for one in centre.workshops if one.kind == terms.workshop]
    seats = min(seats, *stations) if stations else seats
    return ClassOffer(
        key=course.key,
        title=course.title,
        vocational_field=terms.vocational_field,
        jp=jp,
        seats=seats,
        cost_idr=jp * seats * assumptions.cost_per_participant_jp_idr,
        completion=assumptions.completion,
        most=assumptions.max_classes,
    )


def _room_limits(
    offers: Sequence[ClassOffer], courses: Mapping[str, Coded], centre: TrainingCentre, assumptions: Assumptions
) -> list[Limit]:
    limits: list[Limit] = []
    workshops = {key: course.terms.workshop if course.terms else "" for key, course in courses.items()}
    for one in centre.workshops:
        hours = one.hours_per_week * WEEKS_A_MONTH
        share = HOURS_A_JP * assumptions.workshop_share
        need = {offer.key: offer.seats * offer.jp * share for offer in offers if workshops[offer.key] == one.kind}
        label = WORKSHOPS.get(one.kind, one.kind)
        limits.append(
            Limit(
                id=f"workshop:{one.kind}",
                kind="workshop",
                label=f"{label} (jam-tempat kerja sebulan)",
                amount=one.stations * hours,
                step=hours,
                need=need,
            )
        )
    for pool in centre.trainers:
        jp, field = pool.jp_per_week * WEEKS_A_MONTH, fold(pool.vocational_field)
        taught = [offer for offer in offers if fold(offer.vocational_field) == field]
        need = {offer.key: offer.jp * assumptions.trainers_per_class for offer in taught}
        limits.append(
            Limit(
                id=f"trainers:{field}",
                kind="trainers",
                label=f"instruktur {pool.vocational_field} (JP sebulan)",
                amount=pool.n * jp,
                step=jp,
                need=need,
            )
        )
    return [limit for limit in limits if limit.need]


def _money_limits(offers: Sequence[ClassOffer], centre: TrainingCentre, years: Sequence[int]) -> list[Limit]:
    budget = float(centre.budget_idr_year)
    return [
        Limit(
            id=f"budget:{year}",
            kind="budget",
            label=f"anggaran {year} (rupiah)",
            amount=budget,
            step=budget / 10,
            need={offer.key: offer.cost_idr for offer in offers},
            year=year,
        )
        for year in years
    ]


def _bed_limit(offers: Sequence[ClassOffer], centre: TrainingCentre, assumptions: Assumptions) -> list[Limit]:
    """Beds, where a centre has any; without a dormitory all come from home each day."""
    if not centre.dormitory_beds or not assumptions.boarding_share:
        return []
    need = {offer.key: offer.seats * assumptions.boarding_share for offer in offers}
    beds = float(centre.dormitory_beds)
    return [Limit(id="beds", kind="beds", label="asrama (tempat tidur)", amount=beds, step=1.0, need=need)]
