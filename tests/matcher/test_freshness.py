from __future__ import annotations

from datetime import date, timedelta

import pytest

from matcher.freshness import DEFAULT_DAYS, USUAL_DAYS, Freshness, Standing, freshness
from tests.builders import posting

TODAY = date(2026, 3, 10)


def test_the_day_that_the_source_names_counts() -> None:
    one = posting(posted_on=date(2025, 1, 1), closes_on=TODAY)

    assert freshness(one, TODAY) == Freshness(standing=Standing.OPEN, expires_on=TODAY, is_estimated=False)
    assert freshness(one, TODAY + timedelta(days=1)).standing == Standing.EXPIRED


@pytest.mark.parametrize("source", ["jobstreet", "uji"])
def test_without_a_day_the_usual_time_of_the_source_counts(source: str) -> None:
    days = USUAL_DAYS.get(source, DEFAULT_DAYS)
    found = freshness(posting(source=source, posted_on=TODAY - timedelta(days=days)), TODAY)

    assert found == Freshness(standing=Standing.OPEN, expires_on=TODAY, is_estimated=True)
    assert (
        freshness(posting(source=source, posted_on=TODAY - timedelta(days=days + 1)), TODAY).standing
        == Standing.EXPIRED
    )


def test_what_names_no_day_at_all_stays_open() -> None:
    assert freshness(posting(), TODAY) == Freshness(standing=Standing.OPEN, expires_on=None, is_estimated=False)


def test_what_a_connector_found_gone_is_gone_for_its_reason() -> None:
    found = freshness(posting("1"), TODAY, {"uji:1": "HTTP 404"})

    assert (found.standing, found.reason) == (Standing.GONE, "HTTP 404")
    assert freshness(posting("1", is_closed=True), TODAY, {"uji:1": "HTTP 404"}).standing == Standing.CLOSED


def test_the_last_day_of_the_calendar_does_not_overflow() -> None:
    assert freshness(posting(posted_on=date.max), TODAY).expires_on == date.max
