"""``/v1/skills``: the skill taxonomy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query

from api.access.rule import PUBLIC
from api.access.rules import guarded
from api.reference_cache import CACHEABLE, CONDITIONAL, ReferenceRoute
from api.schemas import problems
from api.schemas_normalise import EscoLink, SkillEntry, SkillsResponse, SkkniUnit
from taxonomy.skill_crosswalk import esco_of, skkni_of
from taxonomy.skills import Skill, load_skills
from taxonomy.text import fold

router = APIRouter(route_class=ReferenceRoute, prefix="/v1", tags=["reference"], dependencies=[CONDITIONAL])


@router.get("/skills", summary="Search the skill taxonomy", responses={**problems(422), **CACHEABLE})
@guarded(PUBLIC)
def find_skills(
    q: Annotated[
        str,
        Query(min_length=2, max_length=100, pattern=r"\S", description="Words of a label or alias", examples=["las"]),
    ],
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> SkillsResponse:
    """Skills whose labels or aliases hold words that begin with all those asked for.

    Labels that hold the words come before those that hold their beginnings, and before mere aliases; shortest first.
    """
    return SkillsResponse(skills=[_entry(skill) for skill in skills_named(q)[:limit]])


def skills_named(words: str) -> list[Skill]:
    """Skills of which a label or alias holds words that begin with all those given, best first; all for no words."""
    asked = fold(words).split()
    hits = [skill for skill in load_skills() if any(_holds(form, asked) for form in skill.forms)]
    return sorted(hits, key=lambda skill: (_place(skill, asked), len(skill.label), skill.id))


def _entry(skill: Skill) -> SkillEntry:
    esco = esco_of(skill.id)
    return SkillEntry(
        id=skill.id,
        label=skill.label,
        label_en=skill.label_en,
        type=skill.type,
        esco=EscoLink(uri=esco.uri, label=esco.label, relation=esco.relation) if esco else None,
        skkni=[SkkniUnit(code=unit.code, title=unit.title) for unit in skkni_of(skill.id)],
    )


def _place(skill: Skill, words: Sequence[str]) -> int:
    """0 where a label holds the words, 1 where it holds words that begin so, 2 where only an alias does."""
    labels = [fold(label) for label in (skill.label, skill.label_en)]
    if any(set(words) <= set(label.split()) for label in labels):
        return 0
    return 1 if any(_holds(label, words) for label in labels) else 2


def _holds(form: str, words: Sequence[str]) -> bool:
    """Whether each word asked for begins a word of the form."""
    return all(any(part.startswith(word) for part in form.split()) for word in words)
