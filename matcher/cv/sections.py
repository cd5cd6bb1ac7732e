"""Lines parted by the headings of a CV."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from matcher.cv.heading_looks import headings_by_look
from matcher.cv.headings import heading_of
from matcher.cv.labels import field_of, labelled
from matcher.cv.lines import Line
from matcher.cv.personal import is_dated, is_signature

HEAD = ""
"""Name of what stands before the first heading: name, contacts, perhaps a title."""

_INLINE = frozenset("skills languages licences summary wish hobbies courses education references jobs".split())
_RELATIVE = re.compile(
    r"(?:\d+[.)]?\s*[|\t]?\s*)?(?:istri|suami|anak(?: (?:kandung|angkat|tiri|pertama|kedua|ketiga|ke-?\s?\w{1,6}))?|"
    r"ayah|ibu|bapak|kakak|adik|orang tua|mertua|saudara(?: kandung)?|"
    r"wife|husband|spouse|son|daughter|child|father|mother|brother|sister)\s*[|\t:].*\w",
    re.IGNORECASE,
)
"""A row of a table of relatives, which may be torn off its heading: who somebody is, then a name."""

_SIGNED_BY = 4
"""Lines at the end among which a place and a day sign a CV."""


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under one heading.

    Attributes:
        name: Of ``headings.tsv``; ``HEAD`` before the first.
        lines: Without the heading.
    """

    name: str
    lines: tuple[Line, ...]


def sections_of(lines: Sequence[Line]) -> list[Section]:
    """The sections of a CV in its order; a heading may come twice.

    A heading stands on a line of its own, in the first cell of a row, or before a colon (``Keahlian: Excel, Word``);
    in the last case the section is that line alone. A line that looks like the known headings is one too.
    """
    found: list[tuple[str, list[Line]]] = [(HEAD, [])]
    looks = headings_by_look(lines)
    for _, group in groupby(lines, key=lambda line: (line.row, line.page if line.row else 0) if line.row else id(line)):
        row = list(group)
        if id(row[0]) in looks:
            found.append((looks[id(row[0])], []))
            continue
        if _RELATIVE.match("\t".join(line.text for line in row)):
            found += [("family", row), (found[-1][0], [])]
            continue
        for name, line, is_alone in _parted(row, found[-1][0]):
            if is_alone:
                found += [(name, [line] if line else []), (found[-1][0], [])]
            elif line is None:
                found.append((name, []))
            else:
                found[-1][1].append(line)
    return [Section(name, tuple(kept)) for name, kept in _with_signature(found) if kept]


def _with_signature(found: list[tuple[str, list[Line]]]) -> list[tuple[str, list[Line]]]:
    """The sections, where the last lines that sign the CV (``Garut, 3-3-2026`` and a name) are its closing."""
    name, kept = found[-1]
    at = next(
        (at for at, line in enumerate(kept[-_SIGNED_BY:], max(0, len(kept) - _SIGNED_BY)) if is_dated(line.text)), 0
    )
    return [*found[:-1], (name, kept[:at]), ("closing", kept[at:])] if at else found


def _parted(row: Sequence[Line], section: str) -> Iterator[tuple[str, Line | None, bool]]:
    """What the lines of one row, or one line outside of tables, are: (section, line or heading, alone)."""
    first = row[0]
    if is_signature(first.text):
        yield "closing", None, False
        yield "closing", first, False
        return
    cells = {line.cell for line in row}
    name = heading_of(first.text)
    if name and (len(cells) > 1 or len(row) == 1) and not _is_field(first, cells, section):
        if name != "title":
            yield name, None, False
        rest = row[1:]
        is_table = len({line.cell for line in rest}) > 1
        for line in rest:
            yield name, line if is_table else replace(line, row=0, cell=0), False
        return
    inside = labelled(_joined_row(row)) if len(cells) == 2 or len(row) == 1 else None
    inline = heading_of(inside.label) if inside and inside.value else ""
    if inside and inline in _INLINE and not (section in {"jobs", "internships", "education"} and inside.field):
        text = inside.value
        yield inline, replace(first, text=text, row=0, cell=0), True
        return
    for line in row:
        yield section, line, False


def _is_field(first: Line, cells: set[int], section: str) -> bool:
    """Whether what looks like a heading is the name of a field in a table or form."""
    return (
        bool(first.row)
        and len(cells) > 1
        and bool(field_of(first.text))
        and section in {"jobs", "internships", "education"}
    )


def _joined_row(row: Sequence[Line]) -> str:
    """The cells of a row of two, label and value, as one line."""
    label = " ".join(line.text for line in row if line.cell == row[0].cell)
    value = " ".join(line.text for line in row if line.cell != row[0].cell)
    if not value:
        return label
    return f"{label.rstrip(' :')}: {value.lstrip(' :')}"


def with_values(lines: Sequence[Line]) -> list[Line]:
    """The same lines, where rows of a label and its value are one line each: ``Jabatan: Operator``."""
    found: list[Line] = []
    for row, group in groupby(lines, key=lambda line: line.row):
        cells = list(group)
        if row and len({line.cell for line in cells}) > 1 and _is_label(cells):
            first = cells[0]
            values = [line for line in cells if line.cell != first.cell and line.text.strip(" :")]
            label = " ".join(line.text for line in cells if line.cell == first.cell).rstrip(" :")
            value = values[0].text.lstrip(" :") if values else ""
            found.append(replace(first, text=f"{label}: {value}", row=0, cell=0))
            found += [replace(line, row=0, cell=0) for line in values[1:]]
        else:
            found += cells
    return [line for line in found if line.text]


def _is_label(cells: Sequence[Line]) -> bool:
    second = next(line.text for line in cells if line.cell != cells[0].cell)
    first = " ".join(line.text for line in cells if line.cell == cells[0].cell)
    return (
        second.startswith(":")
        or first.endswith(":")
        or (bool(field_of(first)) and not field_of(second) and len({line.cell for line in cells}) == 2)
    )
