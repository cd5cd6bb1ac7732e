"""The language in which an answer says its reasons: named in the query, else what the caller accepts."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import Depends, Header, Query

from matcher.reason_words import DEFAULT, Language

_RANGE = re.compile(
    r"\s*(?P<name>id|in|en)(?:-[a-z0-9-]+)?\s*(?:;\s*q=(?P<quality>0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?", re.IGNORECASE
)
"""A language range of ours with its quality; Java still calls Indonesian ``in``."""


async def chosen_language(
    lang: Annotated[
        Language | None, Query(description="Language of `words`; else by `Accept-Language`, else Bahasa Indonesia")
    ] = None,
    accept_language: Annotated[str, Header()] = DEFAULT,
) -> Language:
    """The language of an answer; async, so that it costs no turn in the thread pool."""
    return lang or accepted(accept_language)


def accepted(header: str) -> Language:
    """The best language of ours in an ``Accept-Language`` header (RFC 9110, section 12.5.4); Indonesian if none.

    Of equal quality the first named; what cannot be read is passed over.
    """
    ranges = [found for part in header.split(",") if (found := _RANGE.fullmatch(part))]
    best = max(ranges, key=lambda found: float(found["quality"] or 1), default=None)
    if best is None or float(best["quality"] or 1) == 0:
        return DEFAULT
    return "en" if best["name"].lower() == "en" else "id"


LanguageDep = Annotated[Language, Depends(chosen_language)]
