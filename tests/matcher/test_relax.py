"""What loosening one condition would leave: held against filtering again by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher import filters
from matcher.coded import Coded
from matcher.columns import columns_of
from matcher.filters import Conditions, Filtered
from matcher.relax import Relaxation, To, relaxations
from tests.builders import (
    CLERK,
    JAKARTA_SELATAN,
    JAWA_BARAT,
    JAWA_TIMUR,
    KOTA_BANDUNG,
    KOTA_BEKASI,
    KOTA_SURABAYA,
    catalogue,
    coded_posting,
    coded_records,
    coded_worker,
    vocabulary,
)

WORKER = coded_worker(region_codes=(KOTA_BEKASI,), education="SMA")
DRIVES = coded_worker(region_codes=(KOTA_BEKASI,), licences=("sim-a",))


def filtered(worker: Coded, postings: Sequence[Coded], asked: Conditions) -> Filtered:
    (segment,) = catalogue(postings).segments
    return filters.postings_for(columns_of([worker], vocabulary()), segment, asked, vocabulary())


def relaxed(postings: Sequence[Coded], asked: Conditions, wanted: int = 10, worker: Coded = WORKER) -> list[Relaxation]:
    now = filtered(worker, postings, asked)
    found = relaxations(
        asked,
        now.removed,
        now.remain,
        wanted,
        vocabulary(),
        lambda looser: filtered(worker, postings, looser).remain,
    )
    return list(found)


def one(condition: str, to: To, would_remain: int) -> Relaxation:
    return Relaxation(condition=condition, to=to, would_remain=would_remain)


def row(at: int, **facts: Any) -> Coded:
    return coded_posting(f"uji:{at}", **facts)


def test_the_nearest_radius_that_leaves_enough_is_named() -> None:
    postings = [row(1, region_codes=(KOTA_BEKASI,)), row(2, region_codes=(JAKARTA_SELATAN,))]
    postings += [row(3, region_codes=(KOTA_BANDUNG,)), row(4, region_codes=(KOTA_SURABAYA,))]
    asked = Conditions(within_km=5)
    assert relaxed(postings, asked, wanted=2) == [one("distance", 25, 2)]
    assert relaxed(postings, asked, wanted=3) == [one("distance", 100, 3)]
    assert relaxed(postings, asked, wanted=9) == [one("distance", None, 4)]


def test_of_radii_that_leave_too_few_the_nearest_of_the_widest_gain_is_named() -> None:
    postings = [row(1, region_codes=(JAKARTA_SELATAN,))]
    assert relaxed(postings, Conditions(within_km=5), wanted=9) == [one("distance", 25, 1)]


def test_provinces_next_door_come_before_the_whole_country() -> None:
    postings = [row(1, region_codes=(JAKARTA_SELATAN,)), row(2, region_codes=(KOTA_SURABAYA,))]
    asked = Conditions(provinces=(JAWA_BARAT,))
    assert relaxed(postings, asked, wanted=1) == [one("province", ("31", "32", "33", "36"), 1)]
    assert relaxed(postings, asked, wanted=2) == [one("province", None, 2)]
    assert relaxed(postings, Conditions(provinces=("81",)), wanted=1) == [one("province", None, 2)]


def test_occupations_widen_by_a_digit_pay_by_steps_and_schooling_by_levels() -> None:
    clerk = [row(1, occupations=((CLERK, 1.0),), pay_high=4e6, education="D3")]
    assert relaxed(clerk, Conditions(kbji=("4312",)), worker=DRIVES) == [one("kbji", ("431",), 1)]
    assert relaxed(clerk, Conditions(kbji=("9",)), worker=DRIVES) == [one("kbji", None, 1)]
    assert relaxed(clerk, Conditions(pay_at_least=5e6), worker=DRIVES) == [one("pay", 3.75e6, 1)]
    assert relaxed(clerk, Conditions(pay_at_least=5e7), worker=DRIVES) == [one("pay", None, 1)]
    assert relaxed(clerk, Conditions(education_at_most=4), worker=DRIVES) == [one("education_level", 5, 1)]
    assert relaxed(clerk, Conditions(education_at_most=1), worker=DRIVES) == [one("education_level", None, 1)]
    assert relaxed([row(1, education="S1")], Conditions()) == [one("education", None, 1)]
    assert relaxed([row(1, education="S1")], Conditions(education_slack=3)) == [one("education", 4, 1)]


@pytest.mark.parametrize(
    ("facts", "asked", "condition"),
    [
        ({"night_words": "malam"}, Conditions(no_night=True), "night"),
        ({"shift_words": "shift"}, Conditions(no_shift=True), "shift"),
        ({}, Conditions(only_remote=True), "remote"),
        ({}, Conditions(disability_access=True), "access"),
        ({}, Conditions(is_abroad=True), "abroad"),
        ({}, Conditions(sources=("lain",)), "source"),
        ({"employment_types": ("daily",)}, Conditions(employment_types=("full_time",)), "employment_type"),
        ({"licences": ("sim-a",)}, Conditions(), "licence"),
    ],
)
def test_what_has_no_wider_value_is_dropped(facts: dict[str, object], asked: Conditions, condition: str) -> None:
    assert relaxed([row(1, **facts)], asked) == [one(condition, None, 1)]


def test_hours_that_the_worker_refuses_are_loosened_one_by_one() -> None:
    who = replace(WORKER, shift_words="non shift", night_words="tidak bisa malam")
    postings = [row(1, shift_words="shift"), row(2, night_words="malam"), row(3, shift_words="s", night_words="m")]
    assert relaxed(postings, Conditions(), worker=who) == [one("night", None, 1), one("shift", None, 1)]


def test_a_closed_posting_and_one_that_fails_twice_are_no_gain() -> None:
    closed = row(1, is_closed=True)
    twice = row(2, night_words="malam", licences=("sim-a",))
    assert relaxed([closed, twice], Conditions(today=date(2026, 11, 2), no_night=True)) == []
    assert relaxed([closed, twice], Conditions(today=date(2026, 11, 2), no_night=True), worker=DRIVES) == [
        one("night", None, 1)
    ]


def test_the_largest_gain_comes_first_and_equal_ones_by_name() -> None:
    postings = [
        row(1, night_words="m"),
        row(2, licences=("sim-a",)),
        row(3, licences=("sim-c",)),
        row(4, shift_words="s"),
    ]
    found = relaxed(postings, Conditions(no_night=True, no_shift=True))
    assert found == [one("licence", None, 2), one("night", None, 1), one("shift", None, 1)]


@given(
    st.lists(coded_records("posting"), unique_by=lambda item: item.key, max_size=15),
    coded_records("worker", "w:1"),
    st.builds(
        Conditions,
        provinces=st.sampled_from([(), (JAWA_BARAT,), (JAWA_TIMUR,)]),
        kbji=st.sampled_from([(), ("4311",), ("72", "25")]),
        pay_at_least=st.none() | st.just(8_000_000.0),
        within_km=st.none() | st.just(20.0),
        no_night=st.booleans(),
        disability_access=st.booleans(),
        education_slack=st.integers(0, 2),
    ),
    st.integers(1, 12),
)
def test_each_suggestion_comes_true_and_none_that_would_help_is_kept_back(
    postings: list[Coded], worker: Coded, asked: Conditions, more: int
) -> None:
    now = filtered(worker, postings, asked)
    wanted = now.remain + more
    found = {one.condition: one for one in relaxed(postings, asked, wanted, worker)}
    fields = {"province": "provinces", "kbji": "kbji", "pay": "pay_at_least", "distance": "within_km"}
    for name, suggestion in found.items():
        field = fields.get(name, "education_slack")
        changed: dict[str, Any] = {"waived": (name,)} if suggestion.to is None else {field: suggestion.to}
        looser = replace(asked, **changed)
        assert filtered(worker, postings, looser).remain == suggestion.would_remain > now.remain
    for name in now.removed:
        most = filtered(worker, postings, replace(asked, waived=(name,))).remain
        assert (name in found) == (most > now.remain)
        assert name not in found or found[name].would_remain in range(min(wanted, most), most + 1)
