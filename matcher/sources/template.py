"""Sepadan's own template for postings, workers and courses: JSONL, CSV or XLSX (docs/template.md)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from matcher.filling import field_names, wanted_names
from matcher.forms import Form
from matcher.identity import is_identity, names_to_show
from matcher.records import Kind
from matcher.sources.files import BytesRead, RawRow, jsonl_rows
from matcher.sources.source import FORMS, Source
from matcher.sources.table import csv_rows
from matcher.sources.workbook import xlsx_rows
from taxonomy.errors import InputError


def _check_columns(rows: Iterator[RawRow], form: type[Form], path: Path) -> Iterator[RawRow]:
    """Refuse a table with a column that no field takes, before a row of it is stored: what it held would be lost."""
    known = field_names(form)
    is_first = True
    for row in rows:
        if is_first and row.value is not None:
            is_first = False
            for column in row.value:
                if column not in known and not is_identity(column):
                    found = f"column {names_to_show([column])!r}"
                    raise InputError(wanted=wanted_names(form, column), found=found, where=f"{path} header")
        yield row


def _source(name: str, kind: Kind) -> Source:
    form = FORMS[kind]

    def rows(path: Path, tell: BytesRead | None) -> Iterator[RawRow]:
        suffixes = [suffix.casefold() for suffix in path.suffixes]
        if ".xlsx" in suffixes:
            return _check_columns(xlsx_rows(path, ("id",), tell), form, path)
        if ".csv" in suffixes or ".tsv" in suffixes:
            return _check_columns(csv_rows(path, ("id",), tell), form, path)
        if ".jsonl" in suffixes or ".ndjson" in suffixes:
            return jsonl_rows(path, tell)
        raise InputError(
            wanted="a .jsonl, .csv or .xlsx file (or .gz of the first two)", found=path.name, where=str(path)
        )

    def to_fields(raw: Mapping[str, Any]) -> Mapping[str, Any]:
        return raw

    return Source(name=name, kind=kind, rows=rows, to_fields=to_fields, describes=f"{name} in Sepadan's own template")


POSTINGS = _source("postings", Kind.POSTING)
"""Vacancies in the template."""
WORKERS = _source("workers", Kind.WORKER)
"""Job seekers in the template."""
COURSES = _source("courses", Kind.COURSE)
"""Training programmes in the template."""
