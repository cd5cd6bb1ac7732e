"""Workbooks and papers: no formula out of anybody's words, numbers as numbers, at most three pages; what is kept."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from api.web.planner.diff_report import diff_report
from api.web.planner.files import chart_file, report_file
from api.web.planner.paper import paper
from api.web.planner.plan_report import plan_report
from api.web.planner.ready import Kept, KeptPlans
from api.web.planner.tables import Column, Report, Table
from api.web.planner.workbook import workbook
from api.web.tongue import TONGUES
from taxonomy.errors import UnknownIdError
from tests.api.web.planner import made

ID, EN, DAY = TONGUES["id"], TONGUES["en"], date(2026, 11, 27)


@pytest.fixture(scope="module")
def report() -> Report:
    return plan_report(made.plan(), ID)


@pytest.fixture(scope="module")
def book(report: Report) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook(report, ID, DAY)))


def test_no_cell_is_a_formula_or_a_link(book: openpyxl.Workbook) -> None:
    values = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in values} <= {"s", "n"}
    assert not any(cell.hyperlink for cell in values)
    assert made.FORMULA in {cell.value for cell in values}
    assert made.MARKUP in {cell.value for cell in values}


def test_numbers_are_numbers_and_an_interval_takes_two_columns(book: openpyxl.Workbook) -> None:
    rows = list(book["Penempatan"].iter_rows(values_only=True))
    assert rows[3][:8] == (
        *("Kursus", "Kelas", "Biaya", "Penempatan"),
        *("Selang 80%, bawah", "Selang 80%, atas", "Selang 95%, bawah", "Selang 95%, atas"),
    )
    assert rows[4][:8] == (made.FORMULA, 2, 153_600_000, 20, 10, 40, 5, 60)
    assert rows[1][0].startswith("Permintaan: Angka resmi Kemnaker")
    assert len(book["Penempatan"]._images) == 1


def test_a_summary_stands_first_and_method_and_sources_last(book: openpyxl.Workbook) -> None:
    assert book.sheetnames[0] == "Ringkasan"
    assert book.sheetnames[-1] == "Cara dan sumber"
    assert book["Ringkasan"]["A2"].value == "Keadaan per 27 November 2026. Dibuat 27 November 2026."
    assert book.properties.title == "Rencana pelatihan BLK Contoh Bekasi"


def test_withheld_cells_stay_withheld_in_a_workbook() -> None:
    columns = (
        Column(title="Jabatan"),
        Column(title="Pencari", kind="whole", hides=True),
        Column(title="S", kind="interval"),
    )
    table = Table(name="a/b:c*?[d]" * 5, caption="x", columns=columns, rows=[("Las", None, None)], source="s")
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(Report(title="t", place="p", day="d", tables=[table]), ID, DAY)))
    name = sheet.sheetnames[1]
    assert not set(name) & set("[]:*?/\\")
    assert [cell.value for cell in sheet[name][5]] == ["Las", "tidak ditampilkan", None, None]


def pages(content: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", content))


def test_a_paper_has_one_to_three_pages_charts_and_says_its_language(report: Report) -> None:
    content = paper(report, ID, DAY)
    assert content.startswith(b"%PDF-")
    assert 1 <= pages(content) <= 3
    assert content.count(b"/Subtype /Image") == 4
    assert b"id-ID" in content
    assert pages(paper(diff_report(made.diff(), EN), EN, DAY)) == 1


def test_files_have_plain_names_and_an_unknown_chart_is_told(report: Report) -> None:
    answer = report_file(report, "pdf", ID, DAY)
    named = 'attachment; filename="rencana-pelatihan-blk-contoh-bekasi-2026-11-27.pdf"'
    assert answer.headers["content-disposition"] == named
    picture = chart_file(report, "jadwal", ID, DAY)
    assert picture.body.startswith(b"\x89PNG")
    with pytest.raises(UnknownIdError, match="penempatan, jadwal, batas"):
        chart_file(report, "tidak-ada", ID, DAY)


def test_the_last_few_reports_are_kept() -> None:
    kept = Kept(most=2)
    assert kept.made(("a",), lambda: 1) == 1
    assert kept.made(("a",), lambda: 2) == 1
    kept.made(("b",), lambda: 3)
    kept.get(("a",))
    kept.made(("c",), lambda: 4)
    assert [kept.get((name,)) for name in "abc"] == [1, None, 4]


def test_plans_are_kept_for_a_week_by_what_was_asked(tmp_path: Path) -> None:
    now = [1_000.0]
    plans = KeptPlans(tmp_path / "plans", clock=lambda: now[0])
    key = plans.key({"day": DAY, "centre": {"budget": 1}})
    assert key == plans.key({"centre": {"budget": 1}, "day": DAY}) != plans.key({"day": DAY})
    assert plans.get(key) is None
    plans.put(key, {"a": 1})
    now[0] = (tmp_path / "plans" / f"{key}.json").stat().st_mtime
    assert plans.get(key) == {"a": 1}
    assert [plans.get(name) for name in ("", "../../etc/passwd", "A" * 40, "0" * 40)] == [None] * 4
    now[0] += 8 * 24 * 3_600
    assert plans.get(key) is None
    other = plans.key({"x": 1})
    plans.put(other, {"b": 2})
    assert not (tmp_path / "plans" / f"{key}.json").exists()
    (tmp_path / "plans" / f"{other}.json").write_text("[1")
    assert plans.get(other) is None
