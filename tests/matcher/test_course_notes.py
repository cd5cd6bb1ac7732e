"""What is counted of the courses that are read."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from matcher.course_modules import CourseModule
from matcher.course_notes import CourseNotes
from tests.builders import FETCHED, course, posting, worker

TODAY, BEFORE = FETCHED.date(), date(2026, 11, 1)


@pytest.mark.parametrize(
    ("facts", "counts"),
    [
        ({"skills": ("Las SMAW",)}, {}),
        ({"modules": (CourseModule(title="Las", skills=("Las SMAW",)),)}, {}),
        ({"units": ("J.611000.008.02",)}, {}),
        ({}, {"courses_without_skills": 1}),
        ({"skills": ("x",), "starts_on": TODAY}, {}),
        ({"skills": ("x",), "starts_on": BEFORE}, {"courses_over": 1}),
        ({"skills": ("x",), "starts_on": TODAY, "register_until": BEFORE}, {"courses_over": 1}),
        ({"skills": ("x",), "starts_on": BEFORE, "register_until": TODAY}, {}),
        ({"ends_on": BEFORE}, {"courses_over": 1, "courses_without_skills": 1}),
    ],
)
def test_a_course_is_counted_for_what_is_worth_a_look(facts: dict[str, Any], counts: dict[str, int]) -> None:
    notes = CourseNotes()
    notes.note(course(**facts))
    assert notes.counts() == counts


def test_other_records_are_passed_over() -> None:
    notes = CourseNotes()
    notes.note(posting())
    notes.note(worker())
    assert notes.counts() == {}
