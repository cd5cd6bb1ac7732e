"""A report as a workbook (xlsxwriter): a summary, a sheet for each table with its chart, how and where from.

Every text is written as text, so that one that begins with ``=``, ``+``, ``-`` or ``@`` is no formula.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from api.web.charts.render import DRAWINGS
from api.web.planner.tables import Column, Figure, Report, Table, Value
from api.web.tongue import Tongue
from taxonomy.rupiah import SIGN

_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
_WIDEST = 48
_NAME = 31
_FORMATS = {
    "whole": "#,##0",
    "decimal": "#,##0.00",
    "percent": "0.0%",
    "rupiah": f'"{SIGN}"#,##0',
    "interval": "#,##0.00",
    "shares": "0.0%",
}
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")


def workbook(report: Report, tongue: Tongue, made_on: date) -> bytes:
    """An ``.xlsx`` file.

    Args:
        report: What it holds.
        tongue: Of its words; numbers are numbers, which a spreadsheet shows in its user's way.
        made_on: Day on which it is made.
    """
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _PLAIN) as book:
        book.set_properties({"title": report.title, "author": "Sepadan", "subject": report.place})
        writer = _Writer(book, tongue)
        writer.summary(report, made_on)
        for table, figure in _tables(report):
            writer.table(table, figure)
        writer.lines(tongue.gettext("Cara dan sumber"), [*report.method, *report.sources])
    return file.getvalue()


def _tables(report: Report) -> Iterator[tuple[Table, Figure | None]]:
    yield from ((figure.table, figure) for figure in report.figures)
    yield from ((table, None) for table in report.tables)


class _Writer:
    """Sheets of one workbook."""

    def __init__(self, book: Workbook, tongue: Tongue) -> None:
        self._book, self._tongue = book, tongue
        self._title = book.add_format({"bold": True, "font_size": 16})
        self._head = book.add_format(
            {"bold": True, "bg_color": "#D5E8E4", "text_wrap": True, "valign": "top", "border": 1}
        )
        self._text = book.add_format({"text_wrap": True, "valign": "top"})
        self._strong = book.add_format({"bold": True, "valign": "top"})
        self._faint = book.add_format({"font_color": "#4A5A58", "text_wrap": True, "valign": "top"})
        self._numbers: Mapping[str, Format] = {
            kind: book.add_format({"num_format": pattern, "valign": "top"}) for kind, pattern in _FORMATS.items()
        }

    def summary(self, report: Report, made_on: date) -> None:
        """Title, day, numbers at the top, findings, notes."""
        _ = self._tongue.gettext
        sheet = self._sheet(_("Ringkasan"))
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, 1, 24)
        sheet.set_column(2, 2, 60)
        sheet.write_string(0, 0, report.title, self._title)
        sheet.write_string(
            1, 0, _("Keadaan per %(day)s. Dibuat %(made)s.", day=report.day, made=self._tongue.date(made_on))
        )
        row = 3
        for fact in report.facts:
            for column, text in enumerate((fact.label, fact.text, fact.beside)):
                sheet.write_string(row, column, text, self._strong if column == 1 else self._text)
            row += 1
        for heading, text in [*((one.title, one.finding) for one in report.figures), *(("", n) for n in report.notes)]:
            row += 1
            sheet.write_string(row, 0, heading, self._strong)
            sheet.merge_range(row, 1, row, 2, "", self._text)
            sheet.write_string(row, 1, text, self._text)
            sheet.set_row(row, 15 * (1 + len(text) // 80))

    def table(self, table: Table, figure: Figure | None) -> None:
        """Caption, source, head, rows; the chart at the right."""
        sheet = self._sheet(table.name)
        columns = list(_spread(table.columns, self._tongue))
        sheet.write_string(0, 0, table.caption, self._strong)
        sheet.write_string(1, 0, table.source, None)
        for at, (title, _kind) in enumerate(columns):
            sheet.write_string(3, at, title, self._head)
        for number, row in enumerate(table.rows, 4):
            at = 0
            for value, column in zip(row, table.columns, strict=True):
                at += self._cell(sheet, number, at, value, column)
        for at, (title, kind) in enumerate(columns):
            own = [len(str(row[0])) for row in table.rows] if at == 0 else []
            sheet.set_column(at, at, min(_WIDEST, max([len(title) // (1 if kind == "text" else 2) + 4, 12, *own])))
        sheet.freeze_panes(4, 1)
        if table.rows:
            sheet.autofilter(3, 0, 3 + len(table.rows), len(columns) - 1)
        if figure and figure.spec:
            picture = io.BytesIO(DRAWINGS.drawn(figure.spec, self._tongue.language, "png"))
            options = {"image_data": picture, "x_scale": 0.5, "y_scale": 0.5, "description": figure.finding}
            sheet.insert_image(3, len(columns) + 1, f"{figure.name}.png", options)

    def lines(self, name: str, lines: Sequence[str]) -> None:
        """A sheet of sentences."""
        sheet = self._sheet(name)
        sheet.set_column(0, 0, 110)
        for row, line in enumerate(dict.fromkeys(lines)):
            sheet.write_string(row, 0, line, self._text)

    def _sheet(self, name: str) -> Worksheet:
        plain = _NO_SHEET_NAME.sub(" ", name)[:_NAME]
        return self._book.add_worksheet(plain[:1].upper() + plain[1:])

    def _cell(self, sheet: Worksheet, row: int, at: int, value: Value, column: Column) -> int:
        """Write a value; gives back how many columns it takes."""
        wide = 2 if column.kind in {"interval", "shares"} else 1
        if value is None:
            for step in range(wide if column.hides else 0):
                sheet.write_string(row, at + step, self._tongue.gettext("tidak ditampilkan"), self._faint)
        elif isinstance(value, str):
            sheet.write_string(row, at, value, self._text)
        else:
            for step, one in enumerate(value if isinstance(value, tuple) else (value,)):
                sheet.write_number(row, at + step, one, self._numbers[column.kind])
        return wide


def _spread(columns: Sequence[Column], tongue: Tongue) -> Iterator[tuple[str, str]]:
    """Title and kind of each column of the sheet: an interval takes two."""
    for column in columns:
        if column.kind in {"interval", "shares"}:
            yield tongue.gettext("%(title)s, bawah", title=column.title), column.kind
            yield tongue.gettext("%(title)s, atas", title=column.title), column.kind
        else:
            yield column.title, column.kind
