"""Importing an official table of KBJI, keeping it in a folder, and loading it again."""

from __future__ import annotations

import csv
import gzip
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy import importer, versions
from taxonomy.errors import InputError, UnknownIdError
from taxonomy.importer import Classification, read_classification, read_conversion
from taxonomy.occupations import VERSION, Occupation, Occupations, load_occupations
from taxonomy.versions import crosswalk_with, imported_versions, load_version, save_version

Rows = list[tuple[int, dict[str, Any]]]
TREE = {"5": "Jasa", "51": "Perorangan", "512": "Masak", "5120": "Juru Masak", "5120.01": "Koki", "5120.10": "Kue"}
LATER = "KBJI2030"


def rows(codes: Mapping[str, str] = TREE, **changed: Any) -> Rows:
    found: Rows = []
    for number, (code, title) in enumerate(codes.items(), 1):
        digit = "6" if "." in code else str(len(code))
        found.append(
            (number, {"digit": digit, "kode": code, "judul": title, "deskripsi": f"Tentang {title}"} | changed)
        )
    return found


def official() -> Rows:
    return rows({entry.code: entry.title for entry in load_occupations()}, deskripsi="")


def test_a_small_tree_is_read_with_its_descriptions() -> None:
    found = read_classification(rows(), LATER, "k.csv")
    assert found.version == LATER
    assert [(e.code, e.title, e.title_en) for e in found.occupations] == [(c, t, "") for c, t in TREE.items()]
    assert found.descriptions["5120.01"] == "Tentang Koki"
    assert found.occupations.unit_codes == ("5120",)


def test_rows_may_come_in_any_order_and_blank_descriptions_are_none() -> None:
    found = read_classification(list(reversed(rows(deskripsi=None))), LATER, "k.csv")
    assert [entry.code for entry in found.occupations] == list(TREE)
    assert found.descriptions == {}


def test_the_columns_of_the_transcription_of_kbji_2026_are_taken_too() -> None:
    renamed = {"digit": "jumlah_digit", "kode": "kode", "judul": "nama_resmi", "deskripsi": "uraian_resmi"}
    other = [(number, {renamed[name]: cell for name, cell in row.items()}) for number, row in rows()]
    assert (
        read_classification(other, LATER, "k.csv").descriptions == read_classification(rows(), LATER, "k").descriptions
    )


def test_the_official_table_of_kbji_2014_becomes_the_bundled_one() -> None:
    found = read_classification(official(), VERSION, "k.csv")
    assert list(found.occupations) == list(load_occupations())


@pytest.mark.untraced
@given(st.sampled_from([entry.code for entry in load_occupations()]), st.booleans())
def test_codes_that_a_spreadsheet_made_numbers_of_are_mended(code: str, as_text: bool) -> None:
    number = float(code)
    cell: object = (str(int(number)) if number.is_integer() else str(number)) if as_text else number
    level = {1: 1.0, 2: 2.0, 3: 3.0, 4: 4.0, 7: 6.0}[len(code)]
    above = [(n, row) for n, row in official() if row["kode"] != code]
    changed = [*above, (9_999, {"digit": level, "kode": cell, "judul": load_occupations().get(code).title})]
    assert list(read_classification(changed, VERSION, "k.xlsx").occupations) == list(load_occupations())


def test_codes_of_six_digits_without_their_point_are_mended() -> None:
    codes = [(number, {**row, "kode": row["kode"].replace(".", "")}) for number, row in rows()]
    assert [entry.code for entry in read_classification(codes, LATER, "k.csv").occupations] == list(TREE)


def broken(change: Callable[[Rows], object]) -> str:
    found = rows()
    change(found)
    with pytest.raises(InputError) as fault:
        read_classification(found, LATER, "k.csv")
    return str(fault.value)


@pytest.mark.parametrize(
    ("row", "cells", "message"),
    [
        (3, {"digit": "5"}, "k.csv row 3: wanted digit, one of 1, 2, 3, 4, 6, found {'digit': '5'"),
        (3, {"digit": None}, "k.csv row 3: wanted digit"),
        (4, {"kode": "512a"}, "k.csv row 4: wanted kode of 4 digits"),
        (4, {"kode": "51201"}, "k.csv row 4: wanted kode of 4 digits"),
        (4, {"kode": ""}, "k.csv row 4: wanted kode of 4 digits"),
        (5, {"kode": "5120.013"}, "k.csv row 5: wanted kode of 6 digits, like 4321.01"),
        (5, {"judul": "  "}, "k.csv row 5: wanted judul, not blank"),
        (6, {"kode": "5120.01"}, "k.csv row 6: wanted 5120.01 once, not in row 5 too"),
        (5, {"kode": "5130.01"}, "k.csv row 5: wanted an entry whose group is in the table too, found 5130.01"),
    ],
)
def test_a_faulty_row_is_refused_by_its_number(row: int, cells: dict[str, Any], message: str) -> None:
    assert message in broken(lambda found: found[row - 1][1].update(cells))


def test_a_missing_group_names_all_rows_concerned() -> None:
    message = broken(lambda found: found.pop(3))
    assert "k.csv row 3 (2 more faulty rows: 5, 6): wanted a group with entries below it, found 512" in message


def test_a_unit_group_without_jobs_is_refused() -> None:
    message = broken(lambda found: found.__delitem__(slice(4, 6)))
    assert "k.csv row 4: wanted a group with entries below it, found 5120" in message


def test_of_many_faulty_rows_eleven_are_named() -> None:
    many = rows({f"{number:04d}": "x" for number in range(1111, 1131)})
    with pytest.raises(InputError, match=r"k\.csv row 1 \(39 more faulty rows: (\d+, ){10}\.\.\.\)"):
        read_classification(many, LATER, "k.csv")


def test_a_table_without_the_columns_or_without_rows_is_refused() -> None:
    with pytest.raises(
        InputError, match=r"k\.csv header: wanted columns digit or jumlah_digit, judul or nama_resmi, found a, kode"
    ):
        read_classification([(1, {"a": 1, "kode": "1"})], LATER, "k.csv")
    with pytest.raises(InputError, match=r"k\.csv: wanted some entries"):
        read_classification([], LATER, "k.csv")


def test_other_numbers_than_were_published_are_refused() -> None:
    with pytest.raises(
        InputError, match="wanted 10/43/130/447/2380 entries of 1/2/3/4/6 digits, found 10/43/130/446/2137"
    ):
        read_classification(official(), "KBJI2026", "k.csv")


@pytest.mark.parametrize("name", ["", "2026", "KBJI", "KBJI26", "../KBJI2026", "kbji2026"])
def test_a_name_that_is_no_version_is_refused(name: str, tmp_path: Path) -> None:
    for ask in (lambda: read_classification([], name, "k.csv"), lambda: load_version(name, tmp_path)):
        with pytest.raises(InputError, match="KBJI and a year"):
            ask()


def later(**changed: Any) -> Classification:
    return read_classification(rows(**changed), LATER, "k.csv")


def test_a_conversion_table_names_codes_of_both_versions() -> None:
    new = later().occupations
    table: Rows = [
        (1, {"old": 5120.0, "new": "5120"}),
        (2, {"old": "5120", "new": "5120"}),
        (3, {"old": "3434", "new": "5120"}),
    ]
    assert read_conversion(table, new, "c.csv") == (("5120", "5120"), ("3434", "5120"))


@pytest.mark.parametrize("cells", [{"old": "9999"}, {"new": "5121"}, {"old": "512"}, {"new": None}])
def test_a_conversion_of_unknown_or_unequal_codes_is_refused_by_its_row(cells: dict[str, Any]) -> None:
    table = [(1, {"old": "5120", "new": "5120"}), (2, {"old": "5120", "new": "5120"} | cells)]
    with pytest.raises(InputError, match=r"c\.csv row 2: wanted old, a code of KBJI2014, and new, a code of KBJI2030"):
        read_conversion(table, later().occupations, "c.csv")


def test_a_conversion_without_its_columns_is_refused() -> None:
    with pytest.raises(InputError, match=r"c\.csv header: wanted columns old, found lama, new"):
        read_conversion([(1, {"lama": "1", "new": "5"})], later().occupations, "c.csv")


class TestFolder:
    """Versions in a folder."""

    def test_what_was_saved_is_loaded(self, tmp_path: Path) -> None:
        found = Classification(
            occupations=later().occupations, descriptions=later().descriptions, conversion=(("5120", "5120"),)
        )
        path = save_version(found, tmp_path / "a" / "b")
        assert imported_versions(path.parent) == (LATER,)
        read = load_version(LATER, path.parent)
        assert list(read.occupations) == list(found.occupations)
        assert (read.version, read.descriptions, read.conversion) == (LATER, found.descriptions, found.conversion)
        assert [child.name for child in path.parent.iterdir()] == [path.name]

    def test_a_later_import_takes_the_place_of_an_earlier_one(self, tmp_path: Path) -> None:
        save_version(later(), tmp_path)
        save_version(later(deskripsi=""), tmp_path)
        assert load_version(LATER, tmp_path).descriptions == {}

    def test_a_version_that_cannot_be_written_leaves_the_earlier_one(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        save_version(later(), tmp_path)

        def full(*_: object) -> None:
            raise OSError("full")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="full"):
            save_version(later(deskripsi=""), tmp_path)
        assert load_version(LATER, tmp_path).descriptions
        assert len(list(tmp_path.iterdir())) == 1

    def test_kbji_2014_is_there_without_an_import_and_has_descriptions_after_it(self, tmp_path: Path) -> None:
        assert load_version(VERSION, tmp_path / "none").occupations is load_occupations()
        described = read_classification([(n, {**row, "deskripsi": "x"}) for n, row in official()], VERSION, "k.csv")
        save_version(described, tmp_path)
        assert len(load_version(VERSION, tmp_path).descriptions) == 2766
        assert VERSION in crosswalk_with(tmp_path).versions

    def test_a_version_that_was_not_imported_is_told_with_those_that_were(self, tmp_path: Path) -> None:
        save_version(later(), tmp_path)
        with pytest.raises(
            UnknownIdError, match=r"wanted one of KBJI2014, KBJI2030, or another after 'sepadan occ.*, found KBJI2026"
        ):
            load_version("KBJI2026", tmp_path)

    @pytest.mark.parametrize(
        "text",
        ["", "{", "[]", "{}", '{"version": "KBJI2030", "entries": 3}', '{"version": "KBJI2030", "entries": [[1]]}'],
    )
    def test_a_damaged_file_is_refused_by_name(self, tmp_path: Path, text: str) -> None:
        (tmp_path / f"{LATER}.json").write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match=r"KBJI2030\.json: wanted a whole file; import KBJI2030 again"):
            load_version(LATER, tmp_path)

    def test_a_file_of_another_version_or_a_broken_tree_is_refused(self, tmp_path: Path) -> None:
        path = save_version(later(), tmp_path)
        document = json.loads(path.read_text(encoding="utf-8"))
        (tmp_path / "KBJI2031.json").write_text(json.dumps(document), encoding="utf-8")
        with pytest.raises(InputError, match="wanted a file of KBJI2031, found KBJI2030"):
            load_version("KBJI2031", tmp_path)
        document["entries"].pop(3)
        path.write_text(json.dumps(document), encoding="utf-8")
        with pytest.raises(InputError, match=r"row 3 .*: wanted a group with entries below it, found 512"):
            load_version(LATER, tmp_path)

    def test_versions_with_a_conversion_join_the_crosswalk(self, tmp_path: Path) -> None:
        save_version(later(), tmp_path)
        assert LATER not in crosswalk_with(tmp_path).versions
        converted = Classification(occupations=later().occupations, descriptions={}, conversion=(("5120", "5120"),))
        save_version(converted, tmp_path)
        assert crosswalk_with(tmp_path).convert("5120", LATER, "ISCO08")[0].code == "5120"
        assert versions.FOLDER == "classifications"


@pytest.mark.shared
def test_the_official_file_is_imported_whole(shared_data: Path) -> None:
    with gzip.open(shared_data / "taxonomy" / "kbji2014.csv.gz", "rt", encoding="utf-8") as file:
        found = read_classification(enumerate(csv.DictReader(file), 1), VERSION, "kbji2014.csv.gz")
    assert list(found.occupations) == list(load_occupations())
    assert len(found.descriptions) == 2765
    assert importer.COUNTS[VERSION] == (10, 43, 130, 446, 2137)


def test_a_bare_tree_of_entries_is_checked_like_a_table() -> None:
    entries = tuple(Occupation(code=c, title=t, title_en="") for c, t in TREE.items())
    importer.check_tree(Occupations(entries, LATER), "k.json")
    with pytest.raises(InputError, match=r"k\.json row 1: wanted an entry whose group"):
        importer.check_tree(Occupations(entries[3:], LATER), "k.json")
