"""A section of jobs or schools to its entries: the lines of each, its span of months, and what its labels say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from matcher.cv.labels import labelled
from matcher.cv.lines import Line
from matcher.cv.months import DateSpan, read_spans
from matcher.cv.naming import employer_likeness, title_likeness, title_words
from matcher.cv.table_heads import head_of
from taxonomy.text import fold

_TASK = re.compile(
    r"^(?:me(?:m|n|ng|ny|l|r|w|y)?\w{3,}|ber\w{4,}|di\w{4,}kan|bertanggung ?jawab|responsible|in charge|"
    r"assist\w*|tugas\w*|jobdesk|"
    r"tanggung jawab|uraian|bantu\w*|jaga\w*|ngelayan\w*|\w{3,}ed|\w{3,}ing)\b",
    re.IGNORECASE,
)
_DASH = re.compile(r"\s+[-–—]+\s+")
_COMMA = re.compile(r",\s|\s\(")
_LONG = 9
"""Words from which a line without a date is what was done rather than a name."""

_OFTEN = 2
"""Entries from which a label that is in no table is one of the CV's own."""

_HEADS = 4
"""Lines that name job, employer, place and date, at most."""


@dataclass(slots=True)
class Entry:
    """One job or school as it stands in the CV.

    Attributes:
        heads: Lines that name it, without dates.
        span: Its months; None when none are said.
        dated: The line that says them.
        tasks: Lines that say what was done.
        named: Field of ``labels.tsv`` to its value and line, where labels or the heads of a table say what is what.
    """

    heads: list[Line] = field(default_factory=list)
    span: DateSpan | None = None
    dated: Line | None = None
    tasks: list[Line] = field(default_factory=list)
    named: dict[str, Line] = field(default_factory=dict)


def entries_of(lines: Sequence[Line], *, singles: bool, starts: Callable[[str], bool]) -> list[Entry]:
    """The entries of a section.

    Args:
        lines: Of the section.
        singles: Whether a year that stands alone is a date, as among schools.
        starts: Whether a line names an entry, for sections without dates.
    """
    table = _table(lines, singles=singles)
    if table is not None:
        return table
    form = _form(lines, singles=singles)
    return form if form is not None else _timeline(_without_facts(lines), singles=singles, starts=starts)


def _without_facts(lines: Sequence[Line]) -> list[Line]:
    """The lines without labelled ones that nothing is read from; what a label of the CV's own says names no entry."""
    told = [labelled(line.text) for line in lines]
    own: Counter[str] = Counter(fold(label.label) for label in told if label and not label.field)
    found: list[Line] = []
    for line, label in zip(lines, told, strict=True):
        if label and label.field in {"ignored", "level"} and not read_spans(line.text):
            continue
        is_own = label and not label.field and own[fold(label.label)] >= _OFTEN
        found.append(replace(line, is_bullet=True) if is_own else line)
    return found


def _table(lines: Sequence[Line], *, singles: bool) -> list[Entry] | None:
    """Entries of a table whose first row says what its columns hold; None where there is no such row."""
    head = head_of(lines)
    if head is None:
        return None
    found = [entry for row in head.rows if (entry := _of_row(row, head.fields, singles=singles)).named]
    return found or None


def _of_row(row: Sequence[Line], heads: Mapping[int, str], *, singles: bool) -> Entry:
    entry = Entry()
    for cell, group in groupby(row, key=lambda line: line.cell):
        name, held = heads.get(cell, ""), list(group)
        if name == "tasks":
            entry.tasks += held
        elif name and name != "number":
            _name(entry, name, replace(held[0], text=" ".join(line.text for line in held)), singles=singles)
        elif not name and len(text := " ".join(line.text for line in held)) > 2:
            entry.heads.append(replace(held[0], text=text))
    return entry


def _form(lines: Sequence[Line], *, singles: bool) -> list[Entry] | None:
    """Entries told by labels; None where there are not two of them that name a job or school."""
    told = [(line, labelled(line.text)) for line in lines]
    known = [found.field for _, found in told if found and found.field]
    if len({"employer", "title", "institution", "programme", "level", "dates", "starts"} & set(known)) < 2:
        return None
    found: list[Entry] = []
    first = known[0]
    last = ""
    for line, label in told:
        name = label.field if label else ""
        if name:
            assert label is not None
            is_new = name in found[-1].named or name == first if found else True
            if is_new and name != "tasks" and not (found and name != first and name in {"place", "ignored"}):
                heads = found.pop().heads if found and not found[-1].named and not found[-1].span else []
                found.append(Entry(heads=heads))
            if name == "tasks":
                if label.value:
                    found[-1].tasks.append(replace(line, text=label.value))
            elif label.value:
                _name(found[-1], name, replace(line, text=label.value), singles=singles)
            last = name
        elif found and found[-1].named and (line.is_bullet or last == "tasks" or _is_task(line)):
            found[-1].tasks.append(line)
        elif not re.fullmatch(r"\W*\w{0,2}\W*", line.text):
            # A line without a label opens an entry of its own: "1. PT Maju Jaya".
            spans = read_spans(line.text, singles=singles)
            found.append(Entry(heads=[_without(line, spans)] if _without(line, spans).text else []))
            if spans:
                found[-1].span, found[-1].dated = spans[0], line
    return [entry for entry in found if entry.named or entry.heads]


def _name(entry: Entry, name: str, line: Line, *, singles: bool) -> None:
    """Put a labelled value into an entry; dates go to its span."""
    if name in {"dates", "year", "starts", "ends"}:
        text = line.text
        before = entry.named.get("starts")
        if name == "ends" and before is not None:
            text = f"{before.text} - {text}"
        text, spans = _as_range(text, read_spans(text, singles=True))
        if spans and (entry.span is None or not entry.span.is_range):
            entry.span, entry.dated = spans[0], replace(line, text=text)
            if name == "starts" and not spans[0].is_range:
                entry.span = replace(spans[0], starts=spans[0].ends, ends=None)
    entry.named.setdefault(name, line)


def _as_range(text: str, spans: list[DateSpan]) -> tuple[str, list[DateSpan]]:
    """A cell of two months that lost what stood between them: ``February 2018 August 2020``."""
    if not spans or spans[0].is_range or not text[spans[0].end :].strip():
        return text, spans
    joined = f"{text[: spans[0].end]} - {text[spans[0].end :]}"
    ranges = [span for span in read_spans(joined, singles=True) if span.is_range]
    return (joined, ranges) if ranges else (text, spans)


def _timeline(lines: Sequence[Line], *, singles: bool, starts: Callable[[str], bool]) -> list[Entry]:
    """Entries each of which has one span of months: the lines around it are its own.

    How many naming lines stand above a span is seen at the first one, for a CV is written in one manner.
    """
    spans = [_spans_of_head(line, singles=singles) for line in lines]
    anchors = [at for at, found in enumerate(spans) if found]
    if not anchors:
        anchors = [at for at, line in enumerate(lines) if not _is_task(line) and starts(line.text)]
        begins = [at for n, at in enumerate(anchors) if n == 0 or at - anchors[n - 1] > 1 or not _same_block(lines, at)]
        return [_entry(lines, spans, start, end) for start, end in _stretches(begins, len(lines))]
    above = 0
    while above < min(anchors[0], _HEADS) and not _is_task(lines[anchors[0] - 1 - above]):
        above += 1
    begins = [anchors[0] - above]
    for before, at in pairwise(anchors):
        start, left = at, above
        while left and start - 1 > before and not _is_task(lines[start - 1]) and not _parted(lines, start, at):
            start, left = start - 1, left - 1
        begins.append(start)
    return [_entry(lines, spans, start, end) for start, end in _stretches(begins, len(lines))]


def _parted(lines: Sequence[Line], start: int, at: int) -> bool:
    """Whether the line above ``start`` belongs to another row of the table than the anchor."""
    return bool(lines[at].row) and lines[start - 1].row != lines[at].row


def _same_block(lines: Sequence[Line], at: int) -> bool:
    return lines[at].gap < 0.9


def _stretches(begins: Sequence[int], end: int) -> Iterator[tuple[int, int]]:
    yield from zip(begins, [*begins[1:], end], strict=bool(begins))


def _entry(lines: Sequence[Line], spans: Sequence[list[DateSpan]], start: int, end: int) -> Entry:
    entry = Entry()
    for line, found in zip(lines[start:end], spans[start:end], strict=True):
        if found and entry.span is None:
            entry.span, entry.dated = found[0], line
            rest = _without(line, found)
            if rest.text:
                entry.heads.append(rest)
        elif _is_task(line) or len(entry.heads) >= _HEADS or entry.tasks:
            entry.tasks.append(line)
        else:
            entry.heads.append(line)
    return entry


def _spans_of_head(line: Line, *, singles: bool) -> list[DateSpan]:
    """Spans of a line that names an entry; a date within a task is none of them."""
    spans = read_spans(line.text, singles=singles)
    if not spans or (line.is_bullet and not spans[0].is_range and not singles):
        return []
    rest = line.text[: spans[0].start] + line.text[spans[0].end :]
    return [] if len(rest.split()) > 2 * _LONG else spans


def _without(line: Line, spans: Sequence[DateSpan]) -> Line:
    """The line without its first span of months and what framed it."""
    if not spans:
        return line
    head, tail = line.text[: spans[0].start], line.text[spans[0].end :]
    tail = re.sub(r"^\s*\((?:\s*\d+\s*\w+){1,2}\s*\)", "", tail)
    text = re.sub(r"[\s(\[|,–—:-]+$", "", head) + "\t" + re.sub(r"^[\s)\]|,–—:;.-]+", "", tail)
    return replace(line, text=text.strip(" \t"), is_bullet=False)


def _names_a_job(text: str) -> bool:
    """Whether a line of several parts names a title or an employer: ``Kapal milik Haji Lallo - Bulukumba``."""
    dashed = _DASH.split(text)
    parts = dashed if len(dashed) > 1 else _COMMA.split(text)[:1] if _COMMA.search(text) else []
    return any(title_likeness(part) >= 1.5 or employer_likeness(part) >= 2.0 for part in parts)


def _is_task(line: Line) -> bool:
    """Whether a line says what was done."""
    if line.is_bullet:
        return True
    words = line.text.split()
    if len(words) >= _LONG and "\t" not in line.text and "|" not in line.text and not _names_a_job(line.text):
        return True
    first = fold(words[0]).strip(".,:;") if words else ""
    return len(words) > 1 and bool(_TASK.match(line.text)) and first not in title_words().known
