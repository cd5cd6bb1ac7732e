"""When a delivery is tried again, when a receiver is left alone, and when it is given up."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from indexes.webhook_rows import DISABLED, StoredWebhook

GIVEN_UP = timedelta(days=3)
"""How long a delivery is tried, and how long a receiver may fail before it is disabled."""

_FIRST_S, _LONGEST_S = 5.0, 6 * 3600.0
_MOST_ASKED_S = 24 * 3600.0
"""Longest ``Retry-After`` that is kept to."""

TRIPS = 5
"""Failures in a row after which a receiver rests and is then tried with one delivery (circuit breaker)."""

_REST_S, _LONGEST_REST_S = 30.0, 15 * 60.0

Draw = Callable[[float, float], float]
"""A number between two, drawn evenly."""

draw_evenly: Draw = random.SystemRandom().uniform


def next_attempt(first_at: datetime, attempts: int, now: datetime, asked_s: float, draw: Draw) -> datetime | None:
    """When to try again; None when it was tried for three days.

    Exponential backoff with full jitter: evenly between 0 and 5 s, 10 s, 20 s ... 6 h.

    Args:
        first_at: Of the first attempt.
        attempts: So far, from 1.
        now: Of the last attempt.
        asked_s: Seconds that the receiver asked for (``Retry-After``); 0 when it did not.
        draw: The jitter.
    """
    longest = min(_LONGEST_S, _FIRST_S * 2.0 ** min(attempts - 1, 40))
    due = now + timedelta(seconds=max(draw(0.0, longest), min(asked_s, _MOST_ASKED_S)))
    return due if due - first_at <= GIVEN_UP else None


def after_success(webhook: StoredWebhook) -> StoredWebhook:
    """A subscription whose receiver took a delivery."""
    return replace(webhook, failures=0, failing_since=None, rests_until=None)


def after_failure(webhook: StoredWebhook, now: datetime, *, is_gone: bool, draw: Draw) -> StoredWebhook:
    """A subscription whose receiver did not take a delivery.

    Args:
        webhook: As it was.
        now: Of the attempt.
        is_gone: It said that it wants no more (410).
        draw: Spreads the end of its rest.
    """
    failures, since = webhook.failures + 1, webhook.failing_since or now
    failed = replace(webhook, failures=failures, failing_since=since)
    if is_gone:
        return replace(failed, state=DISABLED, reason="the receiver answered 410 Gone")
    if now - since >= GIVEN_UP:
        return replace(failed, state=DISABLED, reason="the receiver failed for 3 days")
    if failures < TRIPS:
        return failed
    rest_s = min(_LONGEST_REST_S, _REST_S * 2.0 ** min(failures - TRIPS, 20))
    return replace(failed, rests_until=now + timedelta(seconds=draw(rest_s / 2, rest_s)))
