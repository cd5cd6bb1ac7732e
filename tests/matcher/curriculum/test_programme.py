"""The integer program: limits, promises, the best of all plans, bad numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from evaluation.benchmark.plan_problems import large_problem, small_problem
from evaluation.plan_baselines import equal_classes, every_plan, greedy, keeps_all
from matcher.curriculum.curves import PIECES, curve, placed, window
from matcher.curriculum.problem import WEEKS_A_MONTH, Session
from matcher.curriculum.programme import columns_of, program_of, solve
from taxonomy.errors import InputError
from tests.matcher.curriculum.made import budget, jobs, offer, problem, trainers


def classes(found: Any) -> dict[tuple[str, int], int]:
    return {(one.course, one.month): one.classes for one in found.classes}


@pytest.mark.parametrize("seed", range(12))
def test_a_small_plan_is_as_good_as_the_best_of_all_plans(seed: int) -> None:
    program = program_of(small_problem(seed))
    found, best = solve(program, gap=0.0), every_plan(program)
    assert found is not None
    assert best is not None
    assert found.placements == pytest.approx(best[0], abs=1e-3)
    assert keeps_all(program.problem, classes(found))
    assert found.bound >= found.placements >= greedy(program) - 1e-3
    assert greedy(program) >= 0 <= equal_classes(program)


def test_a_plan_of_fifty_courses_and_two_years_keeps_its_limits_with_a_proven_gap() -> None:
    program = program_of(large_problem(3))
    found = solve(program)
    assert found is not None
    assert keeps_all(program.problem, classes(found))
    assert found.gap <= 0.01
    assert found.placements >= equal_classes(program)


def test_money_for_three_classes_gives_three_and_none_gives_none() -> None:
    rich = solve(program_of(problem()))
    poor = solve(program_of(problem(limits=(budget((offer(),), 0.0),))))
    assert rich is not None
    assert poor is not None
    assert sum(one.classes for one in rich.classes) == 3
    assert poor.classes == ()
    assert poor.gap == 0.0


def test_classes_without_a_job_are_not_run() -> None:
    found = solve(program_of(problem(jobs=(jobs(a_month=0.0),))))
    assert found is not None
    assert found.classes == ()


def test_promised_and_mandatory_classes_are_run() -> None:
    offers = (offer(), offer("blk:jahit", shares={"8153": 1.0}, least=1))
    session = Session(course="blk:las", month=2)
    found = solve(program_of(problem(offers=offers, sessions=(session,))))
    assert found is not None
    assert classes(found)["blk:las", 2] >= 1
    assert sum(n for (key, _), n in classes(found).items() if key == "blk:jahit") == 1


def test_a_promise_beyond_the_limits_has_no_plan() -> None:
    assert solve(program_of(problem(offers=(offer(least=4),)))) is None
    assert solve(program_of(problem(sessions=(Session(course="blk:las", month=0, classes=4),)))) is None
    long = offer(jp=5_000, least=1)
    assert solve(program_of(problem(offers=(long,)))) is None
    assert solve(program_of(problem(offers=(offer(jp=5_000),)))) is not None


def test_a_class_ends_within_the_plan_and_is_spread_over_its_months() -> None:
    long = offer(jp=480)
    assert long.months == 3
    assert long.spread.sum() == pytest.approx(1.0)
    assert long.spread[0] == pytest.approx(WEEKS_A_MONTH / 12)
    made = problem(offers=(long,), limits=(trainers((long,), 200.0),))
    found = solve(program_of(made))
    assert found is not None
    assert found.classes
    assert all(one.month + 3 <= 6 for one in found.classes)
    assert keeps_all(made, classes(found))


def test_graduates_spread_over_occupations_because_returns_diminish() -> None:
    offers = (offer(), offer("blk:jahit", shares={"8153": 1.0}))
    both = (jobs(a_month=20.0, seekers=20.0), jobs("8153", a_month=18.0, seekers=20.0))
    found = solve(program_of(problem(offers=offers, jobs=both, limits=(budget(offers, 300e6),))))
    assert found is not None
    assert {one.course for one in found.classes} == {"blk:las", "blk:jahit"}


def test_the_curve_lies_under_the_function_and_close_to_it() -> None:
    one = jobs(a_month=30.0, seekers=50.0)
    made, graduates = curve(one, 0, 200.0), np.linspace(0, 200, 81)
    exact = placed(graduates, np.array(window(one, 0)), np.array(50.0))
    pieces = np.array([made.at(float(people)) for people in graduates])
    assert (pieces <= exact + 1e-9).all()
    assert (exact - pieces).max() < 0.01 * exact[-1]
    assert len(made.slopes) == PIECES
    assert (np.diff(made.slopes) <= 1e-12).all()
    assert made.at(1_000.0) == pytest.approx(made.at(200.0))


def test_fewer_are_placed_than_there_are_and_none_without_vacancies() -> None:
    few = placed(np.array([1.0, 10.0, 1e6]), np.array(20.0), np.array(0.0))
    assert few[0] < 1
    assert few[1] < 10
    assert few[2] <= 20
    assert placed(np.array(5.0), np.array(0.0), np.array(0.0)) == 0


BAD: list[tuple[dict[str, Any], str]] = [
    ({"offers": (offer(seats=-1),)}, "offers[0].seats"),
    ({"offers": (offer(seats=0),)}, "offers[0].seats"),
    ({"offers": (offer(jp=float("nan")),)}, "offers[0].jp"),
    ({"offers": (offer(cost_idr=float("inf")),)}, "offers[0].cost_idr"),
    ({"offers": (offer(least=7),)}, "offers[0].least"),
    ({"offers": (offer(shares={"7212": 0.8, "8153": 0.4}),)}, "offers[0].shares"),
    ({"offers": (offer(), offer())}, "offers[1]"),
    ({"limits": (replace(budget((offer(),), 1.0), amount=-1.0),)}, "limits[0].amount"),
    ({"limits": (replace(budget((offer(),), 1.0), need={"blk:las": -1.0}),)}, "limits[0].need[blk:las]"),
    ({"jobs": (jobs(seekers=float("nan")),)}, "jobs[0].seekers"),
    ({"jobs": (replace(jobs(), vacancies=(1.0,)),)}, "jobs[0].vacancies"),
    ({"jobs": (jobs(a_month=-1.0),)}, "jobs[0].vacancies[0]"),
    ({"sessions": (Session(course="blk:tidak", month=0),)}, "sessions[0].course"),
    ({"sessions": (Session(course="blk:las", month=6),)}, "sessions[0].month"),
    ({"sessions": (Session(course="blk:las", month=-1),)}, "sessions[0].month"),
    ({"sessions": (Session(course="blk:las", month=0, classes=0),)}, "sessions[0].classes"),
    ({"months": 0, "jobs": ()}, "months"),
    ({"months": 37, "jobs": ()}, "months"),
]


@pytest.mark.parametrize(("facts", "where"), BAD)
def test_what_cannot_be_worked_with_is_named_by_its_place(facts: dict[str, Any], where: str) -> None:
    with pytest.raises(InputError) as caught:
        program_of(problem(**facts))
    assert caught.value.where == where


def test_no_courses_give_an_empty_plan_and_unknown_classes_are_refused() -> None:
    empty = program_of(problem(offers=()))
    found = solve(empty)
    assert found is not None
    assert found.classes == ()
    with pytest.raises(InputError, match=r"classes\[0\]"):
        columns_of(empty, [Session(course="blk:las", month=0)])
