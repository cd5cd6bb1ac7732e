"""``/v1/curriculum/plan`` and ``/v1/curriculum/diff``: which classes a centre should run, what they should teach."""

from __future__ import annotations

from fastapi import APIRouter

from api.access.rule import MARKET
from api.access.rules import guarded
from api.bodies import ReadingRoute
from api.schemas import BODY_PROBLEMS, problems
from api.schemas_curriculum import DiffRequest, PlanRequest
from api.schemas_diff import DiffResponse
from api.schemas_plans import PlanResponse
from api.serving import Serving, ServingDep
from matcher.curriculum.diff import curriculum_diff
from matcher.curriculum.diff_told import diff_as_dict
from matcher.curriculum.plan import make_plan
from matcher.curriculum.told import plan_as_dict
from matcher.market.served import Market
from matcher.records import Kind
from taxonomy.labour import NATION, province_code

router = APIRouter(prefix="/v1/curriculum", route_class=ReadingRoute, tags=["curriculum"])


@router.post(
    "/plan",
    summary="Classes of a training centre, month by month",
    response_description="Classes, expected placements with intervals, limits, and all that is assumed",
    responses=problems(404, *BODY_PROBLEMS),
)
@guarded(MARKET)
def plan(request: PlanRequest, serving: ServingDep) -> PlanResponse:
    """The classes with most expected placements within workshops, trainers, beds and budget.

    Where no plan keeps all limits and promises, `conflict` says which stand against each other and what would be
    enough. Nothing is stored.
    """
    centre, wanted = request.to_centre(), request.to_wanted()
    market = _market(serving, include_closed=request.include_closed)
    engine = serving.engine
    courses = engine.refresh().catalogues[Kind.COURSE]
    found = make_plan(market, courses, centre, wanted, engine.vocabulary, engine.coder.skills)
    return PlanResponse.model_validate(plan_as_dict(found))


@router.post(
    "/diff",
    summary="What a course should teach more or less of",
    response_description="Each module with a verdict and the postings behind it; what to add",
    responses=problems(404, *BODY_PROBLEMS),
)
@guarded(MARKET)
def diff(request: DiffRequest, serving: ServingDep) -> DiffResponse:
    """A stored course held against the postings of its occupations, module by module.

    Where few postings stand behind it nothing is advised. Nothing is stored.
    """
    engine, province = serving.engine, _province(request.province)
    course = engine.stored_subject(Kind.COURSE, request.course).coded
    market = _market(serving, include_closed=request.include_closed)
    postings = engine.refresh().catalogues[Kind.POSTING]
    found = curriculum_diff(course, market, postings, engine.vocabulary, engine.coder.skills, province)
    return DiffResponse.model_validate(diff_as_dict(found, market))


def _market(serving: Serving, *, include_closed: bool) -> Market:
    return serving.market.on(serving.today(), include_closed=include_closed)


def _province(code: str) -> str:
    """A province by code; empty for all of Indonesia."""
    return "" if code in {"", NATION} else province_code(code)
