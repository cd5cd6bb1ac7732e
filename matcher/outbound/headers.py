"""Headers of an answer, as an upstream may write them: wrong, missing, or meant for somebody else."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime

LONGEST_S = 10.0**7
"""Longest wait that is heeded, seconds (some four months): an upstream does not put itself off for ever."""


def retry_after_s(retry_after: str) -> float:
    """Seconds of a ``Retry-After`` header, which holds seconds or a time (RFC 9110 section 10.2.3); 0 when neither.

    No more than ``LONGEST_S``.
    """
    digits = retry_after.strip()
    if digits.isdecimal():
        return min(float(digits[:9]), LONGEST_S)  # some thousand digits are more than Python takes for a number
    moment = moment_of(retry_after)
    return min(max(0.0, (moment - datetime.now(UTC)).total_seconds()), LONGEST_S) if moment else 0.0


def moment_of(text: str) -> datetime | None:
    """The time of a ``Date`` or ``Retry-After`` header, UTC; None when it holds none."""
    try:
        found = parsedate_to_datetime(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return None


def media_type_of(content_type: str) -> tuple[str, str]:
    """Media type and charset of a ``Content-Type`` header, lower case; empty where not told."""
    message = Message()
    message["content-type"] = content_type
    charset = message.get_param("charset", "") if content_type else ""
    return message.get_content_type() if content_type else "", str(charset or "").lower()
