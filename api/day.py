"""The day it is in Indonesia; a server's own clock may stand in another zone."""

from __future__ import annotations

from datetime import UTC, date, datetime

from matcher.day import day_in_wib


def today() -> date:
    """The day in western Indonesia, which decides whether a posting is still open."""
    return day_in_wib(datetime.now(UTC))
