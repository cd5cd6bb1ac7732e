"""Skills that postings ask for and no course teaches, and skills that courses teach and hardly a posting asks for."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.coded import Coded
from matcher.market.served import Market
from matcher.share_interval import wilson
from taxonomy.skills import Skills

LEAST_ASKED = 5
"""Postings that must ask for a skill before it is told as lacking."""

HARDLY = 0.02
"""A skill is hardly asked for where the upper end of its 95 % interval lies below this share of postings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedSkill:
    """How many postings ask for a skill.

    Attributes:
        id: Of the skill.
        label: Indonesian.
        type: Of the skill.
        postings: That ask for it.
        of: Postings looked at.
        low: Of the share, lower end of the 95 % interval (Wilson 1927).
        high: Upper end.
    """

    id: str
    label: str
    type: str
    postings: int
    of: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """Share of the postings; 0 where there are none."""
        return self.postings / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillLists:
    """Both lists.

    Attributes:
        not_taught: Asked for and not taught, the most asked first.
        not_asked: Taught and hardly asked for, the least asked first.
        postings: Postings that both rest on.
    """

    not_taught: tuple[AskedSkill, ...]
    not_asked: tuple[AskedSkill, ...]
    postings: int


def asked_skill(skill_id: str, count: int, n: int, skills: Skills) -> AskedSkill:
    """A skill with its share and interval."""
    skill, (low, high) = skills.get(skill_id), wilson(count, n)
    return AskedSkill(id=skill.id, label=skill.label, type=skill.type, postings=count, of=n, low=low, high=high)


def skill_lists(
    market: Market, inside: npt.NDArray[np.bool_], units: Collection[str], courses: Iterable[Coded], skills: Skills
) -> SkillLists:
    """Skills of the postings of some occupations against those that courses teach.

    Args:
        market: Stored postings.
        inside: Which of them count; shape ``(rows,)``.
        units: KBJI unit groups of the occupations.
        courses: Coded courses.
        skills: The taxonomy.
    """
    taught = {skill.id for course in courses for skill in course.skills}
    counts, n = asked_of(market, inside, units)
    lacking = [
        asked_skill(name, count, n, skills)
        for name, count in counts.items()
        if name not in taught and count >= LEAST_ASKED
    ]
    told = [asked_skill(name, counts.get(name, 0), n, skills) for name in sorted(taught)]
    return SkillLists(
        not_taught=tuple(sorted(lacking, key=lambda one: (-one.postings, one.id))),
        not_asked=tuple(sorted((one for one in told if one.high < HARDLY), key=lambda one: (one.postings, one.id))),
        postings=n,
    )


def asked_of(market: Market, inside: npt.NDArray[np.bool_], units: Collection[str]) -> tuple[dict[str, int], int]:
    """Skill to the postings that ask for it, and the postings of some occupations within the catchment."""
    rows, axes = market.postings, market.axes
    wanted = np.array([*(code in units for code in axes.units), False])
    chosen = inside & wanted[rows.units]
    held = rows.columns.skills
    counts = np.bincount(held.values[chosen[held.owners]], minlength=len(axes.skills))
    return {axes.skills[at]: int(counts[at]) for at in np.flatnonzero(counts).tolist()}, int(chosen.sum())
