"""Single methods and their median."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.forecast.methods import (
    GOOD,
    METHODS,
    Method,
    carry_on,
    combined,
    is_seasonal,
    naive,
    seasonal_naive,
    with_season,
    without_season,
    year_mean,
)
from tests.matcher.forecast.made_series import seasonal, walk


def test_the_naive_ones_repeat_figures() -> None:
    values = np.arange(24.0)
    assert np.array_equal(naive(values, 3), [23.0, 23.0, 23.0])
    assert np.array_equal(seasonal_naive(values, 14), [*range(12, 24), 12, 13])
    assert np.array_equal(year_mean(values, 2), [17.5, 17.5])


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.name)
def test_every_method_runs_from_its_least_length_on_without_a_warning(method: Method) -> None:
    values = np.log(seasonal(40))
    for n in (method.least, 13, 24, 25, 26, 38):
        ahead = method.fit(values[:n], 13)
        assert ahead.shape == (13,)
        assert np.isfinite(ahead).all()


def test_a_season_is_seen_where_there_is_one() -> None:
    assert is_seasonal(np.log(seasonal()))
    assert not is_seasonal(np.log(walk()))
    assert not is_seasonal(np.log(seasonal(20)))
    assert not is_seasonal(np.arange(60.0))


def test_a_season_taken_out_comes_back_in_the_months_ahead() -> None:
    values = np.log(seasonal(72, season=0.5, trend=0, noise=0.001))
    adjusted, season = without_season(values, 12)
    assert np.std(adjusted) < 0.05
    assert np.allclose(season, 0.5 * np.sin(2 * np.pi * np.arange(72, 84) / 12), atol=0.03)


@pytest.mark.parametrize("name", GOOD)
def test_good_methods_carry_a_clear_season_on(name: str) -> None:
    values = np.log(seasonal(84, trend=0, noise=0.01))
    ahead = carry_on(values[:72], 12)[name]
    assert np.abs(ahead - values[72:]).mean() < 0.06


def test_the_combination_is_the_mean_of_the_good_methods_and_needs_two_of_them() -> None:
    said = {"theta": np.array([1.0]), "damped": np.array([9.0]), "ets": np.array([2.0]), "naive": np.array([50.0])}
    assert combined(said) == [4.0]
    assert combined({"theta": np.array([1.0]), "naive": np.array([2.0])}) is None


def test_flat_and_runaway_figures_stay_within_bounds() -> None:
    assert all((ahead == 3.0).all() for ahead in carry_on(np.full(30, 3.0), 5).values())
    wild = np.concatenate([np.zeros(20), 2.0 ** np.arange(10)])
    for ahead in carry_on(wild, 24).values():
        assert ((ahead >= -512) & (ahead <= 1024)).all()


def test_the_season_of_the_regions_is_taken_out_of_the_level_and_put_back() -> None:
    season = np.array([6.0] + [0.0] * 10 + [-6.0])
    values = np.array([5.0] * 11 + [-1.0] + [11.0])  # June to June, with the season of that many months
    shifted = with_season(np.array([10.0 + season[month] for month in range(12)]), 2025 * 12, season, 13)
    assert np.allclose(shifted, 10 + season[np.arange(13) % 12])
    assert with_season(values, 2025 * 12, np.zeros(12), 1) == pytest.approx([values[1:].mean()])
