"""Task ``plans``: time and gap of plans, against every plan and greedy ones; conflicts explained; chances.

All problems are made (``benchmark/plan_problems.py``), seeded, and nothing is chosen on them. A conflict is explained
rightly when the problem has a plan once a limit is relaxed by the amount told, and none when it is relaxed by a hair
less. The chance of a graduate is held against simulated applications (people at random to vacancies), and the intervals
against simulated futures of the model's own assumptions: they say that the arithmetic is right, not that the
assumptions are. The formula is that of a large market; at ten vacancies it is 2.6 % too low, which sets that target.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

from evaluation.benchmark.plan_problems import large_problem, promising_problem, small_problem
from evaluation.plan_baselines import all_plans, equal_classes, every_plan, greedy, keeps_all
from evaluation.rows import mean_row, row, share_row
from evaluation.simulated_placements import covered, urn_error
from evaluation.task import Options, Report, Row
from matcher.curriculum.problem import PlanProblem
from matcher.curriculum.programme import Program, Solution, program_of, solve
from matcher.curriculum.relaxing import Relaxation, explain_conflict

LARGE, SMALL, PROMISING = 6, 120, 200
_HAIR = 1e-3
"""Share of the amount told by which less must not be enough."""

_SAME = 1e-3


def run(options: Options) -> Report:
    """Measure."""
    begun = time.perf_counter()
    rows = [*_large_rows(options), *_small_rows(options), *_conflict_rows(options), *_chance_rows()]
    return Report(task="plans", rows=tuple(rows), seconds=time.perf_counter() - begun)


def _large_rows(options: Options) -> Iterator[Row]:
    """50 courses over 24 months."""
    solved, over_greedy, over_equal = list[tuple[Program, Solution]](), list[float](), list[float]()
    for seed in range(LARGE):
        options.tell("plans of 50 courses over 24 months", seed, LARGE)
        program = program_of(large_problem(seed))
        solution = solve(program)
        assert solution is not None
        solved.append((program, solution))
        over_greedy.append(solution.placements / greedy(program))
        over_equal.append(solution.placements / equal_classes(program))
    seconds = [solution.seconds for _, solution in solved]
    gaps = [solution.gap for _, solution in solved]
    yield row("seconds for 50 courses x 24 months, slowest", max(seconds), n=LARGE, at_most=10.0)
    yield row("gap to the proven bound, largest", max(gaps), n=LARGE, at_most=0.01)
    yield share_row("plans that keep every limit, by plain loops", [_keeps(*one) for one in solved], at_least=1.0)
    yield mean_row("placements over the greedy plan's", over_greedy)
    yield mean_row("placements over as many classes of each course", over_equal)


def _keeps(program: Program, solution: Solution) -> bool:
    return keeps_all(program.problem, {(one.course, one.month): one.classes for one in solution.classes})


def _small_rows(options: Options) -> Iterator[Row]:
    """Plans that can all be tried."""
    equal, greedy_equal = list[bool](), list[bool]()
    for seed in range(SMALL):
        options.tell("small plans, every one tried", seed, SMALL)
        program = program_of(small_problem(1_000 + seed))
        best, found = every_plan(program), solve(program, gap=0.0)
        assert best is not None
        equal.append(found is not None and abs(found.placements - best[0]) <= _SAME and _keeps(program, found))
        greedy_equal.append(abs(greedy(program) - best[0]) <= _SAME)
    yield share_row("small plans as good as the best of all plans", equal, at_least=1.0)
    yield share_row("small plans as good as the best: greedy", greedy_equal)


def _conflict_rows(options: Options) -> Iterator[Row]:
    """Problems that promise too much."""
    agrees, enough, proven = list[bool](), list[bool](), list[bool]()
    for seed in range(PROMISING):
        options.tell("promises against limits", seed, PROMISING)
        problem = promising_problem(2_000 + seed)
        conflict = explain_conflict(problem)
        agrees.append(has_plan(problem) != bool(conflict))
        for one in conflict:
            proven.append(one.proven)
            if one.alone is not None:
                enough.append(is_right(problem, one))
    yield share_row("problems said rightly to have a plan or none, by every plan", agrees, at_least=1.0)
    yield share_row("relaxed by the amount told there is a plan, by a hair less none", enough, at_least=1.0)
    yield share_row("amounts proven to be the least", proven)


def is_right(problem: PlanProblem, one: Relaxation) -> bool:
    """Whether the amount told is enough alone and a hair less is not, by trying plans."""
    assert one.alone is not None
    if one.kind in {"least", "session"}:
        less = one.alone - 1
        return has_plan(relaxed(problem, one, one.alone)) and not (less > 0 and has_plan(relaxed(problem, one, less)))
    more, less = one.alone * (1 + 1e-7) + 1e-6, one.alone * (1 - _HAIR)
    return has_plan(relaxed(problem, one, more)) and not has_plan(relaxed(problem, one, less))


def has_plan(problem: PlanProblem) -> bool:
    """Whether any plan keeps all limits and promises."""
    return next(all_plans(program_of(problem)), None) is not None


def relaxed(problem: PlanProblem, one: Relaxation, amount: float) -> PlanProblem:
    """The problem with one limit or promise that gives way by an amount."""
    _, _, key = one.id.partition(":")
    if one.kind == "least":
        offers = tuple(
            replace(offer, least=offer.least - round(amount)) if offer.key == key else offer for offer in problem.offers
        )
        return replace(problem, offers=offers)
    if one.kind == "session":
        course, _, month = key.rpartition(":")
        kept = tuple(
            replace(session, classes=session.classes - round(amount))
            if (session.course, str(session.month)) == (course, month)
            else session
            for session in problem.sessions
        )
        return replace(problem, sessions=tuple(session for session in kept if session.classes > 0))
    limits = tuple(
        replace(limit, amount=limit.amount + amount) if limit.id == one.id else limit for limit in problem.limits
    )
    return replace(problem, limits=limits)


def _chance_rows() -> Iterator[Row]:
    errors = urn_error()
    name = "chance of a graduate against simulated applications, largest error"
    yield row(name, max(errors), n=len(errors), at_most=0.03)
    at80, at95, n = covered(large_problem(99))
    for name, share, level in (("80", at80, 0.80), ("95", at95, 0.95)):
        off = abs(share - level)
        yield row(f"simulated futures within the {name} % interval, distance from {name} %", off, n=n, at_most=0.05)
