"""Bodies of the match routes."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api import example_matches, example_requests
from api.schemas import K, PostingTemplate, RecordId, RequestModel, WorkerId, WorkerTemplate, shown
from api.schemas_overseas import OverseasNote
from matcher.filters import EDUCATION_SLACK
from matcher.reason_words import Language
from matcher.steps import Action
from taxonomy.skills import SkillType

Types = Literal["full_time", "part_time", "contract", "internship", "freelance", "daily"]
R = TypeVar("R", bound=RequestModel)
Sources = Annotated[tuple[str, ...], Field(max_length=100)]


class ConditionsBody(RequestModel):
    """What is asked for beyond a good match."""

    provinces: tuple[Annotated[str, Field(pattern=r"^\d{2}$")], ...] = Field(
        default=(), max_length=38, description="Province codes; empty is everywhere"
    )
    sources: Sources = Field(default=(), description="Source names; empty is any")
    employment_types: tuple[Types, ...] = Field(default=(), max_length=6, description="Empty is any")
    kbji: tuple[Annotated[str, Field(pattern=r"^\d{1,4}$")], ...] = Field(
        default=(), max_length=50, description="Beginnings of KBJI codes: `25`, `2512`; empty is any occupation"
    )
    pay_at_least: float | None = Field(
        default=None,
        ge=0,
        le=1e12,
        allow_inf_nan=False,
        description="Rupiah a month: postings that offer less are left out, and workers who wish for more",
    )
    education_at_most: int | None = Field(
        default=None, ge=1, le=9, strict=True, description="Highest KKNI level asked for, or held"
    )
    abroad: bool | None = Field(default=None, strict=True, description="Work outside Indonesia alone, or inside alone")
    within_km: float | None = Field(
        default=None,
        gt=0,
        le=6_000,
        allow_inf_nan=False,
        description="Kilometres between regency centroids, from the asker's place; remote work passes, so do records "
        "without a place and, where workers are sought, those who would move",
    )
    respect_hours: bool = Field(
        default=True, strict=True, description="Leave out shift and night work for who says that it is not possible"
    )
    respect_education: bool = Field(
        default=True, strict=True, description="Leave out pairs more than `education_slack` KKNI levels short"
    )
    education_slack: int = Field(default=EDUCATION_SLACK, ge=0, le=8, strict=True, description="KKNI levels")


class PostingConditionsBody(ConditionsBody):
    """As for workers, and what only postings say: hours, access, whether they are open."""

    no_shift: bool = Field(default=False, strict=True, description="No postings that ask for shift work")
    no_night: bool = Field(default=False, strict=True, description="No postings that ask for night work")
    disability_access: bool = Field(
        default=False,
        strict=True,
        description="Only postings that say that people with disabilities may apply; a condition of this request "
        "alone, kept nowhere, part of no score",
    )
    include_closed: bool = Field(default=False, strict=True, description="Also postings that are no longer open")


class MatchWorkersRequest(RequestModel):
    """A posting, by id or inline."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [example_requests.MATCH_WORKERS, example_requests.MATCH_WORKERS_BY_ID]}
    )

    id: RecordId | None = None
    posting: PostingTemplate = None
    k: K = 10
    conditions: ConditionsBody = ConditionsBody()

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        return one_of(self, self.id, self.posting, "posting")


class WorkerSubject(RequestModel):
    """A worker, by id or inline."""

    id: WorkerId | None = None
    worker: WorkerTemplate = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        return one_of(self, self.id, self.worker, "worker")


class MatchPostingsRequest(WorkerSubject):
    """A worker, by id or inline, and what is asked for."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [example_requests.MATCH_POSTINGS, example_requests.MATCH_POSTINGS_BY_ID]}
    )

    k: K = 10
    conditions: PostingConditionsBody = PostingConditionsBody()


def one_of(model: R, key: str | None, inline: Any, name: str) -> R:
    """The model, when exactly one of id and inline record is there."""
    if (key is None) == (inline is None):
        raise ValueError(f"exactly one of 'id' and '{name}'")
    return model


class NamedSkill(BaseModel):
    """A skill of the taxonomy."""

    model_config = ConfigDict(extra="allow")

    id: str
    label: str
    label_en: str
    type: SkillType


class MissingSkill(NamedSkill):
    """Asked for and not shown by the worker."""

    posting_words: str = Field(description="Words of the posting that ask for it; empty when usual for the occupation")
    required: bool


class MatchedSkill(MissingSkill):
    """Asked for and held."""

    worker_words: str
    usual_in_the_job: bool = Field(description="Not said, but the jobs held usually need it")


class AdjacentSkill(MissingSkill):
    """Not held, but close to one that is."""

    worker_words: str
    held: NamedSkill


class Step(BaseModel):
    """One step that would raise the score, and by how much."""

    action: Action
    what: str = Field(description="Skill id, level of education, region code or employment type; may be empty")
    label: str
    label_en: str
    amount: int | None = Field(description="Months more, or rupiah a month")
    gain: float = Field(description="What the score rises by, re-scored", gt=0)
    best: bool = Field(description="The step that helps most")


class Reasons(BaseModel):
    """Why, in facts that can be checked against both texts."""

    matched: list[MatchedSkill]
    missing: list[MissingSkill]
    adjacent: list[AdjacentSkill]
    would_help: list[Step]


class Words(BaseModel):
    """The same in plain sentences, in the language of the answer."""

    score: str
    components: list[str]
    matched: list[str]
    missing: list[str]
    adjacent: list[str]
    would_help: list[str]


class ComponentDetail(BaseModel):
    """One component before its weight."""

    value: float = Field(ge=0, le=1)
    weight: float = Field(ge=0, le=1)
    known: bool = Field(description="False when nothing was known and the value is neutral")


class Match(BaseModel):
    """One ranked record."""

    id: str
    title: str
    score: float = Field(ge=0, le=1, description="The sum of `components`; not a probability")
    components: dict[str, float]
    details: dict[str, ComponentDetail]
    reasons: Reasons
    words: Words
    shortlist_chance: float | None = Field(
        ge=0,
        le=1,
        description="Chance of being shortlisted once the worker applied; null until outcomes stand behind it",
    )
    under_review: bool = Field(
        default=False,
        description="The person objected to automated rankings and a human looks at it: do not go by the score alone",
    )
    overseas: OverseasNote | None = Field(
        default=None, description="Where the posting is abroad: destination, checks, warnings, what is asked for"
    )


class OtherCopy(BaseModel):
    """The same vacancy, advertised again or elsewhere."""

    id: str
    source: str
    url: str = Field(description="Where it can be read; may be empty")


class MatchedPosting(Match):
    """One ranked posting; of several copies of a vacancy the fullest and newest that is open."""

    also_at: list[OtherCopy] = Field(default_factory=list, description="The other copies")


class Licence(BaseModel):
    """A licence that the law demands."""

    id: str
    label: str
    label_en: str


class OpenedPosting(BaseModel):
    """A posting that is closed to the worker for want of one licence, and its score with the licence held."""

    id: str
    title: str
    licence: Licence
    score: float = Field(ge=0, le=1)
    words: str


class Relaxed(BaseModel):
    """One condition loosened, all others as they were; counted by filtering again."""

    condition: str = Field(description="Its name, as in `removed_by_filter`")
    to: float | list[str] | None = Field(
        description="The wider value: kilometres, province codes, beginnings of KBJI codes, rupiah, KKNI levels; "
        "null where the condition is dropped"
    )
    would_remain: int = Field(description="Records that pass all conditions then")


class MatchWorkersResponse(BaseModel):
    """Ranked workers, best first; ties by id."""

    model_config = shown(example_matches.MATCHED_WORKERS)

    id: str
    matches: list[Match]
    removed_by_filter: dict[str, int]
    relax: list[Relaxed] = Field(
        description="Where fewer than `k` pass the conditions: which one, if loosened, would leave more; most first"
    )
    generation: str
    weights: str = Field(description="Name of the weights that ranked; tell it with outcomes")
    language: Language = Field(description="Of `words`")
    classification: str


class MatchPostingsResponse(MatchWorkersResponse):
    """Ranked postings, best first; ties by id."""

    model_config = shown(example_matches.MATCHED_POSTINGS)

    matches: list[MatchedPosting]  # type: ignore[assignment]  # a list is not covariant; each one is a Match
    would_open: list[OpenedPosting] = Field(description="The best postings that one more licence opens")
