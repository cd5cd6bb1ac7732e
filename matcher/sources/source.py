"""What a source is: a name, the form its rows fill, how its files are read, how a raw row becomes template fields.

A page that was pulled over HTTP is a file as well, so that a reader is written once and tried on files alone; how one
page leads to the next is the source's walk (``matcher.sources.walk``). A source is found by its entry point in the
group ``sepadan.sources``; ``docs/connector-guide.md`` tells how to write one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matcher.course_form import CourseForm
from matcher.forms import PostingForm, WorkerForm
from matcher.records import Kind
from matcher.sources.files import BytesRead, RawRow
from matcher.sources.walk import Walk, single_page

RowReader = Callable[[Path, BytesRead | None], Iterator[RawRow]]
Mapper = Callable[[Mapping[str, Any]], Mapping[str, Any]]
Withdrawal = Callable[[Mapping[str, Any]], str | None]
"""Raw row to the id of a posting that it takes back; None for every other row."""

FORMS: Mapping[Kind, type[PostingForm] | type[WorkerForm] | type[CourseForm]] = {
    Kind.POSTING: PostingForm,
    Kind.WORKER: WorkerForm,
    Kind.COURSE: CourseForm,
}
"""The form of each kind of record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """How a source whose headings are not fixed learns which column is which.

    Attributes:
        guess: Headings of a table to heading -> field, of those that are recognised.
        apply: The source as it reads by a mapping of heading to field.
        headings: Headings of a file.
        fields: Fields that a heading may be mapped to.
    """

    guess: Callable[[Sequence[str]], Mapping[str, str]]
    apply: Callable[[Mapping[str, str]], Source]
    headings: Callable[[Path], Sequence[str]]
    fields: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One real format.

    Attributes:
        name: As given to ``sepadan ingest``; also the source part of the keys.
        kind: What its rows are.
        rows: Reads a file into raw rows.
        to_fields: Raw row to fields of the template; raises ``InputError`` for what cannot be read.
        describes: One line for people.
        suffix: Ending of the file name under which a pulled page is read (``.json``); by its media type when empty.
        walk: How one page of an upstream leads to the next.
        is_listing: Whether a whole walk gives everything that is open, so that what it no longer has is closed.
        first_mark: Stands in place of ``{since}`` in the address at the first pull.
        id_of: Raw row to its id, for rows that ``to_fields`` refuses: their postings are still listed.
        withdrawn: Which rows only take a posting back; None when the format has no such rows.
        columns: For formats whose headings are not fixed; else None.
    """

    name: str
    kind: Kind
    rows: RowReader
    to_fields: Mapper
    describes: str
    suffix: str = ""
    walk: Walk = single_page
    is_listing: bool = True
    first_mark: str = ""
    id_of: Callable[[Mapping[str, Any]], object] | None = None
    withdrawn: Withdrawal | None = None
    columns: Columns | None = None
