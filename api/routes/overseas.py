"""``/v1/overseas/check``: ads for work abroad against the law on migrant workers."""

from __future__ import annotations

from fastapi import APIRouter

from api.access.rule import Rule
from api.access.rules import guarded
from api.bodies import ReadingRoute
from api.schemas import BODY_PROBLEMS, problems
from api.schemas_overseas import OverseasChecked, OverseasRequest, OverseasResponse
from api.serving import ServingDep
from matcher.overseas.ad import Ad
from matcher.overseas.lines import checked_ad, unit_groups
from taxonomy.title_item import TitleItem

router = APIRouter(prefix="/v1", route_class=ReadingRoute, tags=["overseas"])


@router.post(
    "/overseas/check",
    summary="Check ads for work abroad",
    response_description="One result for each item, same order",
    responses=problems(*BODY_PROBLEMS),
)
@guarded(Rule(scope="inspection"))
def check_overseas(request: OverseasRequest, serving: ServingDep) -> OverseasResponse:
    """Destination, fees, permit, order, visa, age, papers and warnings: the words, the rule and what it means.

    A help to who reads the ad, not a finding of an offence; each rule tells the month of which it is.
    """
    coder = serving.engine.coder
    codings = coder.titles.code([TitleItem(title=item.title, text=item.text) for item in request.items])
    found: list[OverseasChecked] = []
    for item, coding in zip(request.items, codings, strict=True):
        ad = Ad(title=item.title, company=item.company, places=(item.place,) if item.place else (), text=item.text)
        document = checked_ad(ad, unit_groups(coding), coder.gazetteer)
        found.append(OverseasChecked.model_validate({"id": item.id, **document}))
    return OverseasResponse(items=found)
