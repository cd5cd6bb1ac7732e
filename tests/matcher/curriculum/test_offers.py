"""What a centre can give, and why it cannot give the rest."""

from __future__ import annotations

from typing import Any

import pytest

from matcher.coded import Coded
from matcher.course_terms import CourseTerms
from matcher.curriculum.assumptions import Assumptions
from matcher.curriculum.offers import (
    FOR_EXPERIENCED,
    NO_JOB,
    NO_LENGTH,
    NO_TRAINERS,
    NO_WORKSHOP,
    ONLY_TEST,
    SAME,
    Offered,
    offered,
)
from matcher.training.centre_form import centre_of
from matcher.training.centres import TrainingCentre

CENTRE = {
    "id": "blk-contoh",
    "name": "BLK Contoh",
    "kind": "BLK",
    "regency_code": "3325",
    "workshops": [{"kind": "las", "stations": 12, "hours_per_week": 40}],
    "trainers": [{"vocational_field": "Teknik Las", "n": 2, "jp_per_week": 24}],
    "budget_idr_year": 100_000_000,
    "dormitory_beds": 0,
    "catchment_km": 50,
}


def centre(**facts: Any) -> TrainingCentre:
    """A centre of welders."""
    return centre_of({**CENTRE, **facts}, "test")


def course(key: str = "blk:las", title: str = "Juru Las", **facts: Any) -> Coded:
    """A course of welding; facts of its terms, or of its code."""
    of_code = {name: facts.pop(name) for name in ("occupations", "education", "experience_months") if name in facts}
    terms = {"vocational_field": "Teknik Las", "jp": 160, "seats": 16, "workshop": "las", **facts}
    return Coded(
        key=key, kind="course", title=title, terms=CourseTerms(**terms), **{"occupations": (("7212", 1.0),), **of_code}
    )


def given(*courses: Coded, chosen: tuple[str, ...] = (), **facts: Any) -> Offered:
    """What a centre can give of some courses in two years."""
    return offered(courses, centre(**facts), (2027, 2028), Assumptions(), chosen)


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"jp": None}, NO_LENGTH),
        ({"occupations": ()}, NO_JOB),
        ({"vocational_field": "Tata Boga"}, NO_TRAINERS),
        ({"workshop": "dapur"}, NO_WORKSHOP),
        ({"mode": "certification"}, ONLY_TEST),
        ({"experience_months": 36}, FOR_EXPERIENCED),
        ({"education": "D3"}, FOR_EXPERIENCED),
    ],
)
def test_a_course_that_cannot_be_given_is_left_out_with_its_reason(facts: dict[str, Any], why: str) -> None:
    found = given(course(**facts))
    assert found.offers == ()
    assert found.left_out == {why: ("blk:las",)}


def test_a_course_for_experienced_people_is_given_when_it_is_asked_for() -> None:
    assert [one.key for one in given(course(experience_months=36), chosen=("blk:las",)).offers] == ["blk:las"]


def test_what_beginners_may_take_is_given() -> None:
    assert given(course(experience_months=12, education="SMK")).left_out == {}


def test_of_equal_programmes_the_first_by_key_is_given() -> None:
    found = given(course("blk:b", "JURU las"), course("blk:a"))
    assert [one.key for one in found.offers] == ["blk:a"]
    assert found.left_out == {SAME: ("blk:b",)}


def test_a_class_has_no_more_seats_than_its_workshop_has_places_and_costs_by_seat() -> None:
    (one,) = given(course()).offers
    assert one.seats == 12
    assert one.cost_idr == 160 * 12 * Assumptions().cost_per_participant_jp_idr


def test_workshops_trainers_and_each_year_s_budget_are_limits_and_beds_only_where_there_are_some() -> None:
    limits = {one.id: one.amount for one in given(course()).limits}
    assert set(limits) == {"workshop:las", "trainers:teknik las", "budget:2027", "budget:2028"}
    assert limits["budget:2028"] == 100_000_000
    beds = {one.id: one for one in given(course(), dormitory_beds=8).limits}["beds"]
    assert (beds.amount, beds.need) == (8.0, {"blk:las": 12 * Assumptions().boarding_share})


def test_less_promising_courses_are_named_as_such() -> None:
    found = given(course())
    assert found.without(()) is found
    assert list(found.without(("blk:las",)).left_out.values()) == [("blk:las",)]
