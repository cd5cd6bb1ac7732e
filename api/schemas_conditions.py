"""What is asked for beyond a good match."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from api.schemas import RequestModel
from matcher.filters import EDUCATION_SLACK
from taxonomy.regions import MOST_PROVINCES

Types = Literal["full_time", "part_time", "contract", "internship", "freelance", "daily"]

Sources = Annotated[tuple[str, ...], Field(max_length=100)]


class ConditionsBody(RequestModel):
    """What is asked for beyond a good match."""

    provinces: tuple[Annotated[str, Field(pattern=r"^\d{2}$")], ...] = Field(
        default=(), max_length=MOST_PROVINCES, description="Province codes; empty is everywhere"
    )
    sources: Sources = Field(default=(), description="Source names; empty is any")
    employment_types: tuple[Types, ...] = Field(default=(), max_length=6, description="Empty is any")
    kbji: tuple[Annotated[str, Field(pattern=r"^\d{1,4}$")], ...] = Field(
        default=(), max_length=50, description="Beginnings of KBJI codes: `25`, `2512`; empty is any occupation"
    )
    pay_at_least: float | None = Field(
        default=None,
        ge=0,
        le=1e12,
        allow_inf_nan=False,
        description="Rupiah a month: postings that offer less are left out, and workers who wish for more",
    )
    education_at_most: int | None = Field(
        default=None, ge=1, le=9, strict=True, description="Highest KKNI level asked for, or held"
    )
    abroad: bool | None = Field(default=None, strict=True, description="Work outside Indonesia alone, or inside alone")
    within_km: float | None = Field(
        default=None,
        gt=0,
        le=6_000,
        allow_inf_nan=False,
        description="Kilometres between regency centroids, from the asker's place; remote work passes, so do records "
        "without a place and, where workers are sought, those who would move",
    )
    respect_hours: bool = Field(
        default=True, strict=True, description="Leave out shift and night work for who says that it is not possible"
    )
    respect_education: bool = Field(
        default=True, strict=True, description="Leave out pairs more than `education_slack` KKNI levels short"
    )
    education_slack: int = Field(default=EDUCATION_SLACK, ge=0, le=8, strict=True, description="KKNI levels")


class PostingConditionsBody(ConditionsBody):
    """As for workers, and what only postings say: hours, access, whether they are open."""

    no_shift: bool = Field(default=False, strict=True, description="No postings that ask for shift work")
    no_night: bool = Field(default=False, strict=True, description="No postings that ask for night work")
    disability_access: bool = Field(
        default=False,
        strict=True,
        description="Only postings that say that people with disabilities may apply; a condition of this request "
        "alone, kept nowhere, part of no score",
    )
    include_closed: bool = Field(default=False, strict=True, description="Also postings that are no longer open")
