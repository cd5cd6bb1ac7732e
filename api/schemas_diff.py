"""What ``/v1/curriculum/diff`` answers."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, Field

from api.example_curriculum import DIFF
from api.schemas import shown
from api.schemas_plans import SkillShare
from matcher.curriculum.verdicts import Verdict


class EvidencePosting(BaseModel):
    """A posting that asks for it."""

    id: str
    title: str
    words: str


class DiffOccupation(BaseModel):
    """An occupation that the course leads to."""

    unit: str
    title: str


class ModuleEntry(BaseModel):
    """A module and what is advised."""

    title: str
    jp: int | None
    verdict: Verdict
    suggested_jp: int | None
    postings: int
    of: int
    ci95: tuple[float, float]
    skills: list[SkillShare]
    essential: list[str]
    evidence: list[EvidencePosting]
    why: str


class AdditionEntry(BaseModel):
    """A skill that should be taught too."""

    skill: SkillShare
    suggested_jp: int
    essential: bool
    evidence: list[EvidencePosting]


class DiffResponse(BaseModel):
    """A course against what postings ask for, module by module."""

    model_config = shown(DIFF)

    course: str
    title: str
    occupations: list[DiffOccupation]
    judged_by: list[str] = Field(description="Unit groups whose postings ask most for what is taught")
    province: str
    province_name: str
    postings: int
    source: str
    as_of: date
    include_closed: bool
    jp: int | None
    suggested_jp: int | None
    words: str
    modules: list[ModuleEntry]
    additions: list[AdditionEntry]
    soft: list[SkillShare]
