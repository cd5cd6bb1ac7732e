"""Bodies of ``/v1/overseas/check``, and what matches say of postings abroad."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api import example_overseas
from api.schemas import MAX_ITEMS, GivenText, GivenTitle, ItemId, RequestModel, shown
from matcher.overseas.readiness import Readiness
from matcher.overseas.requirements import RequirementKind
from matcher.overseas.rules import Status


class OverseasItem(RequestModel):
    """One ad, in the source's words."""

    id: ItemId
    title: GivenTitle
    company: GivenTitle = Field(default="", description="Who advertises")
    place: GivenTitle = Field(default="", description="Place as the source names it")
    text: GivenText = Field(default="", description="Body of the ad; words count its code points")


class OverseasRequest(RequestModel):
    """Up to 1,000 ads."""

    model_config = shown(example_overseas.CHECK)

    items: tuple[OverseasItem, ...] = Field(min_length=1, max_length=MAX_ITEMS)


class FoundWords(BaseModel):
    """Words of an ad."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    part: Literal["title", "company", "place", "text"] = Field(alias="in")
    start: int = Field(ge=0, description="Code points from the start of that part")
    end: int = Field(ge=0)
    surface: str


class Finding(BaseModel):
    """A check of an ad against the law on migrant workers."""

    name: str = Field(description="fee, permit, agency, job_order, destination, visa, age or documents")
    status: Status
    words: FoundWords | None
    rule: str = Field(description="Law or decision")
    as_of: str = Field(description="Month of which the rule tells")
    explains_id: str
    explains_en: str


class Warned(BaseModel):
    """A sign of unofficial recruitment, fraud or trafficking."""

    kind: str
    words: FoundWords
    rule: str
    explains_id: str
    explains_en: str


class CountryCode(BaseModel):
    """A country by ISO 3166-1."""

    code: str
    alpha3: str
    name_id: str
    name_en: str


class Destination(BaseModel):
    """Where the work is."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    countries: list[CountryCode] = Field(description="Empty on a ship, or where none is named")
    words: str
    part: str = Field(alias="in", description="place, title, text, or empty")


class AskedFor(BaseModel):
    """Something that the destination asks for."""

    country: str = Field(description="ISO 3166-1 alpha-2; * is every destination")
    kind: RequirementKind
    level: str
    label: str
    label_en: str
    source: str
    as_of: str


class HeldAgainst(AskedFor):
    """The same, held against a worker."""

    state: Readiness = Field(description="have, missing, unclear, or to_arrange where no record can show it")


class OverseasFacts(BaseModel):
    """What is told of an ad for work abroad."""

    overseas: bool
    destination: Destination
    checks: list[Finding]
    warnings: list[Warned]
    clean: bool = Field(description="Nothing is violated and nothing warned of")


class OverseasNote(OverseasFacts):
    """Beside a match with a posting abroad."""

    requirements: list[HeldAgainst]


class IscoGroup(BaseModel):
    """An ISCO-08 group."""

    code: str
    title: str


class EscoOccupation(BaseModel):
    """An ESCO v1.1 occupation."""

    uri: str
    title: str


class OverseasChecked(OverseasFacts):
    """One ad, checked."""

    id: str
    requirements: list[AskedFor]
    isco08: list[IscoGroup]
    esco: list[EscoOccupation] = Field(description="Five at most of each unit group")


class OverseasResponse(BaseModel):
    """One result for each item, same order."""

    model_config = shown(example_overseas.CHECKED)

    items: list[OverseasChecked]
