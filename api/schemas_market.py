"""What ``/v1/market/{demand,supply,tightness,skills,wages,flows}`` answer."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, Field

from api.example_market import DEMAND, FLOWS, SKILLS, SUPPLY, TIGHTNESS, WAGES
from api.schemas import shown
from matcher.market.flows import COMMUTE_MOST_KM, FlowKind
from matcher.market.rising import Trend
from matcher.market.skill_gap import Side

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


class PointEntry(BaseModel):
    """A year of a province by official figures: openings against seekers."""

    province: str
    year: int
    openings: int
    seekers: int
    tightness: float


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
