from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from matcher.course_form import CourseForm
from matcher.course_modules import CourseModule
from matcher.filling import fill
from matcher.forms import Form, OutcomeForm, PostingForm, WorkerForm
from matcher.outcome import Outcome, OutcomeEvent
from matcher.records import Course, JobHeld, Kind, Pay, Posting, Worker
from taxonomy.errors import InputError

POSTING: dict[str, Any] = {
    "id": "1",
    "title": "Juru Las",
    "description": "Mengelas pipa",
    "hint": "Manufaktur",
    "employer": "CV Contoh",
    "places": ["Kota Batam"],
    "region_codes": ["2171"],
    "skills": ["SMAW"],
    "education": ["SMK"],
    "study_programmes": ["Teknik Mesin"],
    "experience_months_min": 12,
    "experience_months_max": 24,
    "pay_low": 4_500_000,
    "pay_high": 6_000_000,
    "pay_currency": "IDR",
    "pay_period": "month",
    "employment_type": "full_time",
    "level": "Staff",
    "openings": 2,
    "registered": 5,
    "posted_on": "2025-03-09",
    "closes_on": "2025-04-09",
    "registers_until": "2025-04-08",
    "starts_on": "2025-05-01",
    "ends_on": "2025-10-31",
    "is_closed": True,
    "url": "https://contoh.id/1",
    "fetched_at": "2025-03-10T07:00:00+07:00",
}
WORKER: dict[str, Any] = {
    "id": "1",
    "summary": "Tiga tahun di bengkel",
    "wish": "montir",
    "jobs": [{"title": "Mekanik", "months": 30, "description": "Servis motor"}, "Kasir"],
    "skills": ["tune up"],
    "licences": ["SIM C"],
    "education": "SMK",
    "study_programme": "Otomotif",
    "place": "Kota Solo",
    "region_code": "3372",
    "will_relocate": False,
    "wants_remote": True,
    "experience_months": 36,
    "salary_idr_month": 3_000_000,
    "employment_types": ["full_time"],
}
COURSE: dict[str, Any] = {
    "id": "1",
    "title": "Las SMAW",
    "provider": "BLK Contoh",
    "vocational_field": "Teknik Las",
    "summary": "Mengelas pelat",
    "skills": ["SMAW"],
    "kbji": ["7212"],
    "place": "Kota Semarang",
    "region_code": "3374",
    "jp": 260,
    "starts_on": "2026-02-02",
    "seats": 16,
    "cost_idr": 0,
    "education_min": "SMP",
    "kkni_level": 2,
    "certification": "Juru Las",
    "mode": "blended",
    "units": ["c.24las01.001.1"],
    "modules": [{"title": "Las datar", "jp": "200 JP", "skills": ["SMAW"], "units": ["C.24LAS01.002.1"]}, "Uji (8 JP)"],
    "ends_on": "2026-03-20",
    "register_until": "25/01/2026",
    "entry_skills": ["Gambar teknik"],
    "entry_licences": "SIM A",
    "experience_min_months": 6,
    "certifier": "LSP P2 Contoh",
    "workshop": "Las",
}
OUTCOME: dict[str, Any] = {
    "id": "1",
    "worker_key": "w:1",
    "posting_key": "p:1",
    "event": "applied",
    "at": "2025-03-09T10:00:00",
    "position": 3,
    "list_id": "l1",
    "shown_to": "posting",
    "weights": "judged-1",
    "chances": [0.0, 0.5, 0.5],
}
SMALLEST: list[tuple[type[Form], dict[str, Any]]] = [
    (PostingForm, {"id": "1", "title": "Kasir"}),
    (WorkerForm, {"id": "1", "wish": "kasir"}),
    (CourseForm, {"id": "1", "title": "Las"}),
    (OutcomeForm, {"id": "1", "worker_key": "w", "posting_key": "p", "event": "hired", "at": "2025-03-09T10:00:00Z"}),
]


def test_every_field_of_a_posting_reaches_its_record() -> None:
    record = fill(PostingForm, POSTING, "uji").to_record("postings", "h")
    assert record.provenance.fetched_at == datetime(2025, 3, 10, tzinfo=UTC)
    assert record == Posting(
        provenance=record.provenance,
        title="Juru Las",
        description="Mengelas pipa",
        hint="Manufaktur",
        employer="CV Contoh",
        places=("Kota Batam",),
        region_codes=("2171",),
        skills=("SMAW",),
        education=("SMK",),
        study_programmes=("Teknik Mesin",),
        experience_months_min=12,
        experience_months_max=24,
        pay=Pay(low=4_500_000, high=6_000_000),
        employment_type="full_time",
        level="Staff",
        openings=2,
        registered=5,
        posted_on=date(2025, 3, 9),
        closes_on=date(2025, 4, 9),
        registers_until=date(2025, 4, 8),
        starts_on=date(2025, 5, 1),
        ends_on=date(2025, 10, 31),
        is_closed=True,
        url="https://contoh.id/1",
    )


def test_every_field_of_a_worker_reaches_its_record() -> None:
    record = fill(WorkerForm, WORKER, "uji").to_record("workers", "h")
    assert record == Worker(
        provenance=record.provenance,
        summary="Tiga tahun di bengkel",
        wish="montir",
        jobs=(JobHeld(title="Mekanik", months=30, description="Servis motor"), JobHeld(title="Kasir")),
        skills=("tune up",),
        licences=("SIM C",),
        education="SMK",
        study_programme="Otomotif",
        place="Kota Solo",
        region_code="3372",
        will_relocate=False,
        wants_remote=True,
        experience_months=36,
        salary_idr_month=3_000_000,
        employment_types=("full_time",),
    )


def test_every_field_of_a_course_reaches_its_record() -> None:
    record = fill(CourseForm, COURSE, "uji").to_record("courses", "h")
    assert record == Course(
        provenance=record.provenance,
        title="Las SMAW",
        provider="BLK Contoh",
        vocational_field="Teknik Las",
        summary="Mengelas pelat",
        skills=("SMAW",),
        kbji=("7212",),
        place="Kota Semarang",
        region_code="3374",
        jp=260,
        starts_on=date(2026, 2, 2),
        seats=16,
        cost_idr=0,
        education_min="SMP",
        kkni_level=2,
        certification="Juru Las",
        mode="blended",
        units=("C.24LAS01.001.1",),
        modules=(
            CourseModule(title="Las datar", jp=200, skills=("SMAW",), units=("C.24LAS01.002.1",)),
            CourseModule(title="Uji", jp=8),
        ),
        ends_on=date(2026, 3, 20),
        register_until=date(2026, 1, 25),
        entry_skills=("Gambar teknik",),
        entry_licences=("SIM A",),
        experience_min_months=6,
        certifier="LSP P2 Contoh",
        workshop="las",
    )


def test_every_field_of_an_outcome_reaches_its_record() -> None:
    record = fill(OutcomeForm, OUTCOME, "uji").to_record("outcomes", "h")
    assert record == Outcome(
        provenance=record.provenance,
        worker_key="w:1",
        posting_key="p:1",
        event=OutcomeEvent.APPLIED,
        at=datetime(2025, 3, 9, 10, tzinfo=UTC),
        position=3,
        list_id="l1",
        shown_to=Kind.POSTING,
        weights="judged-1",
        chances=(0.0, 0.5, 0.5),
    )


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"event": "shown", "position": None, "chances": []}, "a position for what was shown in a list, found none"),
        ({"chances": [0.5, 0.5]}, r"above 0 at the position, found \[0.5, 0.5\]"),
        ({"chances": [0.5, 0.5, 0.0]}, "above 0 at the position"),
        ({"chances": [0.5, 0.5, 0.1]}, "chances that sum to at most 1"),
        ({"chances": [0.0, 0.5, 1.5]}, "chances.2: wanted a number of at most 1"),
        ({"position": 4}, "above 0 at the position"),
        ({"position": None}, "above 0 at the position"),
        ({"list_id": "a\nb"}, "an id without blanks at its ends"),
        ({"shown_to": "course"}, "shown_to: wanted one of 'worker' or 'posting'"),
    ],
)
def test_an_outcome_that_cannot_have_been_is_refused(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(InputError, match=told):
        fill(OutcomeForm, {**OUTCOME, **changes}, "uji")


@pytest.mark.parametrize(("form", "fields"), SMALLEST)
def test_blanks_of_every_kind_leave_the_defaults(form: type[PostingForm], fields: dict[str, Any]) -> None:
    sparse = fill(form, fields, "uji")
    for blank in ("", " ", None, float("nan"), "\x00"):
        others = dict.fromkeys(set(form.model_fields) - set(fields), blank)
        assert fill(form, {**fields, **others}, "uji") == sparse


@pytest.mark.parametrize(
    ("form", "alias", "field"),
    [
        (PostingForm, "text", "description"),
        (PostingForm, "company", "employer"),
        (PostingForm, "place", "places"),
        (PostingForm, "location", "places"),
        (PostingForm, "regency", "places"),
        (WorkerForm, "text", "summary"),
        (WorkerForm, "regency", "place"),
        (WorkerForm, "location", "place"),
        (CourseForm, "kejuruan", "vocational_field"),
        (CourseForm, "field", "vocational_field"),
        (CourseForm, "lsp", "certifier"),
        (CourseForm, "regency", "place"),
        (CourseForm, "location", "place"),
    ],
)
def test_a_field_may_be_given_by_its_other_names(form: type[PostingForm], alias: str, field: str) -> None:
    fields = {"id": "1", "wish": "x"} if form is WorkerForm else {"id": "1", "title": "x"}
    found = fill(form, {**fields, alias: "Contoh"}, "uji")
    assert getattr(found, field) in ("Contoh", ("Contoh",))
    assert found == fill(form, {**fields, field: "Contoh"}, "uji")


@pytest.mark.parametrize(
    ("changes", "wanted", "found"),
    [
        ({"pay_low": 7_000_000}, "pay_low of at most pay_high", "7000000 above 6000000"),
        ({"experience_months_min": 30}, "experience_months_min of at most experience_months_max", "30 above 24"),
    ],
)
def test_a_low_bound_above_the_high_one_is_refused(changes: dict[str, Any], wanted: str, found: str) -> None:
    with pytest.raises(InputError) as caught:
        fill(PostingForm, {**POSTING, **changes}, "uji baris 1")
    assert (caught.value.wanted, caught.value.found, caught.value.where) == (wanted, found, "uji baris 1")


def test_equal_bounds_and_one_bound_alone_are_fine() -> None:
    fill(PostingForm, {**POSTING, "pay_low": 6_000_000, "experience_months_min": 24}, "uji")
    assert fill(PostingForm, {**POSTING, "pay_high": None}, "uji").pay_high is None


def test_a_worker_who_says_nothing_is_refused() -> None:
    with pytest.raises(InputError, match="wanted at least one of summary, wish, jobs or skills, found none of them"):
        fill(WorkerForm, {"id": "1", "education": "SMK"}, "uji")


@pytest.mark.parametrize(("form", "fields"), SMALLEST)
def test_a_missing_id_is_named(form: type[Form], fields: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="uji, field id: wanted a value, for this field must be there, found nothing"):
        fill(form, {**fields, "id": None}, "uji")


def test_a_field_within_a_job_is_named_by_its_path() -> None:
    with pytest.raises(InputError, match=r"field jobs\.1\.months: wanted .*, found banyak"):
        fill(WorkerForm, {"id": "1", "jobs": ["Kasir", {"title": "Sopir", "months": "banyak"}]}, "uji")
    with pytest.raises(InputError, match=r"field jobs\.0\.gaji"):
        fill(WorkerForm, {"id": "1", "jobs": [{"title": "Sopir", "gaji": 1}]}, "uji")
    with pytest.raises(InputError, match=r"field jobs\.0"):
        fill(WorkerForm, {"id": "1", "jobs": [7]}, "uji")


def test_identity_is_dropped_at_every_depth_and_an_unknown_object_does_not_show_it() -> None:
    worker = fill(
        WorkerForm,
        {"id": "1", "NIK": "3374012309950002", "jobs": [{"title": "Kasir", "alamat": "Jalan Contoh"}]},
        "uji",
    ).to_record("workers", "h")
    assert worker.jobs == (JobHeld(title="Kasir"),)
    assert "3374012309950002" not in repr(worker)
    with pytest.raises(InputError) as caught:
        fill(WorkerForm, {"id": "1", "wish": "x", "profil": {"nik": "3374012309950002"}}, "uji")
    assert "3374" not in str(caught.value)
    with pytest.raises(InputError) as caught:
        fill(WorkerForm, {"id": "1", "wish": {"nama": "Wati"}}, "uji")
    assert "Wati" not in str(caught.value)


@pytest.mark.parametrize(
    ("id_", "source", "key"),
    [
        ("7", "", "postings:7"),
        ("lokerid:7", "", "lokerid:7"),
        ("7", "karir", "karir:7"),
        ("karir:7", "karir", "karir:7"),
        ("lain:7", "karir", "karir:lain:7"),
        ("a:b:c", "", "a:b:c"),
        (":7", "", "postings::7"),
        ("7:", "", "postings:7:"),
        ("Bukan Sumber:7", "", "postings:Bukan Sumber:7"),
        ("karir:", "karir", "karir:karir:"),
        ("postings:", "", "postings:postings:"),
        (7.0, "", "postings:7"),
    ],
)
def test_a_key_is_the_source_and_the_id(id_: object, source: str, key: str) -> None:
    record = fill(PostingForm, {"id": id_, "source": source, "title": "x"}, "uji").to_record("postings", "h")
    assert record.key == key
    again = fill(PostingForm, {"id": record.key, "source": record.provenance.source, "title": "x"}, "uji")
    assert again.to_record("lain", "h").key == key


@pytest.mark.parametrize("source", ["Karir", "a b", "a:b", "x" * 61])
def test_a_source_that_is_no_short_name_is_refused(source: str) -> None:
    with pytest.raises(InputError, match="field source"):
        fill(PostingForm, {"id": "1", "source": source, "title": "x"}, "uji")


def test_a_record_without_a_time_was_fetched_now() -> None:
    before = datetime.now(UTC)
    at = fill(PostingForm, {"id": "1", "title": "x"}, "uji").to_record("p", "h").provenance.fetched_at
    assert before <= at <= datetime.now(UTC)


@pytest.mark.parametrize("value", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:00:00-10:00", "kemarin"])
def test_a_time_that_is_a_slip_is_refused(value: str) -> None:
    with pytest.raises(InputError, match="field fetched_at"):
        fill(PostingForm, {"id": "1", "title": "x", "fetched_at": value}, "uji")


def test_a_form_takes_no_list_for_a_row() -> None:
    with pytest.raises(ValueError, match="valid dictionary"):
        PostingForm.model_validate([1, 2])
