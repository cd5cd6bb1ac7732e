"""The value of what is learnt: its parts, and that they add up."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.training.admission import TrainingWish
from matcher.training.gain import HALF_JP, LEAST_PAID, USUAL_JP, gain_of, pay_change, worth_of
from matcher.training.gained import learnt_of
from tests.builders import vocabulary
from tests.matcher.training.made_advice import advisor, asking, by_skills, welder, welding


@given(st.integers(0, 500), st.floats(0, 1), st.none() | st.floats(-1, 3), st.none() | st.integers(0, 3_000))
def test_the_value_is_the_sum_of_its_parts_times_the_factor_of_time(
    opened: int, rise: float, share: float | None, jp: int | None
) -> None:
    worth = worth_of(opened, rise, share, jp)
    assert worth.value == pytest.approx((worth.postings + worth.fit + worth.pay) * worth.time, abs=1e-4)
    assert worth.postings == opened
    assert worth.pay >= 0
    assert 0 < worth.time <= 1


def test_twelve_weeks_must_open_twice_as_much_and_an_unsaid_length_is_the_usual_one() -> None:
    assert worth_of(4, 0, None, 0).value == 4
    assert worth_of(4, 0, None, HALF_JP).value == 2
    assert worth_of(4, 0, None, None) == worth_of(4, 0, None, USUAL_JP)
    assert worth_of(0, 0.01, None, 0).value == worth_of(1, 0, None, 0).value == worth_of(0, 0, 0.1, 0).value


def test_a_median_of_few_is_not_told_and_a_falling_one_costs_nothing() -> None:
    pay = np.array([5e6] * LEAST_PAID + [3e6] * 20 + [np.nan])
    first, every = np.arange(len(pay)) < LEAST_PAID, np.ones(len(pay), dtype=bool)
    fallen = pay_change(pay, first, every)
    assert (fallen.before, fallen.after, fallen.share) == (5e6, 3e6, -0.4)
    assert (fallen.n_before, fallen.n_after) == (LEAST_PAID, LEAST_PAID + 20)
    assert worth_of(0, 0, fallen.share, 0).pay == 0
    few = pay_change(pay, np.arange(len(pay)) < LEAST_PAID - 1, every)
    assert (few.before, few.share) == (None, None)
    assert pay_change(np.zeros(6), np.ones(6, bool), np.ones(6, bool)).share is None


def test_a_gain_names_what_is_opened_best_first_and_what_rises_most_first() -> None:
    postings = [
        welding("uji:p1", "las-busur"),
        welding("uji:p2", "las-busur", "spreadsheet", "perpajakan"),
        welding("uji:p3", "las-busur", "spreadsheet"),
        welding("uji:p4", "perpajakan"),
    ]
    outlook = advisor(postings, []).outlook(asking(welder(held=["spreadsheet"])), TrainingWish())
    gain = gain_of(outlook, learnt_of(["las-busur"], by_skills().credit, vocabulary()), 120)
    assert [outlook.key(at) for at in gain.opened] == ["uji:p1", "uji:p3", "uji:p2"]
    assert [outlook.key(at) for at in gain.raised] == ["uji:p1", "uji:p3", "uji:p2"]
    assert gain.mean_rise == pytest.approx((1 + 1 / 3 + 1 / 2) / 4, abs=1e-4)
    assert gain.worth.time == pytest.approx(0.8)
