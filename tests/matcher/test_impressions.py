"""Impressions: what cannot have been is refused, and what an event means hangs on who looked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.impressions import Impression, TimedEvent, grade_of
from matcher.outcome import OutcomeEvent
from matcher.records import Kind
from taxonomy.errors import InputError

START = datetime(2026, 11, 1, tzinfo=UTC)
SHOWN, OPENED, APPLIED = OutcomeEvent.SHOWN, OutcomeEvent.OPENED, OutcomeEvent.APPLIED
SHORTLISTED, HIRED, REJECTED = OutcomeEvent.SHORTLISTED, OutcomeEvent.HIRED, OutcomeEvent.REJECTED


def happened(*events: OutcomeEvent) -> tuple[TimedEvent, ...]:
    """Events, a day apart."""
    return tuple(TimedEvent(event=event, at=START + timedelta(days=day)) for day, event in enumerate(events))


def impression(**changes: Any) -> Impression:
    usual = Impression(
        list_key="l1",
        shown_to=Kind.WORKER,
        worker_key="uji:w1",
        posting_key="uji:p1",
        position=1,
        values=(0.5, 1.0),
        known=(False, True),
        weights_version="hand",
    )
    return replace(usual, **changes)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"shown_to": Kind.COURSE}, "shown_to: wanted shown to a worker or for a posting"),
        ({"position": 0}, "position: wanted a place from 1, found 0"),
        ({"values": (), "known": ()}, "values: wanted components in"),
        ({"values": (0.5, 1.01)}, "values: wanted components in"),
        ({"values": (0.5, float("nan"))}, "values: wanted components in"),
        ({"known": (True,)}, "known: wanted 2 marks, one for each component"),
        ({"weights_version": ""}, "chances: wanted chances, or the name of the weights"),
        ({"chances": (0.7, 0.4)}, "chances: wanted probabilities that sum to at most 1, above 0 at place 1"),
        ({"chances": (1.2, -0.2)}, "chances: wanted probabilities"),
        ({"chances": (0.0, 1.0)}, "above 0 at place 1"),
        ({"chances": (1.0,), "position": 2}, "above 0 at place 2"),
    ],
)
def test_an_impression_that_cannot_have_been_is_refused_by_name(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=f"impression of uji:w1 and uji:p1 in list l1, .*{says}"):
        impression(**changes)


def test_chances_do_without_the_name_of_the_weights() -> None:
    assert impression(weights_version="", chances=(0.25, 0.75)).chances == (0.25, 0.75)


@pytest.mark.parametrize(
    ("events", "to_worker", "to_employer"),
    [
        ((), 0, 0),
        ((SHOWN,), 0, 0),
        ((SHOWN, OPENED), 1, 1),
        ((SHOWN, OPENED, APPLIED), 2, 1),
        ((APPLIED,), 2, 0),
        ((OPENED, APPLIED, SHORTLISTED), 3, 3),
        ((OPENED, APPLIED, SHORTLISTED, HIRED), 4, 4),
        ((OPENED, APPLIED, REJECTED), 2, 0),
        ((REJECTED,), 2, 0),
        ((OPENED, APPLIED, SHORTLISTED, REJECTED), 3, 0),
        ((OPENED, REJECTED, HIRED), 4, 4),
    ],
)
def test_a_rejection_takes_nothing_from_the_workers_interest_and_everything_from_the_employers(
    events: tuple[OutcomeEvent, ...], to_worker: int, to_employer: int
) -> None:
    assert grade_of(happened(*events), Kind.WORKER) == to_worker
    assert grade_of(happened(*events), Kind.POSTING) == to_employer


def test_of_two_decisions_at_one_moment_a_rejection_is_the_last() -> None:
    both = tuple(TimedEvent(event=event, at=START) for event in (REJECTED, HIRED))
    assert grade_of(both, Kind.POSTING) == 0


@given(st.lists(st.sampled_from(OutcomeEvent), max_size=6), st.sampled_from([Kind.WORKER, Kind.POSTING]), st.randoms())
def test_the_order_in_which_events_are_told_changes_no_grade(events: list[OutcomeEvent], kind: Kind, luck: Any) -> None:
    told = list(happened(*events))
    before = grade_of(told, kind)
    luck.shuffle(told)
    assert grade_of([*told, *told], kind) == before
