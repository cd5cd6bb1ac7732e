"""Bodies of ``/v1/normalise`` and of the reference tables."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from api import example_normalised, example_requests
from api.schemas import MAX_ITEMS, ItemId, LongText, RequestModel, TitleText, shown
from api.schemas_skills import SkillTypeName
from taxonomy.skill_crosswalk import Relation


class NormaliseItem(RequestModel):
    """One title with what stands beside it, in the source's words."""

    id: ItemId
    title: TitleText
    hint: TitleText = Field(default="", description="Category path of the source")
    text: LongText = Field(default="", description="Body of the ad or profile; spans count its code points")
    place: TitleText = Field(default="", description="Place text, for region codes")
    education: TitleText = Field(default="", description="Education text; `text` is read when empty")
    pay: TitleText = Field(default="", description="Pay text; `text` is read when empty")
    experience: TitleText = Field(default="", description="Experience text; `text` is read when empty")


class NormaliseRequest(RequestModel):
    """Up to 1,000 items."""

    model_config = shown(example_requests.NORMALISE)

    items: tuple[NormaliseItem, ...] = Field(min_length=1, max_length=MAX_ITEMS)


class SingleJob(BaseModel):
    """A job below a unit group."""

    code: str = Field(description="KBJI 2014 job, 4 digits and 2")
    title: str


class OccupationScore(BaseModel):
    """A KBJI unit group with the calibrated probability that a trained coder would accept it."""

    code: str = Field(description="KBJI 2014 unit group, 4 digits")
    title: str
    score: float = Field(ge=0, le=1)
    job: SingleJob | None = Field(description="Job of the group whose name the title is; null when none or several are")


SkillLevel = Literal["basic", "intermediate", "advanced"]


class SkillSpan(BaseModel):
    """A skill with the words of `text` that show it."""

    id: str | None = Field(description="Key in the taxonomy; null for words that mean none of its concepts")
    label: str = Field(description="Label of the concept; the words themselves where there is none")
    type: SkillTypeName
    surface: str
    start: int = Field(description="Code points from the start of `text`", ge=0)
    end: int = Field(ge=0)
    required: bool
    negated: bool
    level: SkillLevel | None = Field(description="How well it is to be mastered; null when the text does not say")


class PlaceCode(BaseModel):
    """A province, regency or city of today."""

    code: str = Field(description="Kemendagri code: 2 digits province, 4 digits regency or city")
    name: str
    province_code: str


class PlaceRead(BaseModel):
    """What a place text says."""

    regions: list[PlaceCode]
    is_remote: bool
    country: str = Field(description="ISO 3166 alpha-2, or empty")


class EducationRead(BaseModel):
    """Levels that are named; the least is enough."""

    least: str
    kkni_level: int = Field(ge=1, le=9, description="KKNI level of `least` (Perpres 8/2012)")
    levels: list[str]
    study_programmes: list[str]


class PayRead(BaseModel):
    """Pay in rupiah a month."""

    low_idr_month: float | None
    high_idr_month: float | None
    basis: str = Field(description="stated, minimum_wage or none")
    is_negotiable: bool


class ExperienceRead(BaseModel):
    """Experience in months."""

    months_min: int | None
    months_max: int | None
    fresh_graduate_welcome: bool


class DemandSpan(BaseModel):
    """Words of `text` that ask for an age or a sex."""

    kind: Literal["age", "sex"]
    surface: str
    start: int = Field(description="Code points from the start of `text`", ge=0)
    end: int = Field(ge=0)


class DemandsRead(BaseModel):
    """Age and sex that the text asks for: facts for the check on discrimination, never used in a match."""

    age_min: int | None = Field(description="Years")
    age_max: int | None = Field(description="Years")
    sexes: list[Literal["L", "P"]] = Field(description="L laki-laki, P perempuan; empty when none is named")
    words: list[DemandSpan]


class Normalised(BaseModel):
    """The codes of one item; what the item does not speak of is null."""

    id: str
    uncertain: bool = Field(description="True when the first code is a guess")
    settled: bool = Field(description="True when stewards of this installation settled what the title means")
    kbji: list[OccupationScore] = Field(max_length=5)
    classification: str
    skills: list[SkillSpan]
    place: PlaceRead | None
    education: EducationRead | None
    pay: PayRead | None
    experience: ExperienceRead | None
    demands: DemandsRead | None


class NormaliseResponse(BaseModel):
    """One result for each item, same order."""

    model_config = shown(example_normalised.NORMALISED)

    items: list[Normalised]


class EscoLink(BaseModel):
    """The counterpart of a skill in ESCO."""

    uri: str
    label: str
    relation: Relation = Field(description="SKOS relation from the skill to the ESCO skill (ESCO v1.1)")


class SkkniUnit(BaseModel):
    """A competency unit of SKKNI."""

    code: str
    title: str


class SkillEntry(BaseModel):
    """A skill of the taxonomy with its counterparts elsewhere."""

    id: str
    label: str
    label_en: str
    type: SkillTypeName
    esco: EscoLink | None = Field(description="Null when no counterpart is known")
    skkni: list[SkkniUnit] = Field(description="Units that teach the skill; so far of the field of ICT")


class SkillsResponse(BaseModel):
    """Skills whose names hold the words asked for."""

    skills: list[SkillEntry]
