"""Records of a request, brought into the template's forms and out as frozen records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from api.access.caller import ANY_SOURCE, Caller
from api.trail import Trail
from matcher.answers import Subject
from matcher.engine import Engine
from matcher.fields import clean
from matcher.filling import fill, raw_hash
from matcher.filters import Conditions
from matcher.forms import OutcomeForm
from matcher.identity import drop_identity_within
from matcher.ingest import record_of
from matcher.outcome import Outcome
from matcher.records import Kind, Record
from matcher.rights.purposes import Purpose
from matcher.sources.source import FORMS, Source
from taxonomy.errors import InputError
from taxonomy.json_values import is_object
from taxonomy.places import Gazetteer

INLINE = "inline"
"""Source of a record that is matched without being stored."""


def read_record(kind: Kind, raw: Any, where: str, source: str = ANY_SOURCE) -> Record:
    """A value in the template as a record.

    Args:
        kind: What it should be.
        raw: The value as it came.
        where: Its place in the request.
        source: Source when it names none.

    Raises:
        InputError: It cannot be read.
    """
    raw = _object(raw, str(kind), where)
    if source == INLINE:
        raw = raw if clean(raw.get("id")) is not None else {**raw, "id": f"{INLINE}:{kind}"}
    form = fill(FORMS[kind], raw, where)
    return form.to_record(source, raw_hash(drop_identity_within(raw)))


def read_pushed(source: Source, raw: Any, where: str) -> Record:
    """A value in a source's own layout as a record of that source, whatever its id looks like.

    Raises:
        InputError: It cannot be read.
    """

    def to_fields(row: Mapping[str, Any]) -> dict[str, Any]:
        return {**source.to_fields(row), "source": source.name}

    named = replace(source, to_fields=to_fields)
    return record_of(named, _object(raw, str(source.kind), where), where)


def read_outcome(raw: Any, where: str, source: str = ANY_SOURCE) -> Outcome:
    """A value in the template as an outcome; arguments as of ``read_record``.

    Raises:
        InputError: It cannot be read.
    """
    raw = _object(raw, "outcome", where)
    return fill(OutcomeForm, raw, where).to_record(source, raw_hash(drop_identity_within(raw)))


def _object(raw: Any, what: str, where: str) -> dict[str, Any]:
    if not is_object(raw):
        article = "an" if what == "outcome" else "a"
        raise InputError(wanted=f"an object with the fields of {article} {what}", found=_kind_of(raw), where=where)
    return raw


def _kind_of(raw: object) -> str:
    names = {"NoneType": "null", "list": "a list", "str": "text", "bool": "true or false"}
    return names.get(type(raw).__name__, "a number")


def read_subject(engine: Engine, kind: Kind, key: str | None, inline: Any, purpose: Purpose | None = None) -> Subject:
    """The record that matches are sought for: stored under a key, or inline.

    Args:
        engine: Holds stored ones.
        kind: Of the record.
        key: Of a stored one, or None.
        inline: One that came along.
        purpose: What a stored worker's data is used for, where the person has a say in it.

    Raises:
        PurposeError: The person does not want that.
        UnknownIdError: No record has this key.
        InputError: The inline record cannot be read.
    """
    if key is not None:
        if purpose is not None:
            engine.limits.require(key, purpose)
        return engine.stored_subject(kind, key)
    return engine.subject(read_record(kind, inline, str(kind), INLINE))


def read_worker(
    engine: Engine,
    caller: Caller,
    given: str | None,
    inline: Any,
    *,
    purpose: Purpose | None = None,
    trail: Trail | None = None,
) -> Subject:
    """As ``read_subject`` for a worker: a stored one by the name that the caller knows it under.

    Args:
        engine: Holds stored ones.
        caller: Who asks.
        given: Key or pseudonym of a stored one, or None.
        inline: One that came along.
        purpose: What a stored worker's data is used for, where the person has a say in it.
        trail: Is told whom the request is about.

    Raises:
        PurposeError: The person does not want that.
        UnknownIdError: The caller may see no worker of this name.
        InputError: The inline record cannot be read.
    """
    if given is None:
        return read_subject(engine, Kind.WORKER, None, inline)
    with caller.opened(given) as key:
        if trail is not None:
            trail.about(key)
        return read_subject(engine, Kind.WORKER, key, None, purpose)


def check_provinces(conditions: Conditions, gazetteer: Gazetteer) -> Conditions:
    """The conditions themselves.

    Raises:
        InputError: A province code does not exist.
    """
    for code in conditions.provinces:
        if not gazetteer.knows(code):
            wanted = "the code of a province, such as 32"
            raise InputError(wanted=wanted, found=code, where="conditions.provinces")
    return conditions
