"""Spans of months as CVs write them, Indonesian and English: ``Jan 2019 – sekarang``, ``03/2018 s.d. 12/2020``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from matcher.cv.record import Month

_NAMES = {
    **dict.fromkeys(("januari", "january", "jan"), 1),
    **dict.fromkeys(("februari", "february", "pebruari", "feb", "peb", "febr"), 2),
    **dict.fromkeys(("maret", "march", "mar", "mrt"), 3),
    **dict.fromkeys(("april", "apr"), 4),
    **dict.fromkeys(("mei", "may"), 5),
    **dict.fromkeys(("juni", "june", "jun"), 6),
    **dict.fromkeys(("juli", "july", "jul"), 7),
    **dict.fromkeys(("agustus", "august", "agu", "aug", "agt", "ags", "agst", "agus"), 8),
    **dict.fromkeys(("september", "sept", "sep"), 9),
    **dict.fromkeys(("oktober", "october", "okt", "oct"), 10),
    **dict.fromkeys(("november", "nopember", "nov", "nop"), 11),
    **dict.fromkeys(("desember", "december", "des", "dec"), 12),
}
_NAME = rf"(?:{'|'.join(sorted(_NAMES, key=len, reverse=True))})"
_YEAR = r"(?:19[5-9]\d|20\d\d)"
_DAY = r"(?:(?:tanggal |tgl\.? )?(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?\s+)?"


def _point(end: str) -> str:
    """A month or year; the groups' names end with ``end``."""
    return (
        rf"(?:(?:bulan|tahun|thn\.?|th\.?)\s+)?(?:{_DAY}(?P<name{end}>{_NAME})\b\.?,?(?:\s+(?:tahun\s+)?|[-/])"
        rf"(?P<year{end}>{_YEAR}|['’`]\d\d)|"
        rf"(?:(?:0?[1-9]|[12]\d|3[01])[/.-])?(?P<num{end}>0?[1-9]|1[0-2])\s?[/.-]\s?(?P<numyear{end}>{_YEAR})|"
        rf"(?P<isoyear{end}>{_YEAR})[-/.](?P<iso{end}>0[1-9]|1[0-2])(?![\d])|(?P<only{end}>{_YEAR}))"
    )


_TO = r"\s*(?:-+|–|—|~|→|s\s?\.?\s?/?\s?d\.?|sampai(?:\s+dengan)?|sampe|hingga|ke|to|until|till|through)\s*"
_NOW = (
    r"(?P<now>sekarang|saat ini|skrg|skrng|skr|kini|hari ini|present|now|current(?:ly)?|today|to date|date|ongoing|"
    r"masih(?: (?:aktif|bekerja|kerja|berjalan))?|berjalan)"
)
_SINCE = r"(?:sejak|since|mulai(?: dari)?|dari|from|starting)\s+"
_AHEAD = r"(?<![\d/.,+-])(?<!\w)"
_BEHIND = r"(?!\d|[/.-]\d)"

_SPAN = re.compile(
    rf"{_AHEAD}(?:(?P<nameonly>{_NAME})\b\.?{_TO}(?P<namelast>{_NAME})\b\.?,?\s+(?P<shared>{_YEAR})|"
    rf"{_point('1')}{_TO}(?:{_NOW}\b|{_point('2')}){_BEHIND})",
    re.IGNORECASE,
)
_OPEN = re.compile(
    rf"{_AHEAD}(?:{_SINCE}{_point('1')}(?!\d)|{_point('3')}\s*(?:-|–|—)\s*(?=$|[)\]|\t]))", re.IGNORECASE
)
_SINGLE = re.compile(
    rf"{_AHEAD}(?P<lead>(?:lulus|tamat|tahun|graduated|thn\.?|kelulusan)\s*:?\s*)?{_point('1')}{_BEHIND}", re.IGNORECASE
)
_PARTIAL_DAY = re.compile(rf"(?:0?[1-9]|[12]\d|3[01])[\s/.-]+(?:{_NAME}|\d{{1,2}})[\s/.-]+{_YEAR}", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateSpan:
    """Months that a text names.

    Attributes:
        starts: The first; None where the end alone is said.
        ends: The last; None while it goes on, or where it is not said.
        is_current: It goes on.
        is_range: Two ends are said, or that it goes on; False for a single month or year.
        start: Offset of the words.
        end: Offset after them.
    """

    starts: Month | None
    ends: Month | None
    is_current: bool
    is_range: bool
    start: int
    end: int


def read_spans(text: str, *, singles: bool = False) -> list[DateSpan]:
    """Spans that a text names, in its order; such as end before they begin are none.

    Args:
        text: A line or a paragraph.
        singles: Whether a month or year that stands alone counts too.
    """
    found = list(_ranges(text))
    if singles:
        taken = [(span.start, span.end) for span in found]
        found += [
            span for span in _singles(text) if all(span.end <= start or span.start >= end for start, end in taken)
        ]
    return sorted(found, key=lambda span: span.start)


def _ranges(text: str) -> Iterator[DateSpan]:
    end = 0
    for match in _SPAN.finditer(text):
        if match["shared"]:
            year = int(match["shared"])
            starts = Month(year=year, month=_NAMES[match["nameonly"].casefold()])
            last: Month | None = Month(year=year, month=_NAMES[match["namelast"].casefold()])
        else:
            starts = _month(match, "1")
            last = None if match["now"] else _month(match, "2")
        if last is not None and not _in_order(starts, last):
            continue
        end = match.end()
        yield DateSpan(
            starts=starts, ends=last, is_current=last is None, is_range=True, start=match.start(), end=match.end()
        )
    for match in _OPEN.finditer(text, end):
        starts = _month(
            match, "1" if match["year1"] or match["numyear1"] or match["isoyear1"] or match["only1"] else "3"
        )
        yield DateSpan(starts=starts, ends=None, is_current=True, is_range=True, start=match.start(), end=match.end())


def _singles(text: str) -> Iterator[DateSpan]:
    for match in _SINGLE.finditer(text):
        point = _month(match, "1")
        yield DateSpan(starts=None, ends=point, is_current=False, is_range=False, start=match.start(), end=match.end())


def _month(match: re.Match[str], end: str) -> Month:
    if match[f"name{end}"]:
        year = match[f"year{end}"]
        full = int(year) if year[0].isdigit() else _century(int(year[1:]))
        return Month(year=full, month=_NAMES[match[f"name{end}"].casefold()])
    if match[f"num{end}"]:
        return Month(year=int(match[f"numyear{end}"]), month=int(match[f"num{end}"]))
    if match[f"iso{end}"]:
        return Month(year=int(match[f"isoyear{end}"]), month=int(match[f"iso{end}"]))
    return Month(year=int(match[f"only{end}"]))


def _century(year: int) -> int:
    return 2000 + year if year < 50 else 1900 + year


def _in_order(starts: Month, ends: Month) -> bool:
    return (starts.year, starts.month or 1) <= (ends.year, ends.month or 12)


def has_full_day(text: str) -> bool:
    """Whether a text names a day with month and year, as birth dates and signatures do."""
    return _PARTIAL_DAY.search(text) is not None
