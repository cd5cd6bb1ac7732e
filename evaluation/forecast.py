"""Task ``forecast``: the forecaster on public monthly series and on Karirhub's, beside each of its methods.

Rolling origin (Tashman 2000): up to six origins half a year apart, twelve months ahead each, errors scaled by the mean
step from a year before in the months seen (MASE, Hyndman and Koehler 2006). Methods, their mean, the rule of choice
and the width of intervals were chosen on histories that end before the first of these windows.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

import numpy as np

from evaluation.forecast_parts import lebaran_rows, nowcast_rows, reconcile_rows
from evaluation.measures import Values, bootstrap_mean
from evaluation.monthly_series import PublicPool, public_series
from evaluation.rolling_origin import JUDGED, SERVED, SeriesTest, tried
from evaluation.rows import row
from evaluation.task import Options, Report, Row
from matcher.forecast.methods import COMBINED, NAIVE, SEASONAL_NAIVE
from matcher.forecast.official import official_series
from matcher.forecast.regions import RegionPool, region_pool
from taxonomy.labour import NATION

GAIN, SLACK = 0.9, 0.05
"""Mean error against seasonal-naive at most; how far cover may lie from what an interval says."""

OFFICIAL_AHEAD, OFFICIAL_LEAST = 6, 12
"""Months ahead that Karirhub's series are tested on, and before the first origin: there are only two years."""


LONG = 60
"""Months of series that are told apart too: in shorter ones methods cannot see a season, and the choice gains most."""

SUMS = ("US employment", "Texas home sales")
"""Tables whose series add up to a total that means something."""


def run(options: Options) -> Report:
    """Measure.

    Raises:
        InputError: A table of a package is faulty.
    """
    started = time.monotonic()
    pool = public_series()
    public = _public(pool, options)
    official = list(_official())
    rows = (
        *error_rows(public, "public series"),
        *cover_rows(public, "public series", held=True),
        *error_rows(
            [test for test in public if len(test.series.values) >= LONG], f"public series of {LONG} months and more"
        ),
        *error_rows(official, "Karirhub, two years and more"),
        *cover_rows(official, "Karirhub, two years and more", held=False),
        *reconcile_rows([(name, pool.groups[name]) for name in SUMS if name in pool.groups]),
        *lebaran_rows(),
        *nowcast_rows(),
    )
    seconds = time.monotonic() - started
    figures = {
        "task": "forecast",
        "seconds": round(seconds, 3),
        "packages_missing": list(pool.missing),
        "series": [_figures(test) for test in (*public, *official)],
    }
    return Report(task="forecast", rows=rows, seconds=seconds, figures=figures)


def _public(pool: PublicPool, options: Options) -> list[SeriesTest]:
    found: list[SeriesTest] = []
    total = len(pool.series)
    for group, members in pool.groups.items():
        regions = region_pool(members)
        for series in members:
            options.tell("series", len(found), total)
            test = tried(series, group, regions)
            if test is not None:
                found.append(test)
    return found


def _official() -> Iterator[SeriesTest]:
    """Series of Karirhub with two years and more; provinces of one year are their regions."""
    series = official_series()
    regions = RegionPool(tuple(one for code, one in series.items() if code != NATION))
    for one in series.values():
        if not one.short:
            test = tried(one, "Karirhub", regions, OFFICIAL_AHEAD, OFFICIAL_LEAST)
            if test is not None:
                yield test


def error_rows(tests: Sequence[SeriesTest], where: str) -> Iterator[Row]:
    """Mean errors of what was served and of each method, and both comparisons; intervals over series; none of none."""
    if not tests:
        return
    served, seasonal = _errors(tests, SERVED), _errors(tests, SEASONAL_NAIVE.name)
    singles = {name: _errors(tests, name) for name in JUDGED if name != COMBINED}
    best = min(singles, key=lambda name: float(singles[name].mean()))
    wanted = GAIN * float(seasonal.mean())
    yield row(
        f"MASE, served ({where})", float(served.mean()), n=len(tests), ci95=bootstrap_mean(served), at_most=wanted
    )
    ratio = served - GAIN * seasonal
    yield row(
        f"MASE, served less {GAIN} x seasonal naive ({where})",
        float(ratio.mean()),
        n=len(tests),
        ci95=bootstrap_mean(ratio),
        at_most=0.0,
    )
    yield row(
        f"MASE, served less the best single method, {best} ({where})",
        float((served - singles[best]).mean()),
        n=len(tests),
        ci95=bootstrap_mean(served - singles[best]),
        at_most=0.0,
    )
    for name in JUDGED:
        values = _errors(tests, name)
        yield row(f"MASE, {name} ({where})", float(values.mean()), n=len(tests), ci95=bootstrap_mean(values))
    naive = np.array([test.naive_share() for test in tests])
    yield row(
        f"origins where a naive one is served ({where})", float(naive.mean()), n=len(tests), ci95=bootstrap_mean(naive)
    )
    no_worse = served - np.minimum(_errors(tests, NAIVE.name), seasonal)
    yield row(
        f"MASE, served less the better naive one ({where})",
        float(no_worse.mean()),
        n=len(tests),
        ci95=bootstrap_mean(no_worse),
        at_most=0.0,
    )


def cover_rows(tests: Sequence[SeriesTest], where: str, *, held: bool) -> Iterator[Row]:
    """How often intervals held, and how far that is from what they say (held to a target where asked)."""
    for name, says in (("inside80", 0.8), ("inside95", 0.95)):
        values: Values = np.array([test.mean(name) for test in tests])
        share = float(values.mean())
        yield row(f"cover of the {says:.0%} interval ({where})", share, n=len(tests), ci95=bootstrap_mean(values))
        off = abs(share - says)
        yield row(
            f"cover of the {says:.0%} interval, off by ({where})", off, n=len(tests), at_most=SLACK if held else None
        )


def _errors(tests: Sequence[SeriesTest], name: str) -> Values:
    return np.array([test.mase(name) for test in tests], dtype=np.float64)


def _figures(test: SeriesTest) -> dict[str, object]:
    return {
        "series": test.series.name,
        "source": test.series.source,
        "months": len(test.series.values),
        "gaps": test.series.gaps,
        "origins": [one.month for one in test.tests],
        "served": [one.method for one in test.tests],
        "mase": {name: round(test.mase(name), 4) for name in (SERVED, *JUDGED)},
        "inside80": round(test.mean("inside80"), 4),
        "inside95": round(test.mean("inside95"), 4),
    }
