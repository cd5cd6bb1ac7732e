"""What destinations ask for, and how far a worker meets it."""

from __future__ import annotations

import pytest

from matcher.overseas.ad import Ad
from matcher.overseas.closures import closure_of, load_closures
from matcher.overseas.readiness import Held, readiness
from matcher.overseas.report import check_ad, international_codes, worker_requirements
from matcher.overseas.requirements import (
    Requirement,
    load_requirements,
    read_requirements,
    requirements_for,
)
from taxonomy.errors import InputError
from taxonomy.occupations import load_occupations
from taxonomy.places import load_gazetteer
from taxonomy.skills import load_skills
from tests.builders import coded_worker

HEADER = "country\tkbji\tkind\tskills\tlevel\tlabel_id\tlabel_en\tsource\tas_of"
GOOD = ["JP", "2221", "licence", "str-perawat", "", "STR", "Registration", "UU 17/2023", "2025-12"]


def requirement(kind: str, skills: str = "", level: str = "", kbji: str = "") -> Requirement:
    row = "\t".join(["JP", kbji, kind, skills, level, "a", "b", "c", "2025-12"])
    return read_requirements(f"{HEADER}\n{row}\n", load_skills(), load_occupations())[0]


def test_the_table_has_many_destinations_and_every_row_names_source_and_month() -> None:
    known = load_requirements()
    assert len(known) >= 120
    assert len({one.country for one in known} - {"*"}) >= 20
    assert len({(one.country, one.kbji, one.kind, one.label_en) for one in known}) == len(known)


def test_japan_asks_a_carer_for_the_skills_test_and_for_japanese() -> None:
    asked = requirements_for(("JP",), ("5321",))
    assert {one.kind for one in asked} >= {"exam", "language", "age", "contract"}
    assert any("kaigo" in one.label_id for one in asked)
    assert asked[-1].country == "*"
    assert all(not one.kbji or any("5321".startswith(code) for code in one.kbji) for one in asked)


def test_all_16_fields_of_specified_skilled_workers_are_there() -> None:
    fields = [one for one in load_requirements() if one.country == "JP" and one.label_en.startswith("SSW skills test")]
    assert len(fields) == 16


def test_a_ship_without_a_country_asks_for_seafarers_papers() -> None:
    labels = {one.skills for one in requirements_for((), ("8350",))}
    assert ("buku-pelaut",) in labels


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        ({0: "XX"}, "a country code"),
        ({1: "99999"}, "codes of KBJI"),
        ({2: "luck"}, "one of language"),
        ({3: "no-such-skill"}, "ids of skills"),
        ({2: "education", 4: "B1"}, "an education level"),
        ({2: "experience", 4: "two"}, "months"),
        ({7: ""}, "a source"),
        ({8: "2025"}, "YYYY-MM"),
    ],
)
def test_a_faulty_row_is_refused_by_its_line(cells: dict[int, str], wanted: str) -> None:
    row = [cells.get(at, cell) for at, cell in enumerate(GOOD)]
    with pytest.raises(InputError, match=r"requirements\.tsv line 2") as caught:
        read_requirements(HEADER + "\n" + "\t".join(row) + "\n", load_skills(), load_occupations())
    assert wanted in caught.value.wanted


@pytest.mark.parametrize(
    ("asked", "held", "words", "state"),
    [
        (requirement("licence", "str-perawat"), {"licences": ("str-perawat",)}, "", "have"),
        (requirement("licence", "str-perawat"), {}, "", "missing"),
        (requirement("exam"), {}, "", "to_arrange"),
        (requirement("education", level="D3"), {"education": "S1"}, "", "have"),
        (requirement("education", level="D3"), {"education": "SMA"}, "", "missing"),
        (requirement("education", level="D3"), {}, "", "unclear"),
        (requirement("experience", level="24", kbji="2221"), {"experience_months": 12}, "", "missing"),
        (requirement("experience", level="24", kbji="2221"), {"experience_months": 30}, "", "unclear"),
        (
            requirement("experience", level="24", kbji="2221"),
            {"experience_months": 30, "worked_in": "2221"},
            "",
            "have",
        ),
        (requirement("experience", level="24"), {}, "", "unclear"),
        (requirement("language", "bahasa-jerman", "B1"), {}, "bahasa Jerman B2", "have"),
        (requirement("language", "bahasa-jerman", "B1"), {}, "bahasa Jerman A2", "missing"),
        (requirement("language", "bahasa-jerman", "B1"), {"held": ("bahasa-jerman",)}, "", "unclear"),
        (requirement("language", "bahasa-jerman", "B1"), {}, "", "missing"),
        (requirement("language", "jlpt|bahasa-jepang", "N4"), {}, "JLPT N3", "have"),
        (requirement("language", "jlpt|bahasa-jepang", "N4"), {}, "JLPT N5", "missing"),
        (requirement("language", "jft-basic-a2|bahasa-jepang", "N4"), {"held": ("jft-basic-a2",)}, "", "have"),
        (requirement("language", "jlpt|bahasa-jepang", "N4"), {}, "lulus JFT-Basic A2", "have"),
        (requirement("language", "ielts|bahasa-inggris", "IELTS 7"), {}, "IELTS 7.5", "have"),
        (requirement("language", "ielts|bahasa-inggris", "IELTS 7"), {}, "IELTS 6.0", "missing"),
        (requirement("language", "ielts|bahasa-inggris", "IELTS 7"), {}, "Inggris C1", "unclear"),
        (requirement("language", "topik|bahasa-korea", "EPS-TOPIK"), {}, "lulus EPS-TOPIK", "have"),
        (requirement("language", "topik|bahasa-korea", "EPS-TOPIK"), {}, "TOPIK level 2", "unclear"),
    ],
)
def test_a_requirement_is_met_missing_or_unclear_by_what_is_shown(
    asked: Requirement, held: dict[str, object], words: str, state: str
) -> None:
    assert readiness(asked, Held.of(coded_worker(**held), words)) == state  # type: ignore[arg-type]


def test_a_worker_is_told_of_every_requirement_with_its_state() -> None:
    report = check_ad(Ad(title="Perawat", places=("Jerman",)), load_gazetteer(), ("2221",))
    told = worker_requirements(report, coded_worker(licences=("str-perawat",), education="D3"), "Jerman B1")
    states = {one["label_en"]: one["state"] for one in told}
    assert states["Registered nurse at home (STR Perawat)"] == "have"
    assert states["German B1 at departure, B2 for recognition"] == "have"
    assert states["At least 18 years old"] == "to_arrange"


def test_codes_of_other_classifications_stand_beside_the_kbji_group() -> None:
    codes = international_codes(("7212",))
    assert {"code": "7212", "title": "Welders and flamecutters"} in codes["isco08"]
    assert 1 <= len(codes["esco"]) <= 5
    assert codes["esco"][0]["uri"].startswith("http://data.europa.eu/esco/occupation/")
    assert international_codes(()) == {"isco08": [], "esco": []}


def test_the_19_countries_of_kepmenaker_260_are_closed_to_households_alone() -> None:
    households = {one.country for one in load_closures() if "260/2015" in one.rule}
    assert len(households) == 19
    assert all(one.is_household_only for one in load_closures() if "260/2015" in one.rule)
    assert closure_of(("QA",), is_household=False) is None
    assert closure_of(("JP", "QA"), is_household=True) is not None
    assert closure_of(("LY",), is_household=True) == closure_of(("LY",), is_household=False)
