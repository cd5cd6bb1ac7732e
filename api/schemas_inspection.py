"""Bodies of ``/v1/inspection``."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.example_inspection import INSPECTED, INSPECTION
from api.schemas import GivenText, GivenTitle, RequestModel, shown

Where = Literal["title", "text", "pay"]


class InspectionRequest(RequestModel):
    """One ad, in its own words; nothing of it is stored."""

    model_config = shown(INSPECTION)

    title: GivenTitle = Field(default="", description="As advertised")
    company: GivenTitle = Field(default="", description="Name of the employer; tells religious work")
    text: GivenText = Field(description="Body of the ad; spans count its code points")


class FlagSpan(BaseModel):
    """Words that break a rule."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    kind: str = Field(description="age, sex, appearance, marital, religion, religion_exempt, ethnicity, ...")
    where: Where = Field(alias="in", description="Part of the ad; `pay` is the field beside the text")
    start: int = Field(ge=0, description="Code points from the start of that part")
    end: int = Field(ge=0)
    surface: str = Field(description="The words; a contact in a stored posting is masked")
    rule: str
    source: str = Field(description="Law that the rule rests on")


class AdviceSpan(FlagSpan):
    """The same with the reason and what can be written in its place."""

    name: str
    why: str
    instead: str = Field(description="Neutral words for the employer")
    put: str = Field(description="Words that the rewrite puts there; empty where it leaves the words out")


class NeutralAd(BaseModel):
    """The ad without what is unlawful in it."""

    title: str
    text: str
    language: Literal["id", "en"]


class InspectionResponse(BaseModel):
    """Flags of one ad, and a neutral rewrite."""

    model_config = shown(INSPECTED)

    unlawful: int = Field(ge=0, description="Flags but those of kind religion_exempt")
    flags: list[AdviceSpan]
    rewrite: NeutralAd


class FlaggedPosting(BaseModel):
    """An open posting with its flags."""

    id: str
    title: str
    employer: str
    provinces: list[str] = Field(description="Codes, 2 digits")
    flags: list[FlagSpan]


class InspectionReport(BaseModel):
    """Counts over the stored open postings, and a page of those flagged."""

    inspected: int = Field(ge=0, description="Open postings inspected")
    due: int = Field(ge=0, description="Stored postings known to wait for inspection: ask again")
    flagged: int = Field(ge=0)
    flags: dict[str, int] = Field(description="Kind to number of flags")
    postings: dict[str, dict[str, int]] = Field(description="Flagged postings by kind, source and province")
    total: int = Field(ge=0, description="Flagged postings on all pages")
    items: list[FlaggedPosting]
