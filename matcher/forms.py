"""Sepadan's own template: what a posting, worker, course or outcome looks like at the edge.

Every reader and the API bring their input into these forms, so a value is checked in one place and each message names
the field, what was wanted and what was found. ``matcher.filling`` checks a row against a form, and
``to_record`` makes it a frozen record.

Lists may be given as JSON arrays or as text split by ``|`` (CSV, XLSX). Empty text counts as missing. Identity data
(name, NIK, contact, sex, birth date, religion ...) is set aside by ``drop_identity_within`` before a form sees it:
nothing on the match path may hold it.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from matcher.chances import chances_fit
from matcher.fields import (
    MAX_LIST,
    Chance,
    Count,
    Day,
    EmploymentType,
    EmploymentTypes,
    Flag,
    Id,
    Line,
    Lines,
    ListId,
    Moment,
    Money,
    Months,
    Rank,
    Region,
    Regions,
    Rupiah,
    Text,
    Title,
    as_list,
    as_text,
    clean,
)
from matcher.outcome import Outcome, OutcomeEvent
from matcher.records import JobHeld, Kind, Pay, Posting, Provenance, Worker
from taxonomy.json_values import is_mapping

_SOURCE = re.compile(r"[a-z0-9_.-]{1,60}")


def source_and_id(given: str, source: str, default_source: str) -> tuple[str, str]:
    """Source and the source's own id of a row.

    Args:
        given: Its id; ``source:id`` names the source too.
        source: Source that the row names beside it, or empty; goes before the one in the id.
        default_source: Source when neither names one.
    """
    head, _, tail = given.partition(":")
    if source or not (tail and _SOURCE.fullmatch(head)):
        head = source or default_source
        tail = given.removeprefix(head + ":") or given
    return head, tail


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
    fetched_at: Moment | None = None

    @model_validator(mode="before")
    @classmethod
    def _drop_blanks(cls, value: Any) -> Any:
        """A blank counts as missing, so that a field's own default serves."""
        if not is_mapping(value):
            return value
        return {name: item for name, item in value.items() if clean(item) is not None}

    def provenance(self, default_source: str, raw_hash: str) -> Provenance:
        """Where the record comes from.

        Args:
            default_source: Source when neither ``source`` nor ``id`` names one.
            raw_hash: SHA-256 of the raw row.
        """
        head, tail = source_and_id(self.id, self.source, default_source)
        at = self.fetched_at or datetime.now(UTC)
        return Provenance(source=head, source_id=tail, fetched_at=at, raw_hash=raw_hash)


class PostingForm(Form):
    """A vacancy in Sepadan's own template; fields as in ``matcher.records.Posting``."""

    title: Title
    description: Text = Field(default="", validation_alias=AliasChoices("description", "text"))
    hint: Line = ""
    employer: Line = Field(default="", validation_alias=AliasChoices("employer", "company"))
    places: Lines = Field(default=(), validation_alias=AliasChoices("places", "place", "location", "regency"))
    region_codes: Regions = ()
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
    registered: Count = None
    posted_on: Day = None
    closes_on: Day = None
    registers_until: Day = None
    starts_on: Day = None
    ends_on: Day = None
    is_closed: Flag = False
    url: Line = ""

    @model_validator(mode="after")
    def _ordered(self) -> PostingForm:
        for low, high in (("pay_low", "pay_high"), ("experience_months_min", "experience_months_max")):
            least, most = getattr(self, low), getattr(self, high)
            if least is not None and most is not None and least > most:
                found = {"found": f"{least:.15g} above {most:.15g}"}
                raise PydanticCustomError("order", "{low} of at most {high}", {"low": low, "high": high, **found})
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

    title: Title
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
    wants_remote: Flag = None
    experience_months: Months = None
    salary_idr_month: Rupiah = None
    employment_types: EmploymentTypes = ()

    @model_validator(mode="after")
    def _says_something(self) -> WorkerForm:
        if not (self.summary or self.wish or self.jobs or self.skills):
            raise PydanticCustomError(
                "empty", "at least one of summary, wish, jobs or skills", {"found": "none of them"}
            )
        return self

    def to_record(self, default_source: str, raw_hash: str) -> Worker:
        """The frozen record."""
        jobs = tuple(JobHeld(title=j.title, months=j.months, description=j.description) for j in self.jobs)
        rest = self.model_dump(exclude={"id", "source", "fetched_at", "jobs"})
        return Worker(provenance=self.provenance(default_source, raw_hash), jobs=jobs, **rest)


class OutcomeForm(Form):
    """What happened between a worker and a posting; fields as in ``matcher.records.Outcome``."""

    worker_key: Id
    posting_key: Id
    event: OutcomeEvent
    at: Moment
    position: Rank = None
    list_id: ListId = ""
    shown_to: Literal["worker", "posting"] = "worker"
    weights: Annotated[str, BeforeValidator(as_text), Field(max_length=120)] = ""
    chances: Annotated[tuple[Chance, ...], Field(max_length=MAX_LIST)] = ()

    @model_validator(mode="after")
    def _could_have_been(self) -> OutcomeForm:
        """Learning reads lists whole: one that cannot have been would keep all others from being read."""
        if self.list_id and self.event == OutcomeEvent.SHOWN and self.position is None:
            raise PydanticCustomError("place", "a position for what was shown in a list", {"found": "none"})
        if self.chances and not chances_fit(self.chances, self.position or 0):
            wanted = "chances that sum to at most 1, above 0 at the position"
            raise PydanticCustomError("chances", wanted, {"found": str(list(self.chances))})
        return self

    def to_record(self, default_source: str, raw_hash: str) -> Outcome:
        """The frozen record."""
        return Outcome(
            provenance=self.provenance(default_source, raw_hash),
            worker_key=self.worker_key,
            posting_key=self.posting_key,
            event=self.event,
            at=self.at,
            position=self.position,
            list_id=self.list_id,
            shown_to=Kind(self.shown_to),
            weights=self.weights,
            chances=self.chances,
        )
