"""``/v1/programmes`` and ``/v1/recommend/programmes``: programmes of training, placement and income support."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from api.access.caller import Caller, CallerDep
from api.access.rule import MATCH_PEOPLE, PUBLIC
from api.access.rules import guarded
from api.bodies import ReadingRoute
from api.routes.intake import INLINE, read_record
from api.schemas import BODY_PROBLEMS, QueryDay, problems
from api.schemas_programmes import (
    FIRST_DAY,
    LAST_DAY,
    ProgrammeResponse,
    ProgrammesResponse,
    RecommendProgrammesRequest,
    RecommendProgrammesResponse,
)
from api.serving import Serving, ServingDep
from api.trail import Trail, TrailDep
from matcher.coded import Coded
from matcher.programmes.document import findings_document, need_document, programme_document, question_document
from matcher.programmes.document import programme_entry as entry
from matcher.programmes.fit import find_programmes
from matcher.programmes.known import known_of
from matcher.programmes.questions import read_answers
from matcher.programmes.registry import registry_of
from matcher.programmes.rules import ProgrammeKind, Registry, Status
from matcher.records import Kind
from taxonomy.errors import InputError, UnknownIdError
from taxonomy.json_values import is_object

router = APIRouter(prefix="/v1", route_class=ReadingRoute, tags=["programmes"])

Day = Annotated[QueryDay | None, Query(description="Day that is asked about; today when none is given")]


@router.get(
    "/programmes",
    summary="Programmes of training, placement and income support",
    response_description="Programmes in the order of the tables, with every need and question",
    responses=problems(422),
)
@guarded(PUBLIC)
def list_programmes(
    serving: ServingDep,
    kind: Annotated[ProgrammeKind | None, Query(description="Of this kind alone")] = None,
    status: Annotated[
        Status | None, Query(description="Of this status alone, as of the day up to which it is known")
    ] = None,
    need: Annotated[str | None, Query(max_length=40, description="That serve this need", examples=["abroad"])] = None,
    as_of: Day = None,
) -> ProgrammesResponse:
    """What is there, who runs it, since when and until when, and up to which day that is known."""
    registry, day = _registry(serving), _day(as_of, serving)
    if need is not None and need not in registry.needs:
        raise InputError(wanted=f"one of {', '.join(registry.needs)}", found=need, where="need")
    chosen = [
        one
        for one in registry.programmes.values()
        if kind in {None, one.kind} and status in {None, one.status} and (need is None or need in one.needs)
    ]
    return ProgrammesResponse.model_validate(
        {
            "as_of": day,
            "programmes": [entry(one, day) for one in chosen],
            "needs": [need_document(registry, one) for one in registry.needs],
            "questions": [question_document(one) for one in registry.questions.values()],
        }
    )


@router.get(
    "/programmes/{key}",
    summary="One programme",
    response_description="Its rules and benefits with their sources, those of other days too",
    responses=problems(404, 422),
)
@guarded(PUBLIC)
def show_programme(
    key: Annotated[str, Path(max_length=60, examples=["jkp"])], serving: ServingDep, as_of: Day = None
) -> ProgrammeResponse:
    """A programme with every rule and benefit, each with its source, its days and whether it was verified."""
    found = _registry(serving).programmes.get(key)
    if found is None:
        raise UnknownIdError(wanted="a programme of GET /v1/programmes", found=key, where="key")
    return ProgrammeResponse.model_validate(programme_document(found, _day(as_of, serving)))


@router.post(
    "/recommend/programmes",
    summary="Programmes for a person",
    response_description="Programmes, the best first, each rule met, not met or unknown, and what to ask next",
    responses=problems(404, *BODY_PROBLEMS),
)
@guarded(MATCH_PEOPLE)
def recommend_programmes(
    request: RecommendProgrammesRequest, serving: ServingDep, caller: CallerDep, trail: TrailDep
) -> RecommendProgrammesResponse:
    """Hold every programme against a worker (`id`, `worker`, or neither) and the answers of the person.

    `eligible` is by the rules that stand here; `need_to_know` says what to ask. Answers are used for this check alone:
    they are not stored, not logged and part of no match. Programmes that are over on `as_of` are never eligible.
    """
    registry = _registry(serving)
    answers: Any = {} if request.answers is None else request.answers
    if not is_object(answers):
        raise InputError(wanted="an object of field and answer", found="something else", where="answers")
    said = read_answers(answers, registry.questions)
    known = known_of(_worker(request, serving, caller, trail), said, registry.questions)
    findings = find_programmes(registry, known, request.needs, _day(request.as_of, serving))
    return RecommendProgrammesResponse.model_validate(findings_document(findings, registry, request.k))


def _registry(serving: Serving) -> Registry:
    return registry_of(serving.engine.home.kept)


def _day(given: date | None, serving: Serving) -> date:
    day = given or serving.today()
    if not FIRST_DAY <= day <= LAST_DAY:
        raise InputError(wanted=f"a day from {FIRST_DAY} to {LAST_DAY}", found=str(day), where="as_of")
    return day


def _worker(request: RecommendProgrammesRequest, serving: Serving, caller: Caller, trail: Trail) -> Coded | None:
    """The worker's codes; a stored one is coded anew, so that this needs no index."""
    engine = serving.engine
    if request.id is not None:
        with caller.opened(request.id) as stored:
            trail.about(stored)
            record = engine.get(Kind.WORKER, stored)
    elif request.worker is not None:
        record = read_record(Kind.WORKER, request.worker, "worker", INLINE)
    else:
        return None
    return engine.coder.code([record])[0].coded
