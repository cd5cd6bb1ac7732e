"""What drawing looks up: skills, neighbours, pay and licences of unit groups; regencies and wages of provinces."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from matcher.nation.margins import provinces
from matcher.vocabulary import LICENCES, load_vocabulary
from matcher.world.places import local_wage_idr, regency_weights
from matcher.world.tables import load_facts
from taxonomy.education import LEVELS, level_rank
from taxonomy.occupations import load_occupations
from taxonomy.places import load_gazetteer
from taxonomy.skills import Skills, load_skills

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]

NEIGHBOURS = 8
"""Other unit groups that a coder may take for one: the nearest by similarity."""

SKILLS_KEPT, GENERAL_KEPT = 28, 12
"""Skills of a unit group, and skills of any job, that a row's are drawn from."""

_GENERAL_WEIGHT, _OPTIONAL_WEIGHT = 0.25, 0.4
"""Against 1 for an essential skill of the unit group; chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profiles:
    """Tables by number of unit group (first axis) or of region.

    Attributes:
        skills: Skills by number, uint16, shape ``(units, SKILLS_KEPT + GENERAL_KEPT)``; distinct in a row.
        skill_logs: Logarithm of their weights, float32, same shape; ``-inf`` beyond the last.
        skill_counts: How many there are; shape ``(units,)``.
        neighbours: Nearest other unit groups, nearest first, shape ``(units, NEIGHBOURS)``.
        pay: Least and most usual pay as multiples of the local minimum wage, shape ``(units, 2)``.
        licences: Compulsory licence as bits of ``matcher.vocabulary``, uint64; 0 for none.
        needs: Place of the level asked for in ``LEVELS``.
        regencies: Numbers of regions by province.
        regency_ends: Place of the province plus the cumulative share of the regency: ascending over all.
        wages: Local minimum wage by number of region, rupiah a month.
        province_bits: Bit of the province by number of region, uint64.
    """

    skills: npt.NDArray[np.uint16]
    skill_logs: npt.NDArray[np.float32]
    skill_counts: Numbers
    neighbours: Numbers
    pay: Floats
    licences: npt.NDArray[np.uint64]
    needs: Numbers
    regencies: Numbers
    regency_ends: Floats
    wages: Floats
    province_bits: npt.NDArray[np.uint64]


@lru_cache(maxsize=1)
def load_profiles() -> Profiles:
    """From the bundled and the authored tables."""
    vocabulary, skills = load_vocabulary(), load_skills()
    facts = [load_facts().get(code) for code in vocabulary.units]
    similarity = load_occupations().similarity - 2 * np.eye(len(vocabulary.units))
    return Profiles(
        **_skills(skills),
        neighbours=np.argsort(-similarity, axis=1, kind="stable")[:, :NEIGHBOURS],
        pay=np.array([(one.pay_low, one.pay_high) if one else (0.8, 1.5) for one in facts]),
        licences=np.array([_licence(one.licence, skills) if one else 0 for one in facts], dtype=np.uint64),
        needs=np.array([level_rank(one.education_min) if one else LEVELS.index("SMA") for one in facts]),
        **_places(),
    )


def _skills(skills: Skills) -> dict[str, Any]:
    vocabulary = load_vocabulary()
    general = [skill.id for skill in skills if skill.role == "general"][:GENERAL_KEPT]
    shape = (len(vocabulary.units), SKILLS_KEPT + GENERAL_KEPT)
    numbers, logs = np.zeros(shape, dtype=np.uint16), np.full(shape, -np.inf, dtype=np.float32)
    counts = np.zeros(len(vocabulary.units), dtype=np.int64)
    for code, row in vocabulary.units.items():
        weights = {
            skill.id: (1.0 if need == "essential" else _OPTIONAL_WEIGHT)
            for skill, need in skills.of_unit(code)[:SKILLS_KEPT]
        }
        weights |= {found: _GENERAL_WEIGHT for found in general if found not in weights}
        counts[row] = len(weights)
        numbers[row, : len(weights)] = [vocabulary.skills[found] for found in weights]
        logs[row, : len(weights)] = np.log(list(weights.values()))
    return {"skills": numbers, "skill_logs": logs, "skill_counts": counts}


def _licence(name: str, skills: Skills) -> int:
    found = skills.find(name) if name else None
    return 1 << LICENCES.index(found.id) if found and found.id in LICENCES else 0


def _places() -> dict[str, Any]:
    regions, gazetteer = load_vocabulary().regions, load_gazetteer()
    numbers, ends = list[int](), list[float]()
    for at, province in enumerate(provinces()):
        weights = regency_weights(province)
        shares = np.cumsum(list(weights.values())) / sum(weights.values())
        numbers += [regions[code] for code in weights]
        ends += (at + np.append(shares[:-1], 1.0)).tolist()
    return {
        "regencies": np.array(numbers),
        "regency_ends": np.array(ends),
        "wages": np.array([local_wage_idr(gazetteer.get(code)) for code in regions]),
        "province_bits": np.array([1 << provinces().index(code[:2]) for code in regions], dtype=np.uint64),
    }
