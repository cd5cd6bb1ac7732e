"""The skill taxonomy: names, needs, likeness, and faults in its tables."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy import skills as module
from taxonomy.errors import InputError, UnknownIdError
from taxonomy.skills import Skill, Skills, load_skills, slug
from taxonomy.text import fold

SKILL_HEAD = "label_id\tlabel_en\ttype\taliases\n"
NEED_HEAD = "code\trelevance\tlabel_id\n"
EXCEL = Skill(
    id="microsoft-excel", label="Microsoft Excel", label_en="Microsoft Excel", type="tool", aliases=("ms excel",)
)
WORD = Skill(id="microsoft-word", label="Microsoft Word", label_en="Microsoft Word", type="tool", aliases=("excel",))
LAS = Skill(id="pengelasan", label="Pengelasan", label_en="Welding", type="hard", aliases=())
PIPA = Skill(id="pengelasan-pipa", label="Pengelasan pipa", label_en="Pipe welding", type="hard", aliases=())
SIM_A = Skill(id="sim-a", label="SIM A", label_en="Driving licence A", type="licence", aliases=())
SIM_B = Skill(id="sim-b1", label="SIM B1", label_en="Driving licence B1", type="licence", aliases=())


@pytest.fixture
def tables(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[tuple[str, str]]]:
    """Tables that a test writes, in place of the bundled ones."""
    written: dict[str, list[tuple[str, str]]] = {"skills": [], "occupation_skills": []}
    monkeypatch.setattr(module, "bundled_folder", lambda folder: sorted(written[folder]))
    return written


def loaded() -> Skills:
    """The tables as written, past the cache."""
    return load_skills.__wrapped__()


def test_labels_are_claimed_before_aliases_so_an_alias_takes_no_concepts_own_name() -> None:
    excel = Skill(id="excel", label="Excel", label_en="Excel", type="tool", aliases=())
    skills = Skills([WORD, excel], {})
    assert skills.find("EXCEL ") is excel
    assert skills.find("tidak ada") is None


def test_skills_are_found_by_id_or_refused_by_name() -> None:
    skills = Skills([EXCEL, LAS], {})
    assert skills.get("pengelasan") is LAS
    assert len(skills) == 2
    assert list(skills) == [EXCEL, LAS]
    with pytest.raises(UnknownIdError, match="melamun"):
        skills.get("melamun")


def test_every_name_of_a_skill_finds_it() -> None:
    skills = Skills([EXCEL, LAS], {})
    assert skills.forms() == {"microsoft excel": EXCEL, "ms excel": EXCEL, "pengelasan": LAS, "welding": LAS}


def test_needs_of_a_unit_group_are_kept_in_order() -> None:
    skills = Skills([EXCEL, LAS], {"7212": [("pengelasan", "essential"), ("microsoft-excel", "optional")]})
    assert skills.of_unit("7212") == ((LAS, "essential"), (EXCEL, "optional"))
    assert skills.of_unit("5230") == ()


def test_likeness_of_the_same_skill_is_one_and_of_licences_is_none() -> None:
    skills = Skills([SIM_A, SIM_B, LAS, PIPA, EXCEL], {})
    assert skills.similarity("sim-a", "sim-a") == 1.0
    assert skills.similarity("sim-a", "sim-b1") == 0.0
    assert skills.similarity("sim-a", "pengelasan") == 0.0
    assert skills.similarity("pengelasan", "microsoft-excel") == 0.0


def test_likeness_is_dice_of_content_words_and_grows_with_shared_units() -> None:
    needs = {"7212": [("pengelasan", "essential"), ("pengelasan-pipa", "essential")]}
    apart, together = Skills([LAS, PIPA], {}), Skills([LAS, PIPA], needs)  # type: ignore[arg-type]
    dice = 2 * 2 / (2 + 4)  # {pengelasan, welding} and {pengelasan, pipa, pipe, welding}
    assert apart.similarity("pengelasan", "pengelasan-pipa") == pytest.approx(0.8 * dice)
    assert together.similarity("pengelasan", "pengelasan-pipa") == pytest.approx(0.8 * dice + 0.2)


def test_likeness_to_an_unknown_skill_is_refused() -> None:
    with pytest.raises(UnknownIdError):
        Skills([LAS], {}).similarity("pengelasan", "melamun")


@given(st.data())
def test_likeness_over_the_bundled_taxonomy_is_symmetric_and_below_one(data: st.DataObject) -> None:
    skills = load_skills()
    ids = st.sampled_from(sorted(skill.id for skill in skills))
    one, two = data.draw(ids), data.draw(ids)
    found = skills.similarity(one, two)
    assert found == skills.similarity(two, one)
    assert found == 1.0 if one == two else 0.0 <= found <= 0.95


@pytest.mark.parametrize(
    ("label", "expected"),
    [("Microsoft Excel", "microsoft-excel"), ("C++", "c++"), ("C#", "c#"), (" UI/UX ", "ui-ux"), ("???", "")],
)
def test_a_slug_is_the_label_in_lower_case_with_hyphens(label: str, expected: str) -> None:
    assert slug(label) == expected


@given(st.text())
def test_a_slug_of_a_slug_is_itself(label: str) -> None:
    assert slug(slug(label)) == slug(label)


# Tables -----------------------------------------------------------------------------------------------------------


def test_equal_labels_in_two_tables_are_one_skill_with_both_aliases(tables: dict[str, list[tuple[str, str]]]) -> None:
    tables["skills"] = [
        ("01.tsv", SKILL_HEAD + "pengelasan\twelding work\thard\tlas\n"),
        ("core.tsv", SKILL_HEAD + "Pengelasan\tWelding\thard\tmengelas\n"),
    ]
    (skill,) = loaded()
    assert (skill.id, skill.label, skill.label_en) == ("pengelasan", "Pengelasan", "Welding")
    assert set(skill.forms) == {"pengelasan", "welding", "mengelas", "las", "welding work"}


def test_a_label_that_is_an_alias_of_the_same_type_joins_that_skill(tables: dict[str, list[tuple[str, str]]]) -> None:
    tables["skills"] = [
        ("core.tsv", SKILL_HEAD + "Pengelasan\tWelding\thard\tlas\n"),
        ("02.tsv", SKILL_HEAD + "Las\t\thard\tlas titik\nLas\t\ttool\t\n"),
    ]
    skills = loaded()
    assert [skill.id for skill in skills] == ["pengelasan", "las"]
    found = skills.find("las titik")
    assert found is not None
    assert found.id == "pengelasan"


def test_a_skill_without_an_english_label_takes_the_indonesian_one(tables: dict[str, list[tuple[str, str]]]) -> None:
    tables["skills"] = [("core.tsv", SKILL_HEAD + "Gamelan\t\thard\t | \n")]
    (skill,) = loaded()
    assert (skill.label_en, skill.aliases) == ("Gamelan", ())


@pytest.mark.parametrize(
    "line",
    [
        "Pengelasan\tWelding\thobby\t",
        "\tWelding\thard\t",
        "???\tWelding\thard\t",
        "Pengelasan\tWelding",
        "a\tb\thard\t\tz",
    ],
)
def test_a_faulty_skill_line_is_refused_with_file_and_line(tables: dict[str, list[tuple[str, str]]], line: str) -> None:
    tables["skills"] = [("core.tsv", SKILL_HEAD + "Las\tWelding\thard\t\n" + line + "\n")]
    with pytest.raises(InputError, match=r"core\.tsv line 3"):
        loaded()


@pytest.mark.parametrize(
    "line", ["9999\tessential\tLas", "7212\tmaybe\tLas", "7212\tessential\tMelamun", "7212\tessential"]
)
def test_a_faulty_need_is_refused_with_file_and_line(tables: dict[str, list[tuple[str, str]]], line: str) -> None:
    tables["skills"] = [("core.tsv", SKILL_HEAD + "Las\tWelding\thard\t\n")]
    tables["occupation_skills"] = [("72.tsv", NEED_HEAD + line + "\n")]
    with pytest.raises(InputError, match=r"72\.tsv line 2"):
        loaded()


def test_the_first_of_two_needs_for_one_skill_counts(tables: dict[str, list[tuple[str, str]]]) -> None:
    tables["skills"] = [("core.tsv", SKILL_HEAD + "Las\tWelding\thard\t\n")]
    tables["occupation_skills"] = [("72.tsv", NEED_HEAD + "7212\tessential\tLas\n7212\toptional\twelding\n")]
    ((skill, need),) = loaded().of_unit("7212")
    assert (skill.id, need) == ("las", "essential")


def test_no_name_of_the_bundled_taxonomy_is_claimed_by_two_skills() -> None:
    claims = sorted((form, skill.id) for skill in load_skills() for form in skill.forms)
    twice = [
        (form, [skill_id for _, skill_id in group])
        for form, rows in itertools.groupby(claims, key=lambda claim: claim[0])
        if len(group := list(rows)) > 1
    ]
    assert twice == []


def test_every_bundled_label_finds_its_own_skill() -> None:
    skills = load_skills()
    for skill in skills:
        assert skills.find(fold(skill.label)) is skill
        assert skill.id == slug(skill.label)
