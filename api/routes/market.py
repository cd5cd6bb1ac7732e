"""``/v1/market``: demand, supply, tightness, skills, wages and possible flows of the stored records, on a day."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api import market_cards as cards
from api.access.gate import GuardedRoute
from api.access.rule import MARKET
from api.access.rules import guarded
from api.schemas import QueryDay, problems
from api.schemas_demand import DemandResponse, SupplyResponse
from api.schemas_market import SkillsResponse
from api.schemas_tightness import TightnessResponse
from api.schemas_wages import FlowsResponse, WagesResponse
from api.serving import ServingDep
from matcher.market.selection import MOST_ROWS, ROWS, Selection, check_one_province, select
from matcher.market.served import Market
from taxonomy.regions import MOST_PROVINCES

router = APIRouter(route_class=GuardedRoute, prefix="/v1/market", tags=["market"])

ProvinceName = Annotated[str, Query(min_length=1, max_length=60, pattern=r"\S")]
Provinces = Annotated[
    list[ProvinceName] | None,
    Query(
        alias="province", max_length=MOST_PROVINCES, description="Code or name; may be repeated; Indonesia by default"
    ),
]
Kbji = Annotated[str, Query(pattern=r"^\d{0,4}$", description="Beginning of KBJI 2014 codes", examples=["72"])]
Level = Annotated[int | None, Query(ge=0, le=4, description="Digits of the rows; one more than `kbji` by default")]
Limit = Annotated[int, Query(ge=1, le=MOST_ROWS)]
EachProvince = Annotated[bool, Query(description="A row for each province")]
AsOf = Annotated[QueryDay | None, Query(description="Day on which postings stand open; today by default")]
IncludeClosed = Annotated[bool, Query(description="Postings that are no longer open too")]


def market_on(serving: ServingDep, as_of: AsOf = None, include_closed: IncludeClosed = False) -> Market:
    """The market of the day that a request names."""
    return serving.market.on(as_of or serving.today(), include_closed=include_closed)


def selection_of(
    provinces: Provinces = None,
    each_province: EachProvince = False,
    kbji: Kbji = "",
    level: Level = None,
    limit: Limit = ROWS,
) -> Selection:
    """What a request asks for."""
    return select(provinces or (), kbji, level, limit, each_province=each_province)


def one_place(provinces: Provinces = None, kbji: Kbji = "", limit: Limit = ROWS) -> Selection:
    """What a request about one province, or the nation, asks for."""
    return select((check_one_province(provinces or ()),), kbji, None, limit)


def bands_of(
    provinces: Provinces = None, each_province: EachProvince = False, kbji: Kbji = "", limit: Limit = ROWS
) -> Selection:
    """What a request for bands of one occupation asks for."""
    return select(provinces or (), kbji, None, limit, each_province=each_province)


MarketDep = Annotated[Market, Depends(market_on)]
SelectionDep = Annotated[Selection, Depends(selection_of)]
OnePlaceDep = Annotated[Selection, Depends(one_place)]


@router.get("/demand", summary="Postings and people wanted", responses=problems(404, 422, 503))
@guarded(MARKET)
def demand(market: MarketDep, selection: SelectionDep) -> DemandResponse:
    """Open postings by province and occupation, with Karirhub's official vacancies beside."""
    return DemandResponse.model_validate(cards.demand_card(market, selection))


@router.get("/supply", summary="Job seekers", responses=problems(404, 422, 503))
@guarded(MARKET)
def supply(market: MarketDep, selection: SelectionDep) -> SupplyResponse:
    """Stored seekers by province and likeliest occupation, with Karirhub's official seekers beside."""
    return SupplyResponse.model_validate(cards.supply_card(market, selection))


@router.get("/tightness", summary="People wanted for each seeker, and mismatch", responses=problems(404, 422, 503))
@guarded(MARKET)
def tightness(market: MarketDep, selection: SelectionDep) -> TightnessResponse:
    """Tightness by cell, mismatch over occupations and provinces, and points of the Beveridge curve by year."""
    return TightnessResponse.model_validate(cards.tightness_card(market, selection))


@router.get("/skills", summary="Skills asked for, held, short and rising", responses=problems(404, 422, 503))
@guarded(MARKET)
def skills(
    market: MarketDep,
    selection: OnePlaceDep,
    serving: ServingDep,
    since: Annotated[QueryDay | None, Query(description="First day of the later window of trends")] = None,
) -> SkillsResponse:
    """Skills of a region and occupation on both sides; trends are of all stored postings with a day."""
    everything = serving.market.on(market.stock.as_of, include_closed=True)
    known = serving.engine.coder.skills
    return SkillsResponse.model_validate(cards.skills_card(market, everything, selection, known, since))


@router.get("/wages", summary="Bands of pay that postings offer", responses=problems(404, 422, 503))
@guarded(MARKET)
def wages(market: MarketDep, selection: Annotated[Selection, Depends(bands_of)]) -> WagesResponse:
    """Quantiles of monthly pay of an occupation in each province asked for, from a wider cell where offers are few."""
    return WagesResponse.model_validate(cards.wages_card(market, selection))


@router.get("/flows", summary="Where seekers would find their postings", responses=problems(404, 422, 503))
@guarded(MARKET)
def flows(market: MarketDep, selection: OnePlaceDep, serving: ServingDep) -> FlowsResponse:
    """Possible flows between regencies by a gravity model; nobody observed them."""
    return FlowsResponse.model_validate(cards.flows_card(market, selection, serving.engine.vocabulary))
