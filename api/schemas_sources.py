"""Bodies of ``/v1/sources``."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field

from api import example_sources
from api.schemas import shown


class RunError(BaseModel):
    """What ended a run, or kept it from closing anything; empty when nothing did."""

    where: str = ""
    wanted: str = ""
    found: str = ""


class SourceRun(BaseModel):
    """One pull; `read` is the sum of the six counts after it."""

    source: str
    run: int = Field(ge=1, description="Number of the run, from 1 for each source")
    outcome: str = Field(description="running, done, unchanged, partial, held, failed or interrupted")
    started_at: datetime
    ended_at: datetime | None
    read: int
    new: int
    changed: int
    unchanged: int
    repeated: int = Field(description="Same id and content as before in this run; not stored again")
    rejected: int
    withdrawn: int = Field(description="Rows that only take a posting back")
    closed: int = Field(description="Taken back, or no longer in the whole listing")
    duplicates: int = Field(description="Rows that say what another of this run says, under any id")
    held: int = Field(description="Would be closed when a person confirms")
    pages: int
    bytes: int
    seconds: float
    continues: int | None = Field(description="Number of the run that this one went on from")
    clock_skew_s: float | None = Field(description="How far the upstream's clock is from ours, when over 5 minutes")
    error: RunError


class SourceEntry(BaseModel):
    """A source that was added."""

    name: str
    format: str
    location: str
    schedule: str = Field(description="30m, 6h, 1d or a cron line in WIB; empty for pulls by hand")
    listing: bool = Field(description="Whether what it no longer has is closed")
    due_at: datetime | None
    last_run: SourceRun | None


class SourcesResponse(BaseModel):
    """All sources, by name."""

    model_config = shown(example_sources.SOURCES)

    sources: list[SourceEntry]


class RunsResponse(BaseModel):
    """Runs of a source, the newest first."""

    model_config = shown(example_sources.SOURCE_RUNS)

    runs: list[SourceRun]
