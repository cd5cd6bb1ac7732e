"""What a course teaches and asks for, as ids of skills."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

import pytest

from matcher.course_coding import taught_skills, terms_of, trained_for
from matcher.course_modules import CourseModule
from matcher.course_terms import CourseTerms
from matcher.skill_coding import SkillCoder
from taxonomy.skill_mentions import SkillReader
from taxonomy.skills import load_skills
from tests.builders import course


@lru_cache(maxsize=1)
def coder() -> SkillCoder:
    return SkillCoder(load_skills(), SkillReader(load_skills()))


def labels(ids: list[str]) -> list[str]:
    return [load_skills().get(skill_id).label for skill_id in ids]


def taught(**facts: Any) -> list[str]:
    return [skill.id for skill in taught_skills(course(**facts), coder())]


def terms(**facts: Any) -> CourseTerms:
    return terms_of(course(**facts), coder())


def test_what_is_listed_comes_first_then_modules_then_units_then_words() -> None:
    found = taught(
        title="Pelatihan Barista",
        skills=("Las SMAW",),
        modules=(CourseModule(title="Uji", skills=("Gambar teknik",), units=("J.611000.008.02",)),),
        summary="Juga belajar Microsoft Excel.",
    )
    assert found[:2] == ["las-smaw", "gambar-teknik"]
    assert found.index("crimping-kabel-jaringan") < found.index("microsoft-excel")
    assert len(found) == len(set(found))


def test_titles_of_modules_are_read_where_nobody_lists_skills() -> None:
    modules = (CourseModule(title="Microsoft Excel"), CourseModule(title="Uji kompetensi"))
    assert taught(title="Perkantoran", modules=modules) == ["microsoft-excel"]
    assert terms(title="Perkantoran", modules=modules).modules[0].skills == ("microsoft-excel",)


def test_titles_of_modules_are_not_read_where_skills_are_listed() -> None:
    modules = (CourseModule(title="Microsoft Excel"),)
    assert taught(title="Perkantoran", skills=("Las SMAW",), modules=modules) == ["las-smaw"]
    assert terms(title="Perkantoran", skills=("Las SMAW",), modules=modules).modules[0].skills == ()


def test_a_name_that_is_known_teaches_what_it_stands_for_and_not_what_its_words_resemble() -> None:
    found = labels(taught(title="Service Sepeda Motor Injeksi"))
    assert found[:2] == ["Servis sepeda motor", "Sistem injeksi sepeda motor"]
    assert "Servis sepeda" not in found
    assert trained_for(course(title="Service Sepeda Motor Injeksi")) == ("7231",)


def test_a_name_that_is_known_gives_way_to_what_the_course_lists() -> None:
    assert taught(title="Barista", skills=("Las SMAW",)) == ["las-smaw"]
    assert trained_for(course(title="Barista", kbji=("7212", "9999"))) == ("7212",)


def test_known_names_of_modules_count_where_nobody_lists_skills() -> None:
    modules = (CourseModule(title="Barista"), CourseModule(title="Uji kompetensi"))
    assert "Mesin espresso" in labels(taught(title="Kelas malam", modules=modules))
    assert terms(title="Kelas malam", modules=modules).modules[0].skills[0] == "pengetahuan-kopi"


def test_a_unit_that_our_table_does_not_know_teaches_nothing_and_is_kept() -> None:
    assert taught(title="Kelas", units=("C.24LAS01.001.1",)) == []
    assert terms(title="Kelas", units=("C.24LAS01.001.1",)).units == ("C.24LAS01.001.1",)


@pytest.mark.parametrize("field", ["entry_skills", "entry_licences"])
def test_entry_licences_and_skills_are_told_apart_wherever_they_stand(field: str) -> None:
    found = terms(**{field: ("SIM A", "Las SMAW", "qwerty 123")})
    assert (found.entry_licences, found.entry_skills) == (("sim-a",), ("las-smaw",))


def test_the_last_day_is_the_stated_one_else_follows_from_the_length() -> None:
    first = date(2027, 1, 4)
    assert terms(starts_on=first, jp=80).ends_on == date(2027, 1, 15)
    assert terms(starts_on=first, jp=80, ends_on=date(2027, 2, 1)).ends_on == date(2027, 2, 1)


def test_what_a_course_says_of_itself_stands_in_its_terms() -> None:
    said = {
        "provider": "BLK Contoh",
        "vocational_field": "Teknik Las",
        "jp": 240,
        "register_until": date(2027, 1, 1),
        "seats": 16,
        "cost_idr": 0,
        "mode": "blended",
        "kkni_level": 2,
        "certification": "Juru Las",
        "certifier": "LSP Contoh",
        "workshop": "las",
    }
    found = terms(**said)
    assert {name: getattr(found, name) for name in said} == said
