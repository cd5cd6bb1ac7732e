"""When pulls are due."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from matcher.pulls.schedule import check_schedule, first_due, next_due
from taxonomy.errors import InputError

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("schedule", "due"),
    [
        ("30m", datetime(2026, 11, 2, 12, 30, tzinfo=UTC)),
        ("6H", datetime(2026, 11, 2, 18, 0, tzinfo=UTC)),
        ("1d", datetime(2026, 11, 3, 12, 0, tzinfo=UTC)),
        ("0 5 * * *", datetime(2026, 11, 2, 22, 0, tzinfo=UTC)),  # 05:00 in Jakarta
        ("0 20 * * 1", datetime(2026, 11, 2, 13, 0, tzinfo=UTC)),
    ],
)
def test_the_next_pull_is_due_after_an_interval_or_at_an_hour_in_jakarta(schedule: str, due: datetime) -> None:
    assert next_due(schedule, NOON) == due


def test_without_a_schedule_nothing_is_ever_due() -> None:
    assert next_due("", NOON) is None
    assert first_due("") is None
    assert first_due("1d") is not None
    assert check_schedule("") == ""


@pytest.mark.parametrize("schedule", ["1m", "0d", "besok", "* * * * *", "61 5 * * *", "0 0 30 2 *", "6 h x", "🔥"])
def test_what_is_no_schedule_or_too_often_is_refused(schedule: str) -> None:
    with pytest.raises(InputError, match="schedule: wanted a time between pulls"):
        check_schedule(schedule)
