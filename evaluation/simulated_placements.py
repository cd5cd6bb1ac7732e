"""Placements person by person: applications at random, futures drawn as the intervals assume them."""

from __future__ import annotations

import numpy as np

from matcher.curriculum.curves import placed, window
from matcher.curriculum.placements import COMMON, COMPLETION_WEIGHT, MODEL_SPREAD, expect
from matcher.curriculum.problem import PlanProblem, Values
from matcher.curriculum.programme import Program, columns_of, program_of, solve

SEED = 7_041
ROUNDS, FUTURES = 4_000, 1_000
_CASES = ((16, 40, 60), (48, 40, 60), (16, 200, 20), (120, 30, 300), (10, 10, 0))
"""Graduates, vacancies, rivals."""


def urn_error() -> list[float]:
    """Relative error of ``placed`` against people who each apply to one vacancy at random, for each case."""
    random = np.random.default_rng(SEED)
    errors: list[float] = []
    for graduates, vacancies, rivals in _CASES:
        found = np.mean([_one_round(random, graduates, vacancies, rivals) for _ in range(ROUNDS)])
        told = float(placed(np.array(float(graduates)), np.array(float(vacancies)), np.array(float(rivals))))
        errors.append(abs(told - float(found)) / float(found))
    return errors


def _one_round(random: np.random.Generator, graduates: int, vacancies: int, rivals: int) -> int:
    """Graduates who are taken: each vacancy takes one of its applicants at random."""
    people = random.permutation(graduates + rivals)
    chosen = random.integers(0, vacancies, len(people))
    # The first of a random order takes the vacancy.
    _, first = np.unique(chosen, return_index=True)
    return int(np.count_nonzero(people[first] < graduates))


def covered(problem: PlanProblem) -> tuple[float, float, int]:
    """Shares of simulated futures within the 80 % and 95 % intervals of a plan, and their number."""
    program = program_of(problem)
    solution = solve(program)
    assert solution is not None
    told = expect(program, solution.classes).total
    graduates = program.brought @ columns_of(program, solution.classes)
    random = np.random.default_rng(SEED + 1)
    found = np.array([_future(program, graduates, random) for _ in range(FUTURES)])
    at80 = (told.low80 <= found) & (found <= told.high80)
    at95 = (told.low95 <= found) & (found <= told.high95)
    return float(at80.mean()), float(at95.mean()), FUTURES


def _future(program: Program, graduates: Values, random: np.random.Generator) -> int:
    """Placements in one future, person by person."""
    problem = program.problem
    common, model = random.standard_normal(), float(np.exp(MODEL_SPREAD * random.standard_normal()))
    finish = random.beta(0.9 * COMPLETION_WEIGHT, 0.1 * COMPLETION_WEIGHT) / 0.9
    own = {
        job.unit: np.exp(job.spread * (COMMON**0.5 * common + (1 - COMMON) ** 0.5 * random.standard_normal()))
        for job in problem.jobs
    }
    count = 0
    for people, (at, quarter, _) in zip(graduates.tolist(), program.curves, strict=True):
        job, finishing = problem.jobs[at], people * finish
        if people <= 0:
            continue
        vacancies = np.array(window(job, quarter) * own[job.unit])
        chance = float(placed(np.array(finishing), vacancies, np.array(job.seekers + job.others))) / people * model
        count += int(random.binomial(_whole(people, random), min(1.0, chance)))
    return count


def _whole(people: float, random: np.random.Generator) -> int:
    """A whole number of people, right on average."""
    return int(people) + int(random.random() < people - int(people))
