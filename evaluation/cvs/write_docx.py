"""Blocks to a DOCX by python-docx."""

from __future__ import annotations

import io
from collections.abc import Sequence
from random import Random
from typing import Any

import docx
from docx.shared import Cm, Pt

from evaluation.cvs.blocks import Aside, Bar, Block, Bullet, Columns, Form, Gap, Grid, Heading, Name, Pair, Text


def write_docx(blocks: Sequence[Block], bullet: str, random: Random) -> bytes:
    """A DOCX of some blocks; whether lists are Word's own or signs, and headings styles or bold, is drawn."""
    writer = _Writer(bullet, random)
    for block in blocks:
        writer.put(writer.document, block)
    out = io.BytesIO()
    writer.document.save(out)
    return out.getvalue()


class _Writer:
    def __init__(self, bullet: str, random: Random) -> None:
        self.document = docx.Document()
        self.bullet = bullet
        self.own_lists = random.random() < 0.5
        self.styled = random.random() < 0.5
        self.form_in_table = random.random() < 0.4

    def put(self, place: Any, block: Block) -> None:
        match block:
            case Name(text):
                self._paragraph(place, text, bold=True, size=18)
            case Heading(text):
                if self.styled and hasattr(place, "add_heading"):
                    place.add_heading(text, level=1)
                else:
                    self._paragraph(place, text, bold=True, size=13)
            case Text(text, bold):
                self._paragraph(place, text, bold=bold)
            case Bullet(text):
                if self.own_lists:
                    place.add_paragraph(text, style="List Bullet")
                else:
                    place.add_paragraph(f"{self.bullet} {text}")
            case Bar(text, share):
                self._paragraph(place, f"{text} {'●' * round(share * 5)}{'○' * round((1 - share) * 5)}")
            case Pair(left, right, bold):
                paragraph = self._paragraph(place, f"{left}\t{right}", bold=bold)
                paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(15))
            case Gap():
                place.add_paragraph("")
            case Grid(rows, _, has_rules, _):
                table = self._table(place, len(rows), len(rows[0]), ruled=has_rules)
                for row, cells in zip(rows, table.rows, strict=True):
                    for text, cell in zip(row, cells.cells, strict=True):
                        cell.text = text
            case Form(rows):
                self._form(place, rows)
            case Aside(left, inside):
                self._beside(place, [Text(left, is_bold=True)] if left else [], inside)
            case Columns(left, right):
                self._beside(place, left, right)

    def _paragraph(self, place: Any, text: str, *, bold: bool = False, size: float = 0.0) -> Any:
        paragraph = place.add_paragraph()
        run = paragraph.add_run(text)
        run.bold = bold or None
        if size:
            run.font.size = Pt(size)
        return paragraph

    def _table(self, place: Any, rows: int, columns: int, *, ruled: bool) -> Any:
        table = place.add_table(rows, columns)
        if ruled:
            table.style = "Table Grid"
        return table

    def _form(self, place: Any, rows: Sequence[tuple[str, str]]) -> None:
        if not self.form_in_table:
            for label, value in rows:
                place.add_paragraph(f"{label}\t: {value}")
            return
        table = self._table(place, len(rows), 3, ruled=False)
        for (label, value), row in zip(rows, table.rows, strict=True):
            for text, cell in zip((label, ":", value), row.cells, strict=True):
                cell.text = text

    def _beside(self, place: Any, left: Sequence[Block], right: Sequence[Block]) -> None:
        table = self._table(place, 1, 2, ruled=False)
        for blocks, cell in zip((left, right), table.rows[0].cells, strict=True):
            for block in blocks:
                self.put(cell, block)
            if len(cell.paragraphs) > 1 and not cell.paragraphs[0].text:
                cell._tc.remove(cell.paragraphs[0]._p)
