"""Skills in other classifications: ESCO skills, and the units of SKKNI that teach them.

Tables: ``taxonomy/data/skill_esco.tsv`` (candidates by words and character n-grams, each decided by reading) and
``taxonomy/data/skill_skkni.tsv``. Relations are those of SKOS, read from our skill to theirs: ``broadMatch`` says that
the ESCO skill is the broader one. Skills without a counterpart (Indonesian permits, tax and shop applications) have no
row.

Sources: identifiers and labels are from ESCO v1.1, the European Skills, Competences, Qualifications and Occupations
classification. This service uses the ESCO classification of the European Commission; the mapping is ours and the
Commission has not reviewed it. Codes and titles of units are those of the ministerial decrees on SKKNI named in
``SKKNI_DECREES``, the field of information and communication technology.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, cast, get_args

from taxonomy.errors import InputError, UnknownIdError
from taxonomy.skills import Skill, load_skills
from taxonomy.tables import bundled_table

Relation = Literal["exactMatch", "closeMatch", "broadMatch", "narrowMatch"]

ESCO_VERSION = "ESCO v1.1"
SKKNI_DECREES = (
    "Kepmenaker 321/2016 (jaringan komputer)",
    "Kepmenaker 56/2018 (pengoperasian komputer)",
    "Kepmenaker 299/2020 (data science)",
    "Kepmenaker 126/2023 (desain komunikasi visual)",
    "Kepmenaker 103/2026 (kecerdasan artifisial)",
)

_ESCO_BASE = "http://data.europa.eu/esco/skill/"
_ESCO_COLUMNS = ("skill_id", "esco_uri", "esco_label", "relation")
_SKKNI_COLUMNS = ("skill_id", "unit_code", "unit_title")


@dataclass(frozen=True, slots=True, kw_only=True)
class EscoSkill:
    """An ESCO skill and how it stands to ours.

    Attributes:
        uri: ``http://data.europa.eu/esco/skill/...``.
        label: Preferred label, English.
        relation: From our skill to the ESCO skill.
    """

    uri: str
    label: str
    relation: Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class CompetencyUnit:
    """A competency unit of SKKNI.

    Attributes:
        code: ``J.611000.003.02``.
        title: As in the decree.
    """

    code: str
    title: str


def esco_of(skill_id: str) -> EscoSkill | None:
    """The ESCO skill of one of ours; None when no counterpart is known.

    Raises:
        UnknownIdError: No such skill.
    """
    return _esco().get(load_skills().get(skill_id).id)


def skkni_of(skill_id: str) -> tuple[CompetencyUnit, ...]:
    """Units that teach a skill, by code; empty when none is known.

    Raises:
        UnknownIdError: No such skill.
    """
    return _skkni()[0].get(load_skills().get(skill_id).id, ())


def skills_of_unit(unit_code: str) -> tuple[Skill, ...]:
    """Skills that a unit teaches, by id.

    Raises:
        UnknownIdError: No such unit in the table.
    """
    found = _skkni()[1].get(unit_code)
    if found is None:
        raise UnknownIdError(wanted="a unit code of SKKNI", found=unit_code, where="unit code")
    return found


@lru_cache(maxsize=1)
def _esco() -> Mapping[str, EscoSkill]:
    ids = {skill.id for skill in load_skills()}
    found: dict[str, EscoSkill] = {}
    for where, row in bundled_table("skill_esco.tsv", _ESCO_COLUMNS):
        skill_id, relation = row["skill_id"], row["relation"]
        if skill_id not in ids or skill_id in found or relation not in get_args(Relation):
            wanted = "a skill of the taxonomy, once, and a relation of SKOS"
            raise InputError(wanted=wanted, found=dict(row), where=where)
        uri = _ESCO_BASE + row["esco_uri"]
        found[skill_id] = EscoSkill(uri=uri, label=row["esco_label"], relation=cast(Relation, relation))
    return found


@lru_cache(maxsize=1)
def _skkni() -> tuple[Mapping[str, tuple[CompetencyUnit, ...]], Mapping[str, tuple[Skill, ...]]]:
    """Units by skill id, and skills by unit code."""
    skills = {skill.id: skill for skill in load_skills()}
    units: dict[str, dict[str, CompetencyUnit]] = defaultdict(dict)
    taught: dict[str, list[Skill]] = defaultdict(list)
    for where, row in bundled_table("skill_skkni.tsv", _SKKNI_COLUMNS):
        skill_id, code = row["skill_id"], row["unit_code"]
        if skill_id not in skills or code in units[skill_id]:
            raise InputError(wanted="a skill of the taxonomy, once for a unit", found=dict(row), where=where)
        units[skill_id][code] = CompetencyUnit(code=code, title=row["unit_title"])
        taught[code].append(skills[skill_id])
    by_skill = {skill_id: tuple(found[code] for code in sorted(found)) for skill_id, found in units.items()}
    return by_skill, {code: tuple(sorted(found, key=lambda skill: skill.id)) for code, found in taught.items()}
