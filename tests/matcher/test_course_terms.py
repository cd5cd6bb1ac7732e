"""The terms of a course: its last day, and what comes back from JSON."""

from __future__ import annotations

from datetime import date, timedelta

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.coded import Coded, coded_from_json, coded_to_json
from matcher.course_terms import CodedModule, CourseTerms, last_day

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
_TEXTS = st.lists(_TEXT, max_size=3).map(tuple)
_DAY = st.none() | st.dates()
_COUNT = st.none() | st.integers(0, 10**9)
_TERMS = st.builds(
    CourseTerms,
    provider=_TEXT,
    jp=_COUNT,
    starts_on=_DAY,
    ends_on=_DAY,
    register_until=_DAY,
    seats=_COUNT,
    entry_skills=_TEXTS,
    entry_licences=_TEXTS,
    units=_TEXTS,
    modules=st.lists(st.builds(CodedModule, title=_TEXT, jp=_COUNT, skills=_TEXTS), max_size=2).map(tuple),
)


@given(_TERMS)
def test_terms_come_back_equal(terms: CourseTerms) -> None:
    coded = Coded(key="uji:c1", kind="course", title="Las", terms=terms)
    assert coded_from_json(coded_to_json(coded)) == coded


def test_codes_that_were_stored_before_there_were_terms_still_read() -> None:
    coded = Coded(key="uji:p1", kind="posting", title="Las")
    before = orjson.loads(coded_to_json(coded))
    del before["terms"]
    assert coded_from_json(orjson.dumps(before).decode()) == coded


def walked(starts_on: date, jp: int) -> date:
    """Day after day, 8 JP on each from Monday to Friday."""
    day, left = starts_on, jp
    while True:
        if day.weekday() < 5:
            left -= 8
            if left <= 0:
                return day
        day += timedelta(days=1)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 2_000))
def test_the_last_day_is_the_one_that_walking_the_calendar_finds(starts_on: date, jp: int) -> None:
    assert last_day(starts_on, jp) == walked(starts_on, jp)


@pytest.mark.parametrize(("starts_on", "jp"), [(None, 40), (date(2027, 1, 4), None), (date(2027, 1, 4), 0)])
def test_without_a_first_day_or_a_length_there_is_no_last_day(starts_on: date | None, jp: int | None) -> None:
    assert last_day(starts_on, jp) is None


def test_a_last_day_beyond_the_calendar_is_none() -> None:
    assert last_day(date(9999, 12, 30), 8_000) is None
