"""What ``/v1/careers/{code}`` and ``/v1/first-jobs`` answer."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from api.schemas_occupations import OccupationEntry
from api.schemas_skills import SkillTypeName
from matcher.careers import Held
from matcher.first_job_reasons import Usualness
from matcher.reason_words import Language
from taxonomy.career_ladder import StepKind
from taxonomy.programme_skills import Grade


class WantedSkill(BaseModel):
    """A skill or licence that a step wants."""

    id: str
    label: str
    label_en: str
    type: SkillTypeName
    held: Held = Field(description="unknown where no worker is named")


class NextJobEntry(OccupationEntry):
    """A job that usually comes next."""

    kind: StepKind
    months: int = Field(description="How long people usually stay in the job before; no promise")
    months_short: int | None = Field(description="Of that what the worker lacks at least")
    education: str = Field(description="Least level usually asked for; empty where none is")
    education_held: Held
    needs: list[WantedSkill] = Field(description="Licences and skills that the step itself asks for")
    learnt: list[WantedSkill] = Field(description="Essential there and not needed in the job before")
    postings: int | None = Field(description="Open postings; null where no index stands")
    postings_near: int | None = Field(description="Those in `provinces`; null where none is chosen")


class CareersResponse(OccupationEntry):
    """Steps from a job: promotions, then specialisations, then moves."""

    worker: str | None = Field(description="Who the steps are held against")
    provinces: list[str]
    next_jobs: list[NextJobEntry]
    classification: str


class FirstJobSkill(BaseModel):
    """A skill that a posting asks for."""

    model_config = ConfigDict(extra="forbid")

    id: str
    label: str
    label_en: str
    type: SkillTypeName
    posting_words: str
    worker_words: str | None = None
    grade: Grade | None = Field(default=None, description="Of an expected skill")
    required: bool | None = Field(default=None, description="Of a skill to be learnt")


class FirstJobEntry(BaseModel):
    """An entry-level posting with its reasons."""

    id: str
    title: str
    score: float = Field(ge=0, le=1, description="The sum of `components`; not comparable with `/v1/match`")
    components: dict[str, float]
    details: dict[str, dict[str, float | bool]]
    occupation: OccupationEntry | None
    usualness: Usualness = Field(description="How usual such work is for graduates of the programme")
    asked: list[str] = Field(description="Studies that the posting names")
    asks_programme: str = Field(description="The one of them that is the programme studied; empty where none is")
    said: list[FirstJobSkill] = Field(description="Asked for and said by the worker")
    expected: list[FirstJobSkill] = Field(description="Asked for and usually taught; **not** said by the worker")
    to_learn: list[FirstJobSkill]
    is_internship: bool
    openings: int | None = Field(description="People wanted, where the source says it")
    registered: int | None = Field(description="People who have registered already, where the source says it")
    registers_until: date | None = Field(
        description="Of the intake (angkatan); the position may come again in the next"
    )
    starts_on: date | None
    ends_on: date | None
    words: list[str]


class Programme(BaseModel):
    """A study programme."""

    id: str
    label: str
    levels: list[str]
    isced: str = Field(description="Field of ISCED-F 2013")


class FirstJobsResponse(BaseModel):
    """Entry-level postings, best first."""

    worker: str | None
    programme: Programme
    first_jobs: list[FirstJobEntry]
    removed_by_filter: dict[str, int]
    generation: str
    language: Language = Field(description="Of `words`")
    classification: str
