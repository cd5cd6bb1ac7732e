"""Tables of the programmes of a BLK or BPVP: CSV or XLSX with headings of their own (2026).

A programme without a column of ids is told apart by title, centre, kejuruan, length, first day and batch. Where no
column names the centre, the note on the source may (``BPVP Contoh, daftar program``), or ``sepadan ingest --set``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from matcher.records import Kind
from matcher.sources.course_table import FIELDS, course_fields, days, guess, seats, told_of
from matcher.sources.files import BytesRead, RawRow
from matcher.sources.office_table import cell_text, office_headings, office_rows
from matcher.sources.source import Columns, Source
from taxonomy.text import plain

_WANTED = "Program, Kejuruan, JP"


def _rows(path: Path, tell: BytesRead | None) -> Iterator[RawRow]:
    return office_rows(path, guess, _WANTED, tell)


def _guessed(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    return _fields(guess(tuple(raw)), raw)


def _fields(columns: Mapping[str, str], raw: Mapping[str, Any]) -> Mapping[str, Any]:
    told = told_of(columns, raw, "training programmes")
    return {
        **course_fields(told),
        "jp": plain(cell_text(told.get("jp"))),
        **days(told),
        "seats": seats(told),
        "certification": plain(cell_text(told.get("certification"))),
        "mode": plain(cell_text(told.get("mode"))),
    }


def _apply(columns: Mapping[str, str]) -> Source:
    return Source(
        name=BLK_PROGRAMMES.name,
        kind=Kind.COURSE,
        rows=_rows,
        to_fields=partial(_fields, dict(columns)),
        describes=BLK_PROGRAMMES.describes,
        is_listing=False,
        columns=BLK_PROGRAMMES.columns,
    )


BLK_PROGRAMMES = Source(
    name="blk-programmes",
    kind=Kind.COURSE,
    rows=_rows,
    to_fields=_guessed,
    describes="Programmes of a BLK or BPVP: XLSX or CSV with headings of its own (2026)",
    is_listing=False,
    columns=Columns(
        guess=guess,
        apply=_apply,
        headings=partial(office_headings, guess=guess, such_as=_WANTED),
        fields=FIELDS,
    ),
)
"""Programmes of training centres."""
