"""Words of a PDF with their places: PDFium says where each character stands.

PDFium is Chromium's reader (BSD-3-Clause, in the package pypdfium2), built without JavaScript; pictures, forms and
embedded files are never looked at. Choice and measures: docs/decisions/0031.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from matcher.cv.errors import CvError
from matcher.cv.limits import MAX_PAGE_CHARACTERS, MAX_PAGES
from matcher.cv.lines import Word

_WANTED = "a PDF"
_BOLD_FROM = 550
_SPACE = 0.18
"""Free width between two characters, in sizes of the type, that parts two words where no blank does."""

_OVERLAP = 0.5
"""Width, in sizes of the type, by which two characters of a word may lie over each other."""

_RULE_WIDTH = 40.0
_RULES = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page.

    Attributes:
        words: In the order of the file.
        rules: Heights from the top, in points, at which a horizontal line is drawn.
    """

    words: tuple[Word, ...]
    rules: tuple[float, ...]


def read_pdf(data: bytes) -> tuple[int, list[Page]]:
    """Number of pages, and the first pages with their words.

    Raises:
        CvError: No PDF, a locked one, or one without a page.
    """
    try:
        document = pdfium.PdfDocument(data)
        count = len(document)
    except pdfium.PdfiumError as error:
        fault = pdfium.raw.FPDF_GetLastError()
        if fault == raw.FPDF_ERR_PASSWORD or "password" in str(error).casefold():
            raise CvError("encrypted", wanted="a PDF without a password", found="a locked one") from error
        raise CvError("malformed", wanted=_WANTED, found="one that cannot be opened") from error
    if not count:
        raise CvError("malformed", wanted=_WANTED, found="no page")
    return count, [_page(document, number) for number in range(min(count, MAX_PAGES))]


def _page(document: pdfium.PdfDocument, number: int) -> Page:
    try:
        page = document[number]
        text = page.get_textpage()
    except pdfium.PdfiumError:  # a page that is damaged leaves the others as they are
        return Page(words=(), rules=())
    left, _, _, top = page.get_bbox()
    words = tuple(_words(text, left, top))
    rules = tuple(sorted(_rules(page, top)))
    text.close()
    page.close()
    return Page(words=words, rules=rules)


@dataclass(slots=True)
class _Open:
    """A word whose end is not reached."""

    letters: list[str]
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    weight: int

    def closed(self) -> Word:
        return Word(
            text="".join(self.letters),
            x0=round(self.x0, 2),
            x1=round(self.x1, 2),
            top=round(self.top, 2),
            bottom=round(self.bottom, 2),
            size=round(self.size, 1),
            is_bold=self.weight >= _BOLD_FROM,
        )


def _words(text: pdfium.PdfTextPage, left: float, top: float) -> Iterator[Word]:
    """Words in the order of the file: a blank, a new line or a gap ends one."""
    box = raw.FS_RECTF()
    word: _Open | None = None
    for at in range(min(text.count_chars(), MAX_PAGE_CHARACTERS)):
        code = raw.FPDFText_GetUnicode(text, at)
        letter = "-" if code == 2 else chr(code) if 31 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " "
        if letter.isspace() or not raw.FPDFText_GetLooseCharBox(text, at, box):
            if word:
                yield word.closed()
            word = None
            continue
        size = raw.FPDFText_GetFontSize(text, at) or 0.0
        begin, end, upper, lower = box.left - left, box.right - left, top - box.top, top - box.bottom
        height = max(size, 1.0) if 1.0 < size < 200 else max(lower - upper, 1.0)
        if word and not (
            -_OVERLAP * height < begin - word.x1 < _SPACE * height and upper < word.bottom and lower > word.top
        ):
            yield word.closed()
            word = None
        if word is None:
            word = _Open([], begin, end, upper, lower, height, raw.FPDFText_GetFontWeight(text, at))
        word.letters.append(letter)
        word.x1, word.top, word.bottom = max(word.x1, end), min(word.top, upper), max(word.bottom, lower)
    if word:
        yield word.closed()


def _rules(page: pdfium.PdfPage, top: float) -> Iterator[float]:
    """Heights of horizontal lines, and of the upper and lower edges of boxes, such as cells of a table have."""
    for number, shape in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH])):
        if number >= _RULES:
            return
        try:
            x0, low, x1, high = shape.get_bounds()
        except pdfium.PdfiumError:
            continue
        if x1 - x0 >= _RULE_WIDTH:
            yield from {round(top - high, 1), round(top - low, 1)}
