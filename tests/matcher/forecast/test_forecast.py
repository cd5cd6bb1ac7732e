"""Choice, intervals and the forecast as a whole."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.forecast.backtest import Replay, step
from matcher.forecast.choose import LEAST_ORIGINS, choose
from matcher.forecast.conformal import spread
from matcher.forecast.forecast import MAX_HORIZON, MonthlyForecast, forecast
from matcher.forecast.regions import RegionPool
from matcher.forecast.series import MonthlySeries
from taxonomy.errors import InputError
from tests.matcher.forecast.made_series import seasonal, series_of, walk


def replay_of(series: MonthlySeries) -> Replay:
    return RegionPool([series]).replay(series)


def ordered(found: MonthlyForecast) -> bool:
    rows = zip(found.low95, found.low80, found.point, found.high80, found.high95, strict=True)
    return all(row[0] >= 0 and list(row) == sorted(row) and np.isfinite(row).all() for row in rows)


def test_a_season_is_carried_on_by_the_combination_which_beats_both_naives() -> None:
    values = seasonal(96)
    found = forecast(series_of(values[:84]), 12)
    assert (found.method, found.first_month, found.short) == ("combined", "2022-01", False)
    assert found.errors["combined"] < min(found.errors["naive"], found.errors["seasonal_naive"])
    assert np.abs(np.array(found.point) / values[84:] - 1).mean() < 0.08
    assert "uji mundur" in found.served_because
    assert found.notes == ()


def test_naive_is_served_and_said_where_nothing_beats_it() -> None:
    found = forecast(series_of(walk(60, seed=5)), 6, language="en")
    assert found.method == "naive"
    assert found.served_because.startswith("Served: the last figure (naive); nothing else did better")


def test_what_comes_after_an_origin_changes_nothing_that_was_said_there() -> None:
    values = seasonal(63)
    other = values[:51] + [1.0] * 12
    for end in (30, 51):
        one, two = replay_of(series_of(values)), replay_of(series_of(other))
        assert choose(one, end) == choose(two, end)
        assert np.array_equal(spread(one, end, "ets", 12).at95, spread(two, end, "ets", 12).at95)


def test_other_regions_do_not_tell_what_came_after_the_origin() -> None:
    early, late = [series_of(seasonal(30, seed), f"w{seed}") for seed in range(4)], []
    late = [series_of([*one.values[:18], *[9.0] * 12], one.name) for one in early]
    until = 2015 * 12 + 18
    season = RegionPool(early).season(until)
    assert season is not None
    assert np.array_equal(season, RegionPool(late).season(until))


def test_errors_are_scaled_by_the_step_from_a_year_before() -> None:
    values = np.array([*range(12), *range(5, 17), np.nan], dtype=float)
    assert step(values) == 5.0
    assert step(np.array([1.0, 4.0, 1.0])) == 3.0
    assert step(np.array([7.0, 7.0])) == step(np.array([7.0])) == 1.0


def test_mase_agrees_with_the_definition() -> None:
    values = np.array(seasonal(40))
    replay = replay_of(series_of(list(values)))
    errors = [
        np.abs(values[o : o + 12] - values[o - 1]) / np.abs(values[12:o] - values[: o - 12]).mean() for o in (24, 36)
    ]
    assert replay.mase("naive", (24, 36), 40) == pytest.approx(np.concatenate(errors).mean())


def test_a_short_series_is_judged_with_its_peers_and_says_so() -> None:
    peers = [series_of(seasonal(12, seed, trend=0, season=0, noise=0.5), f"w{seed}") for seed in range(8)]
    found = forecast(peers[0], 6, peers=peers)
    assert (found.short, found.pooled) == (True, True)
    assert found.method != "naive"
    assert "7 deret wilayah lain" in found.served_because
    assert found.notes == ("Deret pendek: hanya 12 bulan, musim tidak dapat dibedakan dari kebetulan.",)


def test_regions_with_one_season_tell_it_to_a_region_of_a_year() -> None:
    peers = [series_of(seasonal(18, seed, season=0.8, trend=0), f"w{seed}") for seed in range(12)]
    found = forecast(series_of(seasonal(18, 99, season=0.8, trend=0)), 6, peers=peers)
    expected = 1000 * np.exp(0.8 * np.sin(2 * np.pi * np.arange(18, 24) / 12))
    assert found.method == "regional"
    assert np.abs(np.array(found.point) / expected - 1).max() < 0.25


def test_one_month_is_carried_on_with_a_wide_interval() -> None:
    found = forecast(series_of([10.0]), 3)
    assert (found.method, found.point, found.n_months, found.origins) == ("naive", (10.0, 10.0, 10.0), 1, 0)
    assert ordered(found)
    assert found.high95[2] > found.high95[0] > 30
    assert "terlalu sedikit" in found.served_because


def test_zeros_stay_zeros_and_an_interval_of_no_width_is_no_certainty() -> None:
    found = forecast(series_of([0.0] * 60), 3)
    assert found.point == (0.0, 0.0, 0.0)
    assert any("bukan kepastian" in note for note in found.notes)


def test_gaps_are_bridged_counted_and_never_scored() -> None:
    values: list[float | None] = list(seasonal(84))
    values[40] = values[41] = values[59] = None
    found = forecast(series_of(values), 3)
    assert (found.gaps, found.n_months) == (3, 81)
    assert any("3 bulan tanpa angka" in note for note in found.notes)
    assert 60 not in replay_of(series_of(values)).origins(84)


def test_months_between_the_last_figure_and_the_first_wanted_are_passed_over() -> None:
    series = series_of(seasonal(84))
    whole, later = forecast(series, 9), forecast(series, 4, first_month="2022-06")
    assert later.first_month == "2022-06"
    assert later.point == whole.point[5:]
    assert later.high95 == whole.high95[5:]


@pytest.mark.parametrize("horizon", [0, -1, MAX_HORIZON + 1])
def test_a_horizon_out_of_range_is_refused(horizon: int) -> None:
    with pytest.raises(InputError, match="1 to 24 months"):
        forecast(series_of([1.0]), horizon)


@pytest.mark.parametrize("month", ["2015-01", "2035-01", "besok"])
def test_a_first_month_that_is_past_or_too_far_is_refused(month: str) -> None:
    with pytest.raises(InputError):
        forecast(series_of([1.0]), 1, first_month=month)


def test_intervals_hold_about_as_often_as_they_say() -> None:
    inside80, inside95 = [], []
    for seed in range(4):
        values = seasonal(84, seed, noise=0.15)
        found = forecast(series_of(values[:72]), 12)
        ahead = np.array(values[72:])
        inside80.append(((ahead >= found.low80) & (ahead <= found.high80)).mean())
        inside95.append(((ahead >= found.low95) & (ahead <= found.high95)).mean())
    assert 0.7 < np.mean(inside80) < 0.92
    assert 0.9 < np.mean(inside95) <= 1


def test_enough_origins_of_its_own_need_no_peers() -> None:
    values = seasonal(60)
    replay = replay_of(series_of(values))
    assert len(replay.origins(60)) >= LEAST_ORIGINS
    peers = [(replay_of(series_of(walk(60, 1))), 60)]
    assert choose(replay, 60, peers) == choose(replay, 60)
    assert not spread(replay, 60, "naive", 6, peers).pooled


@settings(max_examples=10)
@given(st.lists(st.one_of(st.none(), st.floats(0, 1e9)), min_size=1, max_size=30), st.integers(1, 24))
def test_any_series_gets_an_answer_in_order_and_never_below_zero(values: list[float | None], horizon: int) -> None:
    found = forecast(series_of([1.0, *values]), horizon)
    assert len(found.point) == horizon
    assert ordered(found)
