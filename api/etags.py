"""Entity tags and preconditions of records (RFC 9110, 8.8.3 and 13): strong ones, of the bytes that are answered."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Header

from taxonomy.errors import SepadanError

IfMatch = Annotated[str | None, Header(max_length=1_000, description="ETag of the record as it was read")]
IfNoneMatch = Annotated[str | None, Header(max_length=1_000, description="ETag that is known already, or `*`")]
ETAG: Mapping[str, Any] = {"ETag": {"description": "Of these bytes (RFC 9110, 8.8.3)", "schema": {"type": "string"}}}


class PreconditionError(SepadanError):
    """The record is not what ``If-Match`` or ``If-None-Match`` asks for."""


def etag_of(body: bytes) -> str:
    """The strong entity tag of an answer's bytes, in quotes."""
    return f'"{hashlib.blake2b(body, digest_size=16).hexdigest()}"'


def names(header: str, etag: str | None, *, weakly: bool = False) -> bool:
    """Whether a list of entity tags, or ``*``, names what there is.

    Args:
        header: Of ``If-Match`` or ``If-None-Match``.
        etag: Of the record; None when there is none.
        weakly: Compare without the mark of weakness, as ``If-None-Match`` does.
    """
    if etag is None:
        return False
    given = [one.strip() for one in header.split(",")]
    if weakly:
        given = [one.removeprefix("W/") for one in given]
    return "*" in given or etag in given


def check_preconditions(if_match: str | None, if_none_match: str | None, etag: str | None) -> None:
    """Refuse a write whose preconditions do not hold.

    Raises:
        PreconditionError: Says which.
    """
    found = f"the record with ETag {etag}" if etag else "no record"
    if if_match is not None and not names(if_match, etag):
        raise PreconditionError(f"header If-Match: wanted {if_match[:100]}, found {found}; read the record again")
    if if_none_match is not None and names(if_none_match, etag, weakly=True):
        raise PreconditionError(f"header If-None-Match: wanted none of {if_none_match[:100]}, found {found}")
