"""Certification schemes of an LSP: CSV or XLSX with headings of their own (2026).

A scheme is read as a course of the mode ``certification``: an assessment without training, for those who can do the
work already. It has no JP and no first day, and can be taken at any time; its skills are those of its title and units.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from matcher.records import Kind
from matcher.sources.course_table import FIELDS, course_fields, guess, told_of
from matcher.sources.files import BytesRead, RawRow
from matcher.sources.office_table import office_headings, office_rows
from matcher.sources.source import Columns, Source

_WANTED = "Skema, Kategori"


def _rows(path: Path, tell: BytesRead | None) -> Iterator[RawRow]:
    return office_rows(path, guess, _WANTED, tell)


def _guessed(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    return _fields(guess(tuple(raw)), raw)


def _fields(columns: Mapping[str, str], raw: Mapping[str, Any]) -> Mapping[str, Any]:
    fields = course_fields(told_of(columns, raw, "certification schemes"))
    return {
        **fields,
        "certification": fields["title"],
        "certifier": fields["certifier"] or fields["provider"],
        "mode": "certification",
    }


def _apply(columns: Mapping[str, str]) -> Source:
    return Source(
        name=LSP_SCHEMES.name,
        kind=Kind.COURSE,
        rows=_rows,
        to_fields=partial(_fields, dict(columns)),
        describes=LSP_SCHEMES.describes,
        is_listing=False,
        columns=LSP_SCHEMES.columns,
    )


LSP_SCHEMES = Source(
    name="lsp-schemes",
    kind=Kind.COURSE,
    rows=_rows,
    to_fields=_guessed,
    describes="Certification schemes of an LSP, without training: XLSX or CSV with headings of its own (2026)",
    is_listing=False,
    columns=Columns(
        guess=guess,
        apply=_apply,
        headings=partial(office_headings, guess=guess, such_as=_WANTED),
        fields=FIELDS,
    ),
)
"""Schemes of professional certification bodies."""
