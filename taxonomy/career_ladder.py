"""The career ladder: from a job to the jobs that usually come next, over unit groups of KBJI 2014.

Table: ``career_ladder.tsv`` in ``taxonomy/data``, one step a line; our own judgement of Indonesian working life. A
step is a *promotion* (more answerability in the same line of work; no chain of them leads back), a *specialisation*
(deeper work of the same kind, often after schooling) or a *move* (work of a like level that the one before prepares
for). Months are how long people usually stay before it, not a promise; pay is not spoken of. Licences in ``needs``
are those that the law or employers ask for (``taxonomy/licences.py``); which skills the next job needs is not said
again here, it is in the skills of the unit groups (``taxonomy/skills.py``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from typing import Literal, cast, get_args

from taxonomy.education import LEVELS
from taxonomy.errors import InputError
from taxonomy.occupations import load_occupations
from taxonomy.skills import Skill, Skills, load_skills
from taxonomy.tables import Row, bundled_table

StepKind = Literal["promotion", "specialisation", "move"]

COLUMNS = ("from", "to", "kind", "months", "education", "needs")

MOST_MONTHS = 120
"""Longest stay that a step may name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CareerStep:
    """From one unit group to another.

    Attributes:
        origin: Unit group that one leaves.
        to: Unit group that one goes to; another one.
        kind: What sort of step it is.
        months: How long people usually work in the first one before, 1 to ``MOST_MONTHS``.
        education: Least level that employers or the law usually ask for there; empty where none is.
        needs: Licences and skills beyond those of the unit groups.
    """

    origin: str
    to: str
    kind: StepKind
    months: int
    education: str
    needs: tuple[Skill, ...]


class CareerLadder:
    """All steps, by the unit group that they begin at."""

    def __init__(self, steps: Sequence[CareerStep]) -> None:
        """Hold steps, distinct by both ends."""
        self._steps = tuple(steps)
        self._from: dict[str, list[CareerStep]] = defaultdict(list)
        for step in self._steps:
            self._from[step.origin].append(step)

    def __len__(self) -> int:
        """Number of steps."""
        return len(self._steps)

    def __iter__(self) -> Iterator[CareerStep]:
        """All steps, as loaded."""
        return iter(self._steps)

    def steps_from(self, unit: str) -> tuple[CareerStep, ...]:
        """Steps from a unit group: promotions, specialisations, moves, the soonest first; empty where none is known."""
        order = get_args(StepKind)
        found = self._from.get(unit, [])
        return tuple(sorted(found, key=lambda step: (order.index(step.kind), step.months, step.to)))


def learnt_on_the_way(step: CareerStep, skills: Skills) -> tuple[Skill, ...]:
    """What the next job needs as essential and the one before does not: to be learnt on the way. Licences aside."""
    before = {skill.id for skill, _ in skills.of_unit(step.origin)}
    return tuple(
        skill
        for skill, need in skills.of_unit(step.to)
        if need == "essential" and skill.id not in before and skill.role != "licence"
    )


def career_ladder_in(rows: Iterable[tuple[str, Row]], skills: Skills) -> CareerLadder:
    """Steps of a table.

    Args:
        rows: Where each line stands, and its cells.
        skills: Whose labels the lines name.

    Raises:
        InputError: A line is not as it should be, a step stands twice, or promotions lead back; names file and line.
    """
    steps: dict[tuple[str, str], CareerStep] = {}
    promotions: TopologicalSorter[str] = TopologicalSorter()
    where = ""
    for where, row in rows:
        step = _step(row, where, skills)
        if (step.origin, step.to) in steps:
            raise InputError(wanted="each step once", found=f"{step.origin} to {step.to} again", where=where)
        steps[step.origin, step.to] = step
        if step.kind == "promotion":
            promotions.add(step.to, step.origin)
    try:
        promotions.prepare()
    except CycleError as error:
        ring = " to ".join(reversed(error.args[1]))
        raise InputError(
            wanted="promotions that lead nowhere back", found=ring, where=where.split(" line")[0]
        ) from error
    return CareerLadder(tuple(steps.values()))


def _step(row: Row, where: str, skills: Skills) -> CareerStep:
    units = load_occupations().unit_codes
    needs = [skills.find(label) for label in row["needs"].split("|") if label]
    if row["from"] not in units or row["to"] not in units or row["from"] == row["to"]:
        raise InputError(wanted="two unit groups", found=f"{row['from']} to {row['to']}", where=where)
    if row["kind"] not in get_args(StepKind):
        raise InputError(wanted=f"one of {', '.join(get_args(StepKind))}", found=row["kind"], where=where)
    if not row["months"].isdecimal() or not 1 <= int(row["months"]) <= MOST_MONTHS:
        raise InputError(wanted=f"months from 1 to {MOST_MONTHS}", found=row["months"], where=where)
    if row["education"] not in ("", *LEVELS):
        raise InputError(wanted="a level of education, or nothing", found=row["education"], where=where)
    if None in needs:
        raise InputError(wanted="labels of skills", found=row["needs"], where=where)
    return CareerStep(
        origin=row["from"],
        to=row["to"],
        kind=cast(StepKind, row["kind"]),
        months=int(row["months"]),
        education=row["education"],
        needs=tuple(skill for skill in needs if skill is not None),
    )


@lru_cache(maxsize=1)
def load_career_ladder() -> CareerLadder:
    """The bundled table, over KBJI 2014.

    Raises:
        InputError: The table in the package is faulty.
    """
    return career_ladder_in(bundled_table("career_ladder.tsv", COLUMNS), load_skills())
