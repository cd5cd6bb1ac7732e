"""Why two records match: skills, steps, the same in words."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from api.schemas_skills import SkillTypeName
from matcher.steps import Action


class NamedSkill(BaseModel):
    """A skill of the taxonomy."""

    model_config = ConfigDict(extra="allow")

    id: str
    label: str
    label_en: str
    type: SkillTypeName


class MissingSkill(NamedSkill):
    """Asked for and not shown by the worker."""

    posting_words: str = Field(description="Words of the posting that ask for it; empty when usual for the occupation")
    required: bool


class MatchedSkill(MissingSkill):
    """Asked for and held."""

    worker_words: str
    usual_in_the_job: bool = Field(description="Not said, but the jobs held usually need it")


class AdjacentSkill(MissingSkill):
    """Not held, but close to one that is."""

    worker_words: str
    held: NamedSkill


class Step(BaseModel):
    """One step that would raise the score, and by how much."""

    action: Action
    what: str = Field(description="Skill id, level of education, region code or employment type; may be empty")
    label: str
    label_en: str
    amount: int | None = Field(description="Months more, or rupiah a month")
    gain: float = Field(description="What the score rises by, re-scored", gt=0)
    best: bool = Field(description="The step that helps most")


class Reasons(BaseModel):
    """Why, in facts that can be checked against both texts."""

    matched: list[MatchedSkill]
    missing: list[MissingSkill]
    adjacent: list[AdjacentSkill]
    would_help: list[Step]


class Words(BaseModel):
    """The same in plain sentences, in the language of the answer."""

    score: str
    components: list[str]
    matched: list[str]
    missing: list[str]
    adjacent: list[str]
    would_help: list[str]


class ComponentDetail(BaseModel):
    """One component before its weight."""

    value: float = Field(ge=0, le=1)
    weight: float = Field(ge=0, le=1)
    known: bool = Field(description="False when nothing was known and the value is neutral")
