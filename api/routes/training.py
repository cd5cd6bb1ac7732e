"""``/v1/recommend/courses`` and ``/v1/recommend/paths``: training by what it opens."""

from __future__ import annotations

from fastapi import APIRouter

from api.access.caller import CallerDep
from api.access.rule import MATCH_PEOPLE
from api.access.rules import guarded
from api.bodies import ReadingRoute
from api.language import LanguageDep
from api.routes.intake import read_worker
from api.schemas import BODY_PROBLEMS, problems
from api.schemas_training import (
    RecommendCoursesRequest,
    RecommendCoursesResponse,
    RecommendPathsRequest,
    RecommendPathsResponse,
)
from api.serving import ServingDep
from api.trail import TrailDep
from matcher.rights.purposes import Purpose
from matcher.training.cards import courses_card, paths_card

router = APIRouter(
    prefix="/v1/recommend", route_class=ReadingRoute, tags=["training"], responses=problems(403, 404, *BODY_PROBLEMS)
)


@router.post(
    "/courses",
    summary="Recommend courses to a worker",
    response_description="Courses by what they open, each claim by matching anew; and what may help beside courses",
)
@guarded(MATCH_PEOPLE)
def recommend_courses(
    request: RecommendCoursesRequest, serving: ServingDep, caller: CallerDep, language: LanguageDep, trail: TrailDep
) -> RecommendCoursesResponse:
    """Match the worker again as if each course had been done, and tell what that opens.

    Empty where none helps, with the reason and the counts of what each condition left out.
    """
    subject = read_worker(serving.engine, caller, request.id, request.worker, purpose=Purpose.TRAINING, trail=trail)
    wish = request.wish(serving.today())
    advice = serving.engine.recommend_courses(subject, request.k, wish)
    serving.metrics.matches("course", len(advice.courses))
    return RecommendCoursesResponse.model_validate(
        {**courses_card(advice, wish, language), "id": request.id or advice.key}
    )


@router.post(
    "/paths",
    summary="Recommend paths of up to three courses to a worker",
    response_description="Courses one after the other by what they open together",
)
@guarded(MATCH_PEOPLE)
def recommend_paths(
    request: RecommendPathsRequest, serving: ServingDep, caller: CallerDep, language: LanguageDep, trail: TrailDep
) -> RecommendPathsResponse:
    """As for courses, of up to three in an order that their entry conditions and days allow; each is needed."""
    subject = read_worker(serving.engine, caller, request.id, request.worker, purpose=Purpose.TRAINING, trail=trail)
    wish = request.wish(serving.today())
    advice = serving.engine.recommend_paths(subject, request.k, wish)
    serving.metrics.matches("course", len({step.key for path in advice.paths for step in path.steps}))
    return RecommendPathsResponse.model_validate({**paths_card(advice, wish, language), "id": request.id or advice.key})
