"""Paths of up to three courses for one worker, with what all of them together bring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from matcher.coded import Coded
from matcher.training.admission import REFUSALS, Refusal, TrainingWish, terms_of
from matcher.training.advice import Claim, claim_of
from matcher.training.gain import Gain
from matcher.training.gained import both
from matcher.training.lessons import Syllabus, Tables, applicant_of, offers_of, useless
from matcher.training.path_search import PathSearch
from matcher.training.reach import Outlook
from matcher.training.timetable import Slot, weeks_in_all


@dataclass(frozen=True, slots=True, kw_only=True)
class PathStep:
    """A course of a path.

    Attributes:
        key: Key of the course.
        title: Its title.
        starts_on: Its first day; of a course that is open all year the day from which it can begin, None where no day
            was asked for.
        ends_on: Its last day, likewise.
        jp: Its length; None where not known.
        cost_idr: Rupiah; None where not known.
        distance_km: From home; None where not known or online.
    """

    key: str
    title: str
    starts_on: date | None
    ends_on: date | None
    jp: int | None
    cost_idr: int | None
    distance_km: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingPath:
    """Courses one after the other.

    Attributes:
        steps: In order.
        claim: What all of them together bring.
        jp: Of all, as far as they say; as ``cost_idr``.
        weeks: From the first day to the last.
        cost_idr: Rupiah for all.
    """

    steps: tuple[PathStep, ...]
    claim: Claim
    jp: int
    weeks: float
    cost_idr: int


def best_paths(
    worker: Coded, outlook: Outlook, syllabus: Syllabus, wish: TrainingWish, tables: Tables, k: int
) -> tuple[list[TrainingPath], dict[Refusal, int]]:
    """The k most valuable paths; arguments as for ``matcher.training.advice.advise``.

    Returns:
        Paths, best first, and how many courses each condition left out of them; what only adds less than the courses
        of these paths counts as ``helps_too_little``.
    """
    offers, removed = offers_of(worker, syllabus, wish, tables)
    search = PathSearch(outlook, wish, tables)
    best = search.best(offers, k)
    taken = {slot.offer.key for slots in best for slot in slots}
    for offer in offers:
        if offer.key not in taken:
            reason = useless(offer, applicant_of(outlook), outlook, tables) or "helps_too_little"
            removed[reason] = removed.get(reason, 0) + 1
    found = [_path(slots, search.gain(slots), outlook, tables) for slots in best]
    return found, {reason: removed.get(reason, 0) for reason in REFUSALS}


def _path(slots: Sequence[Slot], gain: Gain, outlook: Outlook, tables: Tables) -> TrainingPath:
    learnt = both([slot.offer.lesson.learnt for slot in slots])
    terms = [terms_of(slot.offer.lesson.course) for slot in slots]
    jp = sum(one.jp or 0 for one in terms)
    return TrainingPath(
        steps=tuple(_step(slot) for slot in slots),
        claim=claim_of(gain, learnt, jp or None, outlook, tables),
        jp=jp,
        weeks=weeks_in_all(slots),
        cost_idr=sum(one.cost_idr or 0 for one in terms),
    )


def _step(slot: Slot) -> PathStep:
    course, away = slot.offer.lesson.course, slot.offer.away_km
    terms = terms_of(course)
    return PathStep(
        key=course.key,
        title=course.title,
        starts_on=slot.starts,
        ends_on=slot.ends,
        jp=terms.jp,
        cost_idr=terms.cost_idr,
        distance_km=None if away is None else round(away, 1),
    )
