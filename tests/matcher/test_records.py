from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import UTC, datetime

import pytest

from matcher.outcome import Outcome, OutcomeEvent
from matcher.records import Course, Pay, Posting, Provenance, Worker

FROM = Provenance(source="uji", source_id="a:1", fetched_at=datetime(2025, 3, 9, tzinfo=UTC), raw_hash="0")


def test_a_key_is_the_source_and_the_sources_own_id() -> None:
    assert FROM.key == "uji:a:1"
    outcome = Outcome(
        provenance=FROM, worker_key="w", posting_key="p", event=OutcomeEvent.SHOWN, at=datetime(2025, 3, 9, tzinfo=UTC)
    )
    for record in (
        Posting(provenance=FROM, title="x"),
        Worker(provenance=FROM),
        Course(provenance=FROM, title="x"),
        outcome,
    ):
        assert record.key == "uji:a:1"


def test_records_cannot_be_changed() -> None:
    posting = Posting(provenance=FROM, title="Kasir")
    with pytest.raises(FrozenInstanceError):
        posting.title = "Sopir"  # type: ignore[misc]


def test_pay_that_is_not_stated_is_rupiah_a_month() -> None:
    assert Posting(provenance=FROM, title="Kasir").pay == Pay(low=None, high=None, currency="IDR", period="month")
