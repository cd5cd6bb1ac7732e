"""``/v1/market/forecast``: vacancies of the months ahead, by province and major group, with scenarios; own series."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query

from api.access.rule import MARKET
from api.access.rules import guarded
from api.bodies import ReadingRoute
from api.forecast_card import market_card, series_card
from api.language import LanguageDep
from api.schemas import BODY_PROBLEMS, problems
from api.schemas_forecast import ForecastRequest, ForecastResponse, Major, SeriesRequest, SeriesResponse
from api.serving import Serving, ServingDep
from matcher.forecast.answer import market_forecast
from matcher.forecast.forecast import MAX_HORIZON, forecast
from matcher.forecast.official import Counted, official_series
from matcher.forecast.scenario import Scenario, scenario_from, scenario_of
from matcher.forecast.series import monthly_series
from matcher.forecast.stored import stored_majors
from matcher.reason_words import Language
from matcher.records import Kind
from taxonomy.errors import GenerationError
from taxonomy.labour import NATION, province_code

router = APIRouter(prefix="/v1/market", tags=["market"], route_class=ReadingRoute)

Province = Annotated[
    str, Query(max_length=60, pattern=r"\S", description="Code, name or usual short form", examples=["Jawa Tengah"])
]
Horizon = Annotated[int, Query(ge=1, le=MAX_HORIZON, description="Months ahead")]
InShort = Annotated[
    str | None,
    Query(
        max_length=200, description="jobs@place:industry (KBLI section or usual plant)", examples=["2000@33.25:garmen"]
    ),
]


@router.get(
    "/forecast",
    summary="Vacancies of the months ahead",
    response_description="Points with 80 and 95 % intervals, method, backtest, source",
    responses=problems(404, 422),
)
@guarded(MARKET)
def read_forecast(
    serving: ServingDep,
    language: LanguageDep,
    province: Province = "Indonesia",
    major: Annotated[Major, Query(description="Major group of KBJI; empty for all")] = "",
    horizon: Horizon = 12,
    counted: Counted = "openings",
    scenario: InShort = None,
) -> ForecastResponse:
    """Karirhub's months carried on from the last of them; most provinces have one year, and the answer says so.

    Nation and provinces are reconciled so that they add up. Major groups are shares of the total: official national
    shares mixed with the stored postings of the region. Where no method beats a naive one, the naive one is served.
    """
    planned = None if scenario is None else scenario_of(scenario)
    return _answered(serving, language, province_code(province), major, horizon, counted, planned)


@router.post(
    "/forecast",
    summary="Vacancies of the months ahead, with a scenario",
    response_description="As for GET, with what the scenario adds and assumes",
    responses=problems(404, *BODY_PROBLEMS),
)
@guarded(MARKET)
def forecast_scenario(serving: ServingDep, language: LanguageDep, request: ForecastRequest) -> ForecastResponse:
    """As GET; a scenario ("a plant with 2,000 jobs opens in Batang") may bring its months, multiplier and shares."""
    fields = None if request.scenario is None else request.scenario.model_dump(exclude_none=True)
    planned = None if fields is None else scenario_from(fields)
    code = province_code(request.province)
    return _answered(serving, language, code, request.major, request.horizon, request.counted, planned)


@router.post(
    "/forecast/series",
    summary="A series of the caller's own, carried on",
    response_description="Points with 80 and 95 % intervals, method, backtest",
    responses=problems(*BODY_PROBLEMS),
)
@guarded(MARKET)
def forecast_series(language: LanguageDep, request: SeriesRequest) -> SeriesResponse:
    """Months in any order, gaps as null. A series of less than about four years is judged with Karirhub's provinces."""
    points = [(point.month, point.value) for point in request.series]
    series = monthly_series(points, name=request.name)
    peers = tuple(one for code, one in official_series().items() if code != NATION)
    return SeriesResponse.model_validate(
        series_card(forecast(series, request.horizon, peers=peers, language=language), language)
    )


def _answered(
    serving: Serving,
    language: Language,
    province: str,
    major: str,
    horizon: int,
    counted: Counted,
    scenario: Scenario | None,
) -> ForecastResponse:
    def stored(code: str) -> Mapping[str, int]:
        try:
            catalogue = serving.engine.refresh().catalogues[Kind.POSTING]
        except GenerationError:
            return {}
        return stored_majors(catalogue, serving.engine.vocabulary, code)

    found = market_forecast(
        province, horizon, major=major, counted=counted, scenario=scenario, stored=stored, language=language
    )
    return ForecastResponse.model_validate(market_card(found, language))
