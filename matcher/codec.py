"""Records to JSON text and back, as the store keeps them, and the hashes that tell change from repetition."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import orjson

from indexes.rows import StoredRecord
from matcher.course_modules import CourseModule
from matcher.records import Course, JobHeld, Kind, Pay, Posting, Provenance, Record, Worker

_TUPLES = {
    Kind.POSTING: ("places", "region_codes", "skills", "education", "study_programmes"),
    Kind.WORKER: ("skills", "licences", "employment_types"),
    Kind.COURSE: ("skills", "kbji", "units", "entry_skills", "entry_licences"),
}
_DATES = ("posted_on", "closes_on", "registers_until", "register_until", "starts_on", "ends_on")


def kind_of(record: Record) -> Kind:
    """Which kind a record is."""
    if isinstance(record, Posting):
        return Kind.POSTING
    return Kind.WORKER if isinstance(record, Worker) else Kind.COURSE


def to_json(record: Record) -> str:
    """The record as JSON text, keys sorted, dates as ISO 8601."""
    return orjson.dumps(asdict(record), option=orjson.OPT_SORT_KEYS).decode()


def to_stored(record: Record) -> StoredRecord:
    """The record as the store keeps it.

    ``content_hash`` leaves out when and from which bytes it was read, so that codes and vectors are worked out again
    only when something that was read has changed.
    """
    content: dict[str, Any] = asdict(record)
    content["provenance"] = record.key
    return StoredRecord(
        kind=kind_of(record),
        key=record.key,
        raw_hash=record.provenance.raw_hash,
        content_hash=hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest(),
        payload=to_json(record),
    )


def content_of(record: Record) -> str:
    """SHA-256 (hex) of what a record says, without its id and address: equal for the same words under two ids."""
    said = asdict(record)
    for name in ("provenance", "url"):
        said.pop(name, None)
    return hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()


def from_json(kind: str, payload: str) -> Record:
    """The record that ``to_json`` wrote; fields that were not there yet when it did are as if they were not stated.

    Args:
        kind: ``posting``, ``worker`` or ``course``.
        payload: JSON text.
    """
    values: dict[str, Any] = orjson.loads(payload)
    values["provenance"] = _provenance(values["provenance"])
    for name in _TUPLES[Kind(kind)]:
        values[name] = tuple(values.get(name, ()))
    for name in _DATES:
        if values.get(name):
            values[name] = date.fromisoformat(values[name])
    if kind == Kind.POSTING:
        values["pay"] = Pay(**values["pay"])
        return Posting(**values)
    if kind == Kind.WORKER:
        values["jobs"] = tuple(JobHeld(**job) for job in values["jobs"])
        return Worker(**values)
    values["modules"] = tuple(_module(module) for module in values.get("modules", ()))
    return Course(**values)


def _module(values: dict[str, Any]) -> CourseModule:
    lists: dict[str, Any] = {name: tuple(values[name]) for name in ("skills", "units")}
    return CourseModule(**{**values, **lists})


def _provenance(values: dict[str, Any]) -> Provenance:
    fetched_at: Any = datetime.fromisoformat(values["fetched_at"])
    return Provenance(**{**values, "fetched_at": fetched_at})
