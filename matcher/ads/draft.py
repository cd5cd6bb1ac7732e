"""An ad as its employer has it before it is posted: pasted words, and what was corrected of what was read in them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from matcher.posting_facts import hint_of_unit
from matcher.skill_coding import NOT_ASKED
from taxonomy.errors import UnknownIdError
from taxonomy.occupations import load_occupations
from taxonomy.skills import Skills

MOST_CORRECTED = 60
"""Skills that may be added, and taken out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An ad that is being written.

    Attributes:
        title: Job title.
        text: Body.
        employer: Name as it shall be shown, or empty.
        place: Place of work, or empty.
        unit: KBJI unit group that the employer chose; empty for the one that is read.
        added: Ids of skills asked for beyond those that are read, in order.
        taken_out: Ids of skills that are read and not asked for.
    """

    title: str
    text: str = ""
    employer: str = ""
    place: str = ""
    unit: str = ""
    added: tuple[str, ...] = ()
    taken_out: tuple[str, ...] = ()

    def with_skill(self, skill_id: str) -> Draft:
        """The draft that asks for a skill."""
        added = tuple(dict.fromkeys((*self.added, skill_id)))[:MOST_CORRECTED]
        return replace(self, added=added, taken_out=tuple(one for one in self.taken_out if one != skill_id))

    def without_skill(self, skill_id: str) -> Draft:
        """The draft that does not ask for a skill, whatever its words say."""
        out = tuple(dict.fromkeys((*self.taken_out, skill_id)))[:MOST_CORRECTED]
        return replace(self, added=tuple(one for one in self.added if one != skill_id), taken_out=out)

    def as_fields(self, skills: Skills) -> dict[str, Any]:
        """The ad in the template of postings, corrections as its source states them.

        Args:
            skills: For labels.

        Raises:
            UnknownIdError: A correction names no occupation or skill.
        """
        return {
            "title": self.title,
            "description": self.text,
            "employer": self.employer,
            "places": [self.place] if self.place else [],
            "hint": hint_of_unit(self.unit) if self.unit else "",
            "skills": [
                *(skills.get(one).label for one in self.added),
                *(f"{NOT_ASKED} {skills.get(one).label}" for one in self.taken_out),
            ],
        }


def known(draft: Draft, skills: Skills) -> Draft:
    """The draft without corrections that name nothing that is known: a form may send anything.

    Args:
        draft: As it came.
        skills: Those that are known.
    """
    occupations = load_occupations()
    unit = draft.unit if len(draft.unit) == 4 and draft.unit in occupations else ""
    return replace(
        draft,
        unit=unit,
        added=tuple(one for one in dict.fromkeys(draft.added) if _is_skill(one, skills))[:MOST_CORRECTED],
        taken_out=tuple(one for one in dict.fromkeys(draft.taken_out) if _is_skill(one, skills))[:MOST_CORRECTED],
    )


def _is_skill(name: str, skills: Skills) -> bool:
    try:
        skills.get(name)
    except UnknownIdError:
        return False
    return True


def draft_of(fields: dict[str, Any], skills: Skills) -> Draft:
    """A stored ad to be written on: the inverse of ``Draft.as_fields``; listed skills of no name here stay unlisted.

    Args:
        fields: Of a posting's record.
        skills: Those that are known.
    """
    from_list = [str(entry) for entry in fields.get("skills", ())]
    out = [entry.removeprefix(NOT_ASKED).strip() for entry in from_list if entry.startswith(NOT_ASKED)]
    added = [entry for entry in from_list if not entry.startswith(NOT_ASKED)]
    hint = str(fields.get("hint", "")).removeprefix("KBJI 2014 ")
    draft = Draft(
        title=str(fields.get("title", "")),
        text=str(fields.get("description", "")),
        employer=str(fields.get("employer", "")),
        place=next(iter(fields.get("places", ())), ""),
        unit=hint[:4],
        added=_ids(added, skills),
        taken_out=_ids(out, skills),
    )
    return known(draft, skills)


def _ids(names: list[str], skills: Skills) -> tuple[str, ...]:
    return tuple(skill.id for skill in map(skills.find, names) if skill is not None)
