"""What ``/v1/curriculum/plan`` and ``/v1/curriculum/diff`` are asked."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from api.example_curriculum import DIFF_REQUEST, PLAN_REQUEST
from api.schemas import RecordId, RequestModel, shown
from matcher.curriculum.assumptions import Assumptions
from matcher.curriculum.problem import MAX_CLASSES, MAX_MONTHS, MAX_OFFERS, Session
from matcher.curriculum.wanted import Wanted
from matcher.training.centre_form import CentreForm
from matcher.training.centres import TrainingCentre
from matcher.world.centres import sample_centre
from taxonomy.errors import InputError

Month = Annotated[
    str, Field(pattern=r"^20\d{2}-(0[1-9]|1[0-2])$", description="Year and month", examples=["2027-01"], strict=True)
]
Classes = Annotated[int, Field(ge=0, le=MAX_CLASSES, strict=True)]


class SessionForm(RequestModel):
    """Classes that are promised already."""

    course: RecordId
    month: Month
    classes: Annotated[int, Field(ge=1, le=MAX_CLASSES, strict=True)] = 1


class AssumptionsForm(RequestModel):
    """What is assumed where the centre does not say it better; each stands in the answer with its source."""

    completion: Annotated[float, Field(ge=0.01, le=1, description="Share of participants who finish", strict=True)] = (
        0.9
    )
    trainers_per_class: Annotated[float, Field(ge=0.1, le=10, strict=True)] = 1.0
    workshop_share: Annotated[
        float, Field(ge=0, le=1, description="Share of the JP that takes the workshop", strict=True)
    ] = 1.0
    boarding_share: Annotated[float, Field(ge=0, le=1, description="Share of participants who board", strict=True)] = (
        0.25
    )
    cost_per_participant_jp_idr: Annotated[float, Field(ge=0, le=1e8, strict=True)] = 20_000.0
    ready_jp: Annotated[
        float, Field(ge=1, le=5_000, description="JP from which a course prepares in full", strict=True)
    ] = 160.0
    class_seats: Annotated[int, Field(ge=1, le=200, strict=True)] = 16
    max_classes: Annotated[int, Field(ge=0, le=MAX_CLASSES, strict=True)] = 12
    placed: Annotated[
        int, Field(ge=0, le=1_000_000, description="Graduates that the centre traced to work", strict=True)
    ] = 0
    traced: Annotated[int, Field(ge=0, le=1_000_000, description="Graduates that it traced", strict=True)] = 0


class PlanRequest(RequestModel):
    """A centre, months, and what is promised already."""

    model_config = shown(PLAN_REQUEST)

    centre: CentreForm | None = Field(default=None, description="The centre; or `sample_centre`")
    sample_centre: Annotated[str, Field(max_length=100)] = ""
    first: Month
    months: Annotated[int, Field(ge=1, le=MAX_MONTHS, strict=True)] = 12
    courses: Annotated[
        list[RecordId], Field(max_length=MAX_OFFERS, default_factory=list, description="Empty: all it can give")
    ]
    least: Annotated[dict[RecordId, Classes], Field(default_factory=dict, max_length=MAX_OFFERS)]
    most: Annotated[dict[RecordId, Classes], Field(default_factory=dict, max_length=MAX_OFFERS)]
    sessions: Annotated[list[SessionForm], Field(default_factory=list, max_length=MAX_OFFERS)]
    by_pay: Annotated[bool, Field(description="A placement is worth what it pays", strict=True)] = False
    sensitivity: Annotated[bool, Field(description="Also what more of each scarce limit would bring", strict=True)] = (
        False
    )
    scenarios: Annotated[int, Field(ge=0, le=10, description="Futures that the choice is tried in", strict=True)] = 0
    include_closed: Annotated[bool, Field(description="Count stored postings that are closed too", strict=True)] = False
    assumptions: AssumptionsForm = AssumptionsForm()

    def to_centre(self) -> TrainingCentre:
        """The centre.

        Raises:
            InputError: None or two are given.
            UnknownIdError: No such sample centre.
        """
        if (self.centre is None) == (not self.sample_centre):
            raise InputError(wanted="exactly one of 'centre' and 'sample_centre'", found="both or none", where="body")
        return sample_centre(self.sample_centre) if self.centre is None else self.centre.to_centre()

    def to_wanted(self) -> Wanted:
        """What is asked of the plan.

        Raises:
            InputError: A session before the plan, or more graduates placed than traced.
        """
        first = first_day(self.first)
        return Wanted(
            first=first,
            months=self.months,
            courses=tuple(self.courses),
            least=self.least,
            most=self.most,
            sessions=tuple(
                Session(course=one.course, month=months_between(first, one.month), classes=one.classes)
                for one in self.sessions
            ),
            by_pay=self.by_pay,
            scenarios=self.scenarios,
            with_gains=self.sensitivity,
            assumptions=Assumptions(**self.assumptions.model_dump()),
        )


class DiffRequest(RequestModel):
    """A stored course."""

    model_config = shown(DIFF_REQUEST)

    course: RecordId
    province: Annotated[str, Field(pattern=r"^(?:\d{2})?$", description="Two digits; empty: all of Indonesia")] = ""
    include_closed: Annotated[bool, Field(description="Count stored postings that are closed too", strict=True)] = False


def first_day(month: str) -> date:
    """First day of a month that is well formed."""
    return date(int(month[:4]), int(month[5:]), 1)


def months_between(first: date, month: str) -> int:
    """Months from the first to another; negative before it."""
    other = first_day(month)
    return (other.year - first.year) * 12 + other.month - first.month
