"""Headings that are in no table, known by their look: large, bold, in capitals or before a colon, as the known ones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from statistics import median

from matcher.cv.headings import heading_of, section_named
from matcher.cv.labels import field_of
from matcher.cv.lines import Line
from matcher.cv.months import read_spans
from matcher.cv.naming import employer_likeness, title_likeness

_LEAST_KNOWN = 2
"""Known headings of one look from which it is that of headings."""

_MOST_WORDS = 7
_LARGER = 0.5
"""Points above the usual size."""

_SIZE_FROM = 4
"""Lines below a heading that say what it is about."""

_COLUMNS = 16
"""Lines below a heading that may be the head of a table."""

_PARTS = re.compile(r"\t|,\s|[()|:•·]|\s[-–—]\s|\s(?:di|at|as|sebagai)\s", re.IGNORECASE)

Look = tuple[float, bool, bool, bool]
"""Size, bold, capitals, colon."""


def headings_by_look(lines: Sequence[Line]) -> dict[int, str]:
    """Identity of the line to its section: ``other`` where neither its words nor what follows tell which.

    A look counts when two known headings have it and, of all lines that have it, at least half are known or name a
    section: titles of jobs, which often are bold too, are more.
    """
    usual = median([line.size for line in lines] or [0.0])
    known = [line for line in lines if not line.row and heading_of(line.text)]
    looks: Counter[tuple[float, bool, bool, bool]] = Counter(_look(line) for line in known)
    first = next((at for at, line in enumerate(lines) if not line.row and heading_of(line.text)), len(lines))
    others = [
        (at, line)
        for at, line in enumerate(lines)
        if looks[_look(line)] >= _LEAST_KNOWN and _stands_out(line, usual) and _may_be(line)
    ]
    names = {id(line): section_named(line.text) for _, line in others}
    balance: Counter[tuple[float, bool, bool, bool]] = Counter(
        {look: -count for look, count in looks.items()}
    )  # lines that name a section are as good as known
    for _, line in others:
        balance[_look(line)] += -1 if names[id(line)] else 1
    found: dict[int, str] = {}
    has_jobs = any(heading_of(line.text) == "jobs" for line in known)
    ends = [*(at for at, _ in others[1:]), len(lines)]
    for (at, line), end in zip(others, ends, strict=False):
        if balance[_look(line)] <= 0:
            below = lines[at + 1 : min(end, at + 1 + _COLUMNS)]
            name = names[id(line)] or ("" if has_jobs else _by_content(below))
            has_jobs = has_jobs or name == "jobs"
            if at < first and not name:
                continue  # the person's name and title stand there
            if name or line.is_bold or line.size > usual + _LARGER:
                found[id(line)] = name or "other"
    return found


def _look(line: Line) -> Look:
    text = line.text.rstrip()
    return (round(line.size, 1), line.is_bold, text.isupper(), text.endswith(":"))


def _stands_out(line: Line, usual: float) -> bool:
    size, is_bold, is_upper, has_colon = _look(line)
    return size > usual + _LARGER or is_bold or is_upper or has_colon


def _may_be(line: Line) -> bool:
    text = line.text
    if line.row or line.is_bullet or heading_of(text) or len(text.split()) > _MOST_WORDS or "\t" in text:
        return False
    return any(letter.isalpha() for letter in text) and not any(letter.isdigit() for letter in text)


def _by_content(lines: Sequence[Line]) -> str:
    """``jobs`` where months stand beside what may be a job's title or employer, or columns are named so."""
    head = {field_of(line.text) for line in lines if line.row and line.row == lines[0].row}
    if {"title", "employer"} <= head:
        return "jobs"
    near = lines[:_SIZE_FROM]
    if not any(span.is_range for line in near for span in read_spans(line.text)):
        return ""
    parts = [part.strip() for line in near for part in _PARTS.split(line.text)]
    return "jobs" if any(title_likeness(part) >= 1.5 or employer_likeness(part) >= 2.5 for part in parts) else ""
