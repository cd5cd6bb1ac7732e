"""``/v1/careers/{code}`` and ``/v1/first-jobs``: what comes after a job, and what comes first after school."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, cast

from fastapi import APIRouter, Path, Query

from api.access.caller import Caller, CallerDep
from api.access.gate import GuardedRoute
from api.access.rule import PUBLIC_BUT_PEOPLE
from api.access.rules import guarded
from api.career_cards import careers_card, first_jobs_card
from api.language import LanguageDep
from api.pseudonyms import LONGEST, WORKER_ID
from api.routes.intake import check_provinces, read_worker
from api.schemas import problems
from api.schemas_careers import CareersResponse, FirstJobsResponse
from api.serving import Serving, ServingDep
from api.trail import Trail, TrailDep
from matcher.careers import Counts, next_jobs, open_postings, unit_of
from matcher.coded import Coded
from matcher.filters import Conditions
from matcher.first_job_profile import first_job_profile, programme_worker
from matcher.first_jobs import find_first_jobs
from matcher.pipeline import MAX_K
from matcher.records import Kind, Posting
from taxonomy.career_ladder import load_career_ladder
from taxonomy.errors import GenerationError, InputError
from taxonomy.occupations import load_occupations
from taxonomy.regions import MOST_PROVINCES

router = APIRouter(route_class=GuardedRoute, prefix="/v1", tags=["careers"])

WorkerKey = Annotated[
    str | None, Query(min_length=3, max_length=LONGEST, pattern=WORKER_ID, description="source:id, or a pseudonym")
]
Provinces = Annotated[
    list[Annotated[str, Query(pattern=r"^\d{2}$")]] | None,
    Query(alias="province", max_length=MOST_PROVINCES, description="Province codes; may be repeated", examples=["32"]),
]


@router.get(
    "/careers/{code}",
    summary="Jobs that usually come after a job",
    response_description="Promotions, specialisations and moves, with what each still wants",
    responses=problems(404, 422, 503),
)
@guarded(PUBLIC_BUT_PEOPLE)
def careers(
    code: Annotated[str, Path(pattern=r"^\d{4}(\.\d{2})?$", examples=["5230"])],
    serving: ServingDep,
    caller: CallerDep,
    trail: TrailDep,
    worker: WorkerKey = None,
    provinces: Provinces = None,
) -> CareersResponse:
    """Steps of the career ladder from an occupation of KBJI 2014, held against a stored worker where one is named.

    Counts are of postings that are open today; they are null where no index stands. Pay is not spoken of. Needs no
    credentials unless a worker is named; then those of a client that may match the worker.
    """
    occupations, skills = load_occupations(), serving.engine.coder.skills
    chosen = check_provinces(Conditions(provinces=tuple(provinces or ())), serving.engine.coder.gazetteer).provinces
    unit = unit_of(code, occupations)
    coded = None if worker is None else _worker(serving, caller, trail, worker)
    found = next_jobs(unit.code, load_career_ladder(), occupations, skills, coded, _counts(serving, chosen))
    return CareersResponse.model_validate(careers_card(unit, found, worker, chosen))


@router.get(
    "/first-jobs",
    summary="Entry-level postings for somebody without experience",
    response_description="Internships and postings for beginners, by study programme, with reasons",
    responses=problems(404, 422, 503),
)
@guarded(PUBLIC_BUT_PEOPLE)
def first_jobs(
    serving: ServingDep,
    caller: CallerDep,
    trail: TrailDep,
    language: LanguageDep,
    worker: WorkerKey = None,
    programme: Annotated[str, Query(max_length=200, description="In any spelling", examples=["TKJ"])] = "",
    level: Annotated[str, Query(max_length=40, description="SMK, SMA, D3, S1", examples=["SMK"])] = "",
    place: Annotated[str, Query(max_length=200, description="Where one lives", examples=["Kota Bandung"])] = "",
    provinces: Provinces = None,
    include_closed: Annotated[bool, Query(description="Also postings that are no longer open")] = False,
    k: Annotated[int, Query(ge=1, le=MAX_K)] = 10,
) -> FirstJobsResponse:
    """Postings for beginners by programme, usual work and expected skills: of a stored worker, or of a bare programme.

    Skills under `expected` are what the programme usually teaches; the person has not said them. Nothing is stored.
    Needs no credentials unless a worker is named; then those of a client that may match the worker.
    """
    if (worker is None) == (not programme.strip()):
        raise InputError(wanted="exactly one of 'worker' and 'programme'", found="both or none", where="query")
    gazetteer = serving.engine.coder.gazetteer
    regions = tuple(region.code for region in gazetteer.read(place).regions) if place else ()
    coded = programme_worker(programme, level, regions) if worker is None else _worker(serving, caller, trail, worker)
    conditions = Conditions(provinces=tuple(provinces or ()), today=None if include_closed else serving.today())
    profile = first_job_profile(coded)
    found = find_first_jobs(serving.engine, profile, k, check_provinces(conditions, gazetteer))
    serving.metrics.matches("posting", len(found.found))
    card = first_jobs_card(found, worker, lambda key: cast(Posting, serving.engine.get(Kind.POSTING, key)), language)
    return FirstJobsResponse.model_validate(card)


def _worker(serving: Serving, caller: Caller, trail: Trail, given: str) -> Coded:
    # Under the name that the caller knows, for faults name it.
    return replace(read_worker(serving.engine, caller, given, None, trail=trail).coded, key=given)


def _counts(serving: Serving, provinces: tuple[str, ...]) -> Counts | None:
    try:
        catalogue = serving.engine.refresh().catalogues[Kind.POSTING]
    except GenerationError:
        return None
    return open_postings(catalogue, serving.engine.vocabulary, serving.today(), provinces)
