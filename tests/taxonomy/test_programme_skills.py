"""Skills that a study programme lets one expect."""

from __future__ import annotations

from collections import Counter

import pytest

from taxonomy.errors import InputError
from taxonomy.programme_skills import ProgrammeSkills, load_programme_skills, programme_skills_in
from taxonomy.skills import load_skills
from taxonomy.study_programmes import load_study_programmes
from taxonomy.tables import Row

BUNDLED = load_programme_skills()
PROGRAMMES = load_study_programmes()
GOOD = {"programme": "akuntansi", "grade": "core", "label_id": "Akuntansi dasar"}


def read(*rows: Row) -> ProgrammeSkills:
    return programme_skills_in(
        [(f"04.tsv line {at}", row) for at, row in enumerate(rows, 2)], PROGRAMMES, load_skills()
    )


def test_core_skills_stand_before_basic_ones_whatever_the_order_of_lines() -> None:
    found = read({**GOOD, "grade": "basic"}, {**GOOD, "label_id": "Perpajakan"}, {**GOOD, "label_id": "PSAK"})
    assert [(one.skill.label, one.grade) for one in found["akuntansi"]] == [
        ("Perpajakan", "core"),
        ("PSAK", "core"),
        ("Akuntansi dasar", "basic"),
    ]


@pytest.mark.parametrize(
    ("fault", "wanted"),
    [
        ({"programme": "ilmu-nujum"}, "the id of a programme, core or basic"),
        ({"grade": "expert"}, "the id of a programme, core or basic"),
        ({"label_id": "Membaca pikiran"}, "the label of a skill"),
        ({"label_id": "SIM A"}, "a skill that is no licence"),
        ({}, "once for each programme"),
    ],
)
def test_a_faulty_line_is_refused_with_file_and_line(fault: dict[str, str], wanted: str) -> None:
    with pytest.raises(InputError, match=r"^04\.tsv line 3") as told:
        read(GOOD, {**GOOD, **fault})
    assert wanted in str(told.value)


def test_every_programme_has_five_to_twelve_skills_or_so_with_some_of_each_grade() -> None:
    assert BUNDLED.keys() == {programme.id for programme in PROGRAMMES}
    for programme, own in BUNDLED.items():
        grades = Counter(one.grade for one in own)
        assert 5 <= len(own) <= 13, programme
        assert min(grades["core"], grades["basic"]) >= 2, programme


def test_what_a_programme_teaches_is_asked_for_by_the_work_that_it_leads_to() -> None:
    """A slip of the pen (skills of another programme) would share nothing with the work named in the other table."""
    skills, alone = load_skills(), []
    for programme in PROGRAMMES:
        units = [code for code, grade in programme.grades.items() if grade >= 0.7]
        asked = {skill.id for code in units for skill, _ in skills.of_unit(code)}
        taught = {one.skill.id for one in BUNDLED[programme.id]}
        if len(taught & asked) < 2:
            alone.append(programme.id)
    assert alone == []


def test_a_welder_is_expected_to_weld_and_a_bookkeeper_to_keep_books() -> None:
    labels = {name: {one.skill.label for one in BUNDLED[name]} for name in ("las", "smk-akuntansi", "smk-tkj")}
    assert "Las SMAW" in labels["las"]
    assert "Pencatatan jurnal transaksi" in labels["smk-akuntansi"]
    assert "Mikrotik" in labels["smk-tkj"]
    assert not labels["las"] & labels["smk-akuntansi"]
