"""Answers to titles as a table of tab-separated values: what is exported can be read in again elsewhere."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from indexes.title_rows import CONFIRMED, TitleCase
from matcher.titles.answers import DEPENDS, NO_JOB
from matcher.titles.desk import Proposal
from taxonomy.errors import InputError
from taxonomy.occupations import load_occupations

COLUMNS = (
    *("title", "answer", "label", "state", "note", "postings", "proposed_by", "proposed_at"),
    *("reviewed_by", "reviewed_at", "reason", "id"),
)
_NEEDED = ("title", "answer")
_LONGEST_FIELD = 2_000
_LABELS = {NO_JOB: "no job", DEPENDS: "the ad decides"}


def label_of(answer: str) -> str:
    """Official title of an answer's unit group; empty for one that the classification does not have."""
    if answer in _LABELS:
        return _LABELS[answer]
    return load_occupations().get(answer).title if answer in load_occupations() else ""


def case_document(case: TitleCase) -> dict[str, Any]:
    """An answer with the last that was said of it, for JSON and tables."""
    last = case.reviews[-1] if case.reviews else None
    return {
        "title": case.answer.title,
        "answer": case.answer.answer,
        "label": label_of(case.answer.answer),
        "state": case.state,
        "note": case.answer.note,
        "postings": case.answer.postings,
        "proposed_by": case.answer.made_by,
        "proposed_at": case.answer.made_at.isoformat(),
        "reviewed_by": last.made_by if last else "",
        "reviewed_at": last.made_at.isoformat() if last else "",
        "reason": last.reason if last else "",
        "id": case.answer.id,
    }


def table_bytes(cases: Sequence[TitleCase], *, only_confirmed: bool = False) -> bytes:
    """The answers as UTF-8 with a heading; no cell begins a formula of a spreadsheet."""
    text = io.StringIO()
    rows = csv.writer(text, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    rows.writerow(COLUMNS)
    for case in cases:
        if not only_confirmed or case.state == CONFIRMED:
            rows.writerow([_cell(value) for value in case_document(case).values()])
    return text.getvalue().encode()


def _cell(value: object) -> object:
    """A cell that a spreadsheet takes for text: ``----`` is an answer of ours and no formula."""
    text = str(value)
    return f"'{text}" if text[:1] in {"=", "+", "@"} or (text[:1] == "-" and text != NO_JOB) else value


def read_table(text: str, where: str) -> Iterator[Proposal]:
    """The proposals of a table; other columns than title, answer and note are passed over.

    Args:
        text: Of the file.
        where: Its name, for errors.

    Raises:
        InputError: A column is missing, a line has no title or answer, or a cell is too long.
    """
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter="\t")
    missing = [name for name in _NEEDED if name not in (rows.fieldnames or ())]
    if missing:
        raise InputError(wanted=f"columns {', '.join(_NEEDED)}", found=str(rows.fieldnames or "none"), where=where)
    for number, row in enumerate(rows, 2):
        title, answer, note = ((row.get(name) or "").strip() for name in (*_NEEDED, "note"))
        if not title or not answer or max(len(title), len(note)) > _LONGEST_FIELD:
            found = "an empty one" if not title or not answer else "a longer one"
            wanted = f"a title and an answer of at most {_LONGEST_FIELD} characters"
            raise InputError(wanted=wanted, found=found, where=f"{where} line {number}")
        yield Proposal(title=title.removeprefix("'"), answer=answer, note=note.removeprefix("'"))
