"""``/v1/kbji`` and ``/v1/skills``: the classification and the skill taxonomy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Path, Query

from api.schemas import problems
from api.schemas_normalise import OccupationEntry, OccupationResponse, SkillEntry, SkillsResponse
from taxonomy.occupations import VERSION, Occupation, load_occupations
from taxonomy.skills import Skill, load_skills
from taxonomy.text import fold

router = APIRouter(prefix="/v1", tags=["reference"])


@router.get("/kbji/{code}", summary="An entry of KBJI 2014 with its place in the tree", responses=problems(404, 422))
def get_occupation(
    code: Annotated[str, Path(pattern=r"^\d{1,4}(\.\d{2})?$", examples=["4321"])],
) -> OccupationResponse:
    """Title, groups above and entries below."""
    occupations = load_occupations()
    found, parents = occupations.get(code), list[Occupation]()
    above = occupations.parent(code)
    while above is not None:
        parents.insert(0, above)
        above = occupations.parent(above.code)
    return OccupationResponse(
        **_entry(found).model_dump(),
        classification=VERSION,
        parents=[_entry(entry) for entry in parents],
        children=[_entry(entry) for entry in occupations.children(code)],
    )


@router.get("/skills", summary="Search the skill taxonomy", responses=problems(422))
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
    words = fold(q).split()
    hits = [skill for skill in load_skills() if any(_holds(form, words) for form in skill.forms)]
    hits.sort(key=lambda skill: (_place(skill, words), len(skill.label), skill.id))
    return SkillsResponse(
        skills=[SkillEntry(id=s.id, label=s.label, label_en=s.label_en, type=s.type) for s in hits[:limit]]
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


def _entry(found: Occupation) -> OccupationEntry:
    return OccupationEntry(code=found.code, title=found.title, title_en=found.title_en)
