"""Monthly series: what is mended, what is refused."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from matcher.forecast.months import month_number, month_text, months_from
from matcher.forecast.series import MAX_MONTHS, MonthlySeries, filled, monthly_series
from taxonomy.errors import InputError
from tests.matcher.forecast.made_series import series_of


@given(st.integers(1000 * 12, 2999 * 12 + 11))
def test_a_month_reads_back_as_it_was_written(number: int) -> None:
    assert month_number(month_text(number)) == number


@given(st.text(max_size=10))
def test_text_that_is_no_month_is_refused_by_name(text: str) -> None:
    assume(re.fullmatch(r"\s*[12][0-9]{3}-[01][0-9]\s*", text) is None)
    with pytest.raises(InputError) as fault:
        month_number(text, "baris 3")
    assert fault.value.where == "baris 3"


def test_months_count_over_the_end_of_a_year() -> None:
    assert months_from("2025-11", 4) == ("2025-11", "2025-12", "2026-01", "2026-02")


def test_a_wrong_order_is_put_right_and_said() -> None:
    found = monthly_series([("2025-03", 3), ("2025-01", 1), ("2025-02", 2)], name="x")
    assert (found.first_month, found.values, found.reordered) == ("2025-01", (1.0, 2.0, 3.0), True)
    assert not monthly_series([("2025-01", 1), ("2025-02", 2)], name="x").reordered


def test_missing_months_and_nan_are_gaps_and_gaps_at_the_ends_fall_away() -> None:
    points = [("2024-12", None), ("2025-01", 1), ("2025-02", math.nan), ("2025-04", 4), ("2025-05", math.nan)]
    found = monthly_series(points, name="x")
    assert found.values == (1.0, None, None, 4.0)
    assert (found.gaps, found.unread, found.last_month) == (2, 3, "2025-04")
    assert np.array_equal(filled(found.array()), [1.0, 2.0, 3.0, 4.0])


@pytest.mark.parametrize(
    ("points", "where"),
    [
        ([("2025-01", 1.0), ("2025-01", 1.0)], "x, 2025-01"),
        ([("2025-01", 1.0), ("2025-02", -3.0)], "x, 2025-02"),
        ([("2025-01", 1.0), ("2025-02", math.inf)], "x, 2025-02"),
        ([("2025-01", 1e13)], "x, 2025-01"),
        ([("2025-13", 1.0)], "x, month"),
        ([("<b>2025-01</b>", 1.0)], "x, month"),
        ([], "x"),
        ([("2025-01", None), ("2025-02", math.nan)], "x"),
        ([("1000-01", 1.0), ("2999-01", 1.0)], "x"),
    ],
)
def test_what_cannot_be_read_in_one_way_is_refused_with_its_place(
    points: list[tuple[str, float | None]], where: str
) -> None:
    with pytest.raises(InputError) as fault:
        monthly_series(points, name="x")
    assert fault.value.where == where


@pytest.mark.parametrize("values", [(), (None, 1.0), (1.0, None), (1.0,) * (MAX_MONTHS + 1), (math.nan,)])
def test_a_series_made_by_hand_is_checked_too(values: tuple[float | None, ...]) -> None:
    with pytest.raises(InputError):
        MonthlySeries(name="x", first_month="2025-01", values=values)


def test_two_years_of_figures_are_no_short_series() -> None:
    assert series_of([1.0] * 23).short
    assert not series_of([1.0] * 24).short
    assert series_of([1.0] * 23 + [None, 1.0, 1.0][:1] + [1.0]).gaps == 1


def test_the_head_of_a_series_ends_at_its_last_figure() -> None:
    found = series_of([1.0, 2.0, None, 4.0]).head(3)
    assert (found.values, found.first_month) == ((1.0, 2.0), "2015-01")
