"""The task ``forecast``: the pool of public series, origins, rows."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from evaluation import forecast as task
from evaluation import forecast_parts, monthly_series
from evaluation.forecast import cover_rows, error_rows
from evaluation.monthly_series import PublicPool, public_series
from evaluation.rolling_origin import SERVED, OriginTest, SeriesTest, origins_of, tried
from evaluation.task import Options
from matcher.forecast.backtest import step
from matcher.forecast.forecast import forecast
from matcher.forecast.regions import RegionPool
from tests.matcher.forecast.made_series import seasonal, series_of, walk


def made_test(name: str, served: float, naive: float, inside: float) -> SeriesTest:
    errors = {SERVED: served, "naive": naive, "seasonal_naive": 1.0, "theta": 0.8, "combined": served}
    one = OriginTest(month="2025-01", method="combined", mase=errors, inside80=inside, inside95=0.95)
    return SeriesTest(series=series_of([1.0, 2.0], name), group="uji", tests=(one,))


def test_the_public_pool_holds_at_least_twenty_series_and_none_of_them_twice() -> None:
    pool = public_series()
    assert {"statsmodels", "vega_datasets"} & set(pool.missing) == set()
    assert len(pool.series) >= 20
    assert len({one.name for one in pool.series}) == len(pool.series)
    for one in pool.series:
        assert len(one.values) >= 48
        assert one.source
    (carbon,) = pool.groups["CO2 at Mauna Loa"]
    assert (carbon.first_month, carbon.last_month, carbon.gaps) == ("1958-03", "2001-12", 5)
    (water,) = pool.groups["sea surface, El Nino"]
    assert water.values[:2] == (23.11, 24.2)


def test_a_package_that_is_not_installed_is_left_out_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(monthly_series, "find_spec", lambda package: None)
    pool = public_series()
    assert pool.series == ()
    assert pool.missing == ("statsmodels", "vega_datasets", "plotnine")


def test_tables_of_plotnine_are_read_as_they_lie_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With tables made here: the package is large, and need not be installed for this."""
    monkeypatch.setattr(monthly_series, "_folder", lambda package: tmp_path if package == "plotnine" else None)
    (tmp_path / "data").mkdir()
    days = [f"2020-{month:02d}-01" for month in range(1, 13)]
    columns = ",".join(monthly_series.ECONOMICS)
    rows = "\n".join(f"{day},1,2,3,4,5" for day in days)
    (tmp_path / "data" / "economics.csv").write_text(f"date,{columns}\n{rows}\n")
    meat = "\n".join(f"{day},10,{'' if month < 3 else month}" for month, day in enumerate(days))
    (tmp_path / "data" / "meat.csv").write_text(f"date,beef,turkey\n{meat}\n")
    sales = "\n".join(f"{city},2020,{month},{sold}" for city, sold in (("A", 5), ("B", 9)) for month in range(1, 13))
    (tmp_path / "data" / "txhousing.csv").write_text(f"city,year,month,sales\n{sales}\nC,2020,1,\nC,2020,2,99999\n")
    pool = public_series()
    assert {name: len(group) for name, group in pool.groups.items()} == {
        "US economics": 5,
        "US meat": 2,
        "Texas home sales": 2,
    }
    turkey = pool.groups["US meat"][1]
    assert (turkey.first_month, turkey.values[0], len(turkey.values)) == ("2020-04", 3.0, 9)
    assert [one.name for one in pool.groups["Texas home sales"]] == ["Texas home sales: B", "Texas home sales: A"]


def test_origins_leave_a_year_after_and_enough_before() -> None:
    assert origins_of(120, 12, 24) == (78, 84, 90, 96, 102, 108)
    assert origins_of(48, 12, 24) == (24, 30, 36)
    assert origins_of(35, 12, 24) == ()


def test_what_is_tried_at_an_origin_is_what_would_have_been_served_then() -> None:
    values = seasonal(48, 1)
    series = series_of(values)
    found = tried(series, "uji", RegionPool((series,)))
    assert found is not None
    for origin, one in zip(origins_of(48, 12, 24), found.tests, strict=True):
        served = forecast(series.head(origin), 12, lebaran=False)
        assert (one.method, one.month) == (served.method, served.first_month)
        ahead = np.array(values[origin : origin + 12])
        error = np.abs(ahead - np.array(served.point)).mean() / step(np.array(values[:origin]))
        assert one.mase[SERVED] == pytest.approx(error, rel=1e-6)
        inside = ((ahead >= served.low80) & (ahead <= served.high80)).mean()
        assert one.inside80 == pytest.approx(inside)


def test_a_series_that_is_too_short_is_not_tried() -> None:
    series = series_of(walk(30))
    assert tried(series, "uji", RegionPool((series,))) is None


def test_rows_hold_what_is_served_against_naive_and_the_best_single_method() -> None:
    tests = [made_test("a", 0.5, 2.0, 0.8), made_test("b", 0.7, 1.0, 0.6)]
    rows = {row.name: row for row in error_rows(tests, "uji")}
    served = rows["MASE, served (uji)"]
    assert (served.value, served.target, served.holds, served.n) == (pytest.approx(0.6), pytest.approx(0.9), True, 2)
    best = rows["MASE, served less the best single method, theta (uji)"]
    assert (best.value, best.holds) == (pytest.approx(-0.2), True)
    assert rows["MASE, served less the better naive one (uji)"].value == pytest.approx(-0.4)
    assert rows["origins where a naive one is served (uji)"].value == 0
    cover = {row.name: row for row in cover_rows(tests, "uji", held=True)}
    assert cover["cover of the 80% interval (uji)"].value == pytest.approx(0.7)
    assert not cover["cover of the 80% interval, off by (uji)"].holds
    assert cover["cover of the 95% interval, off by (uji)"].holds


def test_the_task_runs_whole_on_a_small_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    members = tuple(series_of(seasonal(54, seed), f"w{seed}") for seed in range(2))
    pool = PublicPool(groups={"US employment": members}, missing=("plotnine",))
    monkeypatch.setattr(task, "public_series", lambda: pool)
    monkeypatch.setattr(forecast_parts, "SERIES", 1)
    monkeypatch.setattr(forecast_parts, "FLOWS", 3)
    told: list[int] = []
    report = task.run(Options(tell=lambda what, done, total: told.append(done)))
    rows = {row.name: row for row in report.rows}
    assert told == [0, 1]
    assert report.figures["packages_missing"] == ["plotnine"]
    assert len(report.figures["series"]) == 2 + 7
    assert rows["sums of forecasts, furthest from their parts (share)"].holds
    assert rows["MASE, reconciled less not reconciled (US employment and its total)"].n == 3
    assert rows["nowcast less carried on evenly (made flows)"].n == 3 * 5
