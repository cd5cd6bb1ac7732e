"""Rows into forms: a row is checked, and its fault is told by field, what was wanted and what was found."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, TypeVar, get_args

import orjson
from pydantic import AliasChoices, BaseModel, ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import fuzz, process

from matcher.fields import MAX_LIST
from matcher.forms import Form
from matcher.identity import drop_identity_within
from taxonomy.errors import InputError

F = TypeVar("F", bound=Form)
M = TypeVar("M", bound=BaseModel)

_NEAR = 75
"""Least likeness (RapidFuzz ratio, 0-100) of a field that is offered for a misspelt one."""

_WANTED = {
    "missing": "a value, for this field must be there",
    "string_type": "text",
    "too_short": "text that is not empty",
    "too_long": "text of at most {max_length} characters",
    "literal_error": "one of {expected}",
    "enum": "one of {expected}",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_parsing_size": "a whole number of fewer digits",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "finite_number": "a number that is finite",
    "greater_than_equal": "a number from {ge:.15g}",
    "greater_than": "a number above {gt:.15g}",
    "less_than_equal": "a number of at most {le:.15g}",
    "bool_type": "yes or no (true, false, ya, tidak)",
    "tuple_type": "a list",
    "model_type": "an object of named fields",
}
"""Kind of fault (pydantic's name) to a noun of what would have been accepted."""

_MOMENT = "a time as ISO 8601, such as 2025-03-09T07:00:00+07:00"

_PATTERNS = {
    r"^\S(.*\S)?$": "an id without blanks at its ends",
    r"^(\S(.*\S)?)?$": "an id without blanks at its ends",
    r"^[^\x00-\x1f]+:[^\x00-\x1f]+$": "a key source:id",
    r"^([^\x00-\x1f]+:[^\x00-\x1f]+|pw_[A-Za-z0-9_-]+)$": "a key source:id, or a pseudonym as an answer gave it",
    r"^[a-z0-9_.-]*$": "a short name of a-z, 0-9, _, . and -",
    r"^[a-z0-9_.-]+$": "a short name of a-z, 0-9, _, . and -",
    r"^[a-z0-9_]{1,64}$": "an id of a-z, 0-9 and _",
    r"^[0-9]{1,18}$": "a cursor as an answer gave it",
    r"^[A-Ua-u]?$": "the letter of a KBLI section, A to U",
    r"^\d{4}(\.\d{2})?$": "a KBJI unit group of 4 digits, or a job such as 4321.01",
    r"^\d{0,4}$": "the beginning of a KBJI code, at most 4 digits",
    r"^20\d{2}-(0[1-9]|1[0-2])$": "a month such as 2027-01",
    r"^[12]\d{3}-(0[1-9]|1[0-2])$": "a month such as 2027-01",
    r"^[A-Z]{3}$": "a currency as 3 capitals (ISO 4217), such as IDR",
    r"^([0-9]{2}|[0-9]{4})?$": "a BPS/Kemendagri code of 2 or 4 digits",
    r"^(?:\d{2})?$": "a BPS/Kemendagri code of a province, 2 digits, or nothing",
    r"^\d{2}$": "a BPS/Kemendagri code of a province, 2 digits",
    r"^[A-Z0-9][A-Z0-9.-]{2,39}$": "a unit code of SKKNI, such as J.611000.015.02",
    r"^[0-9]{4}$": "a KBJI unit group of 4 digits",
    r"^\d{1,4}$": "the beginning of a KBJI unit group, 1 to 4 digits",
    r"^\d{1,4}(\.\d{2})?$": "a KBJI code of 1 to 4 digits, or a job such as 4321.01",
    r"\S": "words",
    r"[^\s\x00-\x1f\x7f-\x9f]": "text that is not empty",
    r"^[0-9A-Za-z._-]+$": "the version of a text, such as 2026-11",
    r"^([0-9a-f]{64})?$": "a SHA-256 of 64 hexadecimal digits, or nothing",
    r"^[A-Za-z0-9_.-]*$": "the name of a tenant, or nothing",
    r"^[a-z0-9_]+$": "an id such as rq_5c1f0a3f9be27d4408a1c6e2",
    r"^[a-z0-9_]*$": "an id such as rq_5c1f0a3f9be27d4408a1c6e2, or nothing",
    r"^[A-Za-z0-9_-]+$": "an id of letters, digits, - and _",
    r"^\d{1,18}$": "a number of bytes",
}
"""Pattern to a noun of what it takes."""


def raw_hash(raw: object) -> str:
    """SHA-256 (hex) of a raw row in a canonical form: keys sorted, dates as ISO text."""
    try:
        text = orjson.dumps(raw, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)
    except TypeError:  # integers of more than 64 bits and lone surrogates, which the JSON inside a web page may hold
        text = json.dumps(raw, sort_keys=True, default=str).encode()
    return hashlib.sha256(text).hexdigest()


def field_names(form: type[BaseModel]) -> frozenset[str]:
    """All names by which the fields of a form may be given."""
    names = set(form.model_fields)
    for info in form.model_fields.values():
        if isinstance(info.validation_alias, AliasChoices):
            names.update(str(choice) for choice in info.validation_alias.choices)
    return frozenset(names)


def wanted_names(form: type[BaseModel], name: str) -> str:
    """What to say to somebody who gave a field that the form does not have: its fields and the nearest of them."""
    known = sorted(field_names(form))
    near = process.extractOne(name.casefold(), known, scorer=fuzz.ratio, score_cutoff=_NEAR)
    return f"one of the fields {', '.join(known)}" + (f"; did you mean {near[0]}?" if near else "")


def fill(form: type[F], raw: Mapping[str, Any], where: str) -> F:
    """Check a row against a form; identity data is set aside before the form sees it.

    Args:
        form: The form to fill.
        raw: Field name to value.
        where: File and row, for the message.

    Raises:
        InputError: As ``checked``.
    """
    return checked(form, drop_identity_within(raw), where)


def checked(form: type[M], fields: Mapping[str, Any], where: str) -> M:
    """Check fields against a model.

    Args:
        form: The model to fill.
        fields: Field name to value; nothing is dropped.
        where: For the message.

    Raises:
        InputError: The first fault, with its field, what was wanted and what was found; a field that the form does
            not have comes before all others, for a misspelt field is also a missing one.
    """
    try:
        return form.model_validate(fields)
    except ValidationError as error:
        faults = error.errors(include_url=False)
        fault = next((each for each in faults if each["type"] == "extra_forbidden"), faults[0])
        path = ".".join(str(part) for part in fault["loc"])
        where = f"{where}, field {path}" if path else where
        if fault["type"] == "extra_forbidden":
            owner = _owner(form, fault["loc"])
            raise InputError(wanted=wanted_names(owner, str(fault["loc"][-1])), found=path, where=where) from error
        found = "nothing" if fault["type"] == "missing" else fault.get("ctx", {}).get("found", fault["input"])
        raise InputError(wanted=wanted_of(fault), found=found, where=where) from error


def _owner(form: type[BaseModel], place: tuple[int | str, ...]) -> type[BaseModel]:
    """The form that lies at a place inside another: the one in the list that the first part names."""
    if len(place) == 1:
        return form
    inside: type[BaseModel] = get_args(form.model_fields[str(place[0])].annotation)[0]
    return inside


def wanted_of(fault: ErrorDetails) -> str:
    """A noun for what a field takes; faults of our own (``matcher.fields``) are told in their own words."""
    kind, context = fault["type"], fault.get("ctx", {})
    if kind.startswith("datetime_"):
        return _MOMENT
    if kind == "string_pattern_mismatch":
        return _PATTERNS.get(context["pattern"], fault["msg"])
    if kind == "too_long" and context["max_length"] == MAX_LIST:  # no text has this limit, and a list may come as text
        return f"a list of at most {MAX_LIST} entries"
    return _WANTED[kind].format(**context) if kind in _WANTED else fault["msg"]
