"""What ``/v1/market/skills`` answers."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, Field

from api.example_market import SKILLS
from api.schemas import shown
from api.schemas_market_head import Interval, MarketHead
from matcher.market.rising import Trend
from matcher.market.skill_gap import Side


class AskedEntry(BaseModel):
    """A skill that postings ask for."""

    skill_id: str
    label: str
    postings: int
    share: float


class GapEntry(BaseModel):
    """A skill asked for and held."""

    skill_id: str
    label: str
    postings: int
    asked_share: float
    seekers: int = Field(description="Rounded to fives")
    held_share: float
    ratio: float = Field(description="Asked over held, shrunk towards the usual skill")
    interval80: Interval
    interval95: Interval
    relative: float = Field(description="Over `usual_ratio`; 1 is as asked for as others are")
    side: Side


class TrendEntry(BaseModel):
    """A skill in two windows."""

    name: str
    label: str
    trend: Trend
    early_ads: int
    late_ads: int
    early_share: float
    late_share: float
    ratio: float = Field(description="Later over earlier at an unchanged mix of sources and occupations")
    interval80: Interval
    interval95: Interval
    p: float
    q: float = Field(description="Adjusted by Benjamini & Hochberg")


class TrendsEntry(BaseModel):
    """What rises and falls, of all stored postings that have a day."""

    rising: list[TrendEntry]
    falling: list[TrendEntry]
    tested: int
    early_ads: int
    late_ads: int
    splits: dict[str, date] = Field(description="First day of the later window by source")
    left_out: int = Field(description="Ads without a day, or of sources without two windows")
    false_discovery_rate: float


class SkillsResponse(MarketHead):
    """Skills asked for and held, and what rises."""

    model_config = shown(SKILLS)

    asked: list[AskedEntry]
    postings: int | None = Field(description="Of the region and occupation; null where they are fewer than told")
    short: list[GapEntry] = Field(description="Asked for and hardly held, against other skills")
    plenty: list[GapEntry] = Field(description="Held and hardly asked for")
    gaps_compared: int
    usual_ratio: float | None = Field(description="Of the usual skill: ads write more skills than seekers do")
    trends: TrendsEntry
