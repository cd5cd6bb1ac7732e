"""Bodies of ``/v1/market/forecast``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from api import example_forecast
from api.schemas import RequestModel, shown
from matcher.forecast.forecast import MAX_HORIZON
from matcher.forecast.official import Counted
from matcher.forecast.scenario import MAX_INDIRECT, MAX_JOBS, MAX_MONTHS
from matcher.forecast.series import MAX_MONTHS as MAX_SERIES
from matcher.forecast.series import MAX_VALUE
from matcher.reason_words import Language

Month = Annotated[str, Field(pattern=r"^[12]\d{3}-(0[1-9]|1[0-2])$", description="As 2025-07")]
Place = Annotated[str, Field(min_length=1, max_length=80)]
Major = Literal["", "1", "2", "3", "4", "5", "6", "7", "8", "9"]


class ScenarioBody(RequestModel):
    """Something that opens, and whom it takes on."""

    jobs: int = Field(ge=1, le=MAX_JOBS, description="People taken on", strict=True)
    place: Place = Field(description="Province or regency, by code (33.25) or name")
    industry: Place = Field(description="KBLI section (C), or a usual plant: garmen, smelter-nikel, hotel")
    starts: Month | None = Field(default=None, description="First month of hiring; the first month ahead if left out")
    months: int = Field(default=12, ge=1, le=MAX_MONTHS, description="Months that hiring is spread over", strict=True)
    indirect: float = Field(
        default=1.0,
        ge=1,
        le=MAX_INDIRECT,
        description="Jobs in the province for each job, itself included",
        strict=True,
    )
    shares: (
        dict[Literal["1", "2", "3", "4", "5", "6", "7", "8", "9"], Annotated[float, Field(ge=0, le=1e9, strict=True)]]
        | None
    ) = Field(default=None, description="Parts by major group of KBJI in place of those assumed")


class ForecastRequest(RequestModel):
    """A region of Indonesia, with a scenario if wished."""

    model_config = shown(example_forecast.ASKED)

    province: Place = Field(default="Indonesia", description="Code, name or usual short form")
    major: Major = Field(default="", description="Major group of KBJI; empty for all")
    horizon: int = Field(default=12, ge=1, le=MAX_HORIZON, strict=True)
    counted: Counted = "openings"
    scenario: ScenarioBody | None = None


class GivenPoint(RequestModel):
    """A month of the caller's series."""

    month: Month
    value: float | None = Field(ge=0, le=MAX_VALUE, description="Null where the month has no figure", strict=True)


class SeriesRequest(RequestModel):
    """The caller's own series, in any order; nothing of it is kept."""

    model_config = shown(example_forecast.SERIES_ASKED)

    name: str = Field(default="deret", min_length=1, max_length=100)
    series: tuple[GivenPoint, ...] = Field(min_length=1, max_length=MAX_SERIES)
    horizon: int = Field(default=12, ge=1, le=MAX_HORIZON, strict=True)


class ForecastMonth(BaseModel):
    """A month ahead."""

    month: str
    point: float = Field(ge=0, description="As likely too high as too low: a median")
    low80: float = Field(ge=0)
    high80: float
    low95: float = Field(ge=0)
    high95: float
    alone: float = Field(description="The region by itself, before sums were made to agree; without scenario")
    added: float = Field(description="What the scenario adds")


class SeriesForecast(BaseModel):
    """Months ahead and what they rest on."""

    name: str
    months: list[ForecastMonth]
    method: str
    served_because: str
    errors: dict[str, float] = Field(description="Backtest error (MASE) of each method that was judged")
    origins: int = Field(description="Origins of the backtest")
    n_months: int = Field(description="Months with a figure")
    gaps: int
    short: bool = Field(description="Fewer than two years of figures: no season can be told")
    pooled: bool = Field(description="Whether other regions were asked for method or interval")
    last_month: str
    source: str
    notes: list[str]
    language: Language


class SeriesResponse(SeriesForecast):
    """The caller's own series, carried on."""

    model_config = shown(example_forecast.SERIES_ANSWERED)


class MixShare(BaseModel):
    """Share of the major group in the region."""

    share: float
    low95: float
    high95: float
    stored_postings: int
    stored_weight: float = Field(description="Weight of the stored postings beside the official national mix")
    official_years: list[int]


class ForecastResponse(SeriesForecast):
    """A region's months ahead."""

    model_config = shown(example_forecast.ANSWERED)

    province: str
    province_name: str
    major: str
    major_title: str
    counted: Counted
    mix: MixShare | None = Field(description="Null where no major group was asked for")
    assumptions: list[str] = Field(description="What the scenario assumes")
