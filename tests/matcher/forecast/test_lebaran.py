"""Lebaran moves, and so does what it does to months."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from matcher.forecast.forecast import forecast
from matcher.forecast.lebaran import lebaran_days, lebaran_effect, lebaran_shares
from matcher.forecast.months import month_number
from taxonomy.errors import InputError
from tests.matcher.forecast.made_series import seasonal, series_of

FIRST = month_number("2018-01")


def test_lebaran_comes_ten_to_twelve_days_earlier_every_year() -> None:
    days = sorted(lebaran_days().values())
    assert [day.year for day in days] == list(range(2018, 2031))
    steps = {(after - before).days for before, after in pairwise(days)}
    assert steps <= {353, 354, 355, 356}


def test_the_days_before_and_after_add_up_to_a_fortnight_each() -> None:
    shares = lebaran_shares(month_number("2025-01"), 12)
    assert shares is not None
    lengths = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
    assert (shares.T @ lengths) == pytest.approx([14, 14])
    # 31 March 2025: all 14 days before lie in March, one day of the fortnight from the day itself too
    assert shares[2] == pytest.approx([14 / 31, 1 / 31])
    assert shares[3] == pytest.approx([0, 13 / 30])


def test_a_fortnight_before_may_begin_in_the_year_before() -> None:
    shares = lebaran_shares(month_number("2030-01"), 2)
    assert shares is not None
    assert lebaran_days()[2030] == date(2030, 2, 4)
    assert shares[0, 0] == pytest.approx(11 / 31)


def test_years_that_are_not_in_the_table_have_no_effect() -> None:
    assert lebaran_shares(month_number("2017-06"), 12) is None
    assert lebaran_effect(np.zeros(60), month_number("2026-01"), 12) is None
    assert lebaran_effect(np.zeros(47), FIRST, 12) is None


def test_a_planted_effect_is_found_again() -> None:
    shares = lebaran_shares(FIRST, 96)
    assert shares is not None
    planted = shares @ np.array([0.8, -0.5])
    values = np.log(seasonal(84, noise=0.01)) + planted[:84]
    found = lebaran_effect(values, FIRST, 12)
    assert found is not None
    assert np.abs(found - planted).max() < 0.1


def test_lebaran_is_served_where_it_betters_the_backtest_and_else_left_out_and_said() -> None:
    shares = lebaran_shares(FIRST, 84)
    assert shares is not None
    plain = seasonal(84, 5, noise=0.04)
    moved = [float(one) for one in plain * np.exp(shares @ np.array([1.2, -0.8]))]
    with_it = forecast(series_of(moved, first="2018-01"), 6)
    assert with_it.method == "lebaran"
    assert with_it.errors["lebaran"] < 0.8 * with_it.errors["combined"]
    assert any("diperhitungkan" in note for note in with_it.notes)
    without = forecast(series_of(plain, first="2018-01"), 6)
    assert without.method == "combined"
    assert any("tidak dipakai" in note for note in without.notes)
    short = series_of(moved[:60], first="2018-01")
    assert "lebaran" not in forecast(short, 6, lebaran=False).errors


@pytest.mark.parametrize("line", ["2025\tkapan\t1", "2024\t2025-03-31\t1", "2025\t2025-03-31\tya"])
def test_a_faulty_line_is_refused_with_its_place(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Folder:
        def __truediv__(self, other: str) -> Folder:
            return self

        def read_text(self, encoding: str) -> str:
            return f"year\tdate\tdecided\n{line}\n"

    monkeypatch.setattr("matcher.forecast.lebaran.resources.files", lambda _: Folder())
    with pytest.raises(InputError, match=r"lebaran\.tsv line 2"):
        lebaran_days.__wrapped__()
