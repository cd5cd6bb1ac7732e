"""``/v1/occupations``: search, and one occupation with all that is known of it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query

from api.access.rule import PUBLIC
from api.access.rules import guarded
from api.occupation_card import entry_card, occupation_card
from api.reference_cache import CACHEABLE, CONDITIONAL, ReferenceRoute
from api.schemas import problems
from api.schemas_occupations import OccupationResponse, OccupationsResponse
from taxonomy.crosswalk import load_crosswalk
from taxonomy.occupation_search import load_search
from taxonomy.occupations import VERSION, load_occupations
from taxonomy.skills import load_skills

router = APIRouter(route_class=ReferenceRoute, prefix="/v1", tags=["reference"], dependencies=[CONDITIONAL])

Words = Annotated[
    str, Query(min_length=1, max_length=200, pattern=r"\S", description="Words, or a code", examples=["supir truk"])
]


@router.get("/occupations", summary="Search KBJI 2014 by words or code", responses={**problems(422), **CACHEABLE})
@guarded(PUBLIC)
def find_occupations(q: Words, limit: Annotated[int, Query(ge=1, le=100)] = 20) -> OccupationsResponse:
    """Groups and jobs whose titles or aliases hold the words, typing errors forgiven; or whose codes begin so.

    This finds entries for a person who looks for them; `POST /v1/normalise` codes titles.
    """
    hits = load_search().find(q, limit)
    found = [{**entry_card(hit.occupation), "score": hit.score, "matched": hit.matched} for hit in hits]
    return OccupationsResponse.model_validate({"classification": VERSION, "occupations": found})


@router.get(
    "/occupations/{code}",
    summary="An entry of KBJI 2014 with all that is known of it",
    responses={**problems(404, 422), **CACHEABLE},
)
@router.get(
    "/kbji/{code}", summary="As /v1/occupations/{code}", responses={**problems(404, 422), **CACHEABLE}, deprecated=True
)
@guarded(PUBLIC)
def get_occupation(
    code: Annotated[str, Path(pattern=r"^\d{1,4}(\.\d{2})?$", examples=["4321"])],
) -> OccupationResponse:
    """Titles, groups above, entries below and beside, skills needed, and its counterparts in ISCO-08 and ESCO."""
    card = occupation_card(code, load_occupations(), load_crosswalk(), load_skills())
    return OccupationResponse.model_validate(card)
