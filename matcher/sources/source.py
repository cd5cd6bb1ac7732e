"""What a source is: a name, the form its rows fill, how its files are read, how a raw row becomes template fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matcher.forms import CourseForm, PostingForm, WorkerForm
from matcher.records import Kind
from matcher.sources.files import BytesRead, RawRow

RowReader = Callable[[Path, BytesRead | None], Iterator[RawRow]]
Mapper = Callable[[Mapping[str, Any]], Mapping[str, Any]]

FORMS: Mapping[Kind, type[PostingForm] | type[WorkerForm] | type[CourseForm]] = {
    Kind.POSTING: PostingForm,
    Kind.WORKER: WorkerForm,
    Kind.COURSE: CourseForm,
}
"""The form of each kind of record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One real format.

    Attributes:
        name: As given to ``sepadan ingest``; also the source part of the keys.
        kind: What its rows are.
        rows: Reads a file into raw rows.
        to_fields: Raw row to fields of the template; raises ``InputError`` for what cannot be read.
        describes: One line for people.
    """

    name: str
    kind: Kind
    rows: RowReader
    to_fields: Mapper
    describes: str
