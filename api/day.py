"""The day it is in Indonesia; a server's own clock may stand in another zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

_WIB = timedelta(hours=7)
"""Western Indonesian time (UTC+7, Keppres 41/1987), the day of which decides whether a posting is still open."""


def today() -> date:
    """The day in western Indonesia."""
    return (datetime.now(UTC) + _WIB).date()
