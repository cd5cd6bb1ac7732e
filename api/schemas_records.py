"""Bodies of the bulk upsert, of single records, and of the health routes."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, Field

from api import example_records, example_requests
from api.schemas import MAX_ITEMS, CourseTemplate, PostingTemplate, RequestModel, WorkerTemplate, shown


class PostingsRequest(RequestModel):
    """Postings in the template."""

    model_config = shown(example_requests.POSTINGS)

    records: tuple[PostingTemplate, ...] = Field(min_length=1, max_length=MAX_ITEMS)


class WorkersRequest(RequestModel):
    """Workers in the template; identity fields are set aside unread."""

    model_config = shown(example_requests.WORKERS)

    records: tuple[WorkerTemplate, ...] = Field(min_length=1, max_length=MAX_ITEMS)


class CoursesRequest(RequestModel):
    """Courses in the template."""

    model_config = shown(example_requests.COURSES)

    records: tuple[CourseTemplate, ...] = Field(min_length=1, max_length=MAX_ITEMS)


class Reject(BaseModel):
    """A record that did not go in, with the first reason."""

    row: int = Field(ge=1, description="Place in `records`, from 1")
    where: str
    wanted: str
    found: str


class UpsertedItem(BaseModel):
    """What became of one record of the request."""

    row: int = Field(ge=1, description="Place in `records`, from 1")
    id: str | None = Field(description="Under which it is stored; null where it was rejected")
    status: Literal["accepted", "updated", "unchanged", "rejected"]


class UpsertResponse(BaseModel):
    """What was done; `read` is the sum of the next four."""

    model_config = shown(example_records.UPSERTED)

    read: int
    accepted: int
    updated: int
    unchanged: int
    rejected: int
    rejects: list[Reject]
    items: list[UpsertedItem] = Field(description="Each record of the request, in its order")


class CompletenessBody(BaseModel):
    """How much a posting tells."""

    score: float = Field(ge=0, le=1)
    parts: dict[str, float] = Field(description="Title, employer, place, description, pay, education, date, contact")


class FreshnessBody(BaseModel):
    """Whether one can still apply."""

    standing: str = Field(description="open, expired, closed or gone")
    expires_on: date | None
    is_estimated: bool = Field(description="True where the day follows from the source's usual time")
    reason: str


class CopyBody(BaseModel):
    """One posting of a vacancy that is advertised more than once."""

    id: str
    source: str
    url: str
    chance: float = Field(ge=0, le=1, description="Of being one vacancy with the canonical one")
    posted_on: date | None
    is_canonical: bool


class LifetimeBody(BaseModel):
    """When a vacancy was advertised, over all its copies."""

    first_seen: date | None
    last_seen: date | None
    days_open: int | None
    reposts: int


class Vacancy(BaseModel):
    """What is told of a posting beyond its own words."""

    employer_key: str
    completeness: CompletenessBody
    freshness: FreshnessBody
    copies: list[CopyBody]
    lifetime: LifetimeBody | None


class RecordResponse(BaseModel):
    """A stored record, in its source's words (a worker's without personal traits and contacts), with its codes."""

    model_config = shown(example_records.RECORD)

    id: str
    kind: str
    record: dict[str, Any]
    codes: dict[str, Any] | None = Field(description="Occupations, skills, regions, levels; null until indexed")
    vacancy: Vacancy | None = Field(default=None, description="Of a posting: how complete, how fresh, which copies")


class Health(BaseModel):
    """The process is alive."""

    status: str
    version: str


class Shadowed(BaseModel):
    """Weights that score beside those that rank, as this process has seen them."""

    weights: str
    rankings: int
    correlation: float | None = Field(
        description="Mean Kendall tau-b with the ten best as shown; null before the first"
    )


class Readiness(BaseModel):
    """What can be found."""

    status: str
    generation: str
    weights: str = Field(description="Name of the weights that rank")
    shadow: Shadowed | None = Field(description="Weights that score beside; null when none do")
    records: dict[str, int]
    indexed: dict[str, int]
    pending: dict[str, int]
    sandbox: bool = Field(default=False, description="Whether this is a sandbox of invented records")
