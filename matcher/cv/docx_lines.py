"""Paragraphs and tables of a DOCX in the order in which they stand, text boxes and headers among them.

python-docx (MIT) opens the package; its parser resolves no entities. The zip is looked at first: sizes, count of parts.
Pictures are never opened.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, cast

import docx
from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P
from docx.table import Table
from docx.text.paragraph import Paragraph

from matcher.cv.errors import CvError
from matcher.cv.headings import heading_of
from matcher.cv.limits import MAX_PART_BYTES, MAX_PARTS, MAX_UNPACKED_BYTES
from matcher.cv.lines import Line
from matcher.cv.marks import without_mark

_WANTED = "a DOCX document"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""What older readers take in place of a text box: the same words once more."""

_TALL = 6
"""Paragraphs in one cell from which a table of one row is a layout in columns."""

_DEEP = 8
"""Tables within tables that are followed."""

_HEADING_SIZE = 14.0
"""Points that a style of headings has, whose definition is not looked up."""

_POINTS = 20.0
"""Twentieths of a point are what a DOCX counts in."""


def read_docx(data: bytes) -> list[Line]:
    """Lines, a paragraph each; tables row by row, unless their cells are columns of the page.

    Raises:
        CvError: No DOCX, one that is unpacked too large, or a locked one.
    """
    _check_package(data)
    try:
        reader = _Reader(docx.Document(io.BytesIO(data)))
        return [line for line in reader.lines() if line.text]
    except (MemoryError, RecursionError):
        raise
    except Exception as error:
        raise CvError("malformed", wanted=_WANTED, found=type(error).__name__) from error


def _check_package(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if any(part.flag_bits & 1 for part in parts) or "EncryptedPackage" in names:
                raise CvError("encrypted", wanted="a DOCX without a password", found="a locked one")
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise CvError("malformed", wanted=_WANTED, found="a broken zip file") from error
    if "word/document.xml" not in names and not any(name.endswith("document.xml") for name in names):
        raise CvError("unknown", wanted=_WANTED, found="a zip file of another kind")
    unpacked = sum(part.file_size for part in parts)
    largest = max(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
    if unpacked > MAX_UNPACKED_BYTES or largest > MAX_PART_BYTES or len(parts) > MAX_PARTS:
        wanted = f"a DOCX of at most {MAX_UNPACKED_BYTES >> 20} MiB unpacked"
        raise CvError("too_heavy", wanted=wanted, found=f"{len(parts)} parts, {unpacked >> 20} MiB")


class _Reader:
    def __init__(self, document: Any) -> None:
        self._document = document
        self._rows = 0

    def lines(self) -> Iterator[Line]:
        for section in self._document.sections:
            if not section.header.is_linked_to_previous:
                yield from self._story(section.header)
        yield from self._story(self._document)

    def _story(self, container: Any, deep: int = 0) -> Iterator[Line]:
        if deep > _DEEP:
            return
        for block in container.iter_inner_content():
            if isinstance(block, Table):
                yield from self._table(block, deep)
            else:
                yield from self._paragraph(block)

    def _paragraph(self, paragraph: Paragraph, row: int = 0, cell: int = 0) -> Iterator[Line]:
        """A line for each piece between line breaks, then what stands in text boxes that hang on the paragraph."""
        element = paragraph._p  # pyright: ignore[reportPrivateUsage] -- python-docx has no other way to the XML
        style = _style(element)
        listed = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None or style.startswith("ListBullet")
        runs = [run for run in paragraph.runs if run.text.strip()]
        bold = bool(runs) and all(run.bold or (run.bold is None and style.startswith("Heading")) for run in runs)
        size = max(
            (run.font.size.pt for run in runs if run.font.size), default=_HEADING_SIZE * style.startswith("Heading")
        )
        left = _left(element)
        for at, piece in enumerate(re.split(r"[\n\v\f]", paragraph.text)):
            text, marked = without_mark(piece)
            yield Line(
                text=text,
                is_bullet=marked or (listed and at == 0),
                is_bold=bold,
                size=size,
                x0=left,
                row=row,
                cell=cell,
            )
        for box in element.iter(qn("w:txbxContent")):
            if any(above.tag == _FALLBACK for above in box.iterancestors()):
                continue
            for inner in box.iterchildren(qn("w:p")):
                around = paragraph._parent  # pyright: ignore[reportPrivateUsage] -- as above
                yield from self._paragraph(Paragraph(cast(CT_P, inner), around), row, cell)

    def _table(self, table: Table, deep: int) -> Iterator[Line]:
        rows = [self._cells(row) for row in table.rows]
        stories = [[list(self._story(cell, deep + 1)) for cell in row] for row in rows]
        if _is_layout(stories):
            for column in range(max(map(len, stories))):
                for row in stories:
                    yield from row[column] if column < len(row) else ()
            return
        for row in stories:
            self._rows += 1
            number = self._rows
            for at, story in enumerate(row):
                for line in story:
                    yield _in_row(line, number, at)

    @staticmethod
    def _cells(row: Any) -> list[Any]:
        """Cells of a row, a merged one once."""
        found: list[Any] = []
        for cell in row.cells:
            if not found or cell._tc is not found[-1]._tc:
                found.append(cell)
        return found


def _in_row(line: Line, row: int, cell: int) -> Line:
    return line if line.row else replace(line, row=row, cell=cell)


def _is_layout(rows: Sequence[Sequence[Sequence[Line]]]) -> bool:
    """Whether the cells of a table are columns of the page: headings in several of them, or few rows of tall cells."""
    headed = {
        at for row in rows for at, story in enumerate(row) if any(heading_of(line.text) for line in story if line.text)
    }
    if len(headed) > 1 and len(rows) <= 3:
        return True
    tall = [sum(len(story) >= _TALL for story in row) for row in rows]
    return len(rows) <= 2 and max(tall, default=0) >= 1 and any(at > 0 for at in headed)


def _style(element: CT_P) -> str:
    """Id of a paragraph's style; its definition is not looked up, for a package may lack it."""
    found = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if found is None else str(found.get(qn("w:val"), ""))


def _left(element: CT_P) -> float:
    indent = element.find(f"{qn('w:pPr')}/{qn('w:ind')}")
    value = indent.get(qn("w:left"), "0") if indent is not None else "0"
    return float(value) / _POINTS if re.fullmatch(r"-?\d{1,6}", value) else 0.0


def sample() -> bytes:
    """A small DOCX of our own, with a paragraph and a table."""
    document = docx.Document()
    document.add_paragraph("Pengalaman")
    document.add_table(1, 2).rows[0].cells[0].text = "Operator"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
