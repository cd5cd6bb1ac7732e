"""``/v1/inspection``: unlawful demands and signs of fraud, in a pasted ad and in the stored open postings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.access.rule import Reach, Rule
from api.access.rules import guarded
from api.bodies import ReadingRoute
from api.language import LanguageDep
from api.schemas import BODY_PROBLEMS, problems
from api.schemas_inspection import AdviceSpan, InspectionReport, InspectionRequest, InspectionResponse, NeutralAd
from api.serving import ServingDep
from matcher.ad_inspection.flags import Ad, Flag, find_flags
from matcher.ad_inspection.report import Wanted, report, report_document
from matcher.ad_inspection.rewrite import Rewrite, rewrite
from matcher.ad_inspection.rules import checked_kind, load_rules
from matcher.reason_words import Language

AT_ONCE = 2_000
"""Postings inspected in one request, some seconds of work; the others are ``due``."""

router = APIRouter(prefix="/v1", route_class=ReadingRoute, tags=["inspection"])

Part = Annotated[str, Query(max_length=200)]


@router.post(
    "/inspection",
    summary="Inspect one ad",
    response_description="Flags with reason and law, and a neutral rewrite",
    responses=problems(*BODY_PROBLEMS),
)
@guarded(Rule(scope="inspection"))
def inspect_ad(request: InspectionRequest, language: LanguageDep) -> InspectionResponse:
    """Discriminatory demands, withheld documents, fees, lures, personal contacts and too little pay in an ad.

    Reasons are in the language asked for; the rewrite keeps the ad's own. Nothing is stored.
    """
    ad = Ad(title=request.title, text=request.text, company=request.company)
    flags = find_flags(ad)
    neutral = rewrite(ad, flags)
    return InspectionResponse(
        unlawful=len(neutral.changes),
        flags=[AdviceSpan.model_validate(found) for found in advised(flags, neutral, language)],
        rewrite=NeutralAd.model_validate(neutral, from_attributes=True),
    )


def advised(flags: Sequence[Flag], neutral: Rewrite, language: Language) -> list[dict[str, Any]]:
    """Each flag with the words of its rule."""
    put, rules = {change.flag: change.put for change in neutral.changes}, load_rules().by_id
    return [
        {
            **flag.as_dict(),
            "name": rules[flag.rule].name[language],
            "why": rules[flag.rule].why[language],
            "instead": rules[flag.rule].instead[language],
            "put": put.get(flag, ""),
        }
        for flag in flags
    ]


@router.get(
    "/inspection",
    summary="Report on the stored open postings",
    response_description="Counts by kind, source and province, and flagged postings, the most flagged first",
    responses=problems(422, 503),
)
@guarded(Rule(scope="inspection", reach=Reach.PUBLIC))
def inspection_report(
    serving: ServingDep,
    kind: Part = "",
    source: Part = "",
    employer: Part = "",
    province: Annotated[str, Query(pattern=r"^(?:\d{2})?$", description="Code, 2 digits")] = "",
    posting: Annotated[str, Query(max_length=261, description="Key of one posting")] = "",
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> InspectionReport:
    """What an inspector may look at; contacts in the words shown are masked.

    New and changed postings are inspected at the first request after they came, 2,000 in each; `due` says how many
    are left.
    """
    wanted = Wanted(
        kind=checked_kind(kind, "query, field kind"), source=source, employer=employer, province=province, key=posting
    )
    found, due = serving.inspector.refresh(AT_ONCE)
    told = report(found, wanted, serving.today(), offset=offset, limit=limit)
    return InspectionReport.model_validate(report_document(told, due=due))
