"""When the next pull is due: every so often, or by a cron line in western Indonesian time."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from cronsim import CronSim, CronSimError

from matcher.day import WIB
from taxonomy.errors import InputError

LEAST = timedelta(minutes=5)
"""Shortest interval: no labour market changes faster, and no upstream should be asked more often."""

_EVERY = re.compile(r"(\d{1,5})\s*([mhd])")
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}


def check_schedule(schedule: str) -> str:
    """The schedule itself.

    Raises:
        InputError: It is none.
    """
    if schedule:
        next_due(schedule, datetime.now(UTC))
    return schedule


def first_due(schedule: str) -> datetime | None:
    """When a new upstream is due: at once, where it has a schedule."""
    return datetime.now(UTC) if schedule else None


def next_due(schedule: str, after: datetime) -> datetime | None:
    """The next time after a moment, UTC; None for an empty schedule, by which nothing is ever due.

    Args:
        schedule: ``30m``, ``6h``, ``1d``, or a cron line of five fields in western Indonesian time (``0 5 * * *``).
        after: With its zone.

    Raises:
        InputError: It is no schedule, shorter than ``LEAST``, or never comes.
    """
    if not schedule:
        return None
    wanted = "a time between pulls of at least 5 minutes (30m, 6h, 1d) or a cron line (0 5 * * *)"
    if every := _EVERY.fullmatch(schedule.strip().lower()):
        span = int(every[1]) * _UNITS[every[2]]
        if span < LEAST:
            raise InputError(wanted=wanted, found=schedule, where="schedule")
        return (after + span).astimezone(UTC)
    try:
        times = CronSim(schedule, after.astimezone(WIB))
        first, second = next(times), next(times)
    except (CronSimError, StopIteration) as error:
        raise InputError(wanted=wanted, found=schedule, where="schedule") from error
    if second - first < LEAST:
        raise InputError(wanted=wanted, found=schedule, where="schedule")
    return first.astimezone(UTC)
