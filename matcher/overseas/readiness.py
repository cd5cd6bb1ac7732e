"""Which requirements of a destination a worker shows to meet, by codes and own words; nothing is guessed.

``have``: shown. ``missing``: the record shows that it falls short, or shows nothing where it would show it (a licence,
a test). ``unclear``: a part is shown, or nothing is said of schooling or time. ``to_arrange``: no record can show it
(contract, medical check, age, which is never read), it is settled on the way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from matcher.coded import Coded
from matcher.overseas.requirements import Requirement
from taxonomy.education import level_rank
from taxonomy.language_levels import CEFR, LanguageLevel, read_language_levels

Readiness = Literal["have", "missing", "unclear", "to_arrange"]

_ALONE = frozenset({"jft-basic-a2", "ssw-tokutei-ginou"})
"""Certificates that are of one level, so that holding one is enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a worker's record shows.

    Attributes:
        skills: Ids of skills and licences.
        education: Highest level, or empty.
        experience_months: None when not known.
        worked_in: KBJI unit group of the past, or empty.
        levels: Language levels that are told.
    """

    skills: frozenset[str]
    education: str
    experience_months: int | None
    worked_in: str
    levels: tuple[LanguageLevel, ...]

    @staticmethod
    def of(worker: Coded, words: str) -> Held:
        """Of a coded worker and the own words that tell language levels."""
        return Held(
            skills=frozenset({skill.id for skill in worker.skills} | set(worker.licences)),
            education=worker.education,
            experience_months=worker.experience_months,
            worked_in=worker.worked_in,
            levels=read_language_levels(words),
        )


def readiness(requirement: Requirement, held: Held) -> Readiness:
    """Whether a worker meets a requirement."""
    if requirement.kind == "education":
        return _schooling(requirement.level, held.education)
    if requirement.kind == "experience":
        return _time(requirement, held)
    if not requirement.skills:
        return "to_arrange"
    if requirement.kind == "language":
        return _language(requirement, held)
    return "have" if held.skills.intersection(requirement.skills) else "missing"


def _schooling(wanted: str, education: str) -> Readiness:
    if not education:
        return "unclear"
    return "have" if level_rank(education) >= level_rank(wanted) else "missing"


def _time(requirement: Requirement, held: Held) -> Readiness:
    """Months in the occupation; months elsewhere, or in work that is not sure, are unclear."""
    if held.experience_months is None:
        return "unclear"
    if held.experience_months < int(requirement.level):
        return "missing"
    is_there = bool(held.worked_in) and held.worked_in.startswith(requirement.kbji)
    return "have" if is_there else "unclear"


def _language(requirement: Requirement, held: Held) -> Readiness:
    shown = [level for level in held.levels if level.skill_id in requirement.skills]
    grades = [grade for level in shown if (grade := _reaches(level, requirement.level)) is not None]
    if any(grades) or (requirement.level in {"N4", "A1", "A2"} and held.skills & _ALONE & set(requirement.skills)):
        return "have"
    if grades:
        return "missing"
    return "unclear" if held.skills.intersection(requirement.skills) or shown else "missing"


def _reaches(level: LanguageLevel, wanted: str) -> bool | None:
    """Whether a level is as high as the one wanted; None where the two scales cannot be compared."""
    if wanted in CEFR and level.cefr:
        return CEFR.index(level.cefr) >= CEFR.index(wanted)
    if wanted.startswith("N") and level.scheme == "JLPT":
        return level.level <= wanted  # N1 is the highest
    if wanted == "N4" and level.scheme == "JFT-Basic":
        return True
    if wanted.startswith("IELTS") and level.scheme == "IELTS":
        return float(level.level) >= float(wanted.split()[1])
    return True if wanted == level.scheme else None
