"""The letter that introduces a job seeker to an employer (surat pengantar), as a PDF of one page.

Official form as offices of labour use it (Permendagri 1/2023 on official letters of regional governments): the office's
head, number, attachments and subject at the left, place and day at the right, whom it goes to, body, signature, copies.
Identity is put in at this moment and nowhere kept: neither here nor in the file's properties.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from fpdf import FPDF
from fpdf.enums import XPos, YPos

from matcher.placement.letter_text import Letter, LetterText, letter_text

_FONT = "times"
_SIZE = 11.5
_LINE = 6.0
"""Millimetres between lines."""

_LABEL, _COLON = 34.0, 4.0
_MARGIN, _TOP = 25.0, 15.0


class _Page(FPDF):
    """A4 with the margins of official letters; says nothing of who it is about in its properties."""

    def __init__(self, day: date) -> None:
        super().__init__(format="A4")
        self.set_margins(_MARGIN, _TOP, _MARGIN - 5)
        self.set_auto_page_break(auto=True, margin=15)
        self.set_title("Surat pengantar kerja")
        self.set_lang("id-ID")
        self.set_creation_date(datetime(day.year, day.month, day.day, tzinfo=UTC))
        self.add_page()
        self.plain()

    def plain(self) -> None:
        """Back to the type of the body."""
        self.set_font(_FONT, size=_SIZE)

    def lines(self, text: str, align: str = "L") -> None:
        """A paragraph."""
        self.multi_cell(0, _LINE, text, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def labelled(self, label: str, text: str, indent: float = 0.0) -> None:
        """A label, a colon, and lines that stand under one another."""
        self.set_x(self.l_margin + indent)
        self.cell(_LABEL, _LINE, label)
        self.cell(_COLON, _LINE, ":")
        self.multi_cell(0, _LINE, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def referral_letter(letter: Letter) -> bytes:
    """A PDF file.

    Args:
        letter: What it says; line breaks within a line count as spaces.

    Raises:
        InputError: A line is longer than ``LONGEST``, or holds letters that the standard fonts of PDF lack.
    """
    text, page = letter_text(letter), _Page(letter.day)
    _head(page, text)
    _references(page, text)
    for line in text.addressed:
        page.lines(line)
    page.ln(4)
    _body(page, text)
    _signature(page, text)
    _copies(page, text.copies)
    return bytes(page.output())


def _head(page: _Page, text: LetterText) -> None:
    page.set_font(_FONT, size=13)
    if text.region:
        page.lines(text.region, "C")
    page.set_font(_FONT, "B", 15)
    page.lines(text.office, "C")
    page.set_font(_FONT, size=9.5)
    if text.address:
        page.lines(text.address, "C")
    page.ln(1)
    for width, gap in ((0.9, 0.9), (0.3, 0.0)):  # a thick line over a thin one, as heads of letters have it
        page.set_line_width(width)
        page.line(page.l_margin, page.get_y(), page.w - page.r_margin, page.get_y())
        page.ln(gap)
    page.ln(4)
    page.plain()


def _references(page: _Page, text: LetterText) -> None:
    page.lines(text.place_and_day, "R")
    *most, (subject, named) = text.references
    for label, value in most:
        page.labelled(label, value)
    page.set_font(_FONT, "B", _SIZE)
    page.labelled(subject, named)
    page.plain()
    page.ln(4)


def _body(page: _Page, text: LetterText) -> None:
    greeting, *rest = text.opening
    page.lines(greeting)
    for paragraph in rest:
        page.ln(1)
        page.lines(paragraph, "J")
    page.ln(1)
    for label, value in text.facts:
        page.labelled(label, value, indent=8)
    for paragraph in text.closing:
        page.ln(1)
        page.lines(paragraph, "J")
    page.ln(6)


def _signature(page: _Page, text: LetterText) -> None:
    left = page.w / 2
    page.set_left_margin(left)
    page.set_x(left)
    page.lines(text.signer_title, "L")
    page.ln(18)
    page.set_font(_FONT, "BU" if text.is_signer_named else "", _SIZE)
    page.lines(text.signer)
    page.plain()
    page.lines(text.nip)
    page.set_left_margin(_MARGIN)
    page.set_x(_MARGIN)
    page.ln(4)


def _copies(page: _Page, copies: Sequence[str]) -> None:
    if not copies:
        return
    page.set_font(_FONT, size=10)
    page.lines("Tembusan:")
    for line in copies:
        page.lines(line)
    page.plain()
