"""Bodies of ``/v1/normalise`` and of the reference tables."""

from __future__ import annotations

from pydantic import BaseModel, Field

from api import example_answers, example_requests
from api.schemas import MAX_ITEMS, ItemId, LongText, RequestModel, TitleText, shown
from taxonomy.skills import SkillType


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


class OccupationScore(BaseModel):
    """A KBJI unit group with the calibrated probability that a trained coder would accept it."""

    code: str = Field(description="KBJI 2014 unit group, 4 digits")
    title: str
    score: float = Field(ge=0, le=1)


class SkillSpan(BaseModel):
    """A skill with the words of `text` that show it."""

    id: str
    label: str
    type: SkillType
    surface: str
    start: int = Field(description="Code points from the start of `text`", ge=0)
    end: int = Field(ge=0)
    required: bool
    negated: bool


class PlaceCode(BaseModel):
    """A region of today's 38 provinces and 514 regencies."""

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


class Normalised(BaseModel):
    """The codes of one item; what the item does not speak of is null."""

    id: str
    uncertain: bool = Field(description="True when the first code is a guess")
    kbji: list[OccupationScore] = Field(max_length=5)
    classification: str
    skills: list[SkillSpan]
    place: PlaceRead | None
    education: EducationRead | None
    pay: PayRead | None
    experience: ExperienceRead | None


class NormaliseResponse(BaseModel):
    """One result for each item, same order."""

    model_config = shown(example_answers.NORMALISED)

    items: list[Normalised]


class OccupationEntry(BaseModel):
    """A group or job of the classification."""

    code: str
    title: str
    title_en: str


class OccupationResponse(OccupationEntry):
    """An entry with its place in the tree and the skills of its unit group."""

    classification: str
    parents: list[OccupationEntry] = Field(description="From the major group down")
    children: list[OccupationEntry]


class SkillEntry(BaseModel):
    """A skill of the taxonomy."""

    id: str
    label: str
    label_en: str
    type: SkillType


class SkillsResponse(BaseModel):
    """Skills whose names hold the words asked for."""

    skills: list[SkillEntry]
