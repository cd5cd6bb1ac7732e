"""When to try again, when to rest, when to give up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from matcher.webhooks.backoff import GIVEN_UP, TRIPS, after_failure, after_success, draw_evenly, next_attempt
from tests.indexes.stores import webhook

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def most(low: float, high: float) -> float:
    return high


def test_waits_double_up_to_six_hours_and_end_after_three_days() -> None:
    now, waits = NOW, list[float]()
    while due := next_attempt(NOW, len(waits) + 1, now, 0.0, most):
        waits.append((due - now).total_seconds())
        now = due
    assert waits[:13] == [min(5.0 * 2**n, 21_600.0) for n in range(13)]
    assert len(waits) > 20
    assert NOW + GIVEN_UP - timedelta(hours=6) < now <= NOW + GIVEN_UP


@given(st.integers(1, 2_000), st.floats(0, 1e9))
def test_a_wait_lies_between_what_was_asked_and_the_longest(attempts: int, asked_s: float) -> None:
    due = next_attempt(NOW, attempts, NOW, asked_s, draw_evenly)
    assert due is not None
    assert min(asked_s, 86_400) - 1e-3 <= (due - NOW).total_seconds() <= max(21_600, min(asked_s, 86_400)) + 1e-3


def test_after_five_failures_a_receiver_rests_longer_and_longer() -> None:
    one, rests = webhook(), list[float]()
    for _ in range(TRIPS + 7):
        one = after_failure(one, NOW, is_gone=False, draw=most)
        rests.append((one.rests_until - NOW).total_seconds() if one.rests_until else 0.0)
    assert rests == [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]
    assert (one.failures, one.failing_since, one.state) == (12, NOW, "active")
    fresh = after_success(one)
    assert (fresh.failures, fresh.failing_since, fresh.rests_until) == (0, None, None)


def test_a_receiver_that_fails_for_three_days_or_says_gone_is_disabled() -> None:
    failed = after_failure(webhook(), NOW, is_gone=False, draw=most)
    assert after_failure(failed, NOW + GIVEN_UP - timedelta(seconds=1), is_gone=False, draw=most).state == "active"
    ended = after_failure(failed, NOW + GIVEN_UP, is_gone=False, draw=most)
    assert (ended.state, ended.reason) == ("disabled", "the receiver failed for 3 days")
    gone = after_failure(webhook(), NOW, is_gone=True, draw=most)
    assert (gone.state, gone.reason) == ("disabled", "the receiver answered 410 Gone")
