"""What a destination asks of those who come to work, by occupation (``tables/requirements.tsv``).

Authored from what ministries and registers of the destinations and KP2MI publish; each row names its source and its
month. It helps a person to prepare and binds nobody: what the job order and the law of the day say counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Literal, cast, get_args

from taxonomy.countries import load_countries
from taxonomy.education import LEVELS
from taxonomy.errors import InputError
from taxonomy.occupations import Occupations, load_occupations
from taxonomy.skills import Skills, load_skills
from taxonomy.tables import Row, read_table

RequirementKind = Literal[
    "language", "exam", "licence", "education", "experience", "training", "health", "contract", "insurance", "age"
]

ANYWHERE = "*"
"""In place of a country: every destination, a ship among them."""

_COLUMNS = ("country", "kbji", "kind", "skills", "level", "label_id", "label_en", "source", "as_of")
_MONTH = re.compile(r"20\d\d-(?:0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One thing that is asked for.

    Attributes:
        country: ISO 3166-1 alpha-2, or ``ANYWHERE``.
        kbji: Beginnings of the codes of the work that it is asked of; empty for all work.
        kind: What it is.
        skills: Ids of skills and licences, any of which shows it; empty where no record can show it.
        level: Least level: CEFR, N1-N5, ``IELTS 7``, ``EPS-TOPIK``, an education level, or months; empty for none.
        label_id: In Indonesian.
        label_en: In English.
        source: Law or authority.
        as_of: Month of which it tells, ``YYYY-MM``.
    """

    country: str
    kbji: tuple[str, ...]
    kind: RequirementKind
    skills: tuple[str, ...]
    level: str
    label_id: str
    label_en: str
    source: str
    as_of: str

    def is_asked(self, countries: Sequence[str], occupations: Sequence[str]) -> bool:
        """Whether work of one of these unit groups in one of these countries asks for it."""
        is_there = self.country == ANYWHERE or self.country in countries
        return is_there and (not self.kbji or any(code.startswith(self.kbji) for code in occupations))


@lru_cache(maxsize=1)
def load_requirements() -> tuple[Requirement, ...]:
    """Every requirement, as authored.

    Raises:
        InputError: A line of the table is not as it should be; names file and line.
    """
    text = (resources.files("matcher.overseas") / "tables" / "requirements.tsv").read_text(encoding="utf-8")
    return read_requirements(text, load_skills(), load_occupations())


def read_requirements(text: str, skills: Skills, occupations: Occupations) -> tuple[Requirement, ...]:
    """Requirements of a table's text.

    Raises:
        InputError: A line is not as it should be; names it.
    """
    known = {skill.id for skill in skills}
    found: list[Requirement] = []
    for where, row in read_table(text, "requirements.tsv", _COLUMNS):
        _check(row, where, known, occupations)
        found.append(
            Requirement(
                country=row["country"],
                kbji=_listed(row["kbji"]),
                kind=cast(RequirementKind, row["kind"]),
                skills=_listed(row["skills"]),
                level=row["level"],
                label_id=row["label_id"],
                label_en=row["label_en"],
                source=row["source"],
                as_of=row["as_of"],
            )
        )
    return tuple(found)


def _check(row: Row, where: str, skills: set[str], occupations: Occupations) -> None:
    faults = {
        "a country code or *": row["country"] != ANYWHERE and row["country"] not in load_countries(),
        "codes of KBJI": any(code not in occupations for code in _listed(row["kbji"])),
        f"one of {', '.join(get_args(RequirementKind))}": row["kind"] not in get_args(RequirementKind),
        "ids of skills": not skills.issuperset(_listed(row["skills"])),
        "an education level": row["kind"] == "education" and row["level"] not in LEVELS,
        "months": row["kind"] == "experience" and not row["level"].isdecimal(),
        "labels, a source and YYYY-MM": not (
            row["label_id"] and row["label_en"] and row["source"] and _MONTH.fullmatch(row["as_of"])
        ),
    }
    wanted = next((name for name, is_fault in faults.items() if is_fault), "")
    if wanted:
        raise InputError(wanted=wanted, found=dict(row), where=where)


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


def requirements_for(countries: Sequence[str], occupations: Sequence[str]) -> tuple[Requirement, ...]:
    """What work of these unit groups in these countries asks for; what every destination asks for stands last.

    Args:
        countries: ISO 3166-1 alpha-2; empty on a ship.
        occupations: KBJI unit groups of the posting, the likelier first.
    """
    asked = [one for one in load_requirements() if one.is_asked(countries, occupations)]
    return tuple(sorted(asked, key=lambda one: one.country == ANYWHERE))
