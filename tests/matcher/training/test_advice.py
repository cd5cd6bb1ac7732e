"""Which courses are advised, which are left out and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.coded import Coded, CodedSkill
from matcher.course_terms import CourseTerms
from matcher.training.admission import REFUSALS, TrainingWish, day_of, mode_of, weeks_of
from matcher.training.advisor import Advice
from matcher.training.gained import after_courses, gained_skills
from matcher.training.lessons import RELATED, is_related, offers_of
from taxonomy.errors import InputError
from taxonomy.occupations import Occupations, load_occupations
from tests.builders import (
    JAKARTA_SELATAN,
    KOTA_BEKASI,
    KOTA_SURABAYA,
    coded_records,
    small_skills,
)
from tests.matcher.training.made_advice import BAKER, TODAY, advisor, asking, training, welder, welding

WISH = TrainingWish(today=TODAY)
POSTINGS = (
    welding("uji:p1", "las-busur", "spreadsheet"),
    welding("uji:p2", "las-busur"),
    welding("uji:p3", "perpajakan"),
)
HOME = welder(education="SMA", region_codes=(KOTA_BEKASI,), experience_months=6)


def advice(*courses: Coded, worker: Coded = HOME, wish: TrainingWish = WISH, k: int = 10) -> Advice:
    return advisor(POSTINGS, courses).courses(asking(worker), wish, k)


def keys(found: Advice) -> list[str]:
    return [course.key for course in found.courses]


def removed(found: Advice) -> dict[str, int]:
    return {name: count for name, count in found.considered.removed_by_filter.items() if count}


def test_the_course_that_opens_most_for_its_length_comes_first() -> None:
    found = advice(
        training("uji:short", "las-busur"),
        training("uji:long", "las-busur", "perpajakan", jp=160),
        training("uji:less", "perpajakan"),
    )
    assert keys(found) == ["uji:long", "uji:short", "uji:less"]
    long, short, _ = found.courses
    assert (long.claim.opened, short.claim.opened) == (("uji:p2", "uji:p3"), ("uji:p2",))
    assert long.claim.worth.value > short.claim.worth.value
    assert (found.considered.postings_considered, found.considered.reachable) == (3, 0)
    assert short.claim.closes[0] == {
        "id": "las-busur",
        "label": "Las Busur",
        "label_en": "Arc Welding",
        "postings": 2,
    }
    per = short.claim.per_100_jp
    assert per is not None
    assert (per["opens"], per["pay"]) == (round(short.claim.opens / 0.8, 4), None)


@given(
    coded_records("worker", "uji:w"),
    st.lists(coded_records("posting"), max_size=6, unique_by=lambda item: item.key),
    st.lists(coded_records("course"), max_size=4, unique_by=lambda item: item.key),
)
def test_every_claim_is_what_a_recomputation_finds_and_every_course_is_advised_or_counted(
    worker: Coded, postings: list[Coded], courses: list[Coded]
) -> None:
    asked = advisor(postings, courses)
    found = asked.courses(asking(worker), TrainingWish(), 10)
    before = asked.outlook(asking(worker), TrainingWish())
    was = {before.key(at) for at in range(len(before)) if before.now.reached[at]}
    for one in found.courses:
        done = [course for course in courses if course.key == one.key]
        after = asked.outlook(asking(after_courses(worker, done, small_skills())), TrainingWish())
        becomes = {after.key(at) for at in range(len(after)) if after.now.reached[at]}
        assert set(one.claim.opened) == becomes - was
        assert was <= becomes
        rises = after.now.totals - before.now.totals
        assert one.claim.score == pytest.approx(rises.mean(), abs=1e-4)
        assert one.claim.improves == int((rises > 1e-9).sum())
    told = len(found.courses) + sum(len(one.also_held) for one in found.courses)
    assert told + sum(found.considered.removed_by_filter.values()) == len(courses)
    assert tuple(found.considered.removed_by_filter) == REFUSALS


@pytest.mark.parametrize(
    ("reason", "facts", "terms"),
    [
        ("closed", {"closes_on": date(2026, 11, 1)}, {}),
        ("full", {}, {"seats": 0}),
        ("full", {}, {"seats": -3}),
        ("not_training", {}, {"mode": "certification"}),
        ("distance", {"region_codes": (KOTA_SURABAYA,)}, {}),
        ("education", {"education": "S1"}, {}),
        ("experience", {"experience_months": 24}, {}),
        ("entry", {}, {"entry_skills": ("perpajakan",)}),
        ("entry", {}, {"entry_licences": ("sim-a",)}),
        ("teaches_nothing_missing", {"skills": ()}, {}),
        ("teaches_nothing_missing", {"skills": (CodedSkill(id="ketelitian", relevance="taught"),)}, {}),
        ("off_field", {"occupations": BAKER}, {}),
    ],
)
def test_each_refusal_is_counted_by_its_reason_and_told_where_nothing_else_is(
    reason: str, facts: dict[str, Any], terms: dict[str, Any]
) -> None:
    course = replace(training("uji:c1", "las-busur", **terms), **facts)
    found = advice(course)
    assert (found.courses, removed(found), found.considered.why_none) == ((), {reason: 1}, reason)
    beside = advice(course, training("uji:c2", "las-busur"))
    assert (keys(beside), removed(beside), beside.considered.why_none) == (["uji:c2"], {reason: 1}, None)


@pytest.mark.parametrize(
    ("reason", "asked", "terms"),
    [
        ("mode", {"modes": ("online",)}, {}),
        ("too_long", {"max_jp": 79}, {}),
        ("too_long", {"max_weeks": 1.9}, {}),
        ("too_dear", {"max_cost_idr": 0}, {"cost_idr": 1}),
        ("dates", {"starts_from": date(2027, 1, 5)}, {"starts_on": date(2027, 1, 4)}),
        ("dates", {"ends_by": date(2027, 1, 14)}, {"starts_on": date(2027, 1, 4), "ends_on": date(2027, 1, 15)}),
        ("dates", {"ends_by": date(2026, 11, 12)}, {}),
        ("distance", {"within_km": 1}, {}),
    ],
)
def test_limits_of_the_request_leave_out_what_exceeds_them_and_nothing_that_does_not_say(
    reason: str, asked: dict[str, Any], terms: dict[str, Any]
) -> None:
    course = replace(training("uji:c1", "las-busur", **terms), region_codes=(JAKARTA_SELATAN,))
    wish = TrainingWish(today=TODAY, **asked)
    assert removed(advice(course, wish=wish)) == {reason: 1}
    assert keys(advice(course)) == ["uji:c1"]
    silent = replace(course, terms=CourseTerms(mode="online"), region_codes=())
    assert keys(advice(silent, wish=wish)) == ["uji:c1"]


def test_who_knows_most_of_a_course_is_not_sent_there() -> None:
    course = training("uji:c1", "las-busur", "perpajakan", "spreadsheet", "bahasa-inggris")
    knowing = replace(HOME, skills=welder(held=["perpajakan", "spreadsheet", "bahasa-inggris"]).skills)
    assert removed(advice(course, worker=knowing)) == {"mostly_known": 1}
    learner = replace(HOME, skills=welder(held=["perpajakan", "spreadsheet"]).skills)
    assert keys(advice(course, worker=learner)) == ["uji:c1"]


def test_courses_that_give_the_same_are_told_once_the_nearest_first() -> None:
    near = replace(training("uji:z", "las-busur"), region_codes=(KOTA_BEKASI,))
    farther = replace(training("uji:a", "las-busur"), region_codes=(JAKARTA_SELATAN,))
    (found,) = advice(farther, near).courses
    assert (found.key, found.distance_km) == ("uji:z", 0)
    assert [one["id"] for one in found.also_held] == ["uji:a"]


def test_a_language_or_a_certificate_that_is_asked_for_may_be_learnt_in_another_field() -> None:
    language = training("uji:c1", "bahasa-inggris", "perpajakan", occupations=BAKER)
    licence = training("uji:c2", "sim-a", "perpajakan", occupations=BAKER)
    postings = [welding("uji:p1", "bahasa-inggris"), welding("uji:p2", "sim-a")]
    found = advisor(postings, [language, licence]).courses(asking(HOME), WISH, 5)
    assert sorted(keys(found)) == ["uji:c1", "uji:c2"]
    beside = [*postings, *(welding(f"uji:q{at}", "perpajakan") for at in range(2))]
    found = advisor(beside, [language, licence]).courses(asking(HOME), WISH, 5)
    assert (keys(found), removed(found)) == (["uji:c2"], {"off_field": 1})  # most of what it adds is no language


def test_a_course_for_work_that_is_near_is_not_taken_for_what_every_trade_needs() -> None:
    turner, welder_alike = (("7223", 1.0),), load_occupations()
    alike = occupation_of("7212", "7223", welder_alike)
    assert RELATED <= alike < 0.5
    course = training("uji:c1", "perpajakan", occupations=turner)
    asked = advisor([welding("uji:p1", "perpajakan")], [course])
    assert keys(asked.courses(asking(HOME), WISH, 5)) == ["uji:c1"]
    skills = small_skills()
    skills._units["perpajakan"] = {"1111", "2111", "3111", "4111"}
    every = replace(asked.tables, skills=skills)
    outlook = asked.outlook(asking(HOME), WISH)
    (offer,), _ = offers_of(HOME, asked.syllabus, WISH, every)
    assert not is_related(offer, outlook, every)
    assert is_related(offer, outlook, asked.tables)


def occupation_of(one: str, other: str, occupations: Occupations) -> float:
    codes = list(occupations.unit_codes)
    return float(occupations.similarity[codes.index(one), codes.index(other)])


def test_why_nothing_is_advised_is_told_also_without_courses_or_postings() -> None:
    assert advice().considered.why_none == "no_courses"
    course = training("uji:c1", "las-busur")
    assert advisor([], [course]).courses(asking(HOME), WISH, 3).considered.why_none == "no_postings"
    assert keys(advice(course, k=1)) == ["uji:c1"]


def test_a_course_gives_no_soft_skill_and_does_not_teach_training_because_it_is_one() -> None:
    course = training("uji:c1", "las-busur", "ketelitian", "sim-a-umum", "tidak-dikenal")
    assert gained_skills(course, small_skills()) == ("las-busur", "sim-a", "sim-a-umum")
    called = replace(course, skills=(CodedSkill(id="las-busur", relevance="taught", surface="Pelatihan"),))
    assert gained_skills(called, small_skills()) == ()
    assessed = replace(course, terms=CourseTerms(mode="certification"))
    assert gained_skills(assessed, small_skills()) == ("sim-a", "sim-a-umum")


def test_weeks_come_from_days_else_from_jp() -> None:
    assert weeks_of(CourseTerms(jp=80)) == 2
    assert weeks_of(CourseTerms(jp=80, starts_on=date(2027, 1, 4), ends_on=date(2027, 1, 24))) == 3
    assert weeks_of(CourseTerms()) is None


@pytest.mark.parametrize(
    "asked",
    [
        {"within_km": -1},
        {"max_weeks": float("nan")},
        {"max_jp": -5},
        {"max_cost_idr": -1},
        {"starts_from": date(2027, 2, 1), "ends_by": date(2027, 1, 1)},
    ],
)
def test_a_wish_that_nothing_can_meet_is_refused(asked: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        TrainingWish(**asked)


def test_days_and_modes_are_read_or_refused_by_name() -> None:
    assert day_of(" 2027-01-31 ", "--from") == date(2027, 1, 31)
    assert day_of(None, "--from") is None
    assert mode_of("online") == "online"
    with pytest.raises(InputError, match="--from: wanted a day as 2027-01-31, found besok"):
        day_of("besok", "--from")
    with pytest.raises(InputError, match="offline, online, blended"):
        mode_of("certification")
