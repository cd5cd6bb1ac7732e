"""Lines that were broken at the edge of a column, joined again.

A line goes on with the one above it when its first word would not have fitted there: whoever breaks lines at an edge
breaks them no earlier.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from matcher.cv.headings import heading_of
from matcher.cv.labels import labelled
from matcher.cv.lines import Line
from matcher.cv.months import read_spans

_OPEN_END = re.compile(
    r"(?:[,/&(–-]|\b(?:dan|atau|di|ke|dari|untuk|dengan|yang|pada|sebagai|serta|and|or|of|in|the|to|for|with|at|as|a|an|on|"
    r"by|from))$",
    re.IGNORECASE,
)
_POINT = re.compile(
    r"(?:\w{3,9}\.?,? )?(?:\d{1,2}[/.-])?(?:19|20)\d\d\)?|(?:sekarang|present|now|current|kini|saat ini)\)?",
    re.IGNORECASE,
)
_ENDS_IN_POINT = re.compile(r"(?:19|20)\d\d\s*$")
_GAP = 0.9
"""Free height, in heights of a line, from which a paragraph ends."""

_LONG = 6
"""Words from which a line is a sentence rather than a name."""


_LABEL_WORDS = 4


def joined(lines: Sequence[Line]) -> list[Line]:
    """Paragraphs; the place of each is that of its first line."""
    found: list[Line] = []
    last: Line | None = None
    for line in lines:
        if last is not None and found and _ends_span(found[-1], line):
            found[-1] = replace(found[-1], text=f"{found[-1].text} - {line.text}", x1=line.x1)
        elif last is not None and found and _is_one(found[-1], last, line):
            found[-1] = replace(found[-1], text=_put_together(found[-1].text, line.text), x1=line.x1)
        else:
            found.append(line)
        last = line
    return found


def _is_one(paragraph: Line, above: Line, line: Line) -> bool:
    return _is_one_heading(paragraph, line) or _completes_span(paragraph, line) or _goes_on(paragraph, above, line)


def _is_one_heading(above: Line, line: Line) -> bool:
    """Whether a heading was broken: both lines together are one, and the second alone is none."""
    if (line.page, line.row, line.cell, line.is_bold, line.is_bullet) != (
        above.page,
        above.row,
        above.cell,
        above.is_bold,
        False,
    ):
        return False
    return line.gap <= _GAP and not heading_of(line.text) and bool(heading_of(f"{above.text} {line.text}"))


def _completes_span(above: Line, line: Line) -> bool:
    """Whether a span was broken in a narrow cell or column: ``Juli 2023 s/d Desember`` and ``2023``."""
    if (line.page, line.row, line.cell) != (above.page, above.row, above.cell) or line.is_bullet:
        return False
    if len(line.text.split()) > 3 or len(above.text.split()) > 6 or read_spans(above.text):
        return False
    return any(
        span.end - span.start >= len(f"{above.text} {line.text}") - 4
        for span in read_spans(f"{above.text} {line.text}")
    )


def _ends_span(above: Line, line: Line) -> bool:
    """Whether a line is the end of a span whose dash was taken for the sign of a list: ``– 2015``."""
    if (line.page, line.row, line.cell) != (above.page, above.row, above.cell):
        return False
    if not line.is_bullet:
        return False
    return _POINT.fullmatch(line.text) is not None and _ENDS_IN_POINT.search(above.text) is not None


def _goes_on(paragraph: Line, above: Line, line: Line) -> bool:
    if not line.right or line.is_bullet or (line.page, line.row, line.cell) != (above.page, above.row, above.cell):
        return False
    if (
        line.gap > _GAP
        or abs(line.size - above.size) > 0.6
        or line.is_bold != above.is_bold
        or line.right != above.right
    ):
        return False
    if (
        any(sign in text for sign in "\t@" for text in (line.text, above.text))
        or heading_of(above.text)
        or heading_of(line.text)
    ):
        return False
    if abs(line.x0 - above.x0) > 40 and not paragraph.is_bullet:
        return False
    if (paragraph.is_bullet and line.x0 < paragraph.x0 - 1.0) or _is_labelled(paragraph, line):
        return False
    if above.text.count("(") > above.text.count(")") and ")" in line.text and len(line.text.split()) < _LONG:
        return True
    if "|" in above.text and "|" in line.text:
        return False
    first = line.text.split(maxsplit=1)[0]
    wide = (above.x1 - above.x0) / max(len(above.text), 1)
    if above.x1 + wide * (len(first) + 1) <= above.right - wide:
        return False  # it would have fitted
    if (
        above.text.endswith("-")
        or above.text.count("(") > above.text.count(")")
        or _OPEN_END.search(above.text)
        or not first[0].isupper()
    ):
        return True
    words = len(paragraph.text.split())
    is_prose = words >= _LONG + 2 or (words >= _LONG and not read_spans(paragraph.text))
    return is_prose or paragraph.is_bullet


def _is_labelled(paragraph: Line, line: Line) -> bool:
    """Whether a line begins something of its own with a label: ``Bahasa: ...``, or as the one above it did."""
    found, before = labelled(line.text), labelled(paragraph.text)
    if found is None or len(found.label.split()) > _LABEL_WORDS:
        return False
    is_like = before is not None and len(before.label.split()) <= _LABEL_WORDS
    return is_like or bool(heading_of(found.label))


def _put_together(above: str, line: str) -> str:
    """One text of two lines: a hyphen that only breaks a word goes; one of a doubled word ("anak-anak") stays."""
    if not re.search(r"[^\W\d_]-$", above) or not line[0].islower():
        return f"{above} {line}"
    head, tail = re.split(r"[\s-]", above[:-1])[-1], re.split(r"[\s\W]", line)[0]
    is_doubled = head.casefold() == tail.casefold() or tail.casefold().endswith(head.casefold())
    return above + line if is_doubled else above[:-1] + line
