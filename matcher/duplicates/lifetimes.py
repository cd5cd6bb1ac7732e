"""How long a vacancy has been advertised, over all its copies, and how often it was advertised again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from indexes.duplicate_records import Copy


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifetime:
    """When a vacancy was advertised.

    Attributes:
        first_seen: Earliest day of posting; None when no copy names a day.
        last_seen: Latest last day on which one can apply to a copy.
        days_open: Days from the one to the other; None where a day is not known.
        reposts: How often a source posted it again on a later day than before.
    """

    first_seen: date | None
    last_seen: date | None
    days_open: int | None
    reposts: int


def lifetime_of(copies: Sequence[Copy]) -> Lifetime:
    """When a vacancy was advertised.

    Args:
        copies: Of one cluster.
    """
    posted = sorted(copy.posted_on for copy in copies if copy.posted_on)
    ends = sorted(copy.ends_on for copy in copies if copy.ends_on)
    first = date.fromisoformat(posted[0]) if posted else None
    last = date.fromisoformat(ends[-1]) if ends else None
    days: dict[str, set[str]] = {}
    for copy in copies:
        if copy.posted_on:
            days.setdefault(copy.key.partition(":")[0], set()).add(copy.posted_on)
    return Lifetime(
        first_seen=first,
        last_seen=last,
        days_open=(last - first).days if first and last else None,
        reposts=sum(len(of_source) - 1 for of_source in days.values()),
    )
