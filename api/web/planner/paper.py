"""A report as a paper of one to three pages (fpdf2): numbers, charts with their findings, short tables, sources.

The built-in Helvetica of PDF holds Latin-1; ``matcher.pdf_text`` says what becomes of the rest.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

from fpdf import FPDF
from fpdf.enums import TableBordersLayout, XPos, YPos
from fpdf.fonts import FontFace

from api.web.charts.render import DRAWINGS
from api.web.planner.tables import NUMERIC, Figure, Report, Table
from api.web.tongue import Tongue
from matcher.pdf_text import printable

_FONT = "helvetica"
_BRAND, _SHADE, _FAINT = (11, 93, 87), (213, 232, 228), 90
_ROWS = 10
"""Lines of a table that a paper shows; the workbook has them all."""

_TABLES = 4
_GAP = 6.0


class _Paper(FPDF):
    """Pages with a title, the day, and their number."""

    def __init__(self, report: Report, tongue: Tongue, made_on: date) -> None:
        super().__init__(format="A4")
        foot = tongue.gettext("%(title)s, per %(day)s", title=report.title, day=report.day)
        pages = tongue.gettext("halaman %(page)s dari %(all)s", page="{page}", all="{nb}")
        self._foot, self._pages = printable(foot), printable(pages)
        self.set_auto_page_break(auto=True, margin=16)
        self.set_margins(14, 13)
        self.set_title(report.title)
        self.set_author("Sepadan")
        self.set_lang("id-ID" if tongue.language == "id" else "en")
        self.set_subject(tongue.gettext("Dibuat %(made)s", made=tongue.date(made_on)))

    def footer(self) -> None:
        """What the paper is, and the page."""
        self.set_y(-12)
        self.set_font(_FONT, size=8)
        self.set_text_color(_FAINT)
        page = self._pages.replace("{page}", str(self.page_no()))
        self.cell(0, 6, f"{self._foot} - {page}", align="C")
        self.set_text_color(0)


def paper(report: Report, tongue: Tongue, made_on: date) -> bytes:
    """A ``.pdf`` file.

    Args:
        report: What it holds.
        tongue: Of its words.
        made_on: Day on which it is made.
    """
    pages = _Paper(report, tongue, made_on)
    pages.add_page()
    _opening(pages, report, tongue, made_on)
    _figures(pages, [one for one in report.figures if one.spec], tongue)
    for table in [one for one in report.tables if one.rows][:_TABLES]:
        _table(pages, table, tongue)
    _sentences(pages, tongue.gettext("Cara dan sumber"), [*report.method, *dict.fromkeys(report.sources)], size=8)
    return bytes(pages.output())


def _opening(pages: _Paper, report: Report, tongue: Tongue, made_on: date) -> None:
    pages.set_font(_FONT, "B", 18)
    pages.set_text_color(*_BRAND)
    pages.multi_cell(0, 8.5, printable(report.title), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    pages.set_text_color(_FAINT)
    pages.set_font(_FONT, size=9.5)
    made = tongue.gettext("Keadaan per %(day)s. Dibuat %(made)s.", day=report.day, made=tongue.date(made_on))
    pages.multi_cell(0, 5.5, printable(made), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    pages.set_text_color(0)
    pages.ln(2)
    if report.facts:
        _facts(pages, report)
    _sentences(pages, "", report.notes, size=9.5)


def _facts(pages: _Paper, report: Report) -> None:
    """The numbers at the top, side by side."""
    width, top = pages.epw / len(report.facts), pages.get_y()
    bottom = top
    for at, fact in enumerate(report.facts):
        pages.set_xy(pages.l_margin + at * width, top)
        pages.set_font(_FONT, size=8)
        pages.multi_cell(width - 2, 4, printable(fact.label), align="L", new_x=XPos.LEFT, new_y=YPos.NEXT)
        pages.set_font(_FONT, "B", 13 if len(fact.text) < 12 else 10)
        pages.multi_cell(width - 2, 6.5, printable(fact.text), align="L", new_x=XPos.LEFT, new_y=YPos.NEXT)
        pages.set_font(_FONT, size=7.5)
        pages.multi_cell(width - 2, 3.6, printable(fact.beside), align="L", new_x=XPos.LEFT, new_y=YPos.NEXT)
        bottom = max(bottom, pages.get_y())
    pages.set_xy(pages.l_margin, bottom + 2)


def _figures(pages: _Paper, figures: Sequence[Figure], tongue: Tongue) -> None:
    """Two charts beside each other, each under its title and finding."""
    width = (pages.epw - _GAP) / 2
    for pair in (figures[at : at + 2] for at in range(0, len(figures), 2)):
        pictures = [DRAWINGS.drawn(one.spec or {}, tongue.language, "png") for one in pair]
        sizes = [_size(one) for one in pictures]
        tallest = max(min(width * high / wide, 150) for wide, high in sizes)
        if pages.get_y() + tallest + 34 > pages.h - 16:
            pages.add_page()
        top, bottom = pages.get_y() + 2, pages.get_y()
        for at, (figure, picture, (wide, high)) in enumerate(zip(pair, pictures, sizes, strict=True)):
            left, shown = pages.l_margin + at * (width + _GAP), min(width, 150 * wide / high)
            pages.set_xy(left, top)
            pages.set_font(_FONT, "B", 10)
            pages.set_text_color(*_BRAND)
            pages.multi_cell(width, 4.8, printable(figure.title), align="L", new_x=XPos.LEFT, new_y=YPos.NEXT)
            pages.set_text_color(0)
            pages.set_font(_FONT, size=8)
            pages.multi_cell(width, 3.9, printable(figure.finding), align="L", new_x=XPos.LEFT, new_y=YPos.NEXT)
            y = pages.get_y() + 1
            pages.image(io.BytesIO(picture), x=left, y=y, w=shown, alt_text=figure.finding)
            pages.set_xy(left, y + shown * high / wide)
            pages.set_font(_FONT, size=7)
            pages.set_text_color(_FAINT)
            pages.multi_cell(width, 3.2, printable(figure.how), align="L", new_x=XPos.LEFT, new_y=YPos.NEXT)
            pages.set_text_color(0)
            bottom = max(bottom, pages.get_y())
        pages.set_xy(pages.l_margin, bottom + 2)


def _size(png: bytes) -> tuple[int, int]:
    """Width and height in pixels, from the header (PNG specification, 11.2.2)."""
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


def _table(pages: _Paper, table: Table, tongue: Tongue) -> None:
    rows = table.shown(tongue)
    if pages.get_y() > pages.h - 60:
        pages.add_page()
    pages.ln(2)
    _heading(pages, table.caption)
    pages.set_font(_FONT, size=7.5)
    shown = [[column.title for column in table.columns], *rows[:_ROWS]]
    widths = [_width([row[at] for row in shown], is_name=at == 0) for at in range(len(table.columns))]
    with pages.table(
        col_widths=tuple(widths),
        headings_style=FontFace(emphasis="BOLD", fill_color=_SHADE),
        line_height=4.0,
        padding=0.6,
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        text_align=tuple("RIGHT" if column.kind in NUMERIC else "LEFT" for column in table.columns),
    ) as drawn:
        for row in shown:
            drawn.row([printable(cell) for cell in row])
    if len(rows) > _ROWS:
        said = tongue.gettext("%(n)s baris lagi ada di lembar kerja.", n=tongue.number(len(rows) - _ROWS))
        pages.cell(0, 4.5, printable(said), new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _width(cells: Sequence[str], *, is_name: bool) -> float:
    """Share of the page for a column, by its longest cell and the longest word of its head."""
    longest = max(len(cell) for cell in cells[1:])
    word = max(len(word) for word in cells[0].split())
    return min(max(longest, word, len(cells[0]) / 2, 5), 40 if is_name else 26) + 2.0


def _sentences(pages: _Paper, heading: str, sentences: Sequence[str], *, size: float) -> None:
    if heading:
        pages.ln(2)
        _heading(pages, heading)
    pages.set_font(_FONT, size=size)
    for one in sentences:
        pages.multi_cell(0, size * 0.5, printable(one), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        pages.ln(0.8)


def _heading(pages: _Paper, text: str) -> None:
    pages.set_font(_FONT, "B", 11)
    pages.set_text_color(*_BRAND)
    pages.cell(0, 6, printable(text), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    pages.set_text_color(0)
