"""Bodies of the routes that recommend training."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from api import example_requests, example_training
from api.schemas import K, RequestModel, shown
from api.schemas_match import WorkerSubject
from matcher.fields import Day
from matcher.reason_words import Language
from matcher.training.admission import Refusal, TrainingWish
from matcher.training.alternatives import AlternativeKind

Mode = Literal["offline", "online", "blended"]


class TrainingWishBody(RequestModel):
    """What is asked of training; what a course does not say is held against it nowhere."""

    within_km: float | None = Field(
        default=None,
        ge=0,
        le=6_000,
        allow_inf_nan=False,
        description="Kilometres from home; null is 150, or 400 for who would move. Online courses pass",
    )
    max_weeks: float | None = Field(
        default=None, gt=0, le=520, allow_inf_nan=False, description="Of a path from its first day to its last"
    )
    max_jp: int | None = Field(default=None, ge=1, le=20_000, strict=True, description="Of a path all together")
    max_cost_idr: int | None = Field(default=None, ge=0, le=10**12, strict=True, description="Likewise")
    starts_from: Day = Field(default=None, alias="from", description="First day not before this one")
    until: Day = Field(default=None, description="Last day not after this one")
    mode: tuple[Mode, ...] = Field(default=(), max_length=3, description="Empty is any")

    def wish(self, today: date) -> TrainingWish:
        """As the matcher takes it.

        Raises:
            InputError: The last day lies before the first.
        """
        return TrainingWish(
            today=today,
            within_km=self.within_km,
            max_weeks=self.max_weeks,
            max_jp=self.max_jp,
            max_cost_idr=self.max_cost_idr,
            starts_from=self.starts_from,
            ends_by=self.until,
            modes=self.mode,
        )


class TrainingLimits(WorkerSubject, TrainingWishBody):
    """A worker, and what is asked of training."""


class RecommendCoursesRequest(TrainingLimits):
    """A worker, by id or inline, and what is asked of courses."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [example_requests.RECOMMEND, example_requests.RECOMMEND_BY_ID]}
    )

    k: K = 3


class RecommendPathsRequest(TrainingLimits):
    """A worker, by id or inline, and what is asked of paths."""

    model_config = ConfigDict(json_schema_extra={"examples": [example_requests.RECOMMEND_PATHS]})

    k: Annotated[K, Field(le=50)] = 3


class WorthBody(BaseModel):
    """The number that ranks: (`postings` + `fit` + `pay`) x `time`."""

    postings: float = Field(description="One for each posting newly within reach")
    fit: float = Field(description="One for each hundredth by which the mean score rises")
    pay: float = Field(description="One for each tenth by which the median pay within reach rises; 0 where not known")
    time: float = Field(description="480 / (480 + JP)", gt=0, le=1)
    value: float


class PayChangeBody(BaseModel):
    """Median of the pay that postings within reach name, rupiah a month."""

    before: float | None = Field(description="Null where fewer than five name one")
    after: float | None
    n_before: int
    n_after: int
    share: float | None = Field(description="Rise as a share of `before`; may be below 0")


class Per100Jp(BaseModel):
    """The same for each 100 JP."""

    opens: float
    score: float
    pay: float | None = Field(description="Rupiah of the median")


class ClosedSkill(BaseModel):
    """A missing skill that is taught."""

    id: str
    label: str
    label_en: str
    postings: int = Field(description="How many of the postings looked at ask for it")


class PostingGain(BaseModel):
    """A posting before and after."""

    id: str
    title: str
    before: float
    after: float
    newly_reached: bool


class ClaimBody(BaseModel):
    """What is claimed, by matching anew; recompute it by matching the worker with what is taught."""

    value: WorthBody
    score: float = Field(description="Mean rise of the score over the postings looked at")
    opens: int = Field(description="Postings newly within reach")
    opened: list[str] = Field(description="Their ids, the best scored first")
    improves: int = Field(description="Postings whose score rises")
    pay: PayChangeBody
    per_100_jp: Per100Jp | None = Field(description="Null where the length is not known")
    closes: list[ClosedSkill]
    examples: list[PostingGain]
    words: list[str]


class TermsBody(BaseModel):
    """A course as it is offered."""

    provider: str
    vocational_field: str
    jp: int | None = Field(description="JP of 45 minutes")
    weeks: float | None
    starts_on: date | None
    ends_on: date | None
    register_until: date | None
    seats: int | None
    cost_idr: int | None
    mode: str
    kkni_level: int | None
    certification: str
    certifier: str


class HeldElsewhere(BaseModel):
    """Another course that gives the same."""

    id: str
    title: str
    distance_km: float | None
    starts_on: date | None


class CourseMatch(ClaimBody):
    """One course, with what it opens."""

    id: str
    title: str
    distance_km: float | None
    terms: TermsBody
    also_held: list[HeldElsewhere]


class PathCourse(BaseModel):
    """A course of a path."""

    id: str
    title: str
    starts_on: date | None = Field(description="Of a course open all year the day from which it can begin")
    ends_on: date | None
    jp: int | None
    cost_idr: int | None
    distance_km: float | None


class PathMatch(ClaimBody):
    """Courses one after the other, with what all of them together open."""

    courses: list[PathCourse] = Field(min_length=1, max_length=3)
    jp: int
    weeks: float
    cost_idr: int


class AlternativeBody(BaseModel):
    """What may help beside courses."""

    kind: AlternativeKind
    id: str = Field(description="Skill id, course, or KBJI unit group; empty for internships")
    label: str
    label_en: str
    postings: int = Field(
        description="Newly within reach with a licence; asking for the certificate; open internships; of an own "
        "business those within reach today"
    )
    keys: list[str]
    held: int | None = Field(description="Of a certification: skills of the scheme that are held")
    of: int | None = Field(description="Of a certification: skills of the scheme")
    legal_basis: str
    words: str


class TrainingAnswer(BaseModel):
    """What every answer about training rests on."""

    id: str
    alternatives: list[AlternativeBody]
    postings_considered: int = Field(description="Open postings of the work sought that were looked at")
    reachable: int = Field(description="Those within reach today")
    removed_by_filter: dict[Refusal, int] = Field(description="Courses left out, each at the first condition it fails")
    why_none: str | None = Field(description="Where nothing is advised: what held back the courses that came furthest")
    words: list[str]
    source: str
    as_of: date | None
    generation: str
    weights: str = Field(description="Name of the weights that scored")
    language: Language
    classification: str


class RecommendCoursesResponse(TrainingAnswer):
    """Courses of most value first; empty when none helps."""

    model_config = shown(example_training.COURSES)

    courses: list[CourseMatch]


class RecommendPathsResponse(TrainingAnswer):
    """Paths of most value first; empty when none helps."""

    model_config = shown(example_training.PATHS)

    paths: list[PathMatch]
