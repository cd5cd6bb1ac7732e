"""Impressions: what cannot have been is refused, what an event means hangs on who looked, columns hold the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.outcome_log import Impression, OutcomeLog, TimedEvent, grade_of, log_of
from matcher.records import Kind, OutcomeEvent
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


def test_columns_hold_every_impression_by_list_and_place() -> None:
    log = log_of(
        [
            impression(list_key="b", posting_key="uji:p9", events=happened(SHOWN, OPENED), position=3),
            impression(list_key="a", position=2, posting_key="uji:p2", values=(0.1, 0.2), chances=(0.25, 0.75)),
            impression(
                list_key="a", position=1, chances=(0.5, 0.25), known=(True, True), events=happened(APPLIED, REJECTED)
            ),
            impression(
                list_key="c",
                shown_to=Kind.POSTING,
                worker_key="uji:w0",
                events=happened(SHORTLISTED, APPLIED, HIRED),
            ),
        ]
    )
    assert log.lists.tolist() == [0, 0, 1, 2]
    assert log.positions.tolist() == [1, 2, 3, 1]
    assert log.pairs.tolist() == [1, 2, 3, 0]
    assert log.values.tolist() == [[0.5, 1.0], [0.1, 0.2], [0.5, 1.0], [0.5, 1.0]]
    assert log.known.tolist() == [[True, True], [False, True], [False, True], [False, True]]
    assert log.grades.tolist() == [2, 0, 1, 4]
    assert log.looked.tolist() == [True, False, True, True]
    assert log.applied.tolist() == [True, False, False, True]
    assert log.shortlisted.tolist() == [False, False, False, True]
    np.testing.assert_array_equal(log.chances[:2], [[0.5, 0.25, 0.0], [0.25, 0.75, 0.0]])
    assert np.isnan(log.chances[2:]).all()
    assert log.has_chances.tolist() == [True, True, False, False]
    assert (len(log), log.list_count, log.places) == (4, 3, 3)


def test_an_employer_who_refuses_has_looked_and_a_worker_who_applies_has_not_shown_that_the_employer_did() -> None:
    seen = [impression(shown_to=Kind.POSTING, events=happened(event)) for event in (REJECTED, APPLIED, OPENED)]
    logs = [log_of([one]) for one in seen]
    assert [log.looked.item() for log in logs] == [True, False, True]
    assert [log.applied.item() for log in logs] == [False, True, False]


def test_no_impressions_are_an_empty_log() -> None:
    log = log_of([])
    assert (len(log), log.list_count, log.places) == (0, 0, 0)
    assert log.values.shape == (0, 0)


@pytest.mark.parametrize(
    ("second", "says"),
    [
        ({"position": 1, "posting_key": "uji:p2"}, "list l1, place 1: wanted one pair at each place"),
        ({"position": 2}, "list l1, place 2: wanted each pair once in a list"),
        (
            {"position": 2, "posting_key": "uji:p2", "values": (0.5,), "known": (True,)},
            "place 2: wanted 2 components, found 1",
        ),
        ({"list_key": "l2", "values": (0.5,), "known": (True,)}, "list l2, place 1: wanted 2 components, found 1"),
        (
            {"position": 2, "posting_key": "uji:p2", "chances": (0.0, 1.0)},
            "place 2: wanted chances for all pairs of a list or for none",
        ),
    ],
)
def test_impressions_that_cannot_be_of_one_list_or_one_product_are_refused(second: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says):
        log_of([impression(), impression(**second)])


@given(st.lists(st.integers(1, 4), min_size=1, max_size=6), st.data())
def test_a_part_holds_the_chosen_lists_in_their_order_numbered_anew(sizes: list[int], data: st.DataObject) -> None:
    shown = [
        impression(list_key=f"l{at}", position=place, posting_key=f"uji:p{place}", values=(at / 10, place / 10))
        for at, size in enumerate(sizes)
        for place in range(1, size + 1)
    ]
    chosen = data.draw(st.lists(st.booleans(), min_size=len(sizes), max_size=len(sizes)))
    found = log_of(shown).part(np.array(chosen))
    wanted = [one for one in shown if chosen[int(one.list_key[1:])]]
    assert found.values.tolist() == [list(one.values) for one in wanted]
    assert found.list_count == sum(chosen)
    if wanted:
        same: OutcomeLog = log_of(wanted)
        assert found.lists.tolist() == same.lists.tolist()
        assert found.grades.tolist() == same.grades.tolist()
