"""``/v1/match``: ranked, with reasons."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Response

from api.access.caller import CallerDep
from api.access.rule import MATCH_PEOPLE
from api.access.rules import guarded
from api.bodies import ReadingRoute
from api.json_answer import JsonAnswer
from api.language import LanguageDep
from api.routes.answers import postings_answer, workers_answer
from api.routes.intake import check_provinces, read_subject, read_worker
from api.schemas import BODY_PROBLEMS, problems
from api.schemas_conditions import ConditionsBody, PostingConditionsBody
from api.schemas_match import MatchPostingsRequest, MatchPostingsResponse, MatchWorkersRequest, MatchWorkersResponse
from api.serving import Serving, ServingDep
from api.trail import TrailDep
from matcher.filters import Conditions
from matcher.records import Kind

router = APIRouter(prefix="/v1", route_class=ReadingRoute, tags=["match"], responses=problems(404, *BODY_PROBLEMS))


@router.post(
    "/match/workers",
    response_model=MatchWorkersResponse,
    summary="Rank workers for a posting",
    response_description="Workers, best first, each with the parts of its score and reasons",
)
@guarded(MATCH_PEOPLE)
def rank_workers(
    request: MatchWorkersRequest, serving: ServingDep, caller: CallerDep, language: LanguageDep, trail: TrailDep
) -> Response:
    """Rank workers for one posting, stored (`id`) or sent along (`posting`), best first.

    A board or a centre finds the workers of its own sources and, under pseudonyms, those who consented to it.
    """
    conditions = replace(conditions_of(request.conditions, serving), visible=caller.visible)
    subject = read_subject(serving.engine, Kind.POSTING, request.id, request.posting)
    ranking = serving.engine.match(subject, request.k, conditions)
    serving.metrics.matches("worker", len(ranking.matches))
    found = [one.key for one in ranking.matches]
    trail.shown(found, posting=ranking.key, k=request.k)
    return JsonAnswer(workers_answer(ranking, caller, language, serving.engine.limits.under_review(set(found))))


@router.post(
    "/match/postings",
    response_model=MatchPostingsResponse,
    summary="Rank postings for a worker",
    response_description="Open postings, best first, each with the parts of its score and reasons",
)
@guarded(MATCH_PEOPLE)
def rank_postings(
    request: MatchPostingsRequest, serving: ServingDep, caller: CallerDep, language: LanguageDep, trail: TrailDep
) -> Response:
    """Rank the postings that are open today for one worker, stored (`id`) or sent along (`worker`), best first."""
    conditions = conditions_of(request.conditions, serving)
    subject = read_worker(serving.engine, caller, request.id, request.worker, trail=trail)
    ranking = serving.engine.match(subject, request.k, conditions)
    serving.metrics.matches("posting", len(ranking.matches))
    return JsonAnswer(postings_answer(replace(ranking, key=request.id or ranking.key), language))


def conditions_of(body: ConditionsBody, serving: Serving) -> Conditions:
    """Conditions as the matcher takes them, on this day.

    Raises:
        InputError: A province code does not exist.
    """
    conditions = Conditions(
        provinces=body.provinces,
        employment_types=body.employment_types,
        sources=body.sources,
        kbji=body.kbji,
        pay_at_least=body.pay_at_least,
        education_at_most=body.education_at_most,
        is_abroad=body.abroad,
        within_km=body.within_km,
        respect_hours=body.respect_hours,
        respect_education=body.respect_education,
        education_slack=body.education_slack,
    )
    if isinstance(body, PostingConditionsBody):
        conditions = replace(
            conditions,
            today=None if body.include_closed else serving.today(),
            no_shift=body.no_shift,
            no_night=body.no_night,
            disability_access=body.disability_access,
        )
    return check_provinces(conditions, serving.engine.coder.gazetteer)
