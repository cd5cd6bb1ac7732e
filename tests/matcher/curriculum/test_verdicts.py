"""JP that follow from verdicts, and which courses a plan chooses from."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from matcher.curriculum.lists import AskedSkill
from matcher.curriculum.posing import narrowed
from matcher.curriculum.verdicts import STEP_JP, ModuleAdvice, balanced, jp_of_addition
from matcher.share_interval import wilson
from tests.matcher.curriculum.made import budget, jobs, offer, problem

SKILL = AskedSkill(id="smaw", label="SMAW", type="hard", postings=5, of=50, low=0.04, high=0.2)


def module(verdict: str, jp: int | None, postings: int = 20, **facts: Any) -> ModuleAdvice:
    usual: dict[str, Any] = {"title": verdict, "of": 100, "ci95": (0.1, 0.3), "skills": (SKILL,), "essential": ()}
    return ModuleAdvice(
        verdict=verdict,  # type: ignore[arg-type]
        jp=jp,
        suggested_jp=jp,
        postings=postings,
        evidence=(),
        why="20 dari 100.",
        **{**usual, **facts},
    )


def test_a_dropped_module_gives_all_and_a_shortened_one_a_third() -> None:
    told = balanced([module("drop", 40), module("shorten", 60), module("keep", 20), module("untouched", 8)])
    assert [one.suggested_jp for one in told] == [0, 40, 20, 8]


def test_a_module_grows_by_half_at_most_and_only_where_its_jp_lag_behind() -> None:
    told = balanced([module("strengthen", 40, 90), module("strengthen", 100, 10)])
    assert told[0].suggested_jp == 60
    assert told[1].verdict == "keep"
    assert told[1].suggested_jp == 100
    assert "sebanding" in told[1].why


def test_modules_without_jp_get_none() -> None:
    assert [one.suggested_jp for one in balanced([module("drop", None), module("strengthen", None)])] == [None, None]
    assert jp_of_addition([module("keep", None)]) == 2 * STEP_JP
    assert jp_of_addition([module("keep", 40), module("untouched", 400)]) == 40


@given(st.lists(st.tuples(st.sampled_from(["keep", "drop", "shorten", "strengthen"]), st.integers(1, 400))))
def test_no_module_gets_less_than_nothing_or_more_than_half_as_much_again(given_: list[tuple[str, int]]) -> None:
    told = balanced([module(verdict, jp, jp) for verdict, jp in given_])
    assert all(0 <= (one.suggested_jp or 0) <= 1.5 * (one.jp or 0) + STEP_JP for one in told)


def test_an_interval_of_nothing_is_everything() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    low, high = wilson(3, 10)
    assert 0 < low < 0.3 < high < 1


def test_of_many_courses_each_kejuruan_keeps_its_best_and_promised_ones_stay() -> None:
    offers = tuple(
        offer(f"blk:{at}", vocational_field=str(at % 2), jp=80 + 40 * at, shares={"7212": 1.0}) for at in range(6)
    )
    made = problem(offers=offers, jobs=(jobs(),), limits=(budget(offers, 1e9),))
    few, left = narrowed(made, {"blk:5"}, most=3)
    assert {one.key for one in few.offers} == {"blk:5", "blk:0", "blk:1"}
    assert left == ("blk:2", "blk:3", "blk:4")
    assert set(few.limits[0].need) == {"blk:5", "blk:0", "blk:1"}
    assert narrowed(made, (), most=6) == (made, ())
