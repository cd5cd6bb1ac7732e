"""Bodies of the match routes."""

from __future__ import annotations

from typing import Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api import example_matches, example_requests
from api.schemas import K, PostingTemplate, RecordId, RequestModel, WorkerId, WorkerTemplate, shown
from api.schemas_conditions import ConditionsBody, PostingConditionsBody
from api.schemas_overseas import OverseasNote
from api.schemas_reasons import ComponentDetail, Reasons, Words
from matcher.reason_words import Language

R = TypeVar("R", bound=RequestModel)


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
