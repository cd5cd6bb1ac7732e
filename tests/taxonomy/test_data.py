"""The bundled tables hold what they say they hold."""

from __future__ import annotations

import csv
import re
from collections import Counter
from importlib import resources

import pytest

from taxonomy.aliases import load_aliases
from taxonomy.occupations import Occupation, load_occupations
from taxonomy.places import load_gazetteer
from taxonomy.provinces import load_provinces
from taxonomy.skills import load_skills
from taxonomy.text import fold, plain

DATA = resources.files("taxonomy") / "data"
TABLES = sorted(
    file.name if folder is DATA else f"{folder.name}/{file.name}"
    for folder in (DATA, *(DATA / name for name in ("aliases", "job_aliases", "skills", "occupation_skills")))
    for file in folder.iterdir()
    if file.name.endswith(".tsv")
)


def rows(name: str) -> list[list[str]]:
    text = (DATA / name).read_text(encoding="utf-8")
    return list(csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("name", TABLES)
def test_every_line_of_a_table_has_its_columns_and_the_file_ends_in_a_line_break(name: str) -> None:
    head, *lines = rows(name)
    assert len(set(head)) == len(head)
    assert lines
    assert {len(line) for line in lines} == {len(head)}
    assert (DATA / name).read_text(encoding="utf-8").endswith("\n")


@pytest.mark.parametrize("name", TABLES)
def test_no_cell_of_a_table_holds_markup_or_invisible_characters(name: str) -> None:
    odd = [cell for line in rows(name) for cell in line if cell.strip() and plain(cell) != cell.strip()]
    assert odd == []


def test_kbji_2014_has_its_published_number_of_entries_at_each_level() -> None:
    assert Counter(len(entry.code) for entry in load_occupations()) == {1: 10, 2: 43, 3: 130, 4: 446, 7: 2137}


def test_every_kbji_entry_hangs_in_the_tree_and_has_a_title() -> None:
    table = load_occupations()
    for entry in table:
        assert re.fullmatch(r"\d{1,4}|\d{4}\.\d{2}", entry.code)
        assert entry.title.strip()
        assert (table.parent(entry.code) is None) == (len(entry.code) == 1)
    assert all(table.children(unit) for unit in table.unit_codes)


def test_kbji_codes_come_in_order_so_that_children_follow_their_parent() -> None:
    codes = [entry.code for entry in load_occupations()]
    assert codes == sorted(codes)


@pytest.mark.parametrize(
    ("code", "english"),
    [("2512", "software"), ("5230", "cashiers"), ("8332", "truck"), ("2221", "nursing"), ("7212", "welders")],
)
def test_english_titles_are_those_of_isco_08(code: str, english: str) -> None:
    found: Occupation = load_occupations().get(code)
    assert english in found.title_en.casefold()


def test_regions_are_at_least_the_38_provinces_and_514_regencies_and_cities_of_2022() -> None:
    gazetteer = load_gazetteer()
    kinds = Counter(region.kind for region in gazetteer.regencies())
    assert len(gazetteer.provinces()) >= 38
    assert (kinds["kabupaten"], kinds["kota"]) >= (416, 98)


def test_every_region_lies_in_indonesia_and_in_a_known_province() -> None:
    gazetteer = load_gazetteer()
    provinces = {region.code for region in gazetteer.provinces()}
    for region in (*gazetteer.provinces(), *gazetteer.regencies()):
        assert -11.1 <= region.latitude <= 6.1, region
        assert 94.9 <= region.longitude <= 141.1, region
        assert region.province_code in provinces
        assert region.code.startswith(region.province_code)
        assert len(region.code) == (2 if region.kind == "province" else 4)


def test_a_regency_lies_near_the_middle_of_its_province() -> None:
    gazetteer = load_gazetteer()
    for region in gazetteer.regencies():
        one, two = gazetteer.get(region.province_code), region
        assert abs(one.latitude - two.latitude) < 5, region
        assert abs(one.longitude - two.longitude) < 5.5, region


def test_region_names_are_distinct() -> None:
    names = Counter(fold(r.name) for r in (*load_gazetteer().provinces(), *load_gazetteer().regencies()))
    assert [name for name, count in names.items() if count > 1] == []


def test_every_country_is_an_iso_3166_code_and_named_once() -> None:
    _, *lines = rows("country_names.tsv")
    assert all(re.fullmatch(r"[A-Z]{2}", code) for _, code in lines)
    assert max(Counter(fold(name) for name, _ in lines).values()) == 1


def test_every_place_alias_is_folded_and_named_once() -> None:
    _, *lines = rows("place_aliases.tsv")
    assert all(alias == fold(alias) for alias, _ in lines)
    assert [alias for alias, count in Counter(alias for alias, _ in lines).items() if count > 1] == []


def test_each_table_of_an_occupation_holds_its_own_sub_major_group() -> None:
    for name in TABLES:
        if name.startswith(("aliases/", "job_aliases/", "occupation_skills/")):
            assert {line[0][:2] for line in rows(name)[1:]} == {name.partition("/")[2][:2]}, name


def authored(folder: str) -> set[str]:
    """Sub-major groups that a folder of tables covers."""
    return {name.partition("/")[2].removesuffix(".tsv") for name in TABLES if name.startswith(f"{folder}/")}


def test_every_unit_group_of_an_authored_sub_major_group_has_titles() -> None:
    named = {alias.code for alias in load_aliases()}
    lacking = [unit for unit in load_occupations().unit_codes if unit[:2] in authored("aliases") and unit not in named]
    assert lacking == []


def test_every_unit_group_of_an_authored_sub_major_group_has_skills() -> None:
    needed = [unit for unit in load_occupations().unit_codes if unit[:2] in authored("occupation_skills")]
    assert [unit for unit in needed if not load_skills().of_unit(unit)] == []


@pytest.mark.parametrize("folder", ["aliases", "occupation_skills"])
def test_only_technicians_may_still_lack_an_authored_table(folder: str) -> None:
    everything = {unit[:2] for unit in load_occupations().unit_codes}
    assert everything - authored(folder) <= {"31", "32", "33"}


def test_every_unit_group_has_enough_skills_where_it_has_any() -> None:
    skills = load_skills()
    counts = {unit: len(skills.of_unit(unit)) for unit in load_occupations().unit_codes if skills.of_unit(unit)}
    assert {unit: count for unit, count in counts.items() if count < 5} == {}
    assert all(any(need == "essential" for _, need in skills.of_unit(unit)) for unit in counts)


def test_no_title_is_given_twice_to_one_unit_group() -> None:
    counts = Counter((fold(alias.text), alias.code) for alias in load_aliases())
    assert [key for key, count in counts.items() if count > 1] == []


def test_minimum_wages_name_known_regions_once_a_year_and_every_province() -> None:
    _, *lines = rows("minimum_wage.tsv")
    gazetteer = load_gazetteer()
    assert all(gazetteer.knows(code) for code, _, _ in lines)
    own = {code for code, _, _ in lines if len(code) == 2}
    assert all(own & {one.code, one.part_of} for one in load_provinces().values())
    assert max(Counter((code, year) for code, year, _ in lines).values()) == 1


def test_a_district_name_is_folded_named_once_and_no_other_name_of_a_region() -> None:
    _, *lines = rows("districts.tsv")
    gazetteer = load_gazetteer()
    names = [name for name, _ in lines]
    assert len(set(names)) == len(names) > 5_000
    assert all(name == fold(name) for name in names)
    assert all(gazetteer.knows(code) and len(code) == 4 for _, codes in lines for code in codes.split("|"))
    official = {region.bare_name for region in (*gazetteer.provinces(), *gazetteer.regencies())}
    assert official.isdisjoint(names)
    assert {alias for alias, _ in rows("place_aliases.tsv")}.isdisjoint(names)
