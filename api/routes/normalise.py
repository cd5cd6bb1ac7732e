"""``/v1/normalise``: titles and texts to codes."""

from __future__ import annotations

from typing import TypeVar

from fastapi import APIRouter
from pydantic import BaseModel

from api.bodies import JsonRoute
from api.schemas import BODY_PROBLEMS, problems
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

M = TypeVar("M", bound=BaseModel)

router = APIRouter(prefix="/v1", route_class=JsonRoute)


@router.post(
    "/normalise",
    summary="Code titles and texts",
    response_description="One result for each item, same order",
    responses=problems(*BODY_PROBLEMS),
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
        kbji=[OccupationScore.model_validate(c, from_attributes=True) for c in coding.candidates],
        classification=VERSION,
        skills=[_span(mention) for mention in mentions],
        place=_place(item.place, gazetteer) if item.place else None,
        education=_education(item.education or item.text),
        pay=_same(PayRead, read_pay(item.pay or item.text)),
        experience=_same(ExperienceRead, read_experience(item.experience or item.text)),
    )


def _same(model: type[M], reading: object | None) -> M | None:
    """A reading in the model whose fields have the same names."""
    return None if reading is None else model.model_validate(reading, from_attributes=True)


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
    regions = [PlaceCode.model_validate(region, from_attributes=True) for region in reading.regions]
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
