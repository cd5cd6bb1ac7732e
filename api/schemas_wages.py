"""What ``/v1/market/wages`` and ``/v1/market/flows`` answer."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, Field

from api.example_market import FLOWS, WAGES
from api.schemas import shown
from api.schemas_market_head import Interval, MarketHead
from matcher.market.flows import COMMUTE_MOST_KM, FlowKind


class WageEntry(BaseModel):
    """Pay that postings offer, rupiah a month."""

    province: str
    province_name: str
    kbji: str
    taken_province: str
    taken_kbji: str
    title: str
    is_wider: bool = Field(description="Too few offers: taken from a wider cell")
    offers: int
    employers: int
    first_day: date | None
    last_day: date | None
    p10: float
    p25: float
    p50: float
    p75: float
    p90: float
    median80: Interval | None
    median95: Interval | None
    minimum_wage: int | None = Field(description="Of the province in the year of the last posting")


class WagesResponse(MarketHead):
    """Bands of pay."""

    model_config = shown(WAGES)

    bands: list[WageEntry]
    offers: int
    without_pay: int
    left_out_as_slips: int
    least_offers: int


class FlowEntry(BaseModel):
    """Seekers of a regency who would find their postings in another, or at home."""

    origin: str
    destination: str
    kind: FlowKind = Field(description=f"commute: up to {COMMUTE_MOST_KM:.0f} km between centroids")
    km: float
    seekers: float
    share: float
    interval80: Interval
    interval95: Interval


class FlowsResponse(MarketHead):
    """Possible flows by a gravity model; nobody observed them."""

    model_config = shown(FLOWS)

    flows: list[FlowEntry]
    seekers: int | None
    home: float
    commute: float
    relocate: float
    out_of_reach: float
    left_out_seekers: int = Field(description="Without a regency or an occupation, rounded to fives")
    observed: bool
