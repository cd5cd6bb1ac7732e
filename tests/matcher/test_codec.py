from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import orjson
from hypothesis import given
from hypothesis import strategies as st

from matcher.codec import from_json, kind_of, to_json, to_stored
from matcher.course_modules import CourseModule
from matcher.records import (
    Course,
    JobHeld,
    Kind,
    Pay,
    Posting,
    Provenance,
    Record,
    Worker,
)
from tests.builders import provenance

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_TEXTS = st.lists(_TEXT, max_size=3).map(tuple)
_COUNT = st.none() | st.integers(0, 10**9)
_AMOUNT = st.none() | st.floats(0, 1e12, allow_nan=False)
_DAY = st.none() | st.dates()
_MOMENT = st.datetimes(timezones=st.just(UTC))
_FROM = st.builds(Provenance, source=_TEXT, source_id=_TEXT, fetched_at=_MOMENT, raw_hash=_TEXT)
_PAY = st.builds(Pay, low=_AMOUNT, high=_AMOUNT, currency=_TEXT, period=_TEXT)
POSTINGS = st.builds(
    Posting,
    provenance=_FROM,
    title=_TEXT,
    places=_TEXTS,
    region_codes=_TEXTS,
    skills=_TEXTS,
    education=_TEXTS,
    study_programmes=_TEXTS,
    pay=_PAY,
    experience_months_min=_COUNT,
    openings=_COUNT,
    registered=_COUNT,
    posted_on=_DAY,
    closes_on=_DAY,
    registers_until=_DAY,
    starts_on=_DAY,
    ends_on=_DAY,
    is_closed=st.booleans(),
)
WORKERS = st.builds(
    Worker,
    provenance=_FROM,
    summary=_TEXT,
    jobs=st.lists(st.builds(JobHeld, title=_TEXT, months=_COUNT, description=_TEXT), max_size=3).map(tuple),
    skills=_TEXTS,
    licences=_TEXTS,
    will_relocate=st.none() | st.booleans(),
    wants_remote=st.none() | st.booleans(),
    salary_idr_month=_COUNT,
    employment_types=_TEXTS,
)
_MODULES = st.builds(CourseModule, title=_TEXT, jp=_COUNT, skills=_TEXTS, units=_TEXTS)
COURSES = st.builds(
    Course,
    provenance=_FROM,
    title=_TEXT,
    skills=_TEXTS,
    units=_TEXTS,
    modules=st.lists(_MODULES, max_size=3).map(tuple),
    kbji=_TEXTS,
    jp=_COUNT,
    starts_on=_DAY,
    ends_on=_DAY,
    register_until=_DAY,
    cost_idr=_COUNT,
    entry_skills=_TEXTS,
    entry_licences=_TEXTS,
    experience_min_months=_COUNT,
)


@given(POSTINGS | WORKERS | COURSES)
def test_every_record_comes_back_equal(record: Record) -> None:
    stored = to_stored(record)
    assert from_json(stored.kind, stored.payload) == record
    assert stored.payload == to_json(record)
    assert (stored.kind, stored.key, stored.raw_hash) == (kind_of(record), record.key, record.provenance.raw_hash)


def test_each_record_knows_its_kind() -> None:
    where = Provenance(source="uji", source_id="1", fetched_at=datetime(2025, 3, 9, tzinfo=UTC), raw_hash="0")
    assert kind_of(Posting(provenance=where, title="x")) is Kind.POSTING
    assert kind_of(Worker(provenance=where)) is Kind.WORKER
    assert kind_of(Course(provenance=where, title="x")) is Kind.COURSE


def test_a_course_that_was_stored_before_courses_had_modules_still_reads() -> None:
    now = Course(provenance=provenance("c1"), title="Las", skills=("SMAW",), starts_on=date(2026, 2, 2))
    before = orjson.loads(to_json(now))
    for name in ("units", "modules", "ends_on", "register_until", "entry_skills", "entry_licences", "certifier"):
        del before[name]
    for name in ("experience_min_months", "workshop"):
        del before[name]
    assert from_json("course", orjson.dumps(before).decode()) == now


@given(POSTINGS)
def test_when_and_from_which_bytes_a_record_was_read_does_not_change_its_content_hash(record: Posting) -> None:
    later = replace(
        record.provenance, fetched_at=datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=7))), raw_hash="lain"
    )
    again = to_stored(replace(record, provenance=later))
    assert again.content_hash == to_stored(record).content_hash
    assert again.raw_hash == "lain"


@given(POSTINGS, _TEXT)
def test_whatever_else_changes_changes_the_content_hash(record: Posting, text: str) -> None:
    changes: list[dict[str, Any]] = [
        {"title": record.title + "x"},
        {"skills": (*record.skills, text)},
        {"is_closed": not record.is_closed},
        {"pay": replace(record.pay, period=record.pay.period + "x")},
        {"posted_on": None if record.posted_on else date(2025, 3, 9)},
        {"provenance": replace(record.provenance, source_id=record.provenance.source_id + "x")},
    ]
    hashes = {to_stored(replace(record, **change)).content_hash for change in changes}
    assert to_stored(record).content_hash not in hashes


@given(POSTINGS)
def test_the_text_is_json_with_sorted_keys(record: Posting) -> None:
    names = list(orjson.loads(to_json(record)))
    assert names == sorted(names)
