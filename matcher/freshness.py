"""Whether a posting still stands: closed by its source, past its last day, past what its source usually keeps, or gone.

A source that names no closing day keeps an ad for so many days (``USUAL_DAYS``). That a page is gone only a connector
can know; it tells by key and reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from matcher.records import Posting

USUAL_DAYS: Mapping[str, int] = {"jobstreet": 30, "lokerid": 30, "maganghub": 60}
"""Source to the days for which it usually keeps an ad that names no closing day: JobStreet and Loker.id sell ads for 30
days; an intake of MagangHub is open for up to two months."""

DEFAULT_DAYS = 60
"""Days of any other source."""


class Standing(StrEnum):
    """Whether one can still apply."""

    OPEN = "open"
    EXPIRED = "expired"
    CLOSED = "closed"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """Whether a posting still stands.

    Attributes:
        standing: Whether one can still apply.
        expires_on: Last day on which one can; None when no day is known at all.
        is_estimated: Whether that day follows from the source's usual time and is not named by it.
        reason: Why it is gone, as the connector told it; else empty.
    """

    standing: Standing
    expires_on: date | None
    is_estimated: bool
    reason: str = ""


def freshness(posting: Posting, today: date, gone: Mapping[str, str] | None = None) -> Freshness:
    """Whether a posting still stands on a day.

    Args:
        posting: The posting.
        today: The day.
        gone: Key to the reason for which a connector found the posting gone (``HTTP 404``).
    """
    day, is_estimated = expiry(posting)
    reason = (gone or {}).get(posting.key, "")
    if posting.is_closed:
        standing = Standing.CLOSED
    elif reason:
        standing = Standing.GONE
    else:
        standing = Standing.EXPIRED if day is not None and day < today else Standing.OPEN
    return Freshness(standing=standing, expires_on=day, is_estimated=is_estimated, reason=reason)


def expiry(posting: Posting) -> tuple[date | None, bool]:
    """The last day on which one can apply, and whether it is estimated; None when the ad names no day at all."""
    if posting.closes_on is not None:
        return posting.closes_on, False
    if posting.posted_on is None:
        return None, False
    days = USUAL_DAYS.get(posting.provenance.source, DEFAULT_DAYS)
    try:
        return posting.posted_on + timedelta(days=days), True
    except OverflowError:
        return date.max, True
