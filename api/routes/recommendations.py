"""``/v1/workers/{id}/recommendations``: a worker's list of the latest batch, without what has closed since."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter

from api.access.caller import CallerDep
from api.access.gate import GuardedRoute
from api.access.rule import MATCH_PEOPLE
from api.access.rules import guarded
from api.language import LanguageDep
from api.routes.answers import recommendations_answer
from api.routes.record_keys import Key, check_key
from api.schemas import problems
from api.schemas_recommendations import RecommendationsResponse
from api.serving import ServingDep
from api.trail import TrailDep
from matcher.filters import Conditions
from matcher.overseas.notes import with_overseas
from matcher.records import Kind
from matcher.rights.purposes import Purpose

router = APIRouter(route_class=GuardedRoute, prefix="/v1", tags=["match"], responses=problems(403, 404, 503))


@router.get(
    "/workers/{key:path}/recommendations",
    summary="Postings recommended to a worker by the latest batch",
    response_description="The list of the batch, in its order, with scores and reasons of today",
)
@guarded(MATCH_PEOPLE)
def recommendations(
    key: Key, serving: ServingDep, caller: CallerDep, language: LanguageDep, trail: TrailDep
) -> RecommendationsResponse:
    """Postings recommended by the latest `sepadan recommend postings --serve`, which heeds how many get the same.

    Every hard condition is checked anew against posting and worker as they are today: what has closed, was deleted or
    no longer fits is left out and counted. 404 for a worker that is not in the batch, 503 where no batch was made yet;
    `POST /v1/match/postings` answers for them.
    """
    check_key(Kind.WORKER, key)
    with caller.opened(key) as stored:
        trail.about(stored)
        serving.engine.limits.require(stored, Purpose.RECOMMENDATIONS)
        worker = serving.engine.stored_subject(Kind.WORKER, stored)
        batch = serving.batches.newest()
        listed = batch.of(stored)
    conditions = Conditions(today=serving.today())
    pipeline = serving.engine.refresh()
    found = pipeline.revisit(worker, [one.posting for one in listed], conditions)
    engine = serving.engine
    ranking = with_overseas(found, worker, pipeline.catalogues, engine.store, engine.coder.gazetteer)
    serving.metrics.matches("posting", len(ranking.matches))
    return recommendations_answer(batch, listed, replace(ranking, key=key), language)
