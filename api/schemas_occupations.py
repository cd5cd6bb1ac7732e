"""Bodies of ``/v1/occupations``."""

from __future__ import annotations

from pydantic import BaseModel, Field

from api import example_occupations
from api.schemas import shown
from api.schemas_skills import SkillTypeName
from taxonomy.crosswalk import Relation
from taxonomy.skills import Need


class OccupationEntry(BaseModel):
    """A group or job of the classification."""

    code: str
    title: str
    title_en: str


class NeededSkill(BaseModel):
    """A skill that the occupation's unit group needs."""

    id: str
    label: str
    type: SkillTypeName
    need: Need


class IscoGroup(BaseModel):
    """A group of ISCO-08."""

    code: str
    title: str
    relation: Relation = Field(description="exact, narrow: the occupation is a part of it; broad: the reverse; related")


class EscoOccupation(IscoGroup):
    """An occupation of ESCO v1.1; this service uses the ESCO classification of the European Commission."""

    uri: str


class OccupationResponse(OccupationEntry):
    """An entry with its place in the tree, what it needs, and its counterparts."""

    model_config = shown(example_occupations.OCCUPATION)

    classification: str
    parents: list[OccupationEntry] = Field(description="From the major group down")
    children: list[OccupationEntry]
    siblings: list[OccupationEntry]
    skills: list[NeededSkill] = Field(description="Essential ones first; of unit groups and single jobs")
    isco08: list[IscoGroup]
    esco: list[EscoOccupation] = Field(description="Of unit groups and single jobs")


class FoundOccupation(OccupationEntry):
    """An occupation that answers a search."""

    score: float = Field(ge=0, le=1, description="How well `matched` answers, not a probability")
    matched: str = Field(description="The title, alias or code that answers")


class OccupationsResponse(BaseModel):
    """Occupations, best first."""

    model_config = shown(example_occupations.OCCUPATIONS)

    classification: str
    occupations: list[FoundOccupation]
