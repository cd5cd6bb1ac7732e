"""KBLI: the bundled table, its tree, and the versions that a user imports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.errors import InputError, UnknownIdError
from taxonomy.industries import Industry, load_industries, read_industries
from taxonomy.industry_importer import COUNTS, IndustryVersion, load_version, read_version, save_version

SMALL = (
    ("A", "1", "A", "Pertanian"),
    ("A", "2", "01", "Tanaman"),
    ("A", "3", "011", "Semusim"),
    ("A", "4", "0111", "Serealia"),
    ("A", "5", "01111", "Jagung"),
)


def official(rows: tuple[tuple[str, ...], ...] = SMALL, **cells: object) -> list[tuple[int, dict[str, object]]]:
    """Rows as a spreadsheet has them; ``cells`` replaces cells of the last row."""
    names = ("kategori", "digit", "kode", "judul")
    found: list[tuple[int, dict[str, object]]] = [
        (number, dict(zip(names, row, strict=True))) for number, row in enumerate(rows, 1)
    ]
    found[-1][1].update(cells)
    return found


def entries(*rows: tuple[str, str, str]) -> Iterator[tuple[str, Industry]]:
    for at, (section, code, title) in enumerate(rows, 2):
        yield f"t.tsv line {at}", Industry(section=section, code=code, title=title)


def test_the_bundled_table_has_every_entry_of_kbli_2020() -> None:
    by_length = Counter(len(entry.code) for entry in load_industries())
    assert tuple(by_length[digits] for digits in (1, 2, 3, 4, 5)) == COUNTS["KBLI2020"] == (21, 88, 245, 567, 1791)
    assert sum(by_length.values()) == 2712


def test_every_entry_stands_below_its_parent_and_among_its_children() -> None:
    industries = load_industries()
    for entry in industries:
        above = industries.parent(entry.code)
        assert (above is None) == (entry.code == entry.section)
        if above is not None:
            assert entry in industries.children(above.code)
            assert industries.section_of(entry.code).code == entry.section


def test_known_codes_have_their_official_titles() -> None:
    industries = load_industries()
    assert industries.get("64").title == "Aktivitas Jasa Keuangan, Bukan Asuransi Dan Dana Pensiun"
    assert industries.section_of("10710").code == "C"
    assert [entry.code for entry in industries.children("B")] == ["05", "06", "07", "08", "09"]


@pytest.mark.parametrize("code", ["", "00", "1", "c", "999999", "\u0663\u0664", "62 ", "'; DROP TABLE"])
def test_a_code_that_is_none_is_refused_by_name(code: str) -> None:
    with pytest.raises(UnknownIdError) as caught:
        load_industries().get(code)
    assert caught.value.found == code
    assert code not in load_industries()


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ((("A", "A", ""),), "a title"),
        ((("A", "A", "x"), ("A", "A", "x")), "A once"),
        ((("AB", "AB", "x"),), "a section, one letter from A"),
        ((("A", "A", "x"), ("A", "1", "x")), "the section's letter, or 2-5 digits"),
        ((("A", "A", "x"), ("A", "0\u0661", "x")), "the section's letter, or 2-5 digits"),
        ((("A", "A", "x"), ("A", "011", "x")), "01 of section A before it"),
        ((("A", "A", "x"), ("B", "B", "x"), ("A", "01", "x"), ("B", "011", "x")), "01 of section B before it"),
    ],
)
def test_a_table_that_does_not_hold_together_is_refused_by_line(
    rows: tuple[tuple[str, str, str], ...], wanted: str
) -> None:
    with pytest.raises(InputError) as caught:
        read_industries(entries(*rows), "KBLI2020")
    assert (caught.value.wanted, caught.value.where) == (wanted, f"t.tsv line {len(rows) + 1}")


def test_a_version_is_read_in_any_order_and_a_spreadsheets_numbers_are_mended() -> None:
    rows = official((*SMALL[1:], SMALL[0]))
    rows[1][1]["kode"], rows[2][1]["kode"] = 11.0, "111"
    found = read_version(rows, "KBLI2025", "t.xlsx")
    assert [entry.code for entry in found.industries] == ["A", "01", "011", "0111", "01111"]
    assert found.industries.version == "KBLI2025"


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        ({"digit": "6"}, "digit, one of 1, 2, 3, 4, 5"),
        ({"kode": ""}, "kode of 5 characters"),
        ({"kode": "123456"}, "kode of 5 characters"),
        ({"judul": "<b> </b>\u200b"}, "a title"),
        ({"kategori": ""}, "a section, one letter from A"),
    ],
)
def test_a_faulty_row_of_a_version_is_refused_by_number(cells: dict[str, object], wanted: str) -> None:
    with pytest.raises(InputError) as caught:
        read_version(official(**cells), "KBLI2025", "t.csv")
    assert caught.value.wanted == wanted
    assert caught.value.where == "t.csv row 5"


def test_kbli_2020_must_have_as_many_entries_as_were_published() -> None:
    with pytest.raises(InputError, match="21/88/245/567/1791"):
        read_version(official(), "KBLI2020", "t.csv")


def test_an_empty_table_a_missing_column_and_a_strange_name_are_refused() -> None:
    with pytest.raises(InputError, match="some entries"):
        read_version([], "KBLI2025", "t.csv")
    with pytest.raises(InputError, match=r"columns judul, found kode"):
        read_version([(1, {"kode": "A", "kategori": "A", "digit": "1"})], "KBLI2025", "t.csv")
    with pytest.raises(InputError, match="KBLI and a year"):
        read_version(official(), "KBLI2025/../../x", "t.csv")


def test_a_saved_version_comes_back_with_its_descriptions(tmp_path: Path) -> None:
    found = read_version(official(deskripsi=" Jagung <br> dan  lain "), "KBLI2025", "t.csv")
    save_version(found, tmp_path)
    again = load_version("KBLI2025", tmp_path)
    assert list(again.industries) == list(found.industries)
    assert again.descriptions == {"01111": "Jagung\ndan lain"}
    assert [file.name for file in tmp_path.iterdir()] == ["KBLI2025.json"]


def test_kbli_2020_is_there_without_an_import_and_others_are_not(tmp_path: Path) -> None:
    assert load_version("KBLI2020", tmp_path).industries is load_industries()
    with pytest.raises(UnknownIdError, match="sepadan industries import FILE --version KBLI2025"):
        load_version("KBLI2025", tmp_path)


@pytest.mark.parametrize("content", ["", "{}", '{"version": "KBLI2025", "entries": [[1]], "descriptions": {}}', "[]"])
def test_a_damaged_version_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "KBLI2025.json").write_text(content)
    with pytest.raises(InputError, match="import KBLI2025 again"):
        load_version("KBLI2025", tmp_path)


def test_a_version_under_another_name_is_refused(tmp_path: Path) -> None:
    path = save_version(read_version(official(), "KBLI2025", "t.csv"), tmp_path)
    path.rename(tmp_path / "KBLI2026.json")
    with pytest.raises(InputError, match="a file of KBLI2026"):
        load_version("KBLI2026", tmp_path)


def test_a_version_that_cannot_be_written_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        save_version(IndustryVersion(industries=load_industries(), descriptions={}), tmp_path)
    assert not list(tmp_path.iterdir())


@given(
    st.dictionaries(st.sampled_from(["kategori", "digit", "kode", "judul", "x"]), st.text() | st.floats() | st.none())
)
def test_any_row_is_read_or_refused_with_its_place(row: dict[str, object]) -> None:
    with pytest.raises(InputError) as caught:
        read_version([(7, row)], "KBLI2020", "t.csv")
    assert caught.value.where.startswith("t.csv")


@pytest.mark.shared
def test_the_official_table_gives_the_bundled_one(shared_data: Path) -> None:
    from api.cli.occupations import table_rows

    file = shared_data / "taxonomy" / "kbli2020.csv.gz"
    found = read_version(table_rows(file), "KBLI2020", file.name)
    assert {entry.code: entry for entry in found.industries} == {entry.code: entry for entry in load_industries()}
    assert len(found.descriptions) > 2000
