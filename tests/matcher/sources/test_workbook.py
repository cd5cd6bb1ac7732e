from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest

from matcher.sources import workbook
from matcher.sources.workbook import print_rows, xlsx_rows
from taxonomy.errors import InputError
from tests.matcher.sources.workbooks import write_sheet, write_workbook


def test_numbers_dates_flags_and_blank_cells_come_as_what_they_are(tmp_path: Path) -> None:
    path = write_workbook(
        tmp_path / "a.xlsx",
        [
            ["id", " title ", "posted_on", "openings", "is_closed"],
            [123, "Kasir", date(2025, 3, 9), 2, True],
            [124, None, None, 1.5, False],
        ],
    )
    told: list[int] = []
    rows = list(xlsx_rows(path, ("id",), told.append))
    assert [(row.number, row.value) for row in rows] == [
        (1, {"id": 123.0, "title": "Kasir", "posted_on": "2025-03-09", "openings": 2.0, "is_closed": True}),
        (2, {"id": 124.0, "title": None, "posted_on": None, "openings": 1.5, "is_closed": False}),
    ]
    assert told == [path.stat().st_size]


def test_formulas_give_their_last_value_and_merged_cells_their_first(tmp_path: Path) -> None:
    path = write_sheet(
        tmp_path / "a.xlsx",
        '<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>title</t></is></c></row>'
        '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2" t="str"><f>"Juru"&amp;" Las"</f><v>Juru Las</v></c></row>'
        '<row r="3"><c r="A3"><v>3</v></c><c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
        '<row r="4"><c r="A4"><v>4</v></c></row>',
        '<mergeCells count="1"><mergeCell ref="B2:B4"/></mergeCells>',
    )
    assert [row.value for row in xlsx_rows(path)] == [
        {"id": 2.0, "title": "Juru Las"},
        {"id": 3.0, "title": None},
        {"id": 4.0, "title": None},
    ]


def test_times_and_spans_of_time_come_as_text(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", [["id", "at"], [1, None]])
    styles = (
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2">'
        '<xf numFmtId="0"/><xf numFmtId="46" applyNumberFormat="1"/></cellXfs></styleSheet>'
    )
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name).decode() for name in old.namelist()}
    parts["xl/styles.xml"] = styles
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace("<v>1</v></c>", '<v>1</v></c><c r="B2" s="1"><v>1.5</v></c>')
    with zipfile.ZipFile(path, "w") as new:
        for name, text in parts.items():
            new.writestr(name, text)
    assert [row.value for row in xlsx_rows(path)] == [{"id": 1.0, "at": "1 day, 12:00:00"}]


def test_blank_rows_and_blank_columns_without_a_name_are_passed_over(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", [["id", "title", "", ""], [1, "Kasir", "", ""], ["", ""], [3, "Sopir"]])
    assert [(row.number, row.value) for row in xlsx_rows(path)] == [
        (1, {"id": 1.0, "title": "Kasir"}),
        (3, {"id": 3.0, "title": "Sopir"}),
    ]


def test_a_filled_cell_under_no_name_is_kept_for_the_reader_to_refuse(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", [["id", ""], [1, "catatan"]])
    assert [row.value for row in xlsx_rows(path)] == [{"id": 1.0, "": "catatan"}]


def test_a_reader_that_stops_early_leaves_no_process_behind(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", [["id"], *([n] for n in range(30_000))])
    rows = xlsx_rows(path)
    assert next(rows).value == {"id": 0.0}
    rows.close()  # type: ignore[attr-defined]  # under filterwarnings=error a process left behind would fail the test


@pytest.mark.parametrize(
    ("rows", "found"), [([], "columns "), ([["id", "title"]], "a header only"), ([["judul"]], "columns judul")]
)
def test_an_empty_sheet_a_header_alone_and_a_missing_column_are_refused(
    tmp_path: Path, rows: list[list[str]], found: str
) -> None:
    path = write_workbook(tmp_path / "a.xlsx", rows)
    with pytest.raises(InputError, match=found):
        list(xlsx_rows(path, ("id",)))


def test_columns_that_come_twice_are_refused_under_their_own_name(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", [["id", "title", "title"], [1, "Kasir", "Sopir"]])
    with pytest.raises(InputError, match="found title twice"):
        list(xlsx_rows(path, ("id",)))


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"id,title\n1,Kasir\n")
    with pytest.raises(InputError, match="found not a zip file"):
        list(xlsx_rows(path))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("surat.txt", "bukan lembar kerja")
    with pytest.raises(InputError, match="wanted an XLSX workbook with a table in its first sheet"):
        list(xlsx_rows(path))
    with pytest.raises(InputError, match="No such file"):
        list(xlsx_rows(tmp_path / "tidak-ada.xlsx"))


def test_a_zip_bomb_is_refused_by_its_declared_size(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for part in range(5):
            with archive.open(f"xl/worksheets/sheet{part}.xml", "w") as out:
                for _ in range(104):
                    out.write(bytes(1 << 20))
    assert path.stat().st_size < 1 << 20
    with pytest.raises(InputError, match="wanted a workbook of at most 512 MiB unpacked, found 520 MiB"):
        list(xlsx_rows(path))


def test_a_cell_in_the_last_corner_of_the_sheet_does_not_end_this_process(tmp_path: Path) -> None:
    corner = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    with pytest.raises(InputError, match=r"memory allocation of .* failed"):
        list(xlsx_rows(write_sheet(tmp_path / "a.xlsx", corner)))


def test_a_parser_that_is_killed_midway_is_told_and_never_taken_for_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_workbook(tmp_path / "a.xlsx", [["id"], [1]])
    child = """
import os, signal
os.write(1, b'["id"]\\n[7.0]\\n[8.')
os.kill(os.getpid(), signal.SIGKILL)
"""
    monkeypatch.setattr(workbook, "_CHILD", child)
    rows = xlsx_rows(path)
    assert next(rows).value == {"id": 7.0}
    with pytest.raises(InputError, match=r"found a parser that was ended \(-9\)"):
        next(rows)


def test_the_child_prints_rows_as_json_and_tells_what_it_cannot_read(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_workbook(tmp_path / "a.xlsx", [["id", "posted_on"], [7, date(2025, 1, 2)]])
    assert print_rows(str(path), limit=0) == 0
    assert capfdbinary.readouterr().out == b'["id","posted_on"]\n[7.0,"2025-01-02"]\n'
    limits: list[tuple[int, tuple[int, int]]] = []
    monkeypatch.setattr(workbook.resource, "setrlimit", lambda what, pair: limits.append((what, pair)))
    assert print_rows(str(tmp_path / "tidak-ada.xlsx"), limit=5) == 1
    assert limits == [(workbook.resource.RLIMIT_AS, (5, 5))]
    assert b"No such file" in capfdbinary.readouterr().err
