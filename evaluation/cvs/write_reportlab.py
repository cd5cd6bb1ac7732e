"""Blocks to a PDF by ReportLab: paragraphs and tables that flow."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any
from xml.sax.saxutils import escape

import matplotlib
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from evaluation.cvs.blocks import Aside, Bar, Block, Bullet, Columns, Form, Gap, Grid, Heading, Name, Pair, Text

_FONTS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
_WIDTH = A4[0] - 90.0
_SHADES = ("#333333", "#cccccc")
"""Of the filled and the empty part of a bar."""


def write_reportlab(blocks: Sequence[Block], bullet: str, random: Random) -> bytes:
    """A PDF of some blocks; typeface, size and alignment are drawn."""
    face = random.choice(("DejaVuSans", "DejaVuSerif"))
    for name in (face, f"{face}-Bold"):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(_FONTS / f"{name}.ttf")))  # pyright: ignore[reportUnknownMemberType] -- ReportLab leaves the font untyped
    flow = _Flow(face, random.choice((8.5, 9.0, 9.5)), bullet, random)
    out = io.BytesIO()
    page = SimpleDocTemplate(out, pagesize=A4, leftMargin=45, rightMargin=45, topMargin=45, bottomMargin=40, title="CV")
    page.build([part for block in blocks for part in flow.of(block, _WIDTH)])
    return out.getvalue()


class _Flow:
    def __init__(self, face: str, size: float, bullet: str, random: Random) -> None:
        lead = size * random.choice((1.2, 1.35))
        plain = ParagraphStyle("plain", fontName=face, fontSize=size, leading=lead, alignment=random.choice((0, 0, 4)))
        self.plain = plain
        self.bold = ParagraphStyle("bold", parent=plain, fontName=f"{face}-Bold", alignment=0)
        self.head = ParagraphStyle(
            "head", parent=self.bold, fontSize=size + 2, leading=lead + 3, spaceBefore=lead * 0.6, spaceAfter=2
        )
        self.name = ParagraphStyle("name", parent=self.bold, fontSize=size + 8, leading=lead + 10)
        self.item = ParagraphStyle("item", parent=plain, leftIndent=11, bulletIndent=1)
        self.right = ParagraphStyle("right", parent=plain, alignment=2)
        self.lead, self.bullet = lead, bullet

    def of(self, block: Block, width: float) -> list[Any]:
        match block:
            case Name(text):
                return [Paragraph(escape(text), self.name)]
            case Heading(text):
                return [Paragraph(escape(text), self.head)]
            case Text(text, bold):
                return [Paragraph(escape(text), self.bold if bold else self.plain)]
            case Bullet(text):
                return [Paragraph(escape(text), self.item, bulletText=self.bullet)]
            case Bar(text, share):
                return [Paragraph(escape(text), self.plain), _bar(width * 0.9, share), Spacer(1, 3)]
            case Pair(left, right, bold):
                cells = [
                    Paragraph(escape(left), self.bold if bold else self.plain),
                    Paragraph(escape(right), self.right),
                ]
                return [_bare([cells], [width * 0.6, width * 0.4])]
            case Gap():
                return [Spacer(1, self.lead * 0.6)]
            case Grid(rows, shares, has_rules, _):
                return [self._grid(rows, [share * width for share in shares], has_rules)]
            case Form(rows):
                cells = [
                    [Paragraph(escape(word), self.plain) for word in (label, f": {value}")] for label, value in rows
                ]
                return [_bare(cells, [width * 0.32, width * 0.68])]
            case Aside(left, inside):
                parts = [part for one in inside for part in self.of(one, width * 0.7)]
                return [_bare([[Paragraph(escape(left), self.bold), parts]], [width * 0.3, width * 0.7])]
            case Columns(left, right, share, has_band, _):
                sides = ((left, width * share), (right, width * (1 - share)))
                return [self._columns(sides, has_band)]
        return []

    def _grid(self, rows: Sequence[Sequence[str]], widths: list[float], has_rules: bool) -> Table:
        made = _bare([[Paragraph(escape(cell), self.plain) for cell in row] for row in rows], widths)
        if has_rules:
            made.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0))]))
        return made

    def _columns(self, sides: Sequence[tuple[Sequence[Block], float]], has_band: bool) -> Table:
        """Blocks beside each other, each side with its width; the narrow one coloured where there is a band."""
        widths = [wide for _, wide in sides]
        cells = [[part for one in side for part in self.of(one, wide - 14)] for side, wide in sides]
        made = _bare([cells], widths)
        if has_band:
            narrow = 0 if widths[0] < widths[1] else 1
            made.setStyle(TableStyle([("BACKGROUND", (narrow, 0), (narrow, 0), HexColor("#dee8f0"))]))
        return made


def _bar(width: float, share: float) -> Table:
    """A bar of which a share is dark."""
    made = Table([["", ""]], colWidths=[width * share, width * (1 - share)], rowHeights=[4])
    grounds = [("BACKGROUND", (at, 0), (at, 0), HexColor(shade)) for at, shade in enumerate(_SHADES)]
    made.setStyle(TableStyle(grounds))
    made.hAlign = "LEFT"
    return made


def _bare(cells: list[Any], widths: list[float]) -> Table:
    """A table without lines, its cells at the top."""
    made = Table(cells, colWidths=widths, hAlign="LEFT")
    made.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("TOPPADDING", (0, 0), (-1, -1), 1),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
            ]
        )
    )
    return made
