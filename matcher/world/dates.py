"""The day on which the sample world stands still, and the days of its vacancies."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

REFERENCE_DAY = date(2026, 11, 1)
"""The day on which the sample world stands still; no clock is read."""

FETCHED_AT = "2026-11-01T00:00:00Z"


def posting_dates(rng: Random) -> dict[str, Any]:
    """Day of posting; for some a closing day. About 4 % are closed already."""
    posted = REFERENCE_DAY - timedelta(days=rng.randint(0, 75))
    found: dict[str, Any] = {"posted_on": posted.isoformat()}
    chance = rng.random()
    if chance < 0.02:
        found["is_closed"] = True
    elif chance < 0.045:
        found["closes_on"] = (REFERENCE_DAY - timedelta(days=rng.randint(1, 20))).isoformat()
        found["posted_on"] = (REFERENCE_DAY - timedelta(days=rng.randint(35, 75))).isoformat()
    elif chance < 0.45:
        found["closes_on"] = (date(2027, 1, 4) + timedelta(days=rng.randint(0, 170))).isoformat()
    return found
