"""How far skills held meet skills asked for: the same, usual in the job held, adjacent, or not at all.

The same numbers serve one pair and a thousand: for a skill asked for, the credit that each skill of the taxonomy earns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from matcher.vocabulary import NO_UNIT, Vocabulary
from taxonomy.skills import Skills

ADJACENT_FROM = 0.5
"""Similarity from which a held skill counts towards a missing one."""

_ADJACENT_CREDIT = 0.5
USUAL_CREDIT = 0.6
"""Of a skill that the worker does not name but the job held usually needs; above any adjacent skill."""

_SOFT_WEIGHT = 0.35
"""Soft skills are asked for in every ad and shown in few CVs, so they count less than what can be checked."""

Credits = npt.NDArray[np.float64]


class SkillCredit:
    """Credits between skills, by their numbers in a ``Vocabulary``.

    Attributes:
        skills: The taxonomy.
        is_soft: Whether each is a soft skill, bool, shape ``(skills,)``.
        weights: Weight of each skill by its type, float64, same shape.
    """

    def __init__(self, skills: Skills, vocabulary: Vocabulary) -> None:
        """Read a taxonomy; adjacent skills are worked out when first asked for."""
        self.skills = skills
        self._ids = tuple(vocabulary.skills)
        self._numbers = vocabulary.skills
        self.is_soft = np.array([skill.role == "general" for skill in skills], dtype=bool)
        self.weights: Credits = np.where(self.is_soft, _SOFT_WEIGHT, 1.0)
        self._near: dict[int, tuple[npt.NDArray[np.int64], Credits]] = {}
        self._earning: dict[int, dict[int, float]] = {}
        self._usual: dict[int, npt.NDArray[np.int64]] = {}
        self._units_of: dict[int, npt.NDArray[np.bool_]] = {}
        self._unit_codes = tuple(vocabulary.units)

    def of(self, skill: int) -> Credits:
        """What each skill of the taxonomy earns towards one: 1 itself, less for adjacent ones; shape ``(skills,)``."""
        found = np.zeros(len(self._ids))
        numbers, earned = self._adjacent(skill)
        found[numbers] = earned
        return found

    def towards(self, held: Iterable[int], usual_of: int | None = None) -> Credits:
        """What a worker earns towards each skill of the taxonomy; shape ``(skills,)``.

        Args:
            held: Skills held.
            usual_of: Unit group, by number, whose essential skills are usual in the job held; None for none.
        """
        found = np.zeros(len(self._ids))
        for skill in held:
            numbers, earned = self._adjacent(skill)
            found[numbers] = np.maximum(found[numbers], earned)
        if usual_of is not None:
            usual = self.usual(usual_of)
            found[usual] = np.maximum(found[usual], USUAL_CREDIT)
        return found

    def between(self, asked: Sequence[int], held: Sequence[int]) -> Credits:
        """What each held skill earns towards each asked one; shape ``(asked, held)``."""
        found, row, columns = (
            np.zeros((len(asked), len(held))),
            np.zeros(len(self._ids)),
            np.array(held, dtype=np.int64),
        )
        for at, skill in enumerate(asked):
            numbers, earned = self._adjacent(skill)
            row[numbers] = earned
            found[at] = row[columns]
            row[numbers] = 0
        return found

    def earned_by(self, skill: int) -> tuple[npt.NDArray[np.int64], Credits]:
        """The skills that a held one earns anything towards, and how much; itself among them."""
        return self._adjacent(skill)

    def earning(self, skill: int) -> Mapping[int, float]:
        """As ``of``, of those skills alone that earn anything."""
        if skill not in self._earning:
            numbers, earned = self._adjacent(skill)
            self._earning[skill] = dict(zip(numbers.tolist(), earned.tolist(), strict=True))
        return self._earning[skill]

    def usual(self, unit: int) -> npt.NDArray[np.int64]:
        """The essential skills of a unit group, by number."""
        if unit not in self._usual:
            needs = self.skills.of_unit(self._unit_codes[unit])
            self._usual[unit] = np.array([self._numbers[s.id] for s, need in needs if need == "essential"], np.int64)
        return self._usual[unit]

    def is_usual(self, skill: int) -> npt.NDArray[np.bool_]:
        """For which unit groups a skill is essential; False at ``NO_UNIT``; shape ``(NO_UNIT + 1,)``."""
        if skill not in self._units_of:
            found = np.zeros(NO_UNIT + 1, dtype=bool)
            found[[unit for unit in range(len(self._unit_codes)) if skill in self.usual(unit)]] = True
            self._units_of[skill] = found
        return self._units_of[skill]

    def _adjacent(self, skill: int) -> tuple[npt.NDArray[np.int64], Credits]:
        if skill not in self._near:
            near = self.skills.near(self._ids[skill], ADJACENT_FROM)
            numbers = [self._numbers[other] for other, _ in near]
            earned = [1.0 if other == self._ids[skill] else _ADJACENT_CREDIT * alike for other, alike in near]
            self._near[skill] = (np.array(numbers, np.int64), np.array(earned))
        return self._near[skill]
