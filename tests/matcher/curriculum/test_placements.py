"""Expected placements, their intervals, sensitivity and plans side by side."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evaluation.simulated_placements import urn_error
from matcher.curriculum.compare import compare
from matcher.curriculum.placements import expect
from matcher.curriculum.problem import Session
from matcher.curriculum.programme import program_of, solve
from matcher.curriculum.sensitivity import gains, held_over, used
from tests.matcher.curriculum.made import budget, jobs, offer, problem, trainers

TWO = (offer(), offer("blk:jahit", shares={"8153": 0.7, "7531": 0.3}))
BOTH = (jobs(spread=0.3), jobs("8153", a_month=25.0, spread=0.5), jobs("7531", a_month=5.0))


def test_parts_add_up_to_the_whole_and_intervals_hold_each_other() -> None:
    program = program_of(problem(offers=TWO, jobs=BOTH, limits=(budget(TWO, 300e6),)))
    solution = solve(program)
    assert solution is not None
    told = expect(program, solution.classes)
    assert told.total.mean == pytest.approx(sum(one.mean for one in told.of_course.values()))
    assert told.total.mean == pytest.approx(sum(one.mean for _, one in told.of_job.values()))
    assert told.total.low95 < told.total.low80 < told.total.mean < told.total.high80 < told.total.high95
    assert told.total.mean < told.graduates == pytest.approx(6 * 16 * 0.9)
    assert expect(program, solution.classes).total == told.total
    assert told.total.mean == pytest.approx(solution.placements, rel=0.02)


def test_certain_demand_and_completion_leave_only_luck_and_the_model_unsure() -> None:
    unsure = program_of(problem(jobs=(jobs(spread=0.8),)))
    sure = program_of(problem(jobs=(jobs(spread=0.0),), offers=(offer(completion=1.0),)))
    plan = [Session(course="blk:las", month=0, classes=2)]
    wide, narrow = expect(unsure, plan).total, expect(sure, plan).total
    assert (wide.high95 - wide.low95) / wide.mean > (narrow.high95 - narrow.low95) / narrow.mean


def test_no_classes_place_nobody() -> None:
    told = expect(program_of(problem()), ())
    assert (told.total.mean, told.total.high95, told.graduates) == (0.0, 0.0, 0.0)
    assert told.of_course == {}
    nothing = expect(program_of(problem(offers=(), jobs=())), ())
    assert nothing.total.mean == 0.0


def test_the_chance_of_a_graduate_is_that_of_people_who_apply_at_random() -> None:
    assert max(urn_error()) < 0.03


def test_more_of_what_is_scarce_brings_placements_and_of_what_is_not_is_not_tried() -> None:
    made = problem(offers=TWO, jobs=BOTH, limits=(budget(TWO, 500e6), trainers(TWO, 1e5)))
    program = program_of(made)
    solution = solve(program)
    assert solution is not None
    full = {one.limit.id: one for one in used(program, solution)}
    assert full["budget:2027"].fullest == pytest.approx(1.0)
    found = gains(program, solution)
    assert [one.id for one in found] == ["budget"]
    assert 0 < found[0].least <= found[0].most
    richer = replace(made.limits[0], amount=550e6)
    again = solve(program_of(replace(made, limits=(richer, made.limits[1]))))
    assert again is not None
    assert found[0].least == pytest.approx(again.placements - solution.placements)


def test_a_limit_of_nothing_has_no_share_and_is_tried() -> None:
    offers = (offer(),)
    none_there = replace(trainers(offers, 0.0), step=200.0)
    program = program_of(problem(offers=offers, limits=(none_there,)))
    solution = solve(program)
    assert solution is not None
    assert used(program, solution)[0].fullest is None
    assert gains(program, solution)[0].least > 0


def test_a_course_without_a_rival_stands_in_every_future_and_none_are_drawn_of_none() -> None:
    made = problem(offers=TWO, jobs=(jobs(spread=0.2), jobs("8153", a_month=0.1), jobs("7531", a_month=0.1)))
    held = {one.course: one for one in held_over(made, 5)}
    assert held["blk:las"].share == 1.0
    assert held["blk:las"].n == 5
    assert held["blk:las"].least >= 1
    assert held_over(made, 0) == ()


def test_two_plans_meet_the_same_futures() -> None:
    program = program_of(problem(offers=TWO, jobs=BOTH))
    less, more = [Session(course="blk:las", month=0)], [Session(course="blk:las", month=0, classes=3)]
    beside = compare(program, more, less)
    assert 0 < beside.more.low95 < beside.more.mean
    assert [(one.course, one.first, one.second) for one in beside.courses] == [("blk:las", 3, 1)]
    assert (beside.first.classes, beside.first.seats, beside.first.cost_idr) == (3, 48, 150e6)
    assert beside.first.broken == ()
    assert compare(program, [Session(course="blk:las", month=0, classes=4)], less).first.broken == ("budget:2027",)
    same = compare(program, less, less).more
    assert (same.mean, same.low95, same.high95) == (0.0, 0.0, 0.0)
