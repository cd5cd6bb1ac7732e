"""What stands against a plan, and by how much it must give way."""

from __future__ import annotations

import pytest

from evaluation.benchmark.plan_problems import promising_problem
from evaluation.plans import has_plan, is_right
from matcher.curriculum.problem import Session
from matcher.curriculum.programme import program_of, solve
from matcher.curriculum.relaxing import explain_conflict
from tests.matcher.curriculum.made import budget, offer, problem, trainers, with_amount


def test_a_problem_with_a_plan_has_no_conflict() -> None:
    assert explain_conflict(problem()) == ()


def test_four_classes_with_money_for_three_want_fifty_million_or_one_class_fewer() -> None:
    conflict = {one.id: one for one in explain_conflict(problem(offers=(offer(least=4),)))}
    assert set(conflict) == {"budget:2027", "least:blk:las"}
    money, promise = conflict["budget:2027"], conflict["least:blk:las"]
    assert money.alone == pytest.approx(50e6)
    assert money.share == pytest.approx(1 / 3)
    assert money.steps == 4
    assert (promise.alone, promise.steps) == (1.0, 1)
    assert money.proven
    assert promise.proven


def test_a_limit_of_nothing_is_told_in_amounts_not_shares() -> None:
    offers = (offer(least=1),)
    made = problem(offers=offers, limits=(trainers(offers, 0.0),))
    conflict = {one.id: one for one in explain_conflict(made)}
    assert conflict["trainers:las"].share is None
    assert conflict["trainers:las"].alone == pytest.approx(160.0)
    assert conflict["trainers:las"].steps == 2
    assert solve(program_of(with_amount(made, "trainers:las", 160.0))) is not None


def test_what_is_not_in_the_way_is_not_named() -> None:
    offers = (offer(least=4), offer("blk:jahit"))
    made = problem(offers=offers, limits=(budget(offers, 150e6), trainers(offers, 1e6)))
    assert {one.id for one in explain_conflict(made)} == {"budget:2027", "least:blk:las"}


def test_a_promised_month_is_named() -> None:
    offers = (offer(),)
    made = problem(
        offers=offers,
        limits=(trainers(offers, 160.0),),
        sessions=(Session(course="blk:las", month=1, classes=2),),
    )
    conflict = {one.id: one for one in explain_conflict(made)}
    assert conflict["session:blk:las:1"].alone == 1.0
    assert "2027-02" in conflict["session:blk:las:1"].label
    assert conflict["trainers:las"].alone == pytest.approx(160.0)


@pytest.mark.parametrize("seed", range(15))
def test_what_is_told_is_enough_and_a_hair_less_is_not(seed: int) -> None:
    made = promising_problem(seed)
    conflict = explain_conflict(made)
    assert bool(conflict) != has_plan(made)
    assert all(is_right(made, one) for one in conflict if one.alone is not None)


def test_a_promised_course_that_is_longer_than_the_plan_stands_alone_against_it() -> None:
    conflict = explain_conflict(problem(offers=(offer(jp=5_000, least=2),)))
    assert [(one.id, one.alone) for one in conflict] == [("least:blk:las", 2.0)]
