"""The template of a course: what cannot be true together, words for modes, modules in one cell."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.course_form import CourseForm
from matcher.course_modules import CourseModule, module_fields, module_text
from matcher.filling import fill
from matcher.records import Course
from taxonomy.errors import InputError


def course(**facts: Any) -> Course:
    return fill(CourseForm, {"id": "1", "title": "Las", **facts}, "uji").to_record("courses", "h")


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"seats": -1}, "seats: wanted a number from 0, found -1"),
        ({"jp": "-240 JP"}, "jp: wanted a number from 0, found -240"),
        ({"jp": 20_001}, "jp: wanted a number of at most 20000"),
        ({"jp": "lama"}, "jp: wanted a whole number, found lama"),
        ({"cost_idr": -5}, "cost_idr: wanted a number from 0"),
        ({"kkni_level": 10}, "kkni_level: wanted a number of at most 9"),
        ({"kkni_level": 0}, "kkni_level: wanted a number from 1"),
        ({"ends_on": "31/02/2027"}, "ends_on: wanted a day that exists"),
        ({"register_until": 45_000}, "register_until: wanted a day that exists"),
        ({"starts_on": "2027-03-02", "ends_on": "2027-03-01"}, "wanted starts_on not after ends_on, found 2027-03-02"),
        ({"register_until": "2027-03-02", "ends_on": "2027-03-01"}, "wanted register_until not after ends_on"),
        ({"mode": "kirim surat"}, "mode: wanted one of 'offline', 'online', 'blended' or 'certification'"),
        ({"mode": ["luring"]}, "mode: wanted one of"),
        ({"mode": "certification", "jp": 8}, "wanted no JP in the mode certification"),
        ({"mode": "certification", "modules": "Uji (8 JP)"}, "found 8 JP"),
        ({"jp": 100, "modules": "A (60 JP)|B (41 JP)"}, "wanted modules of at most the 100 JP of jp, found 101 JP"),
        ({"units": ["J.611;DROP"]}, "units.0: wanted a unit code of SKKNI"),
        ({"modules": [{"jp": 3}]}, "modules.0.title: wanted a value"),
        ({"modules": [{"title": "A", "jp": -3}]}, "modules.0.jp: wanted a number from 0"),
        (
            {"modules": [{"title": "A", "jpp": 3}]},
            "wanted one of the fields jp, skills, title, units; did you mean jp?",
        ),
        ({"modules": [7]}, "modules.0: wanted an object of named fields"),
        ({"modules": [{"title": "A"}] * 501}, "wanted a list of at most 500 entries"),
        ({"workshop": "x" * 61}, "workshop: wanted"),
        ({"experience_min_months": 1.5}, "experience_min_months: wanted a whole number"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(facts: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError) as refused:
        course(**facts)
    assert message in str(refused.value)


def test_days_that_are_past_and_a_course_that_names_no_skills_are_taken() -> None:
    past = course(starts_on="2020-01-06", ends_on="2020-01-06", register_until="2020-01-06")
    assert past.skills == ()
    assert past.starts_on == past.ends_on == past.register_until


@pytest.mark.parametrize(
    ("said", "mode"),
    [
        ("Luring", "offline"),
        ("tatap  muka", "offline"),
        ("DARING", "online"),
        ("hybrid", "blended"),
        ("Sertifikasi", "certification"),
        ("online", "online"),
        ("", "offline"),
    ],
)
def test_a_mode_may_be_said_in_bahasa_indonesia(said: str, mode: str) -> None:
    assert course(mode=said).mode == mode


@pytest.mark.parametrize(("said", "jp"), [("240 JP", 240), ("1.200 jp", 1200), ("40 jam pelatihan", 40), (16.0, 16)])
def test_a_length_may_name_its_unit(said: object, jp: int) -> None:
    assert course(jp=said).jp == jp


def test_a_cell_holds_modules_with_their_length_and_skills() -> None:
    cell = "Modul 1: dasar las (24 JP): K3; Gambar teknik | Praktik (3 lapis)|Uji kompetensi (16 jam)"
    assert course(modules=cell).modules == (
        CourseModule(title="Modul 1: dasar las", jp=24, skills=("K3", "Gambar teknik")),
        CourseModule(title="Praktik (3 lapis)"),
        CourseModule(title="Uji kompetensi", jp=16),
    )


def test_words_after_the_length_that_are_no_skills_leave_all_of_it_a_title() -> None:
    assert module_fields("Las (24 JP) lanjutan") == {"title": "Las (24 JP) lanjutan"}


_NAME = st.text(st.characters(categories=["L", "N"], include_characters=" -&/"), min_size=1).map(str.strip).filter(bool)
_MODULE = st.builds(
    CourseModule, title=_NAME, jp=st.integers(0, 900), skills=st.lists(_NAME, max_size=3).map(tuple), units=st.just(())
)


@given(_MODULE)
def test_a_module_that_is_written_in_a_cell_is_read_back(module: CourseModule) -> None:
    fields = module_fields(module_text(module))
    assert (fields["title"], int(fields["jp"]), tuple(fields["skills"])) == (module.title, module.jp, module.skills)


def test_a_module_without_length_is_written_as_its_title() -> None:
    assert module_text(CourseModule(title="Uji", skills=("K3",))) == "Uji"


@given(st.text())
def test_any_text_in_a_cell_is_some_module(text: str) -> None:
    assert set(module_fields(text)) <= {"title", "jp", "skills"}
