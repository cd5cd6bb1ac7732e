"""A plan's problem as numbers: classes that can be given, what they use up, and the jobs that wait for graduates."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]
LimitKind = Literal["workshop", "trainers", "beds", "budget"]

JP_A_WEEK = 40
"""JP of a week of full-time training: 5 days of 8 JP."""

WEEKS_A_MONTH = 52 / 12
WINDOW_MONTHS = 3
"""Graduates of a quarter look for work among the vacancies of this many months after it."""

QUARTER = 3
MAX_MONTHS = 36
MAX_OFFERS = 400
MAX_CLASSES = 200
"""Of one course in the whole plan."""

LARGEST = 1e15
"""No amount is larger: a budget of a thousand trillion rupiah is a slip of the pen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassOffer:
    """A course as a class that the centre could run.

    Attributes:
        key: Of the course.
        title: Of the course.
        vocational_field: Kejuruan.
        jp: Length in JP of 45 minutes.
        seats: Participants of one class.
        cost_idr: What one class costs the centre, rupiah.
        completion: Share of participants who finish, in (0, 1].
        record: Graduates that count for each who finishes: less where the course is too short to prepare in full,
            more or less where the centre's own tracing says so.
        shares: Unit group to the share of graduates who look for work there; sums to at most 1.
        least: Classes that must be run in the plan.
        most: Classes that may be run in the plan.
    """

    key: str
    title: str
    vocational_field: str = ""
    jp: int
    seats: int
    cost_idr: float = 0.0
    completion: float = 1.0
    record: float = 1.0
    shares: Mapping[str, float] = field(default_factory=dict[str, float])
    least: int = 0
    most: int = MAX_CLASSES

    @property
    def months(self) -> int:
        """Calendar months that a class takes, begun on the first of one."""
        return max(1, math.ceil(self.jp / JP_A_WEEK / WEEKS_A_MONTH - 1e-9))

    @property
    def spread(self) -> Values:
        """Share of a class's JP that falls in each of its months; sums to 1, shape ``(months,)``."""
        weeks = self.jp / JP_A_WEEK
        ends = np.minimum(np.arange(1, self.months + 1) * WEEKS_A_MONTH, weeks)
        return np.asarray(np.diff(ends, prepend=0.0) / weeks, dtype=np.float64)

    @property
    def graduates(self) -> float:
        """Graduates of one class, weighted by ``record``."""
        return self.seats * self.completion * self.record


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """Something that classes use up: a workshop's hours, trainers' JP, beds, a budget.

    Attributes:
        id: ``workshop:las``, ``trainers:teknik las``, ``beds`` or ``budget:2027``.
        kind: What it is.
        label: For people, Indonesian.
        amount: What is there: of each month for workshops (station-hours), trainers (JP) and beds; of the calendar
            year for a budget (rupiah).
        step: What one more station, trainer, bed, or a tenth of the budget would add.
        need: Course key to what one class uses up in all (a bed: at any time).
        year: Of a budget; 0 otherwise.
    """

    id: str
    kind: LimitKind
    label: str
    amount: float
    step: float
    need: Mapping[str, float]
    year: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Jobs:
    """What waits for graduates in one occupation.

    Attributes:
        unit: KBJI unit group.
        title: Its title.
        vacancies: Expected vacancies of each month of the plan and of ``tail(months)`` more.
        spread: Standard deviation of the logarithm of the level of demand; 0 is certainty.
        seekers: Job seekers who compete for them at any time.
        others: Graduates of other centres in a quarter.
        worth: Value of one placement: 1, or pay over the mean pay.
    """

    unit: str
    title: str
    vacancies: tuple[float, ...]
    spread: float = 0.0
    seekers: float = 0.0
    others: float = 0.0
    worth: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Classes that are promised already.

    Attributes:
        course: Key of the course.
        month: Month of the plan that they begin in, from 0.
        classes: How many, at least.
    """

    course: str
    month: int
    classes: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanProblem:
    """All that a plan is worked out from.

    Attributes:
        first: First day of the first month.
        months: Months of the plan; every class ends within them.
        offers: Courses, distinct by key.
        limits: What classes use up, distinct by id.
        jobs: Occupations, distinct by unit group.
        sessions: Promised classes.
    """

    first: date
    months: int
    offers: tuple[ClassOffer, ...]
    limits: tuple[Limit, ...] = ()
    jobs: tuple[Jobs, ...] = ()
    sessions: tuple[Session, ...] = ()

    @property
    def quarters(self) -> int:
        """Quarters of the plan, the last of which may be short."""
        return -(-self.months // QUARTER)

    def month_of(self, month: int) -> date:
        """First day of a month of the plan."""
        at = self.first.month - 1 + month
        return date(self.first.year + at // 12, at % 12 + 1, 1)

    def starts(self, offer: ClassOffer) -> range:
        """Months of the plan in which a class can begin."""
        return range(max(0, self.months - offer.months + 1))

    def quarter_of(self, offer: ClassOffer, month: int) -> int:
        """Quarter of the plan in which a class that begins in a month ends."""
        return (month + offer.months - 1) // QUARTER


def tail(months: int) -> int:
    """Months after the plan whose vacancies the last graduates look among."""
    return -(-months // QUARTER) * QUARTER - months + WINDOW_MONTHS
