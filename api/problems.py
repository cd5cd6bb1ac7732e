"""RFC 9457 problem details: one shape for every error, naming what was wanted, what was found and where.

Values of identity fields and contact details are never echoed, nor more than 200 characters of any value. Statuses are
given by ``api/app.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, cast

import orjson
from fastapi import Response
from pydantic import BaseModel, Field, ValidationError

from matcher.filling import wanted_of
from matcher.identity import is_identity, safe_to_show
from taxonomy.errors import InputError
from taxonomy.json_values import is_object

MEDIA_TYPE = "application/problem+json"
MAX_FAULTS = 50
"""Faults that one problem lists."""

_MAX_SHOWN = 200


class Fault(BaseModel):
    """One thing that is wrong with a request."""

    where: str = Field(description="Field or parameter", examples=["items.0.title"])
    wanted: str = Field(description="What would have been accepted")
    found: str = Field(description="What was there, at most 200 characters; identity data is not shown")


class Problem(BaseModel):
    """Problem details (RFC 9457)."""

    type: str = Field(description="Kind of problem", examples=["urn:sepadan:problem:input"])
    title: str = Field(description="Kind of problem in words")
    status: int = Field(description="HTTP status", ge=400, le=599)
    detail: str = Field(description="What is wrong this time and how to mend it")
    request_id: str = Field(description="Also in the header X-Request-ID and in the log")
    errors: list[Fault] = Field(default_factory=list, description="Each fault of the request")


def problem_response(
    status: int,
    kind: str,
    detail: str,
    request_id: str,
    *,
    errors: Sequence[Fault] = (),
    headers: Mapping[str, str] | None = None,
    extra: Mapping[str, Any] | None = None,
) -> Response:
    """A problem as a response.

    Args:
        status: HTTP status.
        kind: Last part of its type.
        detail: For people.
        request_id: Of the request that went wrong.
        errors: Its faults.
        headers: Further headers, such as ``Allow``.
        extra: Extension members.
    """
    problem = Problem(
        type=f"urn:sepadan:problem:{kind}",
        title=HTTPStatus(status).phrase,
        status=status,
        detail=whole(detail),
        request_id=request_id,
        errors=list(errors[:MAX_FAULTS]),
    )
    content = orjson.dumps({**problem.model_dump(), **(extra or {})})
    return Response(content, status, headers, media_type=MEDIA_TYPE)


def faults_of(error: InputError) -> list[Fault]:
    """Each fault of an ``InputError``; all faults of the form when it came from one."""
    if isinstance(error.__cause__, ValidationError):
        details = sorted(
            error.__cause__.errors(include_url=False), key=lambda fault: fault["type"] != "extra_forbidden"
        )
        faults = faults_of_fields(details, error.where.partition(", field ")[0])
        # The form's own message says which fields there are and which of them is near.
        return [faults[0].model_copy(update={"wanted": error.wanted}), *faults[1:]]
    return [Fault(where=whole(error.where), wanted=error.wanted, found=whole(str(safe_to_show(error.found))))]


def faults_of_fields(errors: Iterable[Any], where: str = "") -> list[Fault]:
    """Pydantic's errors as faults.

    Args:
        errors: As given by ``ValidationError.errors()``.
        where: Goes before each field.
    """
    found: list[Fault] = []
    for error in errors:
        loc = tuple(str(part) for part in error["loc"])
        path = ".".join(part for part in (where, *loc[loc[:1] == ("body",) :]) if part) or "body"
        is_extra = error["type"] == "extra_forbidden"
        wanted = "no field of this name" if is_extra else wanted_of(error).removeprefix("Value error, ")
        shown = loc[-1] if is_extra else _shown(error, loc)
        found.append(Fault(where=whole(path), wanted=wanted, found=whole(shown)))
    return found[:MAX_FAULTS]


def _shown(error: Any, loc: Sequence[str]) -> str:
    value = error.get("ctx", {}).get("found", error.get("input"))
    if error["type"] == "missing" or value is None:
        return "nothing"
    if any(is_identity(part) for part in loc):
        return "identity data, not shown"
    if is_object(value):
        return "an object"
    if isinstance(value, list | tuple):
        return f"a list of {len(cast(Sequence[object], value))}"
    return str(safe_to_show(value)) if isinstance(value, str) else repr(value)


def whole(text: str) -> str:
    """At most 200 characters that can be written as UTF-8."""
    cut = text if len(text) <= _MAX_SHOWN else text[: _MAX_SHOWN - 1] + "…"
    return cut.encode("utf-8", "replace").decode("utf-8")
