"""What stands over every answer about the market."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, Field

Interval = tuple[float, float]


class MarketHead(BaseModel):
    """What stands over every answer about the market."""

    as_of: date = Field(description="Day on which postings stand open")
    include_closed: bool
    source: str
    classification: str
    provinces: list[str] = Field(description="Asked for; `00` is Indonesia, empty is each province")
    kbji: str
    level: int = Field(ge=0, le=4, description="Digits of the KBJI codes of rows")
    n_postings: int = Field(description="All postings counted, copies of one vacancy once")
    n_seekers: int | None = Field(description="All seekers; null where they are fewer than `least_told`")
    posting_sources: dict[str, int]
    left_out: dict[str, int] = Field(description="Postings not counted, by reason")
    several_provinces: int = Field(description="Postings that name several provinces; they stand in the first")
    remote: int
    least_told: int = Field(description="Cells of fewer people, or of fewer employers, are withheld")
    notes: list[str]


class PointEntry(BaseModel):
    """A year of a province by official figures: openings against seekers."""

    province: str
    year: int
    openings: int
    seekers: int
    tightness: float
