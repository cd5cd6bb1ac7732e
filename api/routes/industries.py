"""``/v1/industries``: who advertises, which industries hire which occupations, and how they fare."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.access.gate import GuardedRoute
from api.access.rule import MARKET
from api.access.rules import guarded
from api.schemas import problems
from api.schemas_industries import ConditionResponse, IndustriesResponse
from api.serving import ServingDep
from matcher.industry_condition import condition
from matcher.industry_links import Level
from matcher.industry_report import load_report
from matcher.industry_series import SeriesCell
from taxonomy.errors import GenerationError
from taxonomy.industries import load_industries
from taxonomy.labour import province_code

router = APIRouter(route_class=GuardedRoute, prefix="/v1", tags=["reference"])

Section = Annotated[str, Query(pattern=r"^[A-Ua-u]?$", description="Letter of a KBLI section", examples=["C"])]
Province = Annotated[
    str, Query(max_length=60, pattern=r"\S", description="Code, name or usual short form", examples=["Kepri"])
]


@router.get(
    "/industries", summary="Industries of the stored postings, and whom they hire", responses=problems(422, 503)
)
@guarded(MARKET)
def list_industries(serving: ServingDep, section: Section = "", level: Level = "sub_major") -> IndustriesResponse:
    """Sections and divisions of KBLI 2020 with employers, postings and openings; and the occupations that they ask for.

    Answers from the report that `sepadan industries report` made last; `revision` says from which state of the store.
    """
    report, letter = load_report(serving.engine.home.kept), section.upper()
    hiring = report.hires[level]
    own = [one for one in report.industries if not letter or load_industries().get(one.code).section == letter]
    return IndustriesResponse.model_validate(
        {
            "classification": report.classification,
            "revision": report.revision,
            "postings": report.postings,
            "told": report.told,
            "industries": own,
            "hires": [cell for cell in hiring.cells if not letter or cell.section == letter],
            "withheld_cells": hiring.withheld_cells,
            "withheld_postings": hiring.withheld_postings,
        }
    )


@router.get(
    "/industries/condition", summary="Vacancies over time, by section and province", responses=problems(404, 422)
)
@guarded(MARKET)
def industry_condition(
    serving: ServingDep, section: Section = "", province: Province = "Indonesia"
) -> ConditionResponse:
    """Karirhub's official figures with growth year on year, and the months of the stored postings.

    Where no report was made yet, `stored` is empty.
    """
    found = condition(_stored(serving), section.upper(), province_code(province))
    return ConditionResponse.model_validate(found)


def _stored(serving: ServingDep) -> tuple[SeriesCell, ...]:
    try:
        return load_report(serving.engine.home.kept).series
    except GenerationError:
        return ()
