"""Types of skills and what each means for the rest: authored in ``taxonomy/data/skill_types.tsv``.

A type is what a skill is called in answers and tables. What is done with a skill hangs on the properties of its type
alone, so that a type is added by a line:

- ``role``: an ``ability`` is taught and matched, and one may partly stand in for another; what is ``general``
  (friendly, diligent) counts for little and no course promises it; a ``language`` and a ``licence`` are told and
  checked by themselves, and nothing stands in for them.
- ``written``: a ``name`` keeps its capitals in the middle of a sentence (Excel, Mandarin); a ``word`` does not.
- ``read_as``: the type that the tagger of ads has learnt to look for, which a new type is taken for until the tagger is
  trained again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, cast, get_args

from taxonomy.errors import InputError
from taxonomy.tables import bundled_table

Role = Literal["ability", "general", "language", "licence"]
_Written = Literal["name", "word"]

OF_SKILLS: tuple[Role, ...] = ("ability", "general")
"""Roles that stand under "skills" where a person reads; languages and licences stand under headings of their own."""

_COLUMNS = ("type", "role", "written", "read_as")


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillType:
    """One type.

    Attributes:
        name: As it stands in tables and answers.
        role: What is done with its skills.
        is_name: Whether its labels keep their capitals.
        read_as: Type that the tagger knows.
    """

    name: str
    role: Role
    is_name: bool
    read_as: str


@lru_cache(maxsize=1)
def load_skill_types() -> Mapping[str, SkillType]:
    """Every type by name, in the order of the table.

    Raises:
        InputError: A line is faulty; names it.
    """
    found: dict[str, SkillType] = {}
    for where, row in bundled_table("skill_types.tsv", _COLUMNS):
        if not row["type"] or row["role"] not in get_args(Role) or row["written"] not in get_args(_Written):
            wanted = f"a type, a role of {', '.join(get_args(Role))}, and name or word"
            raise InputError(wanted=wanted, found=dict(row), where=where)
        found[row["type"]] = SkillType(
            name=row["type"],
            role=cast(Role, row["role"]),
            is_name=row["written"] == "name",
            read_as=row["read_as"] or row["type"],
        )
    return found


def role_of(type_: str) -> Role:
    """What is done with skills of a type.

    Raises:
        InputError: No such type.
    """
    found = load_skill_types().get(type_)
    if found is None:
        raise InputError(wanted=f"one of {', '.join(load_skill_types())}", found=type_, where="skill type")
    return found.role
