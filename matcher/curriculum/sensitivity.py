"""What one more trainer, station, bed or a tenth more money would bring, and which courses hold if demand differs.

Both by solving the plan again, not by the prices of the relaxation: a class is whole, and half a trainer teaches none.
Where the solver stops within its gap the gain is told as a range.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matcher.curriculum.placements import COMMON, SEED
from matcher.curriculum.problem import Jobs, Limit, LimitKind, PlanProblem
from matcher.curriculum.programme import Program, Solution, columns_of, program_of, solve

SCARCE = 0.7
"""Share of a limit that the plan uses in its fullest month, from which more of it is tried."""

SCENARIOS = 20
SECONDS = 3.0
"""For each plan that is solved again."""

_GAP = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """How much of a limit a plan uses.

    Attributes:
        limit: The limit.
        fullest: Share of it in the fullest month (of a budget: of the year); None where nothing is there.
        mean: Share of it over all months.
    """

    limit: Limit
    fullest: float | None
    mean: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What more of a limit would bring.

    Attributes:
        id: Of the limit; ``budget`` for that of all years.
        kind: What it is.
        label: For people.
        added: How much more.
        least: Placements more that are found.
        most: Placements more than which it cannot be.
    """

    id: str
    kind: LimitKind
    label: str
    added: float
    least: float
    most: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """How a course fares over the interval of demand.

    Attributes:
        course: Its key.
        share: Share of the futures in whose best plan it stands.
        least: Fewest classes in any of them.
        most: Most classes.
        n: Futures.
    """

    course: str
    share: float
    least: int
    most: int
    n: int


def used(program: Program, solution: Solution) -> tuple[Used, ...]:
    """How much of each limit a plan uses."""
    classes = columns_of(program, solution.classes)
    found: list[Used] = []
    for rows in program.limits:
        amount = rows.limit.amount
        shares = (rows.used @ classes) / amount if amount > 0 else None
        found.append(
            Used(
                limit=rows.limit,
                fullest=None if shares is None else float(shares.max()),
                mean=None if shares is None else float(shares.mean()),
            )
        )
    return tuple(found)


def gains(program: Program, solution: Solution) -> tuple[Gain, ...]:
    """What more of each scarce limit would bring, the most first; budgets of all years go together."""
    scarce = [one.limit for one in used(program, solution) if one.fullest is None or one.fullest >= SCARCE]
    tried = [(limit.id, [limit]) for limit in scarce if limit.kind != "budget" and limit.step > 0]
    budgets = [limit for limit in program.problem.limits if limit.kind == "budget" and limit.step > 0]
    if any(limit.kind == "budget" for limit in scarce) and budgets:
        tried.append(("budget", budgets))
    found = [_gain(program.problem, solution, name, limits) for name, limits in tried]
    return tuple(sorted((one for one in found if one is not None), key=lambda one: (-one.least, one.id)))


def _gain(problem: PlanProblem, before: Solution, name: str, limits: Sequence[Limit]) -> Gain | None:
    more = {limit.id: replace(limit, amount=limit.amount + limit.step) for limit in limits}
    wider = replace(problem, limits=tuple(more.get(limit.id, limit) for limit in problem.limits))
    after = solve(program_of(wider), seconds=SECONDS)
    if after is None:
        return None
    first = limits[0]
    label = "anggaran tiap tahun (rupiah)" if name == "budget" else first.label
    return Gain(
        id=name,
        kind=first.kind,
        label=label,
        added=first.step,
        # The plan of before can still be run, so nothing is ever lost.
        least=max(0.0, after.placements - before.placements),
        most=max(0.0, after.bound - before.placements),
    )


def held_over(problem: PlanProblem, scenarios: int = SCENARIOS) -> tuple[Held, ...]:
    """Which courses stand in the best plans of drawn futures, the surest first.

    Args:
        problem: As it was solved.
        scenarios: Futures, seeded; 0 draws none.
    """
    counts = [_classes(found) for found in _solved(problem, scenarios)]
    held: list[Held] = []
    for offer in problem.offers if counts else ():
        own = np.array([one.get(offer.key, 0) for one in counts])
        share = float((own > 0).mean())
        held.append(Held(course=offer.key, share=share, least=int(own.min()), most=int(own.max()), n=len(own)))
    return tuple(sorted(held, key=lambda one: (-one.share, -one.most, one.course)))


def _solved(problem: PlanProblem, scenarios: int) -> list[Solution]:
    random = np.random.default_rng(SEED)
    solved = (
        solve(program_of(replace(problem, jobs=_drawn(problem.jobs, random))), gap=_GAP, seconds=SECONDS)
        for _ in range(scenarios)
    )
    return [found for found in solved if found is not None]


def _drawn(jobs: Sequence[Jobs], random: np.random.Generator) -> tuple[Jobs, ...]:
    """The occupations at another level of demand; who seeks is as many as before."""
    common, own = random.standard_normal(), random.standard_normal(len(jobs))
    levels = [
        float(np.exp(one.spread * (np.sqrt(COMMON) * common + np.sqrt(1 - COMMON) * luck)))
        for one, luck in zip(jobs, own, strict=True)
    ]
    return tuple(
        replace(one, vacancies=tuple(level * each for each in one.vacancies))
        for one, level in zip(jobs, levels, strict=True)
    )


def _classes(solution: Solution) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for session in solution.classes:
        found[session.course] = found.get(session.course, 0) + session.classes
    return found
