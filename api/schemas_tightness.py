"""What ``/v1/market/tightness`` answers."""

from __future__ import annotations

from pydantic import BaseModel, Field

from api.example_market import TIGHTNESS
from api.schemas import shown
from api.schemas_market_head import Interval, MarketHead, PointEntry


class TightnessEntry(BaseModel):
    """People wanted for each seeker in a cell."""

    province: str
    kbji: str
    title: str
    postings: int
    openings: int
    seekers: int
    tightness: float
    interval80: Interval
    interval95: Interval


class IndexEntry(BaseModel):
    """An index with its intervals."""

    value: float = Field(ge=0, le=1)
    by_chance: float = Field(description="What samples of this size from two equal spreads show on average")
    interval80: Interval
    interval95: Interval


class MismatchEntry(BaseModel):
    """Mismatch of the stored records over occupations or provinces."""

    by: str
    digits: int
    groups: int
    openings: int
    postings: int
    seekers: int
    alpha: float = Field(description="Elasticity of hires to vacancies (Şahin et al. 2014)")
    dissimilarity: IndexEntry
    mismatch: IndexEntry


class OfficialMismatchEntry(BaseModel):
    """Mismatch by official figures, counted in full."""

    by: str
    year: int
    groups: int
    openings: int
    seekers: int
    alpha: float
    dissimilarity: float
    mismatch: float


class OfficialTightness(BaseModel):
    """Karirhub's figures; never added to the stored ones."""

    source: str
    by_year: list[PointEntry]
    mismatch: list[OfficialMismatchEntry]


class TightnessResponse(MarketHead):
    """Tightness, mismatch, and the points of the Beveridge curve."""

    model_config = shown(TIGHTNESS)

    rows: list[TightnessEntry]
    found: int
    withheld_cells: int
    mismatch: list[MismatchEntry]
    official: OfficialTightness
