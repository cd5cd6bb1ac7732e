"""``/v1/normalise``: titles and texts to codes."""

from __future__ import annotations

from fastapi import APIRouter

from api.access.rule import MATCH
from api.access.rules import guarded
from api.bodies import ReadingRoute
from api.schemas import BODY_PROBLEMS, problems
from api.schemas_normalise import (
    Normalised,
    NormaliseItem,
    NormaliseRequest,
    NormaliseResponse,
    OccupationScore,
    SkillSpan,
)
from api.serving import ServingDep
from taxonomy.facts import read_facts
from taxonomy.occupations import VERSION
from taxonomy.places import Gazetteer
from taxonomy.skill_mentions import SkillMention
from taxonomy.title_coding import TitleCoding
from taxonomy.title_item import TitleItem

router = APIRouter(prefix="/v1", route_class=ReadingRoute)


@router.post(
    "/normalise",
    summary="Code titles and texts",
    response_description="One result for each item, same order",
    responses=problems(*BODY_PROBLEMS),
    tags=["normalise"],
)
@guarded(MATCH)
def normalise(request: NormaliseRequest, serving: ServingDep) -> NormaliseResponse:
    """Title to KBJI (five best), text to skills with spans, place to region codes; education, pay, further facts."""
    items = [TitleItem(title=item.title, hint=item.hint, text=item.text) for item in request.items]
    found = serving.engine.normalise(items)
    gazetteer = serving.engine.coder.gazetteer
    codes = [_normalised(item, *both, gazetteer) for item, both in zip(request.items, found, strict=True)]
    return NormaliseResponse(items=codes)


def _normalised(
    item: NormaliseItem, coding: TitleCoding, mentions: tuple[SkillMention, ...], gazetteer: Gazetteer
) -> Normalised:
    facts = read_facts(
        item.text, gazetteer, place=item.place, education=item.education, pay=item.pay, experience=item.experience
    )
    return Normalised(
        id=item.id,
        uncertain=coding.uncertain,
        settled=bool(coding.settled),
        kbji=[OccupationScore.model_validate(c, from_attributes=True) for c in coding.candidates],
        classification=VERSION,
        skills=[_span(mention) for mention in mentions],
        **facts,
    )


def _span(mention: SkillMention) -> SkillSpan:
    return SkillSpan(
        id=mention.skill_id or None,
        label=mention.label,
        type=mention.type,
        surface=mention.surface,
        start=mention.start,
        end=mention.end,
        required=mention.required,
        negated=mention.negated,
        level=mention.level or None,
    )
