"""The authored catalogue of training programmes, and what its reader refuses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pytest

from matcher.course_modules import CourseModule
from matcher.world.programmes import (
    PROGRAMME_COLUMNS,
    Programme,
    load_programmes,
    modules_by_course,
    to_programme,
    with_modules,
)
from taxonomy.education import read_education
from taxonomy.errors import InputError
from taxonomy.occupations import load_occupations
from taxonomy.skills import load_skills
from taxonomy.tables import Row

ROW = {
    **dict.fromkeys(PROGRAMME_COLUMNS, ""),
    "title": "Las",
    "field": "Teknik Las",
    "skills": "Pengelasan|Gambar teknik",
    "kbji": "7212",
    "jp": "240",
    "education_min": "SMP",
    "workshop": "las",
    "summary": "Mampu mengelas.",
}
MODULES = (
    CourseModule(title="Gambar", jp=40, skills=("Gambar teknik",)),
    CourseModule(title="Las", jp=200, skills=("Pengelasan",)),
)


def test_the_catalogue_is_as_wide_as_promised() -> None:
    programmes = load_programmes()
    assert len(programmes) >= 300
    fields = Counter(programme.field for programme in programmes)
    assert len(fields) >= 20
    assert min(fields.values()) >= 5


def test_every_programme_teaches_three_skills_of_the_taxonomy_and_trains_for_known_work() -> None:
    skills, codes = load_skills(), load_occupations().unit_codes
    for programme in load_programmes():
        known = {skill.id for name in programme.skills if (skill := skills.find(name)) is not None}
        assert len(known) >= 3, programme.title
        assert programme.kbji, programme.title
        assert set(programme.kbji) <= set(codes), programme.title
    names = {name for each in load_programmes() for name in (*each.skills, *each.entry_skills, *each.entry_licences)}
    assert {name for name in names if skills.find(name) is None} == set()


def test_the_modules_of_every_programme_teach_its_skills_in_its_hours() -> None:
    for programme in load_programmes():
        assert len(programme.modules) >= 3, programme.title
        assert sum(module.jp or 0 for module in programme.modules) == programme.jp, programme.title
        assert {skill for module in programme.modules for skill in module.skills} == set(programme.skills)
        assert 16 <= programme.jp <= 1_200, programme.title


def test_entry_conditions_are_skills_and_licences_that_the_programme_does_not_teach_itself() -> None:
    skills = load_skills()
    for programme in load_programmes():
        assert not set(programme.entry_skills) & set(programme.skills), programme.title
        for name in programme.entry_licences:
            assert (skill := skills.find(name)) is not None
            assert skill.type == "licence", name
    assert sum(bool(programme.entry_skills) for programme in load_programmes()) >= 60


def test_what_a_follow_up_course_asks_for_is_taught_by_another() -> None:
    taught = {name for programme in load_programmes() for name in programme.skills}
    asked = {name for programme in load_programmes() for name in programme.entry_skills}
    assert len(asked & taught) >= 0.9 * len(asked)


def test_levels_are_read_as_what_they_say() -> None:
    levels = {programme.education_min for programme in load_programmes()}
    assert {level for level in levels if level and not read_education(level).levels} == set()
    assert {programme.kkni_level for programme in load_programmes()} <= {None, 1, 2, 3, 4, 5, 6}


@pytest.mark.parametrize(
    "change",
    [
        {"title": ""},
        {"skills": ""},
        {"summary": ""},
        {"kbji": "72"},
        {"jp": "0"},
        {"workshop": "dapur umum"},
        {"education_min": "STM"},
        {"kkni_level": "tinggi"},
        {"experience_min_months": "-1"},
    ],
)
def test_a_faulty_programme_is_refused(change: Mapping[str, str]) -> None:
    assert to_programme(ROW, "x.tsv line 2").jp == 240
    with pytest.raises(InputError, match=r"x\.tsv line 2"):
        to_programme({**ROW, **change}, "x.tsv line 2")


@pytest.mark.parametrize("change", [{"module": ""}, {"jp": "nol"}, {"jp": "0"}])
def test_a_faulty_module_is_refused(change: Mapping[str, str]) -> None:
    row: Row = {"course": "Las", "module": "Gambar", "jp": "40", "skills": "Gambar teknik"}
    assert modules_by_course(iter([("x line 2", row)])) == {"Las": MODULES[:1]}
    with pytest.raises(InputError, match="x line 2"):
        modules_by_course(iter([("x line 2", {**row, **change})]))


def _programme() -> Programme:
    return to_programme(ROW, "x.tsv line 2")


def test_programmes_get_their_modules_in_order() -> None:
    assert with_modules([_programme()], {"Las": MODULES})[0].modules == MODULES


@pytest.mark.parametrize(
    ("programmes", "modules", "told"),
    [
        (2, {"Las": MODULES}, "each title once"),
        (1, {}, "each title once, with its modules"),
        (1, {"Las": MODULES, "Bubut": MODULES}, "Bubut"),
        (1, {"Las": MODULES[:1]}, "wanted modules of 240 JP, found 40 JP"),
        (1, {"Las": (CourseModule(title="Las", jp=240, skills=("Pengelasan",)),)}, "found Gambar teknik"),
    ],
)
def test_programmes_and_modules_that_do_not_fit_are_refused(
    programmes: int, modules: dict[str, tuple[CourseModule, ...]], told: str
) -> None:
    with pytest.raises(InputError, match=told):
        with_modules([_programme()] * programmes, modules)
