"""``/v1/normalise``: titles and texts to codes."""

from __future__ import annotations

from fastapi import APIRouter

from api.bodies import JsonRoute
from api.schemas import problems
from api.schemas_normalise import (
    EducationRead,
    ExperienceRead,
    Normalised,
    NormaliseItem,
    NormaliseRequest,
    NormaliseResponse,
    OccupationScore,
    PayRead,
    PlaceCode,
    PlaceRead,
    SkillSpan,
)
from api.serving import ServingDep
from taxonomy.coder import TitleCoding
from taxonomy.education import kkni_level, read_education
from taxonomy.experience import read_experience
from taxonomy.occupations import VERSION
from taxonomy.pay import read_pay
from taxonomy.places import Gazetteer
from taxonomy.skill_mentions import SkillMention
from taxonomy.title_item import TitleItem

router = APIRouter(prefix="/v1", route_class=JsonRoute)


@router.post(
    "/normalise",
    summary="Code titles and texts",
    response_description="One result for each item, same order",
    responses=problems(400, 413, 415, 422, 503),
    tags=["normalise"],
)
def normalise(request: NormaliseRequest, serving: ServingDep) -> NormaliseResponse:
    """Title to KBJI (five best), text to skills with spans, place to region codes, education, pay and experience."""
    items = [TitleItem(title=item.title, hint=item.hint, text=item.text) for item in request.items]
    found = serving.engine.normalise(items)
    gazetteer = serving.engine.coder.gazetteer
    codes = [_normalised(item, *both, gazetteer) for item, both in zip(request.items, found, strict=True)]
    return NormaliseResponse(items=codes)


def _normalised(
    item: NormaliseItem, coding: TitleCoding, mentions: tuple[SkillMention, ...], gazetteer: Gazetteer
) -> Normalised:
    return Normalised(
        id=item.id,
        uncertain=coding.uncertain,
        kbji=[OccupationScore(code=c.code, title=c.title, score=c.score) for c in coding.candidates],
        classification=VERSION,
        skills=[_span(mention) for mention in mentions],
        place=_place(item.place, gazetteer) if item.place else None,
        education=_education(item.education or item.text),
        pay=_pay(item.pay or item.text),
        experience=_experience(item.experience or item.text),
    )


def _span(mention: SkillMention) -> SkillSpan:
    return SkillSpan(
        id=mention.skill_id,
        label=mention.label,
        type=mention.type,
        surface=mention.surface,
        start=mention.start,
        end=mention.end,
        required=mention.required,
        negated=mention.negated,
    )


def _place(text: str, gazetteer: Gazetteer) -> PlaceRead:
    reading = gazetteer.read(text)
    regions = [PlaceCode(code=r.code, name=r.name, province_code=r.province_code) for r in reading.regions]
    return PlaceRead(regions=regions, is_remote=reading.is_remote, country=reading.country)


def _education(text: str) -> EducationRead | None:
    reading = read_education(text)
    if not reading.least:
        return None
    return EducationRead(
        least=reading.least,
        kkni_level=kkni_level(reading.least),
        levels=list(reading.levels),
        study_programmes=list(reading.majors),
    )


def _pay(text: str) -> PayRead | None:
    reading = read_pay(text)
    if reading is None:
        return None
    return PayRead(
        low_idr_month=reading.low_idr_month,
        high_idr_month=reading.high_idr_month,
        basis=reading.basis,
        is_negotiable=reading.is_negotiable,
    )


def _experience(text: str) -> ExperienceRead | None:
    reading = read_experience(text)
    if reading is None:
        return None
    return ExperienceRead(
        months_min=reading.months_min,
        months_max=reading.months_max,
        fresh_graduate_welcome=reading.fresh_graduate_welcome,
    )
