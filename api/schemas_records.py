"""Bodies of the bulk upsert, of single records, and of the health routes."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from api import examples
from api.schemas import MAX_ITEMS, CourseTemplate, PostingTemplate, RequestModel, WorkerTemplate


class PostingsRequest(RequestModel):
    """Postings in the template."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.POSTINGS]})

    records: tuple[PostingTemplate, ...] = Field(min_length=1, max_length=MAX_ITEMS)


class WorkersRequest(RequestModel):
    """Workers in the template; identity fields are set aside unread."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.WORKERS]})

    records: tuple[WorkerTemplate, ...] = Field(min_length=1, max_length=MAX_ITEMS)


class CoursesRequest(RequestModel):
    """Courses in the template."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.COURSES]})

    records: tuple[CourseTemplate, ...] = Field(min_length=1, max_length=MAX_ITEMS)


class Reject(BaseModel):
    """A record that did not go in, with the first reason."""

    row: int = Field(ge=1, description="Place in `records`, from 1")
    where: str
    wanted: str
    found: str


class UpsertResponse(BaseModel):
    """What was done; `read` is the sum of the next four."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.UPSERTED]})

    read: int
    accepted: int
    updated: int
    unchanged: int
    rejected: int
    rejects: list[Reject]


class RecordResponse(BaseModel):
    """A stored record, in its source's words, with its codes."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.RECORD]})

    id: str
    kind: str
    record: dict[str, Any]
    codes: dict[str, Any] | None = Field(description="Occupations, skills, regions, levels; null until indexed")


class Health(BaseModel):
    """The process is alive."""

    status: str
    version: str


class Readiness(BaseModel):
    """What can be found."""

    status: str
    generation: str
    records: dict[str, int]
    indexed: dict[str, int]
    pending: dict[str, int]
