"""Outcomes as whole lists."""

from __future__ import annotations

from dataclasses import replace

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexes.outcome_rows import StoredOutcome
from matcher.outcome import OutcomeEvent
from matcher.part_list import NAMES
from matcher.records import Kind
from matcher.shown_lists import shown_lists
from tests.matcher.outcome_rows import AT, PARTS, shown, told

LIST = shown("w:1", ["p:1", "p:2", "p:3"])
OPENED = told("w:1", "p:2", "opened")


def test_a_list_that_is_known_whole_becomes_impressions_with_what_came_of_them() -> None:
    parts = orjson.dumps({name: (place / 10, place != 3) for place, name in enumerate(NAMES)}).decode()
    rows = [
        replace(LIST[0], components=parts, chances="[0.5,0.25]"),
        *(replace(row, chances="[0.2,0.3,0.5]") for row in LIST[1:]),
    ]
    found = shown_lists([OPENED, *reversed(rows)], Kind.WORKER)
    assert (found.lists, found.incomplete, found.outside) == (1, 0, 0)
    first, second, third = found.by_asker["w:1"]
    assert [one.position for one in (first, second, third)] == [1, 2, 3]
    assert (first.list_key, first.worker_key, first.posting_key) == ("w:1\nl1", "w:1", "p:1")
    assert (first.shown_to, first.weights_version, first.chances) == (Kind.WORKER, "judged-1", (0.5, 0.25))
    assert first.values == tuple(place / 10 for place in range(len(NAMES)))
    assert first.known == tuple(place != 3 for place in range(len(NAMES)))
    events = [sorted(event.event for event in one.events) for one in (first, second, third)]
    assert events == [[OutcomeEvent.SHOWN], [OutcomeEvent.OPENED, OutcomeEvent.SHOWN], [OutcomeEvent.SHOWN]]
    assert first.events[0].at == AT


def test_lists_are_told_apart_by_who_asked_and_by_whom_they_were_shown_to() -> None:
    to_employer = shown("p:1", ["w:1", "w:2"], shown_to=Kind.POSTING)
    rows = [*LIST, *shown("w:2", ["p:1", "p:2"]), *shown("w:1", ["p:1", "p:2"], list_id="l2"), *to_employer]
    workers, employers = shown_lists(rows, Kind.WORKER), shown_lists(rows, Kind.POSTING)
    assert {asker: len(found) for asker, found in workers.by_asker.items()} == {"w:1": 5, "w:2": 2}
    assert {asker: [one.worker_key for one in found] for asker, found in employers.by_asker.items()} == {
        "p:1": ["w:1", "w:2"]
    }
    assert (workers.lists, employers.lists) == (3, 1)


@pytest.mark.parametrize(
    "rows",
    [
        LIST[1:],
        [LIST[0], LIST[2]],
        LIST[:1],
        [OPENED],
        [*LIST, told("w:1", "p:9", "applied")],
        [*LIST[:2], replace(LIST[2], position=2)],
        [*LIST[:2], replace(LIST[2], position=None)],
        [*LIST[:2], replace(LIST[2], components="")],
        [*LIST[:2], replace(LIST[2], components=PARTS.replace("pay", "old"))],
        [*LIST[:2], replace(LIST[2], weights="other")],
        [*LIST[:2], replace(LIST[2], chances="[0.1,0.2,0.7]")],
    ],
    ids=[
        "no first",
        "gap",
        "one pair",
        "never shown",
        "another came",
        "place twice",
        "no place",
        "not scored",
        "other components",
        "two weights",
        "some chances",
    ],
)
def test_a_list_that_is_not_whole_is_not_learnt_from_and_counted(rows: list[StoredOutcome]) -> None:
    found = shown_lists([*rows, *shown("w:2", ["p:1", "p:2"])], Kind.WORKER)
    assert list(found.by_asker) == ["w:2"]
    assert (found.lists, found.incomplete) == (1, 1)


def test_an_outcome_that_names_no_list_is_counted_and_not_learnt_from() -> None:
    found = shown_lists([told("w:1", "p:1", "hired", list_id=""), *LIST], Kind.WORKER)
    assert (found.lists, found.incomplete, found.outside) == (1, 0, 1)
    assert all(event.event != OutcomeEvent.HIRED for one in found.by_asker["w:1"] for event in one.events)


@given(st.permutations([*LIST, OPENED, *shown("w:2", ["p:1", "p:2"]), told("w:3", "p:1", position=1)]))
def test_the_order_in_which_outcomes_come_changes_nothing(rows: list[StoredOutcome]) -> None:
    found = shown_lists(rows, Kind.WORKER)
    assert {asker: [one.posting_key for one in each] for asker, each in found.by_asker.items()} == {
        "w:1": ["p:1", "p:2", "p:3"],
        "w:2": ["p:1", "p:2"],
    }
    assert (found.lists, found.incomplete) == (2, 1)
