"""Bodies of the job routes."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, RootModel, model_validator

from api import example_jobs
from api.schemas import MAX_ITEMS, K, RecordId, RequestModel, shown
from api.schemas_conditions import PostingConditionsBody
from api.schemas_training import TrainingWishBody
from matcher.jobs.job import JobKind, State

UploadId = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_-]+$", description="Of an upload")]
SourceName = Annotated[str, Field(max_length=60, pattern=r"^[a-z0-9_.-]*$")]
MAX_IDS = 10_000


class SentAlong(RequestModel):
    """Where rows come from: an upload, or the request itself."""

    upload: UploadId | None = Field(default=None, description="Id of an upload, all of which has come")
    records: Annotated[tuple[Any, ...], Field(min_length=1, max_length=MAX_ITEMS)] | None = Field(
        default=None, description="Rows in the layout; for more of them use an upload"
    )

    def ways(self) -> list[str]:
        """Names of the ways that were given."""
        return [name for name in ("upload", "records", "ids", "source") if getattr(self, name, None)]

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if len(self.ways()) != 1:
            known = [name for name in ("upload", "records", "ids", "source") if name in type(self).model_fields]
            raise ValueError("exactly one of " + ", ".join(f"'{name}'" for name in known))
        return self


class IngestJobRequest(SentAlong):
    """Take in rows of a layout."""

    kind: Literal["ingest"]
    layout: SourceName = Field(min_length=1, description="`postings`, `workers`, `courses`, or any source's name")
    given: dict[Annotated[str, Field(max_length=60)], Annotated[str, Field(max_length=400)]] = Field(
        default_factory=dict, max_length=20, description="Field to value, for what rows leave blank, such as `source`"
    )
    index: bool = Field(
        default=True, strict=True, description="Code them, so that they are found at once; else the next build does"
    )


class SubjectsRequest(SentAlong):
    """Whose matches are made: sent along, or stored."""

    ids: Annotated[tuple[RecordId, ...], Field(min_length=1, max_length=MAX_IDS)] | None = Field(
        default=None, description="Ids of stored records"
    )
    source: SourceName = Field(default="", description="All stored records of this source")
    k: K = 10


class MatchJobRequest(SubjectsRequest):
    """Match many workers, or many postings."""

    kind: Literal["match"]
    of: Literal["workers", "postings"] = Field(description="What is matched: `workers` are given postings")
    conditions: PostingConditionsBody = PostingConditionsBody()


class RecommendJobRequest(SubjectsRequest):
    """Recommend courses to many workers."""

    kind: Literal["recommend"]
    k: K = 3
    wish: TrainingWishBody = TrainingWishBody()


class ExportJobRequest(RequestModel):
    """Tell stored postings with their codes."""

    kind: Literal["export"]
    of: Literal["postings"] = "postings"
    source: SourceName = Field(default="", description="Of this source alone; of all when empty")


class JobRequest(
    RootModel[
        Annotated[
            IngestJobRequest | MatchJobRequest | RecommendJobRequest | ExportJobRequest, Field(discriminator="kind")
        ]
    ]
):
    """What is to be done."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [example_jobs.MATCH, example_jobs.INGEST, example_jobs.EXPORT]}
    )


class Progress(BaseModel):
    """How far a job has come."""

    done: int = Field(ge=0)
    total: int | None = Field(description="Null while that is not known")
    unit: Literal["bytes", "records"]
    fraction: float | None = Field(ge=0, le=1, description="Share that is done; null while that is not known")
    eta_seconds: float | None = Field(description="Of work that is left, at the speed so far")


class JobResponse(BaseModel):
    """A job."""

    model_config = shown(example_jobs.JOB)

    id: str
    kind: JobKind
    of: str = Field(description="`posting`, `worker` or `course`")
    state: State
    progress: Progress
    counts: dict[str, int] = Field(description="What was done so far")
    error: str = Field(description="Why it failed; else empty")
    made_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    expires_at: datetime | None = Field(description="When it is removed with its result")
    links: dict[str, str] = Field(description="What can be done with it now, by name")


class JobsResponse(BaseModel):
    """Jobs, the newest first."""

    model_config = shown({"jobs": [example_jobs.JOB], "next": None})

    jobs: list[JobResponse]
    next: str | None = Field(description="Give it as `cursor` for the jobs after these; null where there are none")


class UploadResponse(BaseModel):
    """An upload."""

    model_config = shown(example_jobs.UPLOAD)

    id: str
    offset: int = Field(description="Bytes that have come: the next part begins here", ge=0)
    length: int = Field(description="Bytes that it will have", ge=1)
    expires_at: datetime
    job: str | None = Field(description="Id of the job that reads it")
