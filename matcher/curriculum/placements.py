"""Expected placements of a plan, in all, by course and by occupation, with intervals.

The expectation is that of ``curves.placed``. What is not known is drawn: the level of demand (log-normal, a part of it
common to all occupations), the share of participants who finish (Beta), how far the matching model itself is off
(log-normal), and who of those with equal chances is lucky. The draws are seeded, so that two plans of one problem meet
the same futures and their difference has an interval of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.curriculum.curves import placed, window
from matcher.curriculum.problem import PlanProblem, Session, Values
from matcher.curriculum.programme import Program, columns_of

DRAWS = 2_000
SEED = 20_261_127

COMMON = 0.5
"""Share of the variance of demand that all occupations have in common. Assumption."""

COMPLETION_WEIGHT = 20.0
"""Participants that the completion rate is as sure as. Assumption."""

MODEL_SPREAD = float(np.log(1.33) / 1.2816)
"""The matching model is within a third of the truth in 80 of 100 cases. Assumption."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A figure with its intervals.

    Attributes:
        mean: Expectation by the model; the intervals are of the draws.
        low80: 10 % quantile.
        high80: 90 % quantile.
        low95: 2.5 % quantile.
        high95: 97.5 % quantile.
    """

    mean: float
    low80: float
    high80: float
    low95: float
    high95: float

    def as_dict(self) -> dict[str, float]:
        """Rounded to one digit."""
        return {name: round(getattr(self, name), 1) for name in ("mean", "low80", "high80", "low95", "high95")}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Placements:
    """What a plan is expected to bring.

    Attributes:
        graduates: Participants who finish.
        total: Placements of all courses.
        of_course: By course that has classes.
        of_job: By unit group that has graduates: graduates and placements.
        draws: Placements of the whole plan in each drawn future; shape ``(DRAWS,)``.
    """

    graduates: float
    total: Expected
    of_course: Mapping[str, Expected]
    of_job: Mapping[str, tuple[float, Expected]]
    draws: Values


def expected(values: Values, mean: float) -> Expected:
    """Quantiles of draws beside a mean.

    Args:
        values: Draws, shape ``(DRAWS,)``.
        mean: What they are of.
    """
    low95, low80, high80, high95 = (float(one) for one in np.quantile(values, [0.025, 0.1, 0.9, 0.975]))
    return Expected(mean=float(mean), low80=low80, high80=high80, low95=low95, high95=high95)


def expect(program: Program, sessions: Sequence[Session]) -> Placements:
    """What a plan is expected to bring.

    Args:
        program: Of the problem.
        sessions: The plan's classes.

    Raises:
        InputError: A class that the problem does not know.
    """
    problem, classes = program.problem, columns_of(program, sessions)
    brought = program.brought.toarray() * classes  # (curves, columns)
    jobs = np.array([job for job, *_ in program.curves], dtype=np.int64)
    offers = np.array(program.starts.offers, dtype=np.int64)
    means, draws = _chances(program, brought.sum(axis=1), jobs)
    by_offer = np.stack(
        [brought[:, offers == row].sum(axis=1) for row in range(len(problem.offers))] or [np.zeros(len(program.curves))]
    )
    by_job = np.stack([(brought.sum(axis=1) * (jobs == row)) for row in range(len(problem.jobs))] or [by_offer[0]])
    luck = np.random.default_rng(SEED + 1)
    given: list[int] = offers[classes > 0].tolist()
    ran = {problem.offers[row].key: by_offer[row] for row in sorted(set(given))}
    served = {problem.jobs[row].unit: by_job[row] for row in range(len(problem.jobs)) if by_job[row].sum() > 0}
    whole = _drawn(brought.sum(axis=1), draws, luck)
    return Placements(
        graduates=_finishing(problem, program, classes),
        total=expected(whole, float(brought.sum(axis=1) @ means)),
        of_course={key: expected(_drawn(g, draws, luck), float(g @ means)) for key, g in ran.items()},
        of_job={
            unit: (float(g.sum()), expected(_drawn(g, draws, luck), float(g @ means))) for unit, g in served.items()
        },
        draws=whole,
    )


def _finishing(problem: PlanProblem, program: Program, classes: Values) -> float:
    finishing = np.array([offer.seats * offer.completion for offer in problem.offers])
    return float(finishing[list(program.starts.offers)] @ classes) if len(program.starts) else 0.0


def _chances(program: Program, graduates: Values, jobs: npt.NDArray[np.int64]) -> tuple[Values, Values]:
    """Chance of a graduate of each curve, as expected ``(curves,)`` and in each future ``(DRAWS, curves)``."""
    problem, random = program.problem, np.random.default_rng(SEED)
    vacancies = np.array([window(problem.jobs[job], quarter) for job, quarter, _ in program.curves])
    rivals = np.array([problem.jobs[job].seekers + problem.jobs[job].others for job, *_ in program.curves])
    spread = np.array([job.spread for job in problem.jobs]) if problem.jobs else np.zeros(1)
    common, own = random.standard_normal((DRAWS, 1)), random.standard_normal((DRAWS, len(spread)))
    level = np.exp(spread * (np.sqrt(COMMON) * common + np.sqrt(1 - COMMON) * own))[:, jobs]
    finish = _completions(problem, random)
    model = np.exp(MODEL_SPREAD * random.standard_normal((DRAWS, 1)))
    people = np.maximum(graduates, 1e-9)
    means = placed(people, vacancies, rivals) / people
    drawn = placed(people * finish, vacancies * level, rivals) / people * model
    return means, np.clip(drawn, 0.0, 1.0)


def _completions(problem: PlanProblem, random: np.random.Generator) -> Values:
    """Share who finish over the share assumed, one for each future; shape ``(DRAWS, 1)``."""
    rates = [offer.completion for offer in problem.offers]
    mean = float(np.mean(rates)) if rates else 1.0
    if not 0 < mean < 1:
        return np.ones((DRAWS, 1))
    drawn = random.beta(mean * COMPLETION_WEIGHT, (1 - mean) * COMPLETION_WEIGHT, (DRAWS, 1))
    return np.asarray(drawn / mean, dtype=np.float64)


def _drawn(graduates: Values, chances: Values, random: np.random.Generator) -> Values:
    """Placements of graduates in each future, luck included; shape ``(DRAWS,)``."""
    mean = chances @ graduates
    spread = np.sqrt(np.maximum((chances * (1 - chances)) @ graduates, 0.0))
    return np.asarray(np.maximum(mean + spread * random.standard_normal(DRAWS), 0.0), dtype=np.float64)
