"""What a file gives: lines in reading order, with where they stand on the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word on a page; lengths in points, from the left and the top.

    Attributes:
        text: Without blanks.
        x0: Left edge.
        x1: Right edge.
        top: Upper edge.
        bottom: Lower edge.
        size: Of the type.
        is_bold: Weight above 500.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    is_bold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of text, or a paragraph where the file knows of paragraphs.

    Attributes:
        text: Words with one blank between them; a tab stands for a wide gap.
        page: From 1; a DOCX or text file has one page.
        number: On the page, from 1, in reading order.
        x0: Left edge in points (characters in a text file); 0 where not known.
        x1: Right edge.
        right: Right edge of the column that the line stands in; 0 where not known.
        gap: Free height above, in heights of a line.
        size: Of the type in points; 0 where not known.
        is_bold: All of it.
        is_bullet: It begins an entry of a list; the sign itself is not in ``text``.
        row: Of a table, from 1, counted over the file; 0 outside of tables.
        cell: In the row, from 0.
    """

    text: str
    page: int = 1
    number: int = 0
    x0: float = 0.0
    x1: float = 0.0
    right: float = 0.0
    gap: float = 0.0
    size: float = 0.0
    is_bold: bool = False
    is_bullet: bool = False
    row: int = 0
    cell: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CvText:
    """The words of a CV.

    Attributes:
        kind: ``pdf``, ``docx`` or ``text``.
        pages: In the file.
        pages_read: Of them.
        lines: In reading order.
        is_cut: Lines were left out, for there are too many.
    """

    kind: str
    pages: int
    pages_read: int
    lines: tuple[Line, ...]
    is_cut: bool = False

    def as_dict(self) -> dict[str, Any]:
        """For the pipe between the two processes."""
        return asdict(self)


def cv_text_of(document: Mapping[str, Any]) -> CvText:
    """The words that ``CvText.as_dict`` wrote."""
    values = dict(document)
    values["lines"] = tuple(Line(**line) for line in document["lines"])
    return CvText(**values)
