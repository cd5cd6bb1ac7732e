"""Impressions as columns: every one is there, and those that cannot be of one product or list are refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.outcome_log import OutcomeLog, log_of
from matcher.records import Kind
from taxonomy.errors import InputError
from tests.matcher.test_impressions import (
    APPLIED,
    HIRED,
    OPENED,
    REJECTED,
    SHORTLISTED,
    SHOWN,
    happened,
    impression,
)


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
