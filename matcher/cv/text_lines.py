"""Lines of a text file, whatever wrote it: UTF-8, UTF-16 with a mark, or Windows' cp1252."""

from __future__ import annotations

import codecs
import re

from matcher.cv.errors import CvError
from matcher.cv.lines import Line
from matcher.cv.marks import without_mark

_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_WIDE = re.compile(r"(?<=\S)(?: {3,}| *\t\s*)(?=\S)")
_MOST_CONTROL = 0.01
"""Share of control characters from which bytes are no text."""

_PROSE = 50
"""Characters of the longest line from which a file seems to break lines at a width."""


def decode(data: bytes) -> str:
    """Bytes as text.

    Raises:
        CvError: They are no text.
    """
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _checked(data.decode(name, "replace"))
    zeros = data[:400]
    for name, at in (("utf-16-le", 1), ("utf-16-be", 0)):
        if len(zeros) > 8 and zeros[at::2].count(0) > 0.4 * len(zeros[at::2]) and not zeros[1 - at :: 2].count(0):
            return _checked(data.decode(name, "replace"))
    try:
        return _checked(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _checked(data.decode("cp1252", "replace"))


def _checked(text: str) -> str:
    if len(_CONTROL.findall(text)) > max(2, _MOST_CONTROL * len(text)):
        raise CvError("unknown", wanted="PDF, DOCX or text", found="bytes that are no text")
    return _CONTROL.sub(" ", _INVISIBLE.sub("", text))


def read_text(data: bytes) -> list[Line]:
    """Lines with where they begin and end, in characters; blank ones are told by the gap below them, and are counted.

    Raises:
        CvError: The bytes are no text.
    """
    raw = re.split(r"\r\n|[\n\r\v\f\x85\u2028\u2029]", decode(data))
    width = max((len(line.rstrip()) for line in raw), default=0)
    right = float(width) if _PROSE <= width <= 110 else 0.0
    found, gap = list[Line](), 0.0
    for number, line in enumerate(raw, 1):
        body = line.expandtabs(4).rstrip()
        text, marked = without_mark(_WIDE.sub("\t", line.strip()))
        if not text:
            gap = 1.0
            continue
        left = float(len(body) - len(body.lstrip()))
        end = float(len(body))
        found.append(Line(text=text, number=number, x0=left, x1=end, right=right, gap=gap, is_bullet=marked))
        gap = 0.0
    return found
