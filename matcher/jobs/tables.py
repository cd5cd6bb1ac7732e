"""Results of jobs as tables: a row for each pair that was found, or for each row that was read.

A subject for whom nothing was found has one row all the same, so that none is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from itertools import islice
from typing import Any, BinaryIO

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from matcher.export import schema_of
from matcher.jobs.job import Asked, JobKind

_ROWS = 2_000
"""Rows held in memory at once."""

_TEXT, _TEXTS, _PLACE, _SHARE = pa.string(), pa.list_(pa.string()), pa.int32(), pa.float64()

_MATCH = pa.schema(
    [
        ("subject", _TEXT),
        ("rank", _PLACE),
        ("id", _TEXT),
        ("score", _SHARE),
        ("components", pa.map_(_TEXT, _SHARE)),
        ("matched", _TEXTS),
        ("missing", _TEXTS),
        ("adjacent", _TEXTS),
        ("shortlist_chance", _SHARE),
        ("error", _TEXT),
    ]
)
_RECOMMEND = pa.schema(
    [
        ("subject", _TEXT),
        ("rank", _PLACE),
        ("id", _TEXT),
        ("title", _TEXT),
        ("value", _SHARE),
        ("score", _SHARE),
        ("opens", pa.int64()),
        ("distance_km", _SHARE),
        ("why_none", _TEXT),
        ("error", _TEXT),
    ]
)
_INGEST = pa.schema([("row", pa.int64()), ("id", _TEXT), ("status", _TEXT), ("error", _TEXT)])

Line = Mapping[str, Any]


def schema_for(asked: Asked) -> pa.Schema:
    """Columns of the result of a job."""
    own = {JobKind.MATCH: _MATCH, JobKind.RECOMMEND: _RECOMMEND, JobKind.INGEST: _INGEST}
    return own[asked.kind] if asked.kind in own else schema_of(asked.of)


def write_table(file: BinaryIO, lines: Iterator[bytes], asked: Asked, beat: Callable[[], None]) -> None:
    """Write the lines of a result as Parquet (zstd).

    Args:
        file: Open for writing.
        lines: JSON, one object each.
        asked: What the job was asked for.
        beat: Called now and then: who holds the job is still at work.
    """
    schema = schema_for(asked)
    rows = (row for line in lines for row in _rows_of(orjson.loads(line), asked, schema))
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        while part := list(islice(rows, _ROWS)):
            writer.write_table(pa.Table.from_pylist(part, schema=schema))
            beat()


def _rows_of(line: Line, asked: Asked, schema: pa.Schema) -> Iterator[dict[str, Any]]:
    if asked.kind is JobKind.MATCH:
        return _pairs(line, line["matches"], _match)
    if asked.kind is JobKind.RECOMMEND:
        return _pairs(line, line["courses"], _course)
    if asked.kind is JobKind.INGEST:
        return iter([{**{name: line[name] for name in ("row", "id", "status")}, "error": _error(line)}])
    return iter([{column.name: _moment(column.type, line[column.name]) for column in schema}])


def _pairs(line: Line, found: list[Line], row_of: Callable[[Line], dict[str, Any]]) -> Iterator[dict[str, Any]]:
    subject = None if line["id"] is None else str(line["id"])
    if not found:
        yield {"subject": subject, "error": _error(line), "why_none": line.get("why_none")}
    for rank, one in enumerate(found, 1):
        yield {"subject": subject, "rank": rank, **row_of(one)}


def _match(found: Line) -> dict[str, Any]:
    skills = {name: [skill["id"] for skill in found["reasons"][name]] for name in ("matched", "missing", "adjacent")}
    return {
        "id": found["id"],
        "score": found["score"],
        "components": list(found["components"].items()),
        **skills,
        "shortlist_chance": found["shortlist_chance"],
    }


def _course(found: Line) -> dict[str, Any]:
    same = {name: found[name] for name in ("id", "title", "score", "opens", "distance_km")}
    return {**same, "value": found["value"]["value"]}


def _error(line: Line) -> str | None:
    error = line.get("error")
    return None if error is None else "{where}: wanted {wanted}, found {found}".format_map(error)


def _moment(kind: pa.DataType, value: Any) -> Any:
    """JSON has no days and moments: they stand there as ISO 8601."""
    if value is None or not (pa.types.is_date(kind) or pa.types.is_timestamp(kind)):
        return value
    return date.fromisoformat(value) if pa.types.is_date(kind) else datetime.fromisoformat(value)
