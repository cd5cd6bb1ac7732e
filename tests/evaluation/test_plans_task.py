"""The task ``plans`` on a few problems."""

from __future__ import annotations

import pytest

from evaluation import plans, simulated_placements
from evaluation.benchmark.plan_problems import small_problem
from evaluation.plan_baselines import all_plans, every_plan, greedy, keeps_all
from evaluation.task import Options
from evaluation.task_list import TASKS
from matcher.curriculum.programme import program_of


def test_every_row_of_the_task_is_told_and_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, count in (("LARGE", 1), ("SMALL", 4), ("PROMISING", 8)):
        monkeypatch.setattr(plans, name, count)
    monkeypatch.setattr(simulated_placements, "FUTURES", 300)
    report = TASKS["plans"].run(Options())
    rows = {row.name: row for row in report.rows}
    held = [row for row in report.rows if row.holds is not None and "interval" not in row.name]
    assert all(row.holds for row in held), held
    assert rows["small plans as good as the best of all plans"].n == 4
    assert rows["placements over the greedy plan's"].value >= 0.99
    assert len(rows) == 13


def test_all_plans_keep_everything_and_none_is_better_than_the_best() -> None:
    program = program_of(small_problem(4))
    best = every_plan(program)
    assert best is not None
    for held in all_plans(program):
        pairs = zip(program.starts.offers, program.starts.months, strict=True)
        keys = [(program.problem.offers[row].key, month) for row, month in pairs]
        assert keeps_all(program.problem, dict(zip(keys, held.astype(int).tolist(), strict=True)))
        assert program.worth(held) <= best[0] + 1e-3
    assert greedy(program) <= best[0] + 1e-3
