"""Bodies of ``/v1/programmes`` and ``/v1/recommend/programmes``."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema, model_validator

from api import example_programmes
from api.schemas import RequestModel, WorkerId, WorkerTemplate, shown
from matcher.programmes.eligibility import State, Verdict
from matcher.programmes.known import Origin
from matcher.programmes.questions import Kind as AnswerKind
from matcher.programmes.rules import Per, Phase, ProgrammeKind, SourceKind, Status

FIRST_DAY, LAST_DAY = date(2015, 1, 1), date(2100, 12, 31)
MAX_PROGRAMMES = 200
"""Programmes in one answer at most."""

Need = Annotated[str, Field(max_length=40)]
Answers = Annotated[
    Any,
    WithJsonSchema(
        {
            "type": "object",
            "additionalProperties": {"type": ["boolean", "integer", "string", "null"]},
            "description": "Field of a question to its answer; null where one does not want to say. Used for this "
            "check alone: not stored, not logged, not repeated, part of no match.",
        }
    ),
]
"""Read by the route, which repeats no answer in a fault; a check here would."""


class RecommendProgrammesRequest(RequestModel):
    """A worker by id or inline, or none, and what the person says."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [example_programmes.RECOMMEND, example_programmes.RECOMMEND_BY_ID]}
    )

    id: WorkerId | None = None
    worker: WorkerTemplate = None
    answers: Answers = None
    needs: tuple[Need, ...] = Field(default=(), max_length=20, description="What the person looks for, chief first")
    as_of: date | None = Field(default=None, description="Day that is asked about; today when none is given")
    k: int = Field(default=10, strict=True, ge=1, le=MAX_PROGRAMMES, description="How many at most")

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if self.id is not None and self.worker is not None:
            raise ValueError("at most one of 'id' and 'worker'")
        if self.id is None and self.worker is None and self.answers is None and not self.needs:
            raise ValueError("one of 'id', 'worker', 'answers' and 'needs'")
        return self


class HeldBy(BaseModel):
    """Where something stands and when it holds."""

    source: str = Field(description="Law, notice or report, with the article")
    source_kind: SourceKind
    about_id: str
    about_en: str
    valid_from: date | None
    valid_until: date | None
    as_of: date = Field(description="Day up to which it is known")
    verified: bool = Field(description="The source, or a report that quotes it, was read; else typed from memory")


class ProgrammeRule(BaseModel):
    """One condition."""

    id: str
    one_of: str = Field(description="Rules with the same name are alternatives; empty for none")
    field: str
    operator: Literal["is", "at_least", "at_most", "in", "not_in", "names_any"]
    value: str
    reason_id: str
    reason_en: str
    held: HeldBy


class CheckedRule(ProgrammeRule):
    """The same, held against the person."""

    state: State
    origin: Origin | None = Field(description="What told it; null where it is unknown. The answer is not repeated")


class ProgrammeBenefit(BaseModel):
    """What a programme gives."""

    low: int | None = Field(description="Rupiah, or percent where `per` says so; null where no amount is known")
    high: int | None
    per: Per
    words_id: str
    words_en: str
    held: HeldBy


class ProgrammeEntry(BaseModel):
    """A programme without its rules."""

    id: str
    kind: ProgrammeKind
    owner: str
    status: Status = Field(description="As of `held.as_of`")
    phase: Phase = Field(description="On the day that is asked about")
    serves_needs: list[str]
    name_id: str
    name_en: str
    says_id: str
    says_en: str
    also_id: str = Field(description="Asked for besides, and not checked here")
    also_en: str
    apply_id: str
    apply_en: str
    held: HeldBy
    stale: bool = Field(description="Known only up to more than a year before the day")


class ProgrammeResponse(ProgrammeEntry):
    """A programme with all its rules and benefits, those of other days too."""

    rules: list[ProgrammeRule]
    benefits: list[ProgrammeBenefit]


class NeedEntry(BaseModel):
    """What a person may look for."""

    id: str
    name_id: str
    name_en: str


class QuestionEntry(BaseModel):
    """What may be asked."""

    field: str
    kind: AnswerKind
    least: int | None
    most: int | None
    choices: list[str]
    personal: bool = Field(description="A trait: optional, for this check alone")
    asks_id: str
    asks_en: str


class ProgrammesResponse(BaseModel):
    """All programmes that were asked for, with every need and question."""

    as_of: date
    programmes: list[ProgrammeEntry]
    needs: list[NeedEntry]
    questions: list[QuestionEntry]


class RecommendedProgramme(ProgrammeEntry):
    """A programme held against the person."""

    verdict: Verdict
    serves: list[str] = Field(description="Needs of the person that it serves")
    verified: bool = Field(description="Programme and all rules that hold are")
    rules: list[CheckedRule] = Field(description="Those that hold on the day")
    asks: list[str] = Field(description="Fields to ask for, where the verdict is need_to_know")
    benefits: list[ProgrammeBenefit] = Field(description="Those that hold on the day")


class OpenQuestion(QuestionEntry):
    """A question that verdicts hang on."""

    programmes: int = Field(description="How many")


class VerdictCounts(BaseModel):
    """Of all programmes, also of those that are not shown."""

    eligible: int
    need_to_know: int
    not_eligible: int
    not_running: int


class RecommendProgrammesResponse(BaseModel):
    """Programmes, the best first, and what to ask next."""

    model_config = shown(example_programmes.RECOMMENDED)

    as_of: date
    needs: list[NeedEntry]
    counts: VerdictCounts
    programmes: list[RecommendedProgramme]
    questions: list[OpenQuestion]
    note_id: str
    note_en: str
