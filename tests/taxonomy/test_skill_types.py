"""Types of skills: what the table must hold, and that a type more needs no other file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from taxonomy import skill_types
from taxonomy.errors import InputError
from taxonomy.skill_mentions import SkillReader
from taxonomy.skill_types import OF_SKILLS, load_skill_types, role_of
from taxonomy.skills import Skill, Skills, load_skills
from taxonomy.tables import bundled_table

EXAMPLES = {
    "knowledge": ("paham PPh 21 dan PPN", "pph-21"),
    "hard": ("bisa las listrik", "pengelasan"),
    "soft": ("orang yang teliti", "ketelitian"),
    "tool": ("menguasai Microsoft Excel", "microsoft-excel"),
    "language": ("fasih bahasa Jepang", "bahasa-jepang"),
    "licence": ("punya SIM B1", "sim-b1"),
}
"""Of each type: a text, and the skill that is read in it."""

LINE = {"type": "standard", "role": "ability", "written": "name", "read_as": "knowledge"}


@pytest.fixture
def one_more(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(
        skill_types,
        "bundled_table",
        lambda name, columns: iter([*bundled_table(name, columns), ("skill_types.tsv line 8", LINE)]),
    )
    load_skill_types.cache_clear()
    yield
    load_skill_types.cache_clear()


def test_every_skill_has_a_type_of_the_table_and_every_type_has_a_skill() -> None:
    assert {skill.type for skill in load_skills()} == set(load_skill_types())
    assert all(one.read_as in load_skill_types() for one in load_skill_types().values())


@pytest.mark.parametrize("name", load_skill_types())
def test_a_skill_of_each_type_is_read_in_a_text(name: str) -> None:
    text, skill_id = EXAMPLES[name]
    found = {one.skill_id: one.type for one in SkillReader(load_skills()).read_words(text)}
    assert found.get(skill_id) == name


def test_what_stands_under_skills_is_all_but_languages_and_licences() -> None:
    assert [name for name in load_skill_types() if role_of(name) not in OF_SKILLS] == ["language", "licence"]
    assert {name for name in load_skill_types() if role_of(name) == "ability"} >= {"hard", "knowledge", "tool"}


@pytest.mark.parametrize("change", [{"type": ""}, {"role": "gift"}, {"written": "small"}])
def test_a_faulty_line_is_refused(change: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [("skill_types.tsv line 2", {**LINE, **change})]
    monkeypatch.setattr(skill_types, "bundled_table", lambda name, columns: iter(rows))
    with pytest.raises(InputError, match=r"skill_types\.tsv line 2"):
        load_skill_types.__wrapped__()


def test_a_type_that_is_none_is_refused_by_name() -> None:
    with pytest.raises(InputError, match=r"one of knowledge, hard, .* found task"):
        role_of("task")


@pytest.mark.usefixtures("one_more")
def test_a_type_more_is_matched_by_its_role() -> None:
    haccp = Skill(id="haccp", label="Standar HACCP", label_en="HACCP standard", type="standard", aliases=())
    audit = Skill(id="audit-haccp", label="Audit HACCP", label_en="HACCP audit", type="hard", aliases=())
    assert (haccp.role, haccp.is_name) == ("ability", True)
    assert Skills([haccp, audit], {}).similarity("haccp", "audit-haccp") > 0
