"""What ``/v1/curriculum/plan`` answers."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, Field

from api.example_curriculum import PLAN
from api.schemas import shown
from api.schemas_skills import SkillTypeName


class ExpectedFigure(BaseModel):
    """A figure with its intervals."""

    mean: float
    low80: float
    high80: float
    low95: float
    high95: float


class PlanCentre(BaseModel):
    """Whose plan."""

    id: str
    name: str
    kind: str
    province: str
    province_name: str
    regency_code: str
    catchment_km: float
    budget_idr_year: int


class Solver(BaseModel):
    """How well the plan is proven."""

    seconds: float
    gap: float = Field(description="The plan falls short of the best one by no more than this share")
    worth: float
    bound: float


class PlanTotals(BaseModel):
    """The plan in all."""

    classes: int
    participants: int
    graduates: float
    cost_idr: int
    placements: ExpectedFigure


class PlanClass(BaseModel):
    """Classes of a course that begin in a month."""

    course: str
    title: str
    month: str
    until: str
    classes: int
    seats: int


class InFutures(BaseModel):
    """In how many drawn futures the best plan has the course."""

    share: float
    least: int
    most: int
    n: int


class PlanCourse(BaseModel):
    """A course that could be given."""

    course: str
    title: str
    vocational_field: str
    jp: int
    seats: int
    classes: int
    cost_idr: int
    placements: ExpectedFigure | None
    occupations: dict[str, float] = Field(description="Unit group to the share of graduates who look there")
    in_futures: InFutures | None


class PlanOccupation(BaseModel):
    """An occupation that courses lead to."""

    unit: str
    title: str
    postings: int
    open_to_graduates: int = Field(description="Ask for no more than SMA, a year of experience, and no senior level")
    openings: int
    vacancies_a_month: float
    low80: float
    high80: float
    vacancies: list[float]
    seekers_stored: int | None = Field(description="null where fewer than 5 but some")
    seekers_a_quarter: float = Field(description="Who compete for a quarter's vacancies; see `demand`")
    other_graduates_a_quarter: float
    tightness: float | None
    pay_idr_month: int | None
    graduates: float
    placements: ExpectedFigure | None


class PlanLimit(BaseModel):
    """How much of a limit is used."""

    id: str
    label: str
    amount: float
    fullest: float | None
    mean: float | None


class PlanGain(BaseModel):
    """What more of a limit would bring: between `least` and `most` placements."""

    id: str
    label: str
    added: float
    least: float
    most: float


class PlanConflict(BaseModel):
    """A limit or promise that stands against the others."""

    id: str
    kind: str
    label: str
    amount: float
    alone: float | None = Field(description="What must be added if nothing else gives way; null: not enough alone")
    share: float | None
    steps: int | None = Field(description="The same in whole stations, trainers, beds, tenths of budget or classes")
    together: float | None
    proven: bool


class SkillShare(BaseModel):
    """Postings that ask for a skill."""

    id: str
    label: str
    type: SkillTypeName
    postings: int
    of: int
    share: float
    ci95: tuple[float, float]


class PlanSkills(BaseModel):
    """Skills asked for and not taught, taught and hardly asked for."""

    postings: int
    not_taught: list[SkillShare]
    not_asked: list[SkillShare]


class PlanDemand(BaseModel):
    """The level of demand with its sources."""

    source: str
    last_month: str
    n_months: int
    method: str
    openings_a_month: list[float]
    low80: list[float]
    high80: list[float]
    seekers_per_opening: float
    seekers_source: str
    catchment_share: float
    postings: int
    postings_source: str
    as_of: date
    include_closed: bool
    notes: list[str]


class Assumed(BaseModel):
    """One assumption."""

    name: str
    value: float
    meaning: str
    source: str


class PlanResponse(BaseModel):
    """A plan, or why there is none."""

    model_config = shown(PLAN)

    centre: PlanCentre
    first: str
    months: int
    status: Literal["planned", "empty", "infeasible"]
    words: str
    solver: Solver | None
    totals: PlanTotals | None
    classes: list[PlanClass]
    courses: list[PlanCourse]
    occupations: list[PlanOccupation]
    limits: list[PlanLimit]
    gains: list[PlanGain]
    conflict: list[PlanConflict]
    skills: PlanSkills
    left_out: dict[str, list[str]] = Field(description="Why courses cannot be given, to their ids")
    demand: PlanDemand
    assumptions: list[Assumed]
    method: str
