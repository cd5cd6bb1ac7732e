"""Sepadan's own template for postings, workers and courses: JSONL, CSV or XLSX (docs/template.md)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import AliasChoices
from rapidfuzz import process

from matcher.forms import Form
from matcher.identity import IDENTITY_FIELDS
from matcher.records import Kind
from matcher.sources.files import BytesRead, RawRow, csv_rows, jsonl_rows, xlsx_rows
from matcher.sources.source import FORMS, Source
from taxonomy.errors import InputError


def field_names(form: type[Form]) -> frozenset[str]:
    """All names by which the fields of a form may be given."""
    names = set(form.model_fields)
    for info in form.model_fields.values():
        if isinstance(info.validation_alias, AliasChoices):
            names.update(str(choice) for choice in info.validation_alias.choices)
    return frozenset(names)


def _check_columns(rows: Iterator[RawRow], form: type[Form], path: Path) -> Iterator[RawRow]:
    """Refuse a table with a column that no field takes, before a row of it is stored: what it held would be lost."""
    known = field_names(form)
    is_first = True
    for row in rows:
        if is_first and row.value is not None:
            is_first = False
            for column in row.value:
                if column not in known and column.casefold().replace(" ", "_") not in IDENTITY_FIELDS:
                    near = process.extractOne(column, sorted(known))
                    wanted = f"columns among {', '.join(sorted(known))}" + (
                        f"; did you mean {near[0]}?" if near else ""
                    )
                    raise InputError(wanted=wanted, found=f"column {column!r}", where=f"{path} header")
        # An empty cell is a missing value, so that a field's own default serves.
        value = None if row.value is None else {k: v for k, v in row.value.items() if v is not None and v != ""}
        yield RawRow(number=row.number, value=value, fault=row.fault, raw=row.raw)


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
