"""Bodies of ``/v1/industries``."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from matcher.industry_condition import LEAST as LEAST_GROWN
from matcher.industry_links import LEAST as LEAST_SHOWN
from matcher.industry_links import LEAST_EMPLOYERS
from taxonomy.industries import VERSION
from taxonomy.labour import SOURCE

_LIST: JsonDict = {
    "classification": VERSION,
    "revision": 1042,
    "postings": 18521,
    "told": 15233,
    "industries": [
        {"code": "H", "title": "Pengangkutan dan Pergudangan", "employers": 402, "postings": 1210, "openings": 1893}
    ],
    "hires": [
        {
            "section": "H",
            "occupation": "83",
            "title": "Pengemudi dan Operator Peralatan yang Bergerak",
            "postings": 96,
            "employers": 61,
            "share": 0.0793,
            "lift": 6.1,
        }
    ],
    "withheld_cells": 213,
    "withheld_postings": 402,
}
_CONDITION: JsonDict = {
    "section": "I",
    "province": "00",
    "official": [
        {
            "year": 2023,
            "postings": 327,
            "openings": 520,
            "employers": 106,
            "growth_postings": -0.4495,
            "growth_openings": -0.6656,
            "growth_employers": -0.2374,
            "months": 12,
        }
    ],
    "official_scope": "section",
    "official_months": [{"month": "2024-12", "postings": 1119, "openings": 7830}],
    "stored": [{"month": "2025-07", "postings": 214, "openings": 260}],
    "source": SOURCE,
}


class IndustryEntry(BaseModel):
    """What a section or division advertises, by the stored postings."""

    model_config = ConfigDict(from_attributes=True)

    code: str = Field(description="Letter of the KBLI section, or two digits of the division")
    title: str
    employers: int
    postings: int
    openings: int = Field(description="People wanted; 1 where a posting does not say")


class HiringEntry(BaseModel):
    """Postings of a section for an occupation."""

    model_config = ConfigDict(from_attributes=True)

    section: str
    occupation: str = Field(description="KBJI code")
    title: str
    postings: int = Field(ge=LEAST_SHOWN, description=f"Cells below {LEAST_SHOWN} are withheld")
    employers: int = Field(description=f"Cells below {LEAST_EMPLOYERS} are withheld")
    share: float = Field(ge=0, le=1, description="Of the section's postings")
    lift: float = Field(ge=0, description="How many times more often than all postings do; 1 is as often")


class IndustriesResponse(BaseModel):
    """Who advertises, and which industries hire which occupations."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"examples": [_LIST]})

    classification: str
    revision: int = Field(description="Of the store that the report was made from")
    postings: int = Field(description="Stored postings")
    told: int = Field(description="Of these, with an industry that could be told")
    industries: list[IndustryEntry]
    hires: list[HiringEntry] = Field(description="By section, most postings first")
    withheld_cells: int
    withheld_postings: int


class YearEntry(BaseModel):
    """One year of an official series, with its change on the year before."""

    model_config = ConfigDict(from_attributes=True)

    year: int
    postings: int | None
    openings: int | None
    employers: int | None
    growth_postings: float | None = Field(description=f"0.1 is 10 % more; null below {LEAST_GROWN} the year before")
    growth_openings: float | None
    growth_employers: float | None
    months: int = Field(description="Months behind the figure")


class MonthEntry(BaseModel):
    """One month of a series."""

    model_config = ConfigDict(from_attributes=True)

    month: str
    postings: int
    openings: int


class ConditionResponse(BaseModel):
    """How a section or province fares: Karirhub's official figures, and the months of the stored postings."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"examples": [_CONDITION]})

    section: str = Field(description="Empty for all sections")
    province: str = Field(description="00 is Indonesia")
    official: list[YearEntry]
    official_scope: str = Field(description="section: of the nation; province: of all sections. No table has both")
    official_months: list[MonthEntry] = Field(description="Of the province, all sections")
    stored: list[MonthEntry] = Field(description="Of the section within the province")
    source: str
