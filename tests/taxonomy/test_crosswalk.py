"""Conversion between KBJI 2014, ISCO-08 and ESCO, and versions that come with a table of their own."""

from __future__ import annotations

import csv
import gzip
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy import crosswalk as module
from taxonomy.crosswalk import ESCO, ISCO08, Crosswalk, load_crosswalk
from taxonomy.errors import InputError, UnknownIdError
from taxonomy.occupations import VERSION, Occupation, Occupations, load_occupations
from taxonomy.tables import bundled_table

CODES = [entry.code for entry in load_occupations()]
UNITS = load_occupations().unit_codes
LINES = [row for _, row in bundled_table("crosswalk_isco08.tsv", ("kbji2014", "isco08", "relation", "jobs"))]


def converted(code: str, source: str, target: str) -> list[tuple[str, str]]:
    return [(c.code, c.relation) for c in load_crosswalk().convert(code, source, target)]


@pytest.mark.parametrize(
    ("code", "source", "target", "expected"),
    [
        ("5211", VERSION, ISCO08, [("5211", "exact")]),
        ("5211", ISCO08, VERSION, [("5211", "exact")]),
        ("0112", VERSION, ISCO08, [("0110", "narrow")]),
        ("0310", ISCO08, VERSION, [("0311", "broad"), ("0312", "broad"), ("0313", "broad"), ("0314", "broad")]),
        ("0115.01", VERSION, ISCO08, [("1112", "narrow")]),
        ("0115.99", VERSION, ISCO08, [("3355", "narrow")]),
        ("0215.00", VERSION, ISCO08, [("3355", "related"), ("5412", "related")]),
        ("3259", VERSION, ISCO08, [("3259", "broad"), ("2269", "related")]),
        ("3259.01", VERSION, ISCO08, [("2269", "narrow")]),
        ("3259.99", VERSION, ISCO08, [("3259", "narrow")]),
        ("6129", ISCO08, VERSION, [("6129", "broad"), ("6221.08", "broad"), ("6221.09", "broad"), ("6221", "related")]),
        ("25", VERSION, ISCO08, [("25", "exact")]),
        ("335", VERSION, ISCO08, [("335", "narrow")]),
        ("54", ISCO08, VERSION, [("54", "broad"), ("02", "related"), ("03", "related")]),
        ("7213.01", VERSION, VERSION, [("7213.01", "exact")]),
    ],
)
def test_known_counterparts(code: str, source: str, target: str, expected: list[tuple[str, str]]) -> None:
    assert converted(code, source, target) == expected


def test_kbji_leads_to_esco_by_way_of_isco_and_back() -> None:
    cook = next(c for c in load_crosswalk().convert("5120", VERSION, ESCO) if c.title == "cook")
    assert (cook.version, cook.relation) == (ESCO, "broad")
    assert converted(cook.code, ESCO, ISCO08) == [("5120", "narrow")]
    assert converted(cook.code, ESCO, VERSION) == [("5120", "narrow")]
    assert {relation for _, relation in converted("5120.00", VERSION, ESCO)} == {"related"}


def test_isco_groups_of_every_level_hold_esco_occupations_and_ten_hold_none() -> None:
    titles = dict(bundled_titles())
    assert len(load_crosswalk().convert("2", ISCO08, ESCO)) > len(load_crosswalk().convert("25", ISCO08, ESCO)) > 0
    empty = [code for code in titles if len(code) == 4 and not converted(code, ISCO08, ESCO)]
    assert len(empty) == 10


def bundled_titles() -> list[tuple[str, str]]:
    return [(row["code"], row["title"]) for _, row in bundled_table("isco08.tsv", ("code", "title"))]


def test_the_tables_have_their_published_numbers() -> None:
    assert Counter(len(code) for code, _ in bundled_titles()) == {1: 10, 2: 43, 3: 130, 4: 436}
    esco = [row for _, row in bundled_table("crosswalk_esco.tsv", ("code", "label", "isco08"))]
    assert len({row["code"] for row in esco}) == len(esco) == 2942
    assert all(re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", row["code"]) for row in esco)
    assert {row["isco08"] for row in esco} <= {code for code, _ in bundled_titles()}
    same = [line for line in LINES if line["kbji2014"] == line["isco08"]]
    assert len(same) == 431
    assert {line["kbji2014"] for line in LINES} == set(UNITS)
    assert {line["isco08"] for line in LINES} == {code for code, _ in bundled_titles() if len(code) == 4}


def test_titles_of_groups_with_the_same_code_are_those_of_isco() -> None:
    titles = dict(bundled_titles())
    odd = [e.code for e in load_occupations() if e.title_en and titles[e.code] != e.title_en]
    assert odd == []


@given(st.sampled_from(CODES))
def test_every_kbji_code_has_a_counterpart_that_leads_back_to_it(code: str) -> None:
    there = converted(code, VERSION, ISCO08)
    assert there
    for group, relation in there:
        back = dict(converted(group, ISCO08, VERSION))
        if code in back:
            turned = {"exact": "exact", "narrow": "broad", "broad": "narrow", "related": "related"}
            assert back[code] == turned[relation]
        else:
            assert code[:4] in back


@given(st.sampled_from(UNITS))
def test_a_unit_groups_counterparts_are_those_of_its_jobs_and_no_others(unit: str) -> None:
    jobs = [entry.code for entry in load_occupations().children(unit)]
    of_jobs = {group for job in jobs for group, _ in converted(job, VERSION, ISCO08)}
    assert of_jobs == {group for group, _ in converted(unit, VERSION, ISCO08)}


@pytest.mark.parametrize(
    ("code", "source", "target"),
    [("9999", VERSION, ISCO08), ("0111", ISCO08, VERSION), ("5120", ESCO, ISCO08), ("5120", "KBJI2026", VERSION)],
)
def test_an_unknown_code_or_version_is_refused_by_name(code: str, source: str, target: str) -> None:
    with pytest.raises(UnknownIdError, match=source if source == "KBJI2026" else code):
        load_crosswalk().convert(code, source, target)


def later_version() -> Crosswalk:
    entries = {
        "5": "e",
        "51": "e",
        "512": "e",
        "5120": "Juru Masak",
        "5121": "Koki",
        "5122": "Juru Masak Baru",
        "5123": "x",
    }
    tree = Occupations(tuple(Occupation(code=c, title=t, title_en="") for c, t in entries.items()), "KBJI2026")
    pairs = [("5120", "5120"), ("5120", "5121"), ("3434", "5121"), ("9411", "5122"), ("9412", "5122"), ("512", "512")]
    return load_crosswalk().with_version(tree, pairs)


def test_a_version_with_a_conversion_table_joins_the_others() -> None:
    walk = later_version()
    assert walk.versions == (VERSION, ISCO08, ESCO, "KBJI2026")

    def found(code: str, source: str, target: str) -> list[tuple[str, str]]:
        return [(c.code, c.relation) for c in walk.convert(code, source, target)]

    assert found("5120", VERSION, "KBJI2026") == [("5120", "broad"), ("5121", "related")]
    assert found("5122", "KBJI2026", VERSION) == [("9411", "broad"), ("9412", "broad")]
    assert found("5120", "KBJI2026", ISCO08) == [("5120", "narrow")]
    assert found("5120", ISCO08, "KBJI2026") == [("5120", "broad"), ("5121", "related")]
    assert found("512", "KBJI2026", VERSION) == [("512", "exact")]
    assert found("5123", "KBJI2026", ISCO08) == []
    assert walk.convert("5120", "KBJI2026", ESCO)[0].relation == "related"
    assert walk.convert("5120", VERSION, "KBJI2026")[0].title == "Juru Masak"
    assert VERSION in load_crosswalk().versions
    assert "KBJI2026" not in load_crosswalk().versions


def test_the_tightest_of_several_ways_counts() -> None:
    tree = Occupations((Occupation(code="2269", title="x", title_en=""),), "KBJI2026")
    walk = load_crosswalk().with_version(tree, [("2269", "2269"), ("3259", "2269")])
    assert [(c.code, c.relation) for c in walk.convert("2269", "KBJI2026", ISCO08)] == [
        ("3259", "broad"),
        ("2269", "related"),
    ]


@pytest.mark.parametrize(
    ("relation", "jobs"),
    [("exact", ""), ("broad", "3259.77"), ("broad", "2269.01")],
    ids=["relation", "no job", "other"],
)
def test_a_line_that_cannot_be_is_refused_by_its_place(
    monkeypatch: pytest.MonkeyPatch, relation: str, jobs: str
) -> None:
    rows = [
        ("t line 2", {"kbji2014": "3259", "isco08": "3259", "relation": relation, "jobs": jobs}),
        ("t line 3", {"kbji2014": "3259", "isco08": "2269", "relation": "broad", "jobs": ""}),
    ]
    monkeypatch.setattr(module, "bundled_table", lambda name, columns: iter(rows if "isco08" in columns else []))
    with pytest.raises(InputError, match="t line 2"):
        load_crosswalk.__wrapped__()


@pytest.mark.shared
def test_the_bundled_tables_are_those_of_the_official_files(shared_data: Path) -> None:
    def rows(name: str) -> list[dict[str, str]]:
        with gzip.open(shared_data / "taxonomy" / name, "rt", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    assert {code for code, _ in bundled_titles()} == {row["code"] for row in rows("isco08_groups_en.csv.gz")}
    esco = {row["code"]: row["isco08"] for _, row in bundled_table("crosswalk_esco.tsv", ("code", "label", "isco08"))}
    official = rows("esco_v1.1_occupations_en.csv.gz")
    assert esco == {row["conceptUri"].removeprefix(module.ESCO_URI): row["iscoGroup"] for row in official}
