"""The conformance kit's first part: what a source must do with a good file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, fields
from datetime import UTC, datetime
from pathlib import Path

import orjson

from matcher.codec import content_of
from matcher.fields import as_text
from matcher.identity import is_identity
from matcher.ingest import record_of
from matcher.records import Record
from matcher.sources.files import RawRow
from matcher.sources.source import Source
from matcher.sources.walk import Onward, Page
from taxonomy.json_values import is_series


class Nonconformity(Exception):  # noqa: N818 - it is what was found, not a failure of the kit
    """What a source does wrong."""


def rows_of(source: Source, file: Path) -> list[RawRow]:
    """All rows of a file."""
    return list(source.rows(file, None))


def records_of(source: Source, file: Path) -> list[Record]:
    """The records of a good file; rows that only take a posting back give none."""
    found: list[Record] = []
    for row in rows_of(source, file):
        if row.value is None:
            raise Nonconformity(f"row {row.number} of the fixture cannot be read: {row.fault}")
        if source.withdrawn is None or source.withdrawn(row.value) is None:
            found.append(record_of(source, row.value, f"row {row.number}"))
    return found


def good_rows_give_records(source: Source, fixture: Path) -> str:
    """The fixture gives two records or more, with distinct keys under the source's name."""
    keys = [record.key for record in records_of(source, fixture)]
    if len(keys) < 2:
        raise Nonconformity(f"wanted two records or more, found {len(keys)}")
    if len(set(keys)) < len(keys):
        raise Nonconformity("wanted distinct keys, found one twice")
    strange = next((key for key in keys if not key.startswith(f"{source.name}:")), None)
    if strange is not None:
        raise Nonconformity(f"wanted keys that begin with {source.name}:, found {strange}")
    tell, rows = source.id_of, rows_of(source, fixture)
    told = [f"{source.name}:{as_text(tell(row.value))}" for row in rows if row.value is not None] if tell else keys
    if not set(keys) <= set(told):
        raise Nonconformity(f"wanted the ids of to_fields from id_of, found {', '.join(told[:3])}")
    return f"{len(keys)} records"


def reading_again_gives_the_same(source: Source, fixture: Path) -> str:
    """Reading again gives the same ids and the same content: a pull that finds nothing new stores nothing."""
    first, again = ([(r.key, content_of(r)) for r in records_of(source, fixture)] for _ in range(2))
    if first != again:
        raise Nonconformity("the second reading differs from the first")
    return f"{len(first)} records twice"


def rows_are_numbered_and_kept_raw(source: Source, fixture: Path) -> str:
    """Rows are numbered from 1 on, and each is kept as it stood for the rejects file."""
    rows = rows_of(source, fixture)
    numbers = [row.number for row in rows]
    if numbers != sorted(set(numbers)) or numbers[0] < 1:
        raise Nonconformity(f"wanted rising numbers from 1, found {numbers[:5]}")
    if any(row.raw is None for row in rows):
        raise Nonconformity("wanted the row as it stood in 'raw', found None")
    return f"{len(rows)} rows"


def mapping_leaves_rows_alone(source: Source, fixture: Path) -> str:
    """Mapping a row to fields leaves the row as it was."""
    for row in rows_of(source, fixture):
        assert row.value is not None
        before = orjson.dumps(row.value, default=str)
        if source.withdrawn is None or source.withdrawn(row.value) is None:
            source.to_fields(row.value)
        if orjson.dumps(row.value, default=str) != before:
            raise Nonconformity(f"row {row.number} was changed")
    return "no row was changed"


def texts_are_plain(source: Source, fixture: Path) -> str:
    """No text of a record holds markup, entities or control characters."""
    for record in records_of(source, fixture):
        for name, text in _texts(record):
            for mark in ("<p", "<br", "<div", "<script", "&amp;", "&nbsp;", "\u200b", "\x00"):
                if mark in text.casefold():
                    raise Nonconformity(f"{record.key}, field {name}: holds {mark!r}; see taxonomy.text.plain")
    return "all texts are plain"


def nobody_is_named(source: Source, fixture: Path) -> str:
    """No field of a record bears the name of personal data."""
    record = records_of(source, fixture)[0]
    named = [each.name for each in fields(record) if is_identity(each.name)]
    if named:
        raise Nonconformity(f"fields {', '.join(named)}")
    return "none does"


def _texts(record: Record) -> Iterator[tuple[str, str]]:
    for name, value in asdict(record).items():
        for text in value if is_series(value) else (value,):
            if isinstance(text, str):
                yield name, text


def the_walk_ends(source: Source, fixture: Path) -> str:
    """The walk looks at a page without changing it, and does not lead from a page to itself."""
    before = fixture.read_bytes()
    url = f"https://contoh.invalid/{fixture.name}"
    onward = source.walk(Page(url=url, path=fixture, at=datetime(2026, 11, 2, tzinfo=UTC)))
    if not isinstance(onward, Onward):  # pyright: ignore[reportUnnecessaryIsInstance] -- a plug-in may give anything
        raise Nonconformity(f"wanted an Onward, found {type(onward).__name__}")
    if fixture.read_bytes() != before:
        raise Nonconformity("the page was changed")
    if url in onward.addresses:
        raise Nonconformity("the page leads to itself")
    return f"next: {onward.following or 'none'}; {len(onward.lists)} lists, {len(onward.items)} items"
