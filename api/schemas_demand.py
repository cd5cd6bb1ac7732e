"""What ``/v1/market/demand`` and ``/v1/market/supply`` answer."""

from __future__ import annotations

from pydantic import BaseModel, Field

from api.example_market import DEMAND, SUPPLY
from api.schemas import shown
from api.schemas_market_head import MarketHead, PointEntry


class DemandEntry(BaseModel):
    """Demand in a cell."""

    province: str = Field(description="`00` is Indonesia; empty is postings that name none")
    kbji: str = Field(description="Empty is all occupations")
    title: str
    postings: int
    openings: int = Field(description="People wanted; 1 where a posting does not say")
    openings_named_by: int = Field(description="Postings that say how many")
    employers: int = Field(description="Distinct, named")
    internships: int
    occupation_guessed: int = Field(description="Postings whose occupation is a guess of the coder")


class VacancyGroupEntry(BaseModel):
    """Official vacancies of a KBJI major group in a year."""

    dimension: str
    group: str
    year: int
    postings: int
    openings: int


class OfficialDemand(BaseModel):
    """Karirhub's figures; never added to the stored ones."""

    source: str
    by_major_group: list[VacancyGroupEntry]
    by_year: list[PointEntry]


class DemandResponse(MarketHead):
    """Postings and people wanted."""

    model_config = shown(DEMAND)

    rows: list[DemandEntry]
    found: int = Field(description="Rows before the limit")
    withheld_cells: int = Field(description="Cells of this level withheld anywhere, so that sums give none back")
    official: OfficialDemand


class SupplyEntry(BaseModel):
    """Seekers in a cell."""

    province: str
    kbji: str
    title: str
    seekers: int
    share: float | None = Field(description="Of the seekers of the province")


class SeekersEntry(BaseModel):
    """Official seekers of a province in a year."""

    province: str
    year: int
    men: int
    women: int
    seekers: int


class SeekerGroupEntry(BaseModel):
    """Official seekers of the nation by group."""

    dimension: str
    group: str
    year: int
    seekers: int


class OfficialSupply(BaseModel):
    """Karirhub's figures; never added to the stored ones."""

    source: str
    by_province: list[SeekersEntry]
    by_group: list[SeekerGroupEntry]


class SupplyResponse(MarketHead):
    """Seekers."""

    model_config = shown(SUPPLY)

    rows: list[SupplyEntry]
    found: int
    withheld_cells: int
    official: OfficialSupply
