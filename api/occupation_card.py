"""All that is known of one occupation, as JSON takes it: its place in the tree, skills needed, counterparts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from taxonomy.crosswalk import ESCO, ESCO_URI, ISCO08, Counterpart, Crosswalk
from taxonomy.occupations import UNIT_DIGITS, VERSION, Occupation, Occupations
from taxonomy.skills import Need, Skill, Skills


def occupation_card(code: str, occupations: Occupations, crosswalk: Crosswalk, skills: Skills) -> dict[str, Any]:
    """An entry with what stands around it.

    Skills are those of its unit group; ESCO has so many occupations that they are told for unit groups and single jobs
    only. Of an imported version without a conversion table both are empty, and so are its ISCO-08 groups.

    Raises:
        UnknownIdError: No such code.
    """
    found, version = occupations.get(code), occupations.version
    is_narrow = len(code) >= UNIT_DIGITS
    return {
        **entry_card(found),
        "classification": version,
        "parents": [entry_card(entry) for entry in occupations.parents(code)],
        "children": [entry_card(entry) for entry in occupations.children(code)],
        "siblings": [entry_card(entry) for entry in occupations.siblings(code)],
        "skills": [
            {"id": skill.id, "label": skill.label, "type": skill.type, "need": need}
            for skill, need in (_needed(_counterparts(code, version, VERSION, crosswalk), skills) if is_narrow else ())
        ],
        "isco08": [counterpart_card(c) for c in _counterparts(code, version, ISCO08, crosswalk)],
        "esco": [
            {**counterpart_card(c), "uri": f"{ESCO_URI}{c.code}"}
            for c in (_counterparts(code, version, ESCO, crosswalk) if is_narrow else ())
        ],
    }


def entry_card(entry: Occupation) -> dict[str, str]:
    """Code and titles."""
    return {"code": entry.code, "title": entry.title, "title_en": entry.title_en}


def counterpart_card(counterpart: Counterpart) -> dict[str, str]:
    """Code, title and relation."""
    return {"code": counterpart.code, "title": counterpart.title, "relation": counterpart.relation}


def _counterparts(code: str, version: str, target: str, crosswalk: Crosswalk) -> tuple[Counterpart, ...]:
    return crosswalk.convert(code, version, target) if version in crosswalk.versions else ()


def _needed(counterparts: Iterable[Counterpart], skills: Skills) -> list[tuple[Skill, Need]]:
    """Skills of the unit groups of KBJI 2014, essential ones first."""
    needs: dict[str, tuple[Skill, Need]] = {}
    for unit in sorted({found.code[:UNIT_DIGITS] for found in counterparts}):
        for skill, need in skills.of_unit(unit):
            if need == "essential" or skill.id not in needs:
                needs[skill.id] = (skill, need)
    return sorted(needs.values(), key=lambda item: item[1])
