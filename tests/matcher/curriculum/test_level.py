"""Openings of a province carried on, and what is said where it has no series."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import pytest

from matcher.curriculum.level import MOST_SPREAD, official_level, seekers_per_opening, spread_of
from taxonomy.errors import InputError
from tests.matcher.curriculum.levels import made_level

MADE = made_level("32", date(2027, 1, 1), 12)


def test_a_province_with_a_series_is_carried_on_with_an_interval_beyond_the_forecast_too() -> None:
    level = official_level("32", date(2027, 1, 1), 30)
    assert len(level.point) == len(level.low80) == len(level.high80) == 30
    assert all(low <= mid <= high for low, mid, high in zip(level.low80, level.point, level.high80, strict=True))
    assert (level.last_month, level.n_months) == ("2023-12", 12)
    assert any("12 bulan ramalan terakhir" in note for note in level.notes)
    assert level.seekers_per_opening == pytest.approx(204_452 / 151_340)


def test_a_province_without_a_series_gets_its_share_of_the_nation_and_says_so() -> None:
    level = official_level("53", date(2027, 1, 1), 12)
    assert any("perkiraan" in note for note in level.notes)
    assert 0 < level.point[0] < official_level("00", date(2027, 1, 1), 12).point[0]
    assert level.seekers_source == "Karirhub 2024, Indonesia"


def test_months_before_the_last_figure_are_refused() -> None:
    with pytest.raises(InputError, match="a month after 2023-12"):
        official_level("32", date(2023, 1, 1), 12)


def test_seekers_for_an_opening_are_of_the_last_year_with_both() -> None:
    assert seekers_per_opening("13") == (pytest.approx(6_477 / 3_068), "Karirhub 2024, Sumatera Barat")


def test_the_spread_is_read_off_the_interval_and_bounded() -> None:
    assert spread_of(MADE) == pytest.approx((math.log(1.6) + math.log(1 / 0.6)) / 2 / 1.2816)
    assert spread_of(replace(MADE, low80=(0.0,) * 12)) == pytest.approx(math.log(1.6) / 1.2816)
    assert spread_of(replace(MADE, high80=(1e9,) * 12)) == MOST_SPREAD
    assert spread_of(MADE.scaled(0.0)) == 0.0
    assert MADE.scaled(0.5).point[0] == 50.0
