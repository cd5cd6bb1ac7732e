"""``/v1/me``: a job seeker's own data, by a token of its own (UU 27/2022 art. 5 to 8: to know, correct, delete)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.access.principal import PrincipalDep
from api.access.rule import SELF
from api.access.rules import guarded
from api.bodies import JsonRoute
from api.json_answer import JsonAnswer
from api.language import LanguageDep
from api.routes.answers import postings_answer
from api.routes.intake import read_subject
from api.routes.record_contents import codes_of
from api.schemas import BODY_PROBLEMS, problems
from api.schemas_match import MatchPostingsResponse
from api.schemas_me import Correction, OwnOutcome, OwnOutcomesResponse
from api.schemas_records import RecordResponse
from api.schemas_training import RecommendCoursesResponse
from api.serving import Serving, ServingDep
from api.trail import TrailDep
from matcher.filters import Conditions
from matcher.pipeline import MAX_K
from matcher.records import Kind, Worker
from matcher.rights.correction import correct_worker
from matcher.rights.purposes import Purpose
from matcher.training.admission import TrainingWish
from matcher.training.cards import courses_card

router = APIRouter(prefix="/v1/me", route_class=JsonRoute, tags=["me"], responses=problems(403, 404, 503))

Count = Annotated[int, Query(ge=1, le=MAX_K, description="How many at most")]


@router.get("", summary="What is kept of me", response_description="The record in its own words, and its codes")
@guarded(SELF)
def own_record(serving: ServingDep, principal: PrincipalDep) -> RecordResponse:
    """One's own record as it stands, with all that was worked out from it and is matched by."""
    return _shown(serving, principal.subject)


@router.patch(
    "",
    summary="Correct my own words",
    response_description="The record as it is now, and its codes",
    responses=problems(*BODY_PROBLEMS),
)
@guarded(SELF)
def correct(request: Correction, serving: ServingDep, principal: PrincipalDep, trail: TrailDep) -> RecordResponse:
    """A JSON merge patch (RFC 7396) of one's own words; coded anew at once.

    Of two corrections at the same time the later one stands whole. The source that the record came from is not told:
    if it sends the record again, its words count again.
    """
    given = {name: getattr(request, name) for name in request.model_fields_set}
    told = correct_worker(serving.engine, serving.vault, principal.subject, given)
    trail.about(principal.subject, before=told["before"], after=told["after"])
    return _shown(serving, principal.subject)


@router.delete(
    "",
    summary="Delete all that is kept of me",
    status_code=204,
    response_description="Deleted",
    responses=problems(409),
)
@guarded(SELF)
def delete_own(serving: ServingDep, principal: PrincipalDep) -> None:
    """The record, its codes, identity data, outcomes, consents and requests; what the source sends again stays out.

    As `POST /v1/erasures` for oneself: gone at once from every answer, from index and files within 72 hours.
    """
    _own(serving, principal.subject)
    serving.eraser.erase(Kind.WORKER, [principal.subject])


@router.get(
    "/matches",
    response_model=MatchPostingsResponse,
    summary="Postings for me",
    response_description="Open postings, best first, with reasons",
)
@guarded(SELF)
def own_matches(serving: ServingDep, principal: PrincipalDep, language: LanguageDep, k: Count = 10) -> Response:
    """As `POST /v1/match/postings` for one's own record, of postings that are open today."""
    subject = serving.engine.stored_subject(Kind.WORKER, principal.subject)
    ranking = serving.engine.match(subject, k, Conditions(today=serving.today()))
    serving.metrics.matches("posting", len(ranking.matches))
    return JsonAnswer(postings_answer(ranking, language))


@router.get("/courses", summary="Courses for me", response_description="Courses by what they open")
@guarded(SELF)
def own_courses(
    serving: ServingDep, principal: PrincipalDep, language: LanguageDep, k: Count = 10
) -> RecommendCoursesResponse:
    """As `POST /v1/recommend/courses` for one's own record."""
    subject = read_subject(serving.engine, Kind.WORKER, principal.subject, None, Purpose.TRAINING)
    wish = TrainingWish(today=serving.today())
    advice = serving.engine.recommend_courses(subject, k, wish)
    serving.metrics.matches("course", len(advice.courses))
    return RecommendCoursesResponse.model_validate(courses_card(advice, wish, language))


@router.get("/outcomes", summary="What came of my matches", response_description="Events, oldest first")
@guarded(SELF)
def own_outcomes(serving: ServingDep, principal: PrincipalDep) -> OwnOutcomesResponse:
    """Every event that is kept of oneself: where one was shown, applied, shortlisted, hired or rejected."""
    _own(serving, principal.subject)
    found = [
        OwnOutcome.model_validate(
            {
                "posting": one.posting_key,
                "event": one.event,
                "at": one.at,
                "told_by": one.key.partition(":")[0],
                "position": one.position,
                "shown_to": one.shown_to,
                "weights": one.weights,
            }
        )
        for one in serving.engine.store.outcomes_of(principal.subject)
    ]
    return OwnOutcomesResponse(id=principal.subject, outcomes=found)


def _own(serving: Serving, key: str) -> Worker:
    record = serving.engine.get(Kind.WORKER, key)
    assert isinstance(record, Worker)
    return record


def _shown(serving: Serving, key: str) -> RecordResponse:
    record = _own(serving, key)
    codes = codes_of(serving.engine, Kind.WORKER, key)
    return RecordResponse(id=key, kind=Kind.WORKER, record=asdict(record), codes=codes)
