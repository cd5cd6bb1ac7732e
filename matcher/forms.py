"""Sepadan's own template: what a posting, worker, course or outcome looks like at the edge.

Every reader and the API bring their input into these forms, so a value is checked in one place and each message names
the field, what was wanted and what was found. A form becomes a frozen record by ``to_record``.

Lists may be given as JSON arrays or as text split by ``|`` (CSV, XLSX). Empty text counts as missing. Identity data
(name, NIK, contact, sex, birth date, religion ...) is set aside by ``drop_identity`` before a form sees it: nothing on
the match path may hold it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, TypeVar

import orjson
from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from matcher.fields import (
    MAX_LIST,
    MAX_TITLE,
    Count,
    Day,
    EmploymentType,
    Flag,
    Id,
    Line,
    Lines,
    Money,
    Months,
    Region,
    Rupiah,
    Text,
    as_list,
    as_text,
    clean,
)
from matcher.identity import drop_identity
from matcher.records import Course, JobHeld, Outcome, OutcomeEvent, Pay, Posting, Provenance, Worker
from taxonomy.errors import InputError


class Form(BaseModel):
    """Common to all forms: unknown fields are refused by name.

    Attributes:
        id: The source's own id; ``source:id`` names the source too.
        source: Source system; taken from ``id`` when that holds a colon.
        fetched_at: When the source was read; now when not given.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, populate_by_name=True)

    id: Id
    source: Annotated[str, BeforeValidator(as_text), Field(max_length=60, pattern=r"^[a-z0-9_.-]*$")] = ""
    fetched_at: datetime | None = None

    def provenance(self, default_source: str, raw_hash: str) -> Provenance:
        """Where the record comes from.

        Args:
            default_source: Source when neither ``source`` nor ``id`` names one.
            raw_hash: SHA-256 of the raw row.
        """
        head, colon, tail = self.id.partition(":")
        if self.source or not (colon and head and tail):
            head, tail = self.source or default_source, self.id
            if tail.startswith(head + ":"):
                tail = tail[len(head) + 1 :]
        at = self.fetched_at or datetime.now(UTC)
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        return Provenance(source=head, source_id=tail, fetched_at=at.astimezone(UTC), raw_hash=raw_hash)


class PostingForm(Form):
    """A vacancy in Sepadan's own template; fields as in ``matcher.records.Posting``."""

    title: Annotated[str, BeforeValidator(as_text), Field(min_length=1, max_length=MAX_TITLE)]
    description: Text = Field(default="", validation_alias=AliasChoices("description", "text"))
    hint: Line = ""
    employer: Line = Field(default="", validation_alias=AliasChoices("employer", "company"))
    places: Lines = Field(default=(), validation_alias=AliasChoices("places", "place", "location", "regency"))
    region_codes: Annotated[tuple[Region, ...], BeforeValidator(as_list)] = ()
    skills: Lines = ()
    education: Lines = ()
    study_programmes: Lines = ()
    experience_months_min: Months = None
    experience_months_max: Months = None
    pay_low: Money = None
    pay_high: Money = None
    pay_currency: Annotated[str, BeforeValidator(as_text), Field(pattern=r"^[A-Z]{3}$")] = "IDR"
    pay_period: Literal["hour", "day", "week", "month", "year", "project"] = "month"
    employment_type: EmploymentType = ""
    level: Line = ""
    openings: Count = None
    posted_on: Day = None
    closes_on: Day = None
    is_closed: bool = False
    url: Line = ""

    @model_validator(mode="after")
    def _ordered(self) -> PostingForm:
        for low, high in (("pay_low", "pay_high"), ("experience_months_min", "experience_months_max")):
            least, most = getattr(self, low), getattr(self, high)
            if least is not None and most is not None and least > most:
                raise ValueError(f"{low} {least} is above {high} {most}")
        return self

    def to_record(self, default_source: str, raw_hash: str) -> Posting:
        """The frozen record."""
        return Posting(
            provenance=self.provenance(default_source, raw_hash),
            pay=Pay(low=self.pay_low, high=self.pay_high, currency=self.pay_currency, period=self.pay_period),
            **self.model_dump(
                exclude={"id", "source", "fetched_at", "pay_low", "pay_high", "pay_currency", "pay_period"}
            ),
        )


class JobHeldForm(BaseModel):
    """One job in a worker's past; text alone counts as its title."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Annotated[str, BeforeValidator(as_text), Field(min_length=1, max_length=MAX_TITLE)]
    months: Months = None
    description: Text = ""

    @model_validator(mode="before")
    @classmethod
    def _title_alone(cls, value: Any) -> Any:
        return {"title": value} if isinstance(value, str) else value


class WorkerForm(Form):
    """A job seeker in Sepadan's own template; fields as in ``matcher.records.Worker``."""

    summary: Text = Field(default="", validation_alias=AliasChoices("summary", "text"))
    wish: Line = ""
    jobs: Annotated[tuple[JobHeldForm, ...], BeforeValidator(as_list), Field(max_length=MAX_LIST)] = ()
    skills: Lines = ()
    licences: Lines = ()
    education: Line = ""
    study_programme: Line = ""
    place: Line = Field(default="", validation_alias=AliasChoices("place", "regency", "location"))
    region_code: Region = ""
    will_relocate: Flag = None
    experience_months: Months = None
    salary_idr_month: Rupiah = None
    employment_types: Annotated[tuple[EmploymentType, ...], BeforeValidator(as_list)] = ()

    @model_validator(mode="after")
    def _says_something(self) -> WorkerForm:
        if not (self.summary or self.wish or self.jobs or self.skills):
            raise ValueError("a worker needs at least one of summary, wish, jobs or skills")
        return self

    def to_record(self, default_source: str, raw_hash: str) -> Worker:
        """The frozen record."""
        jobs = tuple(JobHeld(title=j.title, months=j.months, description=j.description) for j in self.jobs)
        rest = self.model_dump(exclude={"id", "source", "fetched_at", "jobs"})
        return Worker(provenance=self.provenance(default_source, raw_hash), jobs=jobs, **rest)


class CourseForm(Form):
    """A training programme in Sepadan's own template; fields as in ``matcher.records.Course``."""

    title: Annotated[str, BeforeValidator(as_text), Field(min_length=1, max_length=MAX_TITLE)]
    provider: Line = ""
    vocational_field: Line = Field(default="", validation_alias=AliasChoices("vocational_field", "kejuruan", "field"))
    summary: Text = ""
    skills: Lines = ()
    kbji: Annotated[tuple[Annotated[str, Field(pattern=r"^\d{4}$")], ...], BeforeValidator(as_list)] = ()
    place: Line = Field(default="", validation_alias=AliasChoices("place", "regency", "location"))
    region_code: Region = ""
    jp: Count = None
    starts_on: Day = None
    seats: Count = None
    cost_idr: Rupiah = None
    education_min: Line = ""
    kkni_level: Annotated[Annotated[int, Field(ge=1, le=9)] | None, BeforeValidator(clean)] = None
    certification: Line = ""
    mode: Literal["offline", "online", "blended"] = "offline"

    def to_record(self, default_source: str, raw_hash: str) -> Course:
        """The frozen record."""
        rest = self.model_dump(exclude={"id", "source", "fetched_at"})
        return Course(provenance=self.provenance(default_source, raw_hash), **rest)


class OutcomeForm(Form):
    """What happened between a worker and a posting; fields as in ``matcher.records.Outcome``."""

    worker_key: Id
    posting_key: Id
    event: OutcomeEvent
    at: datetime
    position: Annotated[Annotated[int, Field(ge=1)] | None, BeforeValidator(clean)] = None

    def to_record(self, default_source: str, raw_hash: str) -> Outcome:
        """The frozen record."""
        at = self.at if self.at.tzinfo else self.at.replace(tzinfo=UTC)
        return Outcome(
            provenance=self.provenance(default_source, raw_hash),
            worker_key=self.worker_key,
            posting_key=self.posting_key,
            event=self.event,
            at=at.astimezone(UTC),
            position=self.position,
        )


F = TypeVar("F", bound=Form)
AnyForm = PostingForm | WorkerForm | CourseForm | OutcomeForm


def raw_hash(raw: object) -> str:
    """SHA-256 (hex) of a raw row in a canonical form: keys sorted, dates as ISO text."""
    return hashlib.sha256(orjson.dumps(raw, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)).hexdigest()


def fill(form: type[F], raw: Mapping[str, Any], where: str) -> F:
    """Check a row against a form.

    Args:
        form: The form to fill.
        raw: Field name to value.
        where: File and row, for the message.

    Raises:
        InputError: The first fault, with its field, what was wanted and what was found.
    """
    try:
        return form.model_validate(drop_identity(raw))
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        path = ".".join(str(part) for part in fault["loc"]) or form.__name__
        if fault["type"] == "extra_forbidden":
            wanted = f"one of the fields {', '.join(sorted(form.model_fields))}"
            raise InputError(wanted=wanted, found=path, where=f"{where}, field {path}") from error
        found = "nothing" if fault["type"] == "missing" else fault["input"]
        raise InputError(wanted=fault["msg"], found=found, where=f"{where}, field {path}") from error
