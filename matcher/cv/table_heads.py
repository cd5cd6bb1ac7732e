"""The first row of a table, or the first two, that say what its columns hold."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median

from matcher.cv.labels import field_of
from matcher.cv.lines import Line

_REMARKS = re.compile(r"\b(?:keterangan|ket|remarks?)\b", re.IGNORECASE)
_SENTENCE = 4
"""Words from which a remark is a sentence."""

Row = Sequence[Line]


@dataclass(frozen=True, slots=True)
class TableHead:
    """What the columns of a table hold.

    Attributes:
        fields: Cell to a field of ``labels.tsv``; empty where the head says something else.
        rows: Those below the head.
    """

    fields: Mapping[int, str]
    rows: Sequence[Row]


def head_of(lines: Sequence[Line]) -> TableHead | None:
    """The head of the table among some lines; None where no row names two columns."""
    rows = [list(group) for row, group in groupby(lines, key=lambda line: line.row) if row]
    for at, row in enumerate(rows):
        for taken in (2, 1):  # a head that was torn names more when its rows are read as one
            head = [line for one in rows[at : at + taken] for line in one]
            if taken == 2 and not _is_torn(row, rows[at + 1 :]):
                continue
            names = _names(head)
            fields = _fields(names)
            if len(set(filter(None, fields.values())) - {"number"}) >= 2 and len(head) <= 2 * len(fields) + 1:
                below = rows[at + taken :]
                return TableHead(fields=_with_tasks(fields, names, below), rows=below)
    return None


def _is_torn(row: Row, below: Sequence[Row]) -> bool:
    """Whether the row below a bold one belongs to the head too: it is bold, and what follows is not."""
    return (
        len(below) > 1
        and all(line.is_bold for line in (*row, *below[0]))
        and not any(line.is_bold for line in below[1])
    )


def _names(head: Row) -> dict[int, str]:
    """Cell to the words of its lines."""
    words: dict[int, list[str]] = defaultdict(list)
    for line in head:
        words[line.cell].append(line.text)
    return {cell: " ".join(said) for cell, said in sorted(words.items())}


def _fields(names: Mapping[int, str]) -> dict[int, str]:
    """Cell to field; a name that stands over two columns (``END DATE REMARKS``) is parted between them."""
    found: dict[int, str] = {}
    for cell, name in names.items():
        found[cell] = field_of(name)
        if not found[cell] and cell + 1 not in names:
            words = name.split()
            parted = [(field_of(" ".join(words[:at])), field_of(" ".join(words[at:]))) for at in range(1, len(words))]
            found[cell], behind = next((both for both in parted if all(both)), ("", ""))
            if behind:
                found[cell + 1] = behind
    if "ends" in found.values() and "starts" not in found.values():  # "Tanggal" before "Tanggal keluar"
        return {cell: "starts" if name == "dates" else name for cell, name in found.items()}
    return found


def _with_tasks(fields: dict[int, str], names: Mapping[int, str], rows: Sequence[Row]) -> dict[int, str]:
    """The fields, where a column of remarks that holds sentences says what was done."""
    for cell, name in fields.items():
        if name == "ignored" and _REMARKS.search(names.get(cell, names.get(cell - 1, ""))):
            texts = [" ".join(line.text for line in row if line.cell == cell) for row in rows]
            if texts and median(len(text.split()) for text in texts) >= _SENTENCE:
                fields[cell] = "tasks"
    return fields
