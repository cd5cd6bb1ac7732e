"""The day of a moment in Indonesia, where postings open and close; other clocks stand in other zones."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

WIB = timezone(timedelta(hours=7), "WIB")
"""Western Indonesian time (UTC+7, Keppres 41/1987)."""


def day_in_wib(moment: datetime) -> date:
    """The day in western Indonesia: 17:00 UTC is the midnight that begins the next day.

    Args:
        moment: With its zone.

    Raises:
        OverflowError: In the first or last hours that a calendar of four-digit years has.
    """
    return moment.astimezone(WIB).date()
