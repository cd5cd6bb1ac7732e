"""The workbook template of courses: what is in it, and that it can be filled in and read."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from api.cli.template import EXAMPLES
from matcher.course_form import CourseForm
from matcher.ingest import record_of
from matcher.records import Course
from matcher.sources.course_book import LAST_ROW, course_book, course_columns
from matcher.sources.template import COURSES


@pytest.fixture(scope="module")
def book() -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(course_book()))


def test_every_field_of_a_course_is_a_column_with_a_note_and_an_explanation(book: Workbook) -> None:
    columns = [column.column for column in course_columns()]
    assert set(columns) == set(CourseForm.model_fields) - {"source", "fetched_at"}
    sheet = book["Pelatihan"]
    assert [cell.value for cell in sheet[1]] == columns
    for cell, column in zip(sheet[1], course_columns(), strict=True):
        assert cell.comment is not None
        assert column.explains in cell.comment.text
    assert [row[0].value for row in book["Penjelasan"].iter_rows(min_row=2, max_row=len(columns) + 1)] == columns
    assert all(row[1].value for row in book["Penjelasan"].iter_rows(min_row=2, max_row=len(columns) + 1))


def test_the_example_is_that_of_the_other_layouts() -> None:
    told = {column.column: column.example for column in course_columns() if column.example}
    example = EXAMPLES["courses"]
    assert told == {name: "|".join(value) if isinstance(value, list) else str(value) for name, value in example.items()}


def test_lists_to_choose_from_hold_what_the_form_takes(book: Workbook) -> None:
    sheet = book["Pelatihan"]
    heads = {cell.column_letter: cell.value for cell in sheet[1]}
    offered = {}
    for rule in sheet.data_validations.dataValidation:
        letter = "".join(c for c in str(rule.sqref).split(":")[0] if c.isalpha())
        assert str(rule.sqref) == f"{letter}2:{letter}{LAST_ROW + 1}"
        if rule.type == "list":
            cells = book["Daftar"][rule.formula1.removeprefix("=").removeprefix("Daftar!").replace("$", "")]
            offered[heads[letter]] = [cell.value for (cell,) in cells]
    assert set(offered) == {"mode", "education_min", "vocational_field", "workshop"}
    assert len(offered["vocational_field"]) >= 20
    for name, choices in offered.items():
        for choice in choices:
            assert choice, name
            record = record_of(COURSES, {"id": "1", "title": "x", name: choice}, "uji")
            assert isinstance(record, Course)
            assert getattr(record, name)


def test_a_filled_in_workbook_is_read(book: Workbook, tmp_path: Path) -> None:
    sheet = book["Pelatihan"]
    filled = {"id": "k-2", "title": "Las", "jp": 40, "mode": "daring", "seats": 12, "modules": "Las (40 JP)"}
    for cell in sheet[1]:
        sheet.cell(row=3, column=cell.column, value=filled.get(str(cell.value)))
    path = tmp_path / "isi.xlsx"
    book.save(path)
    records = [record_of(COURSES, row.value or {}, "uji") for row in COURSES.rows(path, None)]
    assert [record.key for record in records] == ["courses:contoh-1", "courses:k-2"]
    second = records[1]
    assert isinstance(second, Course)
    assert (second.jp, second.mode, second.seats, second.modules[0].jp) == (40, "online", 12, 40)


def test_the_workbook_is_the_same_each_time_and_a_sound_archive() -> None:
    assert course_book() == course_book()
    with zipfile.ZipFile(io.BytesIO(course_book())) as archive:
        assert archive.testzip() is None
