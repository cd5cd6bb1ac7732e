"""Paths of courses, held against every order of every three of them, checked one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from matcher.coded import Coded
from matcher.course_terms import last_day
from matcher.training import path_search as module
from matcher.training.admission import TrainingWish, terms_of
from matcher.training.advisor import Advisor
from matcher.training.gain import USUAL_JP, worth_of
from matcher.training.gained import after_courses, gained_skills
from matcher.training.path_search import LEAST_STEP, LONGEST
from matcher.training.paths import TrainingPath
from matcher.training.timetable import MAX_WEEKS
from tests.builders import small_skills
from tests.matcher.training.made_advice import TODAY, advisor, asking, training, welder, welding

IDS = ("las-busur", "spreadsheet", "perpajakan", "bahasa-inggris", "sim-a")
HOME = welder(education="SMA")


@st.composite
def courses(draw: st.DrawFn) -> list[Coded]:
    found = []
    for at in range(draw(st.integers(1, 4))):
        terms: dict[str, Any] = {
            "jp": draw(st.sampled_from([40, 80, 160, None])),
            "seats": draw(st.sampled_from([0, 5, 16, None])),
            "cost_idr": draw(st.sampled_from([0, 500_000, None])),
            "entry_skills": tuple(draw(st.lists(st.sampled_from(IDS[:3]), max_size=1))),
            "entry_licences": tuple(draw(st.lists(st.just("sim-a"), max_size=1))),
        }
        starts = draw(st.none() | st.dates(TODAY - timedelta(days=10), TODAY + timedelta(days=60)))
        terms |= {"starts_on": starts, "ends_on": last_day(starts, terms["jp"])}
        taught = draw(st.lists(st.sampled_from(IDS), min_size=1, max_size=2, unique=True))
        found.append(training(f"uji:c{at}", *taught, **terms))
    return found


POSTINGS = st.lists(st.lists(st.sampled_from(IDS), min_size=1, max_size=3, unique=True), min_size=1, max_size=6).map(
    lambda asked: [welding(f"uji:p{at}", *skills) for at, skills in enumerate(asked)]
)
WISHES = st.builds(
    TrainingWish,
    today=st.just(TODAY),
    max_weeks=st.none() | st.sampled_from([3.0, 8.0]),
    max_jp=st.none() | st.sampled_from([80, 200]),
    max_cost_idr=st.none() | st.just(500_000),
    ends_by=st.none() | st.just(TODAY + timedelta(days=50)),
)


def walk(order: Sequence[Coded], worker: Coded, wish: TrainingWish) -> list[tuple[date | None, date | None]] | None:
    """Days of each course, or None where a rule is broken; each rule on its own."""
    held = {skill.id for skill in worker.skills}
    days: list[tuple[date | None, date | None]] = []
    assert wish.today is not None
    for course in order:
        terms = terms_of(course)
        if not course.is_open(wish.today) or (terms.seats is not None and terms.seats <= 0):
            return None
        if not {*terms.entry_skills, *terms.entry_licences} <= held:
            return None
        if days and days[-1][1] is None:
            return None
        free = days[-1][1] + timedelta(days=1) if days and days[-1][1] else wish.today
        while free.weekday() > 4:
            free += timedelta(days=1)
        starts = terms.starts_on or free
        ends = terms.ends_on if terms.starts_on else last_day(starts, terms.jp)
        if days and days[-1][1] and starts <= days[-1][1]:
            return None
        if wish.ends_by and (ends or (terms.starts_on or wish.ends_by)) > wish.ends_by:
            return None
        days.append((starts, ends))
        held |= set(gained_skills(course, small_skills()))
    told = [terms_of(course) for course in order]
    first, last = days[0][0], days[-1][1]
    weeks = ((last - first).days + 1) / 7 if first and last else sum((one.jp or 0) / 40 for one in told)
    for one in told:
        alone = (one.ends_on - one.starts_on).days + 1 if one.starts_on and one.ends_on else None
        own = alone / 7 if alone else None if one.jp is None else one.jp / 40
        if wish.max_weeks is not None and own is not None and round(own, 1) > wish.max_weeks:
            return None
    if round(weeks, 1) > (MAX_WEEKS if wish.max_weeks is None else wish.max_weeks):
        return None
    if wish.max_jp is not None and sum(one.jp or 0 for one in told) > wish.max_jp:
        return None
    if wish.max_cost_idr is not None and sum(one.cost_idr or 0 for one in told) > wish.max_cost_idr:
        return None
    return days


def value(order: Sequence[Coded], worker: Coded, asked: Advisor, wish: TrainingWish) -> tuple[float, int]:
    """By asking anew as who has done them all, and how many postings that opens."""
    before = asked.outlook(asking(worker), wish)
    after = asked.outlook(asking(after_courses(worker, order, small_skills())), wish)
    opened = int((after.now.reached & ~before.now.reached).sum())
    rise = round(float((after.now.totals - before.now.totals).mean()), 4)
    jp = sum(USUAL_JP if terms_of(one).jp is None else terms_of(one).jp or 0 for one in order)
    return worth_of(opened, rise, None, jp).value, opened


@given(courses(), POSTINGS, WISHES)
def test_the_best_path_is_that_of_trying_every_order_and_all_obey_entry_seats_days_and_limits(
    offered: list[Coded], postings: list[Coded], wish: TrainingWish
) -> None:
    asked = advisor(postings, offered)
    found = asked.paths(asking(HOME), wish, 50).paths
    by_key = {one.key: one for one in offered}
    for path in found:
        assert_obeys(path, by_key, wish)
    best, opened = slow_best(offered, asked, wish)
    if opened:
        assert found
        assert abs(found[0].claim.worth.value - best) < 2e-4
        order = [by_key[step.key] for step in found[0].steps]
        assert abs(value(order, HOME, asked, wish)[0] - best) < 2e-4


def assert_obeys(path: TrainingPath, by_key: dict[str, Coded], wish: TrainingWish) -> None:
    order = [by_key[step.key] for step in path.steps]
    days = walk(order, HOME, wish)
    assert days == [(step.starts_on, step.ends_on) for step in path.steps]
    assert 1 <= len(set(order)) == len(order) <= LONGEST


def slow_best(offered: list[Coded], asked: Advisor, wish: TrainingWish) -> tuple[float, int]:
    """The highest value of a path of which no course can be left out for less than ``LEAST_STEP``."""
    worth = {}
    for length in range(1, LONGEST + 1):
        for order in permutations(offered, length):
            if walk(order, HOME, wish) is not None:
                worth[tuple(one.key for one in order)] = value(order, HOME, asked, wish)
    needed = {
        keys: found
        for keys, found in worth.items()
        if found[1]
        and all(
            shorter not in worth or found[0] - worth[shorter][0] >= LEAST_STEP - 1e-9
            for at in range(len(keys))
            if len(keys) > 1 and (shorter := keys[:at] + keys[at + 1 :]) is not None
        )
    }
    return max(needed.values(), default=(0.0, 0))


def test_a_course_that_asks_for_another_comes_after_it_and_both_are_worth_more_than_each() -> None:
    first = training("uji:z-first", "spreadsheet")
    second = training("uji:a-second", "las-busur", entry_skills=("spreadsheet",))
    postings = [welding(f"uji:p{at}", "las-busur", "spreadsheet") for at in range(4)]
    found = advisor(postings, [second, first]).paths(asking(HOME), TrainingWish(today=TODAY), 3).paths
    assert [step.key for step in found[0].steps] == ["uji:z-first", "uji:a-second"]
    assert found[0].steps[0].starts_on == TODAY
    assert found[0].steps[1].starts_on == date(2026, 11, 16)  # the Monday after ten days of 8 JP
    assert (found[0].jp, found[0].weeks, found[0].claim.opens) == (160, 3.7, 4)


def test_courses_that_overlap_are_no_path() -> None:
    january = {"starts_on": date(2027, 1, 4), "ends_on": date(2027, 1, 15)}
    one, other = training("uji:c1", "las-busur", **january), training("uji:c2", "perpajakan", **january)
    postings = [*(welding(f"uji:p{at}", "las-busur") for at in range(3)), welding("uji:p9", "perpajakan")]
    paths = advisor(postings, [one, other]).paths(asking(HOME), TrainingWish(today=TODAY), 9).paths
    assert [[step.key for step in path.steps] for path in paths] == [["uji:c1"], ["uji:c2"]]
    later = replace(other, terms=replace(terms_of(other), starts_on=date(2027, 1, 18), ends_on=date(2027, 1, 29)))
    paths = advisor(postings, [one, later]).paths(asking(HOME), TrainingWish(today=TODAY), 9).paths
    assert [step.key for step in paths[0].steps] == ["uji:c1", "uji:c2"]


def test_a_beam_over_many_courses_obeys_the_same_rules_and_finds_what_the_whole_search_finds(
    monkeypatch: Any,
) -> None:
    offered = [
        training(f"uji:c{at}", IDS[at % 5], jp=40 + 8 * at, starts_on=date(2027, 1, 4) + timedelta(weeks=3 * at))
        for at in range(10)
    ]
    offered = [
        replace(one, terms=replace(terms_of(one), ends_on=last_day(terms_of(one).starts_on, terms_of(one).jp)))
        for one in offered
    ]
    postings = [welding(f"uji:p{at}", *{IDS[at % 5], IDS[at * 2 % 5]}) for at in range(12)]
    asked = advisor(postings, offered)
    whole = asked.paths(asking(HOME), TrainingWish(today=TODAY), 5).paths
    monkeypatch.setattr(module, "EXACT", 1)
    narrow = asked.paths(asking(HOME), TrainingWish(today=TODAY), 5).paths
    assert [[step.key for step in path.steps] for path in narrow[:1]] == [[s.key for s in whole[0].steps]]
    for path in narrow:
        assert_obeys(path, {one.key: one for one in offered}, TrainingWish(today=TODAY))


def test_a_course_that_is_known_stands_in_a_path_only_where_the_next_one_asks_for_it() -> None:
    knowing = replace(HOME, skills=welder(held=["perpajakan", "bahasa-inggris", "pencatatan-kas"]).skills)
    known = training("uji:c1", "spreadsheet", "perpajakan", "bahasa-inggris", "pencatatan-kas")
    own = training("uji:c2", "las-busur")
    postings = [welding("uji:p1", "las-busur"), welding("uji:p2", "spreadsheet")]
    paths = advisor(postings, [known, own]).paths(asking(knowing), TrainingWish(today=TODAY), 5).paths
    assert [[step.key for step in path.steps] for path in paths] == [["uji:c2"]]
    asks = replace(own, terms=replace(terms_of(own), entry_skills=("spreadsheet",)))
    paths = advisor(postings, [known, asks]).paths(asking(knowing), TrainingWish(today=TODAY), 5).paths
    assert [[step.key for step in path.steps] for path in paths] == [["uji:c1", "uji:c2"]]
    baking = replace(known, occupations=(("7512", 1.0),))
    assert advisor(postings, [baking, asks]).paths(asking(knowing), TrainingWish(today=TODAY), 5).paths == ()
