"""Skills in ESCO and SKKNI: look-ups, faults in the tables, and what the bundled tables hold."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import get_args

import pytest

from taxonomy import skill_crosswalk as module
from taxonomy.errors import InputError, UnknownIdError
from taxonomy.occupations import load_occupations
from taxonomy.skill_crosswalk import Relation, esco_of, skills_of_unit, skkni_of
from taxonomy.skills import load_skills
from taxonomy.tables import bundled_table, read_table

ESCO_HEAD = "skill_id\tesco_uri\tesco_label\trelation\n"
SKKNI_HEAD = "skill_id\tunit_code\tunit_title\n"
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Puts a table in place of the bundled one."""

    def write(text: str) -> None:
        monkeypatch.setattr(module, "bundled_table", lambda name, columns: read_table(text, name, columns))
        module._esco.cache_clear()
        module._skkni.cache_clear()

    yield write
    module._esco.cache_clear()
    module._skkni.cache_clear()


def test_a_skill_has_its_esco_counterpart_with_the_relation_to_it() -> None:
    found = esco_of("microsoft-excel")
    assert found is not None
    assert (found.label, found.relation) == ("use spreadsheets software", "broadMatch")
    assert found.uri.startswith("http://data.europa.eu/esco/skill/")
    assert esco_of("e-faktur") is None


def test_a_skill_has_the_units_that_teach_it_and_a_unit_its_skills() -> None:
    units = skkni_of("microsoft-excel")
    assert [unit.code for unit in units] == ["J.63OPR00.005.2", "J.63OPR00.012.2"]
    assert units[1].title == "Menggunakan Perangkat Lunak Lembar Kerja Tingkat Lanjut"
    assert skkni_of("pengelasan") == ()
    assert [skill.id for skill in skills_of_unit("J.63OPR00.012.2")] == ["google-sheets", "microsoft-excel"]


@pytest.mark.parametrize("look_up", [esco_of, skkni_of])
def test_an_unknown_skill_is_refused_by_name(look_up: Callable[[str], object]) -> None:
    with pytest.raises(UnknownIdError, match="melamun"):
        look_up("melamun")


def test_an_unknown_unit_is_refused_by_name() -> None:
    with pytest.raises(UnknownIdError, match=r"X\.000"):
        skills_of_unit("X.000")


@pytest.mark.parametrize(
    "row",
    ["melamun\tu\tdream\texactMatch", "pengelasan\tu\tweld\tsameAs", "mengajar\tu\tteach\texactMatch\n" * 2],
    ids=["no such skill", "no such relation", "twice"],
)
def test_a_faulty_esco_line_is_refused_with_its_place(written: Callable[[str], None], row: str) -> None:
    written(ESCO_HEAD + row)
    with pytest.raises(InputError, match=r"skill_esco\.tsv line [23]: wanted a skill of the taxonomy, once"):
        esco_of("pengelasan")


@pytest.mark.parametrize(
    "row", ["melamun\tA\tMelamun", "pengelasan\tA\tMengelas\n" * 2], ids=["no such skill", "twice"]
)
def test_a_faulty_skkni_line_is_refused_with_its_place(written: Callable[[str], None], row: str) -> None:
    written(SKKNI_HEAD + row)
    with pytest.raises(InputError, match=r"skill_skkni\.tsv line [23]: wanted a skill of the taxonomy, once"):
        skkni_of("pengelasan")


def test_the_esco_table_maps_at_least_1800_skills_with_honest_relations() -> None:
    rows = [row for _, row in bundled_table("skill_esco.tsv", module._ESCO_COLUMNS)]
    assert len(rows) >= 1800
    assert len({row["skill_id"] for row in rows}) == len(rows)
    assert {row["relation"] for row in rows} == set(get_args(Relation))
    assert all(UUID.fullmatch(row["esco_uri"]) and row["esco_label"].strip() == row["esco_label"] for row in rows)
    labels = {(row["esco_uri"], row["esco_label"]) for row in rows}
    assert len({uri for uri, _ in labels}) == len(labels)


def test_no_two_skills_are_exactly_the_same_esco_skill() -> None:
    rows = [row for _, row in bundled_table("skill_esco.tsv", module._ESCO_COLUMNS)]
    exact = Counter(row["esco_uri"] for row in rows if row["relation"] == "exactMatch")
    assert [uri for uri, count in exact.items() if count > 1] == []


def test_every_mapped_skill_is_in_the_taxonomy() -> None:
    ids = {skill.id for skill in load_skills()}
    tables = (("skill_esco.tsv", module._ESCO_COLUMNS), ("skill_skkni.tsv", module._SKKNI_COLUMNS))
    assert {row["skill_id"] for name, columns in tables for _, row in bundled_table(name, columns)} <= ids


def test_every_unit_group_names_at_least_five_skills_of_both_kinds() -> None:
    skills = load_skills()
    for code in load_occupations().unit_codes:
        needs = Counter(need for _, need in skills.of_unit(code))
        assert needs.total() >= 5, code
        assert needs.keys() == {"essential", "optional"}, code


@pytest.mark.shared
def test_units_are_those_of_the_decrees_and_every_one_is_mapped(shared_data: Path) -> None:
    manifest = json.loads((shared_data / "taxonomy" / "skkni_tik_manifest.json").read_text(encoding="utf-8"))
    official = {unit["code"]: unit["title"] for document in manifest["documents"] for unit in document["units"]}
    found = {row["unit_code"]: row["unit_title"] for _, row in bundled_table("skill_skkni.tsv", module._SKKNI_COLUMNS)}
    assert found == official
