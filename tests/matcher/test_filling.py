"""Rows into forms: faults told in nouns, misspelt fields, hashes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.course_form import CourseForm
from matcher.filling import field_names, fill, raw_hash, wanted_names
from matcher.forms import Form, OutcomeForm, PostingForm, WorkerForm
from taxonomy.errors import InputError

POSTING: dict[str, Any] = {"id": "1", "title": "Kasir"}
WORKER: dict[str, Any] = {"id": "1", "wish": "kasir"}
COURSE: dict[str, Any] = {"id": "1", "title": "Las"}
OUTCOME: dict[str, Any] = {
    "id": "1", "worker_key": "w:1", "posting_key": "p:1", "event": "applied", "at": "2025-03-09T10:00:00"
}  # fmt: skip


def fault_of(form: type[Form], row: dict[str, Any]) -> InputError:
    with pytest.raises(InputError) as caught:
        fill(form, row, "uji")
    return caught.value


def test_a_misspelt_field_is_told_before_the_one_that_it_leaves_empty() -> None:
    fault = fault_of(PostingForm, {"id": "1", "tittle": "Kasir", "pay_low": "banyak"})
    assert (fault.where, fault.found) == ("uji, field tittle", "tittle")
    assert fault.wanted.endswith("; did you mean title?")


@pytest.mark.parametrize(
    ("form", "name", "near"),
    [
        (PostingForm, "pay_hihg", "pay_high"),
        (PostingForm, "Skill", "skills"),
        (WorkerForm, "experience_month", "experience_months"),
        (WorkerForm, "umr", None),
        (PostingForm, "cat", None),
        (CourseForm, "gaji", None),
        (PostingForm, "qqqq", None),
    ],
)
def test_only_a_field_that_is_near_is_offered(form: type[Form], name: str, near: str | None) -> None:
    wanted = wanted_names(form, name)
    assert wanted.startswith("one of the fields ")
    assert wanted.partition("; did you mean ")[2] == (f"{near}?" if near else "")


def test_a_field_that_a_job_does_not_have_is_told_with_the_fields_of_a_job() -> None:
    fault = fault_of(WorkerForm, {"id": "1", "jobs": ["Kasir", {"title": "Sopir", "month": 3}]})
    assert fault.where == "uji, field jobs.1.month"
    assert fault.wanted == "one of the fields description, months, title; did you mean months?"


def test_other_names_of_a_field_are_names_of_it() -> None:
    assert field_names(PostingForm) > {"text", "description", "company", "regency"}


@pytest.mark.parametrize(
    ("form", "row", "wanted"),
    [
        (PostingForm, {"id": "1"}, "a value, for this field must be there"),
        (PostingForm, {**POSTING, "title": {"a": 1}}, "text"),
        (PostingForm, {**POSTING, "hint": "x" * 50_001}, "text of at most 50000 characters"),
        (WorkerForm, {"id": "1", "jobs": [{"title": " "}]}, "text that is not empty"),
        (PostingForm, {**POSTING, "pay_period": "minggu"},
         "one of 'hour', 'day', 'week', 'month', 'year' or 'project'"),
        (OutcomeForm, {**OUTCOME, "event": "lulus"},
         "one of 'shown', 'opened', 'applied', 'shortlisted', 'hired' or 'rejected'"),
        (PostingForm, {**POSTING, "openings": "banyak"}, "a whole number"),
        (PostingForm, {**POSTING, "openings": [1]}, "a whole number"),
        (PostingForm, {**POSTING, "openings": 1.5}, "a whole number"),
        (PostingForm, {**POSTING, "openings": "9" * 5_000}, "a whole number of fewer digits"),
        (PostingForm, {**POSTING, "openings": -1}, "a number from 0"),
        (PostingForm, {**POSTING, "openings": 10_000_001}, "a number of at most 10000000"),
        (PostingForm, {**POSTING, "pay_low": "banyak"}, "a number"),
        (PostingForm, {**POSTING, "pay_low": [1]}, "a number"),
        (PostingForm, {**POSTING, "pay_low": float("inf")}, "a number that is finite"),
        (PostingForm, {**POSTING, "is_closed": "mungkin"}, "yes or no (true, false, ya, tidak)"),
        (PostingForm, {**POSTING, "places": {"a": 1}}, "a list"),
        (PostingForm, {**POSTING, "skills": ["x"] * 501}, "a list of at most 500 entries"),
        (WorkerForm, {"id": "1", "jobs": [7]}, "an object of named fields"),
        (PostingForm, {**POSTING, "closes_on": "besok"}, "a day that exists, written YYYY-MM-DD or DD/MM/YYYY"),
        (PostingForm, {**POSTING, "fetched_at": "kemarin"}, "a time as ISO 8601, such as 2025-03-09T07:00:00+07:00"),
        (PostingForm, {**POSTING, "fetched_at": [1]}, "a time as ISO 8601, such as 2025-03-09T07:00:00+07:00"),
        (PostingForm, {**POSTING, "source": "Karir"}, "a short name of a-z, 0-9, _, . and -"),
        (PostingForm, {**POSTING, "pay_currency": "rp"}, "a currency as 3 capitals (ISO 4217), such as IDR"),
        (PostingForm, {**POSTING, "region_codes": ["3374", "1"]}, "a BPS/Kemendagri code of 2 or 4 digits"),
        (WorkerForm, {**WORKER, "region_code": "1"}, "a BPS/Kemendagri code of 2 or 4 digits"),
        (CourseForm, {**COURSE, "kbji": ["72"]}, "a KBJI unit group of 4 digits"),
        (PostingForm, {**POSTING, "id": [1]}, "text"),
    ],
)  # fmt: skip
def test_what_was_wanted_is_told_as_a_noun(form: type[Form], row: dict[str, Any], wanted: str) -> None:
    assert fault_of(form, row).wanted == wanted


_ROWS = st.dictionaries(
    st.text(max_size=5), st.integers(-(2**53), 2**53) | st.text(max_size=5) | st.none() | st.booleans()
)


@given(_ROWS, st.randoms())
def test_the_hash_of_a_row_does_not_hang_on_the_order_of_its_fields(row: dict[str, Any], random: Any) -> None:
    names = list(row)
    random.shuffle(names)
    assert raw_hash({name: row[name] for name in names}) == raw_hash(row)


@given(_ROWS, _ROWS)
def test_rows_hash_alike_only_when_they_are_alike(left: dict[str, Any], right: dict[str, Any]) -> None:
    assert (raw_hash(left) == raw_hash(right)) == (repr(sorted(left.items())) == repr(sorted(right.items())))


def test_values_that_orjson_cannot_write_are_hashed_all_the_same() -> None:
    rows: list[dict[str, Any]] = [{"n": 2**70, "a": 1}, {"a": 1, "n": 2**70}, {"n": 2**70 + 1, "a": 1}, {"s": "\ud800"}]
    first, same, other, surrogate = map(raw_hash, rows)
    assert first == same
    assert len({first, other, surrogate}) == 3


@given(
    st.dictionaries(
        st.sampled_from(sorted(field_names(WorkerForm))),
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats()
        | st.text()
        | st.lists(st.text() | st.integers(), max_size=3)
        | st.dictionaries(st.text(), st.text(), max_size=2),
    )
)
def test_whatever_a_row_holds_it_becomes_a_record_or_a_named_fault(row: dict[str, Any]) -> None:
    try:
        record = fill(WorkerForm, row, "uji").to_record("workers", raw_hash(row))
    except InputError as error:
        fault: InputError | None = error
    else:
        fault = None
        assert record.provenance.source_id
    assert fault is None or (fault.where.startswith("uji") and len(fault.found) <= 200)
