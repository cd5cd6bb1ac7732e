"""The template of a training programme: its fields, what each takes, and what cannot be true of them together."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from matcher.course_modules import CourseModule, module_fields
from matcher.fields import (
    MAX_LIST,
    Count,
    Day,
    Lessons,
    Level,
    Line,
    Lines,
    Months,
    Occupations,
    Region,
    Rupiah,
    Slug,
    Text,
    Title,
    Units,
    as_list,
    as_text,
)
from matcher.forms import Form
from matcher.records import Course

Mode = Literal["offline", "online", "blended", "certification"]
"""How a course is taught; ``certification`` is an assessment without training."""

MODES_SAID = ("luring", "daring", "bauran", "sertifikasi")
"""The modes in Bahasa Indonesia, to choose from."""

_WORDS_FOR_MODES = {
    "luring": "offline",
    "tatap muka": "offline",
    "daring": "online",
    "bauran": "blended",
    "campuran": "blended",
    "hybrid": "blended",
    "sertifikasi": "certification",
    "rpl": "certification",
}
"""Words for the modes in centres' own tables."""


def as_mode(value: object) -> object:
    """A mode; text may say it in Bahasa Indonesia."""
    text = as_text(value)
    if not isinstance(text, str):
        return text
    word = " ".join(text.casefold().split())
    return _WORDS_FOR_MODES.get(word, word)


class CourseModuleForm(BaseModel):
    """One module; text alone is read as ``matcher.course_modules.module_fields`` says."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Title
    jp: Lessons = None
    skills: Lines = ()
    units: Units = ()

    @model_validator(mode="before")
    @classmethod
    def _as_written(cls, value: Any) -> Any:
        return module_fields(value) if isinstance(value, str) else value


class CourseForm(Form):
    """A training programme in Sepadan's own template; fields as in ``matcher.records.Course``."""

    title: Title
    provider: Line = ""
    vocational_field: Line = Field(default="", validation_alias=AliasChoices("vocational_field", "kejuruan", "field"))
    summary: Text = ""
    skills: Lines = ()
    units: Units = Field(default=(), validation_alias=AliasChoices("units", "skkni"))
    modules: Annotated[tuple[CourseModuleForm, ...], BeforeValidator(as_list), Field(max_length=MAX_LIST)] = ()
    kbji: Occupations = ()
    place: Line = Field(default="", validation_alias=AliasChoices("place", "regency", "location"))
    region_code: Region = ""
    jp: Lessons = None
    starts_on: Day = None
    ends_on: Day = None
    register_until: Day = None
    seats: Count = None
    cost_idr: Rupiah = None
    education_min: Line = ""
    entry_skills: Lines = ()
    entry_licences: Lines = ()
    experience_min_months: Months = None
    kkni_level: Level = None
    certification: Line = ""
    certifier: Line = Field(default="", validation_alias=AliasChoices("certifier", "lsp"))
    workshop: Slug = ""
    mode: Annotated[Mode, BeforeValidator(as_mode)] = "offline"

    @model_validator(mode="after")
    def _days_in_order(self) -> CourseForm:
        for first, last in (("starts_on", "ends_on"), ("register_until", "ends_on")):
            early, late = getattr(self, first), getattr(self, last)
            if early is not None and late is not None and early > late:
                found = {"found": f"{early} after {late}"}
                raise PydanticCustomError("order", "{first} not after {last}", {"first": first, "last": last, **found})
        return self

    @model_validator(mode="after")
    def _lessons_add_up(self) -> CourseForm:
        told = sum(module.jp or 0 for module in self.modules)
        if self.jp is not None and told > self.jp:
            found = {"found": f"{told} JP in modules"}
            raise PydanticCustomError("modules", "modules of at most the {jp} JP of jp", {"jp": self.jp, **found})
        if self.mode == "certification" and (self.jp or told):
            found = {"found": f"{self.jp or told} JP"}
            raise PydanticCustomError("mode", "no JP in the mode certification, which has no training", found)
        return self

    def to_record(self, default_source: str, raw_hash: str) -> Course:
        """The frozen record."""
        modules = tuple(CourseModule(**module.model_dump()) for module in self.modules)
        rest = self.model_dump(exclude={"id", "source", "fetched_at", "modules"})
        return Course(provenance=self.provenance(default_source, raw_hash), modules=modules, **rest)
