"""When the courses of a path are done one after the other: no two overlap, and the whole stays within what is asked.

A course with a first day begins on it and nowhere else; one that is open all year begins the day after the one before
ends, or on the first day asked for. What follows must begin after what went before has ended, so nothing follows a
course of which nobody can tell when it ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from matcher.course_terms import last_day
from matcher.training.admission import TrainingWish, terms_of, weeks_of
from matcher.training.lessons import Offer

MAX_WEEKS = 52.0
"""Longest path from its first day to its last where nothing else is asked: nobody plans a second year of training."""


_SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A course at its time.

    Attributes:
        offer: The course.
        starts: First day; None where no day is known or asked for.
        ends: Last day; None where it cannot be told.
    """

    offer: Offer
    starts: date | None
    ends: date | None


def next_slot(before: Slot | None, offer: Offer, wish: TrainingWish) -> Slot | None:
    """The course after another, or the first one; None where it cannot follow.

    Args:
        before: What goes before; None for the first course.
        offer: The course.
        wish: For the first day and the last.
    """
    terms = terms_of(offer.lesson.course)
    starts: date | None
    if terms.starts_on is not None:
        if before is not None and (before.ends is None or terms.starts_on <= before.ends):
            return None
        starts, ends = terms.starts_on, terms.ends_on
    else:
        if before is not None and before.starts is not None and before.ends is None:
            return None
        starts = _workday(wish.first_day if before is None else _day_after(before.ends))
        ends = last_day(starts, terms.jp)
    if wish.ends_by is not None and ends is not None and ends > wish.ends_by:
        return None
    return Slot(offer=offer, starts=starts, ends=ends)


def _day_after(day: date | None) -> date | None:
    return None if day is None else day + timedelta(days=1)


def _workday(day: date | None) -> date | None:
    """The day, or the Monday after where it lies on a weekend."""
    return None if day is None else day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= _SATURDAY else 0)


def weeks_in_all(slots: Sequence[Slot]) -> float:
    """From the first day to the last; where a day is not known, the courses' own lengths as far as they are."""
    first, last = slots[0].starts, slots[-1].ends
    if first is not None and last is not None:
        return round(((last - first).days + 1) / 7, 1)
    return round(sum(weeks_of(terms_of(slot.offer.lesson.course)) or 0.0 for slot in slots), 1)


def within_limits(slots: Sequence[Slot], wish: TrainingWish) -> bool:
    """Whether a path is short and cheap enough; what a course does not say counts as nothing."""
    terms = [terms_of(slot.offer.lesson.course) for slot in slots]
    jp, cost = (
        sum(known or 0 for known in each) for each in zip(*((one.jp, one.cost_idr) for one in terms), strict=True)
    )
    return (
        weeks_in_all(slots) <= (MAX_WEEKS if wish.max_weeks is None else wish.max_weeks)
        and (wish.max_jp is None or jp <= wish.max_jp)
        and (wish.max_cost_idr is None or cost <= wish.max_cost_idr)
    )
