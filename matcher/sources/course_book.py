"""The template of courses as a workbook: headings with notes, lists to choose from, an example, explanations.

The ``courses`` source reads it back. The explanations are a table (``tables/course_columns.tsv``).
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from importlib import resources

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from matcher.course_form import MODES_SAID
from matcher.training.centres import WORKSHOPS
from matcher.world.programmes import load_programmes
from taxonomy.tables import read_table

LAST_ROW = 2_000
"""Rows of the first sheet that check and offer what is typed."""

_COLUMNS = ("column", "explains", "format", "example")
_EDUCATION = ("SD", "SMP", "SMA", "SMK", "D1", "D2", "D3", "D4", "S1")
_WHOLE: Mapping[str, tuple[int, int]] = {
    "jp": (0, 20_000),
    "seats": (0, 10_000_000),
    "cost_idr": (0, 2_000_000_000),
    "experience_min_months": (0, 1_200),
    "kkni_level": (1, 9),
}
_DAYS = ("starts_on", "ends_on", "register_until")
_MADE = datetime(2026, 11, 27)


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseColumn:
    """One column of the template.

    Attributes:
        column: Field of ``matcher.course_form.CourseForm``.
        explains: What goes into it, in Bahasa Indonesia.
        format: How it is written.
        example: Of the invented course; empty for none.
    """

    column: str
    explains: str
    format: str
    example: str


@lru_cache(maxsize=1)
def course_columns() -> tuple[CourseColumn, ...]:
    """Every column, in order."""
    file = resources.files("matcher.sources") / "tables" / "course_columns.tsv"
    rows = read_table(file.read_text(encoding="utf-8"), file.name, _COLUMNS)
    return tuple(CourseColumn(**row) for _, row in rows)


def course_book() -> bytes:
    """The workbook, the same bytes each time: sheets ``Pelatihan``, ``Penjelasan`` and ``Daftar``."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": "Templat pelatihan Sepadan", "created": _MADE})
        bold = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        _rows_to_fill(book, bold)
        _explanations(book.add_worksheet("Penjelasan"), bold, wrap)
        _lists(book.add_worksheet("Daftar"), bold)
    return out.getvalue()


def _rows_to_fill(book: Workbook, bold: Format) -> None:
    sheet = book.add_worksheet("Pelatihan")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.freeze_panes(1, 2)
    for at, column in enumerate(course_columns()):
        sheet.write_string(0, at, column.column, bold)
        sheet.write_comment(0, at, f"{column.explains}. Bentuk: {column.format}.", {"x_scale": 2, "y_scale": 1.2})
        sheet.set_column(at, at, 14 if len(column.example) < 14 else 28, day if column.column in _DAYS else None)
        if column.example:
            _example(sheet, at, column, day)
        if rule := _rule(column.column):
            sheet.data_validation(1, at, LAST_ROW, at, rule)


def _example(sheet: Worksheet, at: int, column: CourseColumn, day: Format) -> None:
    if column.column in _DAYS:
        sheet.write_datetime(1, at, date.fromisoformat(column.example), day)
    elif column.column in _WHOLE:
        sheet.write_number(1, at, int(column.example))
    else:
        sheet.write_string(1, at, column.example)


def _choices() -> Mapping[str, Sequence[str]]:
    """Column to what can be chosen in it; a list of the sheet ``Daftar`` each."""
    return {
        "vocational_field": sorted({programme.field for programme in load_programmes()}),
        "education_min": _EDUCATION,
        "workshop": list(WORKSHOPS),
        "mode": MODES_SAID,
    }


def _rule(column: str) -> dict[str, object] | None:
    """What a cell may hold; a kejuruan or workshop that is not in the list is asked about, and may stand."""
    if column in (choices := _choices()):
        place = f"=Daftar!${'ABCD'[list(choices).index(column)]}$2:${'ABCD'[list(choices).index(column)]}$"
        is_free = column in {"vocational_field", "workshop"}
        return {
            "validate": "list",
            "source": f"{place}{len(choices[column]) + 1}",
            "error_type": "warning" if is_free else "stop",
            "error_title": "Tidak ada di daftar",
            "error_message": "Pilih dari daftar." + (" Bila perlu, isian sendiri dapat dipakai." if is_free else ""),
        }
    if column in _WHOLE:
        low, high = _WHOLE[column]
        limits = {"validate": "integer", "criteria": "between", "minimum": low, "maximum": high}
        return {**limits, "error_message": f"Bilangan bulat dari {low} sampai {high}."}
    if column in _DAYS:
        limits = {"validate": "date", "criteria": ">=", "value": date(1970, 1, 1)}
        return {**limits, "error_message": "Tanggal, misalnya 2027-02-01."}
    return None


def _explanations(sheet: Worksheet, bold: Format, wrap: Format) -> None:
    for at, (heading, width) in enumerate((("kolom", 24), ("isi", 60), ("bentuk", 36), ("contoh", 60))):
        sheet.write_string(0, at, heading, bold)
        sheet.set_column(at, at, width)
    for row, column in enumerate(course_columns(), 1):
        for at, text in enumerate((column.column, column.explains, column.format, column.example)):
            sheet.write_string(row, at, text, wrap)
    notes = (
        "Baris contoh di lembar Pelatihan hanya contoh: hapus atau ganti sebelum file dibaca.",
        "Baca file dengan: sepadan ingest courses NAMA_FILE.xlsx",
        "Jangan menulis data pribadi (nama peserta, NIK, nomor telepon) di file ini.",
    )
    for row, note in enumerate(notes, len(course_columns()) + 2):
        sheet.write_string(row, 0, note)


def _lists(sheet: Worksheet, bold: Format) -> None:
    for at, (column, choices) in enumerate(_choices().items()):
        sheet.write_string(0, at, column, bold)
        sheet.set_column(at, at, 28)
        for row, choice in enumerate(choices, 1):
            sheet.write_string(row, at, choice)
