"""Blocks to a PDF by fpdf2: one cell after the other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

import matplotlib
from fpdf import FPDF
from fpdf.enums import TableBordersLayout, XPos, YPos

from evaluation.cvs.blocks import Aside, Bar, Block, Bullet, Columns, Form, Gap, Grid, Heading, Name, Pair, Text

_FONTS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
_FACES = (("helvetica", ""), ("times", ""), ("dejavu", "DejaVuSans"), ("serif", "DejaVuSerif"))
_LATIN = frozenset("•-–*")
"""Bullets that the built-in fonts have."""

_MARGIN = 18.0


def write_fpdf(blocks: Sequence[Block], bullet: str, random: Random) -> bytes:
    """A PDF of some blocks; typeface, size and justification are drawn."""
    page = _Page(bullet, random)
    for block in blocks:
        page.put(block)
    return bytes(page.pdf.output())


class _Page:
    def __init__(self, bullet: str, random: Random) -> None:
        self.pdf = FPDF(format="A4")
        self.pdf.core_fonts_encoding = "cp1252"
        self.pdf.set_margins(_MARGIN, _MARGIN, _MARGIN)
        self.pdf.set_auto_page_break(True, _MARGIN)
        faces = _FACES if bullet in _LATIN else _FACES[2:]
        self.face, file = random.choice(faces)
        if file:
            self.pdf.add_font(self.face, "", str(_FONTS / f"{file}.ttf"))
            self.pdf.add_font(self.face, "B", str(_FONTS / f"{file}-Bold.ttf"))
        self.size = random.choice((9.0, 9.5, 10.0)) if file else random.choice((10.0, 10.5, 11.0))
        self.pitch = random.choice((1.25, 1.4, 1.55)) * self.size * 0.3528
        self.bullet = bullet
        self.align = random.choice(("L", "L", "J"))
        self.is_ruled = random.random() < 0.4
        self.pdf.add_page()
        self._font()

    def put(self, block: Block) -> None:
        match block:
            case Name(text):
                self._font("B", self.size + 6)
                self._write(text, self.pitch * 1.7)
            case Heading(text):
                self.pdf.ln(self.pitch * 0.5)
                self._font("B", self.size + 1.5)
                self._write(text, self.pitch * 1.2)
                if self.is_ruled:
                    y = self.pdf.get_y()
                    self.pdf.line(self.pdf.l_margin, y, self.pdf.w - self.pdf.r_margin, y)
                    self.pdf.ln(1.2)
            case Text(text, bold):
                self._font("B" if bold else "")
                self._write(text, self.pitch, self.align)
            case Bullet(text):
                self._font()
                self._hanging(text)
            case Bar(text, share):
                self._font()
                self._write(text, self.pitch)
                self._bar(share)
            case Pair(left, right, bold):
                self._font("B" if bold else "")
                self.pdf.cell(0, self.pitch, left)
                self.pdf.set_x(self.pdf.l_margin)
                self.pdf.cell(0, self.pitch, right, align="R", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
            case Gap():
                self.pdf.ln(self.pitch * 0.6)
            case Grid():
                self._grid(block)
            case Form(rows):
                self._form(rows)
            case Aside():
                self._aside(block)
            case Columns():
                self._columns(block)

    def _font(self, style: str = "", size: float = 0.0) -> None:
        self.pdf.set_font(self.face, style, size or self.size)

    def _write(self, text: str, height: float, align: str = "L") -> None:
        self.pdf.multi_cell(0, height, text, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _hanging(self, text: str) -> None:
        left = self.pdf.l_margin
        self.pdf.set_x(left + 2)
        self.pdf.cell(4, self.pitch, self.bullet)
        self.pdf.set_left_margin(left + 6)
        self.pdf.set_x(left + 6)
        self._write(text, self.pitch, self.align)
        self.pdf.set_left_margin(left)
        self.pdf.set_x(left)

    def _bar(self, share: float) -> None:
        wide = (self.pdf.w - self.pdf.l_margin - self.pdf.r_margin) * 0.9
        self.pdf.set_fill_color(210)
        self.pdf.rect(self.pdf.get_x(), self.pdf.get_y(), wide, 1.4, style="F")
        self.pdf.set_fill_color(40)
        self.pdf.rect(self.pdf.get_x(), self.pdf.get_y(), wide * share, 1.4, style="F")
        self.pdf.ln(2.2)

    def _grid(self, grid: Grid) -> None:
        self._font()
        borders = TableBordersLayout.ALL if grid.has_rules else TableBordersLayout.NONE
        with self.pdf.table(
            grid.rows,
            col_widths=tuple(int(share * 100) for share in grid.shares),
            borders_layout=borders,
            line_height=self.pitch,
            text_align="LEFT",
            first_row_as_headings=grid.has_head,
            padding=1.0,
        ):
            pass

    def _form(self, rows: Sequence[tuple[str, str]]) -> None:
        left = self.pdf.l_margin
        for label, value in rows:
            self._font()
            self.pdf.cell(50, self.pitch, label)
            self.pdf.cell(4, self.pitch, ":")
            self.pdf.set_left_margin(left + 54)
            self.pdf.set_x(left + 54)
            self._write(value, self.pitch)
            self.pdf.set_left_margin(left)
            self.pdf.set_x(left)

    def _aside(self, aside: Aside) -> None:
        left, top = self.pdf.l_margin, self.pdf.get_y()
        if top > self.pdf.h - 60:
            self.pdf.add_page()
            top = self.pdf.get_y()
        self._font("B")
        self.pdf.multi_cell(48, self.pitch, aside.left, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        bottom = self.pdf.get_y()
        self.pdf.set_left_margin(left + 54)
        self.pdf.set_xy(left + 54, top)
        for block in aside.blocks:
            self.put(block)
        self.pdf.set_left_margin(left)
        self.pdf.set_xy(left, max(bottom, self.pdf.get_y()) + self.pitch * 0.5)

    def _columns(self, columns: Columns) -> None:
        """Both columns on one page, in smaller type so that they fit."""
        self.pdf.set_auto_page_break(False)
        self.size, self.pitch = min(self.size, columns.most_size), columns.most_size * 0.3528 * 1.25
        left, right, top = self.pdf.l_margin, self.pdf.r_margin, self.pdf.get_y()
        middle = left + (self.pdf.w - left - right) * columns.share
        if columns.has_band:
            # The narrow column stands on a coloured ground.
            self.pdf.set_fill_color(222, 232, 240)
            ground = (0.0, middle) if columns.share < 0.5 else (middle, self.pdf.w - middle)
            self.pdf.rect(ground[0], 0.0, ground[1], self.pdf.h, style="F")
        self.pdf.set_right_margin(self.pdf.w - middle + 4)
        for block in columns.left:
            self.put(block)
        bottom = self.pdf.get_y()
        self.pdf.set_right_margin(right)
        self.pdf.set_left_margin(middle + 4)
        self.pdf.set_xy(middle + 4, top)
        for block in columns.right:
            self.put(block)
        self.pdf.set_left_margin(left)
        assert max(bottom, self.pdf.get_y()) < self.pdf.h, "two columns that leave the page"
