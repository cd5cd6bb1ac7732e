"""Parts of the task ``forecast`` that are measured by themselves: sums that agree, Lebaran, the month in progress.

What Lebaran does and how late postings come in is known of made series only, so these are planted and found again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import numpy as np

from evaluation.measures import bootstrap_mean
from evaluation.rolling_origin import origins_of
from evaluation.rows import row, share_row
from evaluation.task import Row
from matcher.forecast.backtest import SCORED_MONTHS, Replay, level, step
from matcher.forecast.choose import choose
from matcher.forecast.lebaran import lebaran_shares
from matcher.forecast.methods import COMBINED, LEBARAN
from matcher.forecast.months import YEAR, month_number, months_from
from matcher.forecast.nowcast import Arrival, nowcast
from matcher.forecast.outlook import official_outlook
from matcher.forecast.reconcile import reconciled
from matcher.forecast.regions import RegionPool, region_pool
from matcher.forecast.series import FloatArray, MonthlySeries, monthly_series
from taxonomy.labour import NATION

AGREE = 1e-6
"""How far a sum may lie from its parts, of the sum."""

SERIES, MONTHS, FIRST = 8, 84, "2018-01"
PLANTED = (0.5, -0.3)
"""Effect of a month that lies wholly in the fortnight before or after Lebaran, on the logarithm."""

FLOWS, FLOW_MONTHS, FLOW_DAYS = 30, 18, (5, 10, 15, 20, 25)


def reconcile_rows(groups: Sequence[tuple[str, tuple[MonthlySeries, ...]]]) -> Iterator[Row]:
    """Whether Karirhub's provinces add up to the nation; what MinT does to the errors of public sums.

    Args:
        groups: Name and series of tables whose series add up to a total.
    """
    outlook = official_outlook()
    points = {code: np.array(one.point) for code, one in outlook.forecasts.items()}
    gaps = [_gap(points[NATION], sum(values for code, values in points.items() if code != NATION))]
    for name, members in groups:
        before, after = list[list[float]](), list[list[float]]()
        for base, moved, errors in _reconciled(members):
            gaps.append(_gap(moved["total"], sum(values for one, values in moved.items() if one != "total")))
            before.append([errors(base[one], one) for one in base])
            after.append([errors(moved[one], one) for one in base])
        change = (np.array(after) - np.array(before)).mean(axis=0)
        yield row(
            f"MASE, reconciled less not reconciled ({name} and its total)",
            float(change.mean()),
            n=len(change),
            ci95=bootstrap_mean(change),
        )
    yield row("sums of forecasts, furthest from their parts (share)", max(gaps), n=len(gaps), at_most=AGREE)


def _gap(total: FloatArray, parts: FloatArray | int) -> float:
    return float(np.max(np.abs(total - parts) / np.maximum(total, 1.0)))


class _Errors:
    """Scaled error of a forecast of a series at one origin."""

    def __init__(self, replays: dict[str, Replay], origin: int) -> None:
        self._replays, self._origin = replays, origin

    def __call__(self, said: FloatArray, name: str) -> float:
        values = self._replays[name].values
        seen = values[self._origin : self._origin + SCORED_MONTHS]
        return float(np.abs(seen - said).mean() / step(values[: self._origin]))


def _reconciled(
    members: tuple[MonthlySeries, ...],
) -> Iterator[tuple[dict[str, FloatArray], dict[str, FloatArray], _Errors]]:
    """Forecasts of parts and total at the origins of the task, before and after."""
    months = months_from(members[0].first_month, len(members[0].values))
    sums = np.sum([one.array() for one in members], axis=0)
    total = monthly_series(zip(months, sums.tolist(), strict=True), name="total")
    pool = region_pool(members)
    replays = {"total": pool.replay(total), **{one.name: pool.replay(one) for one in members}}
    for origin in origins_of(len(months), SCORED_MONTHS, 2 * YEAR + SCORED_MONTHS):
        base = {name: level(one.at(origin)[COMBINED][:SCORED_MONTHS]) for name, one in replays.items()}
        errors = {name: _one_ahead(one, one.origins(origin)) for name, one in replays.items()}
        yield base, reconciled(base, {"total": list(base)[1:]}, errors), _Errors(replays, origin)


def _one_ahead(replay: Replay, origins: Sequence[int]) -> FloatArray:
    """What the combination was off by one month ahead, shape (origins,)."""
    return np.array([replay.values[at] - level(replay.at(at)[COMBINED][:1])[0] for at in origins])


def lebaran_rows() -> Iterator[Row]:
    """Made series with and without an effect of Lebaran: where it is served, and what it spares on the next year."""
    served: dict[bool, list[bool]] = {True: [], False: []}
    spared: list[float] = []
    for seed in range(SERIES):
        for has_effect in (True, False):
            values = np.array(_made(seed, has_effect=has_effect))
            months = zip(months_from(FIRST, MONTHS), values[:MONTHS].tolist(), strict=True)
            replay = RegionPool((), lebaran=True).replay(monthly_series(months, name="made"))
            method, said = choose(replay, MONTHS).method, replay.at(MONTHS)
            served[has_effect].append(method == LEBARAN)
            if has_effect:
                off = [np.abs(values[MONTHS:] - level(said[one][:SCORED_MONTHS])).mean() for one in (method, COMBINED)]
                spared.append(float(off[0] - off[1]) / step(values[:MONTHS]))
    yield share_row("Lebaran served where it was planted (made series)", served[True])
    yield share_row("Lebaran served where none was planted (made series)", served[False])
    change = np.array(spared)
    yield row(
        "MASE, served with Lebaran tried less the combination (made series with an effect)",
        float(change.mean()),
        n=len(change),
        ci95=bootstrap_mean(change),
        at_most=0.0,
    )


def _made(seed: int, *, has_effect: bool) -> list[float]:
    """A season, a slow trend and noise, and the planted effect."""
    n = MONTHS + SCORED_MONTHS
    random = np.random.default_rng(seed)
    months = np.arange(n)
    logs = 7 + 0.003 * months + 0.15 * np.sin(2 * np.pi * months / YEAR) + random.normal(0, 0.06, n)
    shares = lebaran_shares(month_number(FIRST), n)
    if has_effect and shares is not None:
        logs = logs + shares @ np.array(PLANTED)
    return [float(value) for value in np.exp(logs)]


def nowcast_rows() -> Iterator[Row]:
    """Made flows of postings that come in late: error and cover of the month in progress, beside carrying on evenly."""
    errors, evenly, inside80, inside95 = list[float](), list[float](), list[bool](), list[bool]()
    for seed in range(FLOWS):
        arrivals, total, month = _flow(seed)
        for day in FLOW_DAYS:
            today = month.replace(day=day)
            found = nowcast(arrivals, today)
            errors.append(abs(found.point / total - 1))
            evenly.append(abs(found.seen * 30 / day / total - 1))
            inside80.append(found.low80 <= total <= found.high80)
            inside95.append(found.low95 <= total <= found.high95)
    better = np.array(errors) - np.array(evenly)
    n = len(errors)
    yield row(
        "nowcast, mean error as a share (made flows)",
        float(np.mean(errors)),
        n=n,
        ci95=bootstrap_mean(np.array(errors)),
    )
    yield row("carried on evenly, mean error as a share (made flows)", float(np.mean(evenly)), n=n)
    yield row(
        "nowcast less carried on evenly (made flows)",
        float(better.mean()),
        n=n,
        ci95=bootstrap_mean(better),
        at_most=0.0,
    )
    yield share_row("cover of the 80% interval (nowcast, made flows)", inside80)
    yield share_row("cover of the 95% interval (nowcast, made flows)", inside95)


def _flow(seed: int) -> tuple[list[Arrival], int, date]:
    """Postings of some months, fewer at weekends, coming in days after; the last month's total and first day."""
    random = np.random.default_rng(seed)
    first, month = date(2024, 1, 1), date(2024 + (FLOW_MONTHS - 1) // YEAR, (FLOW_MONTHS - 1) % YEAR + 1, 1)
    arrivals: list[Arrival] = []
    total = 0
    day, rate = first, 20.0
    while (day.year, day.month) <= (month.year, month.month):
        if day.day == 1:
            rate = float(20 * np.exp(random.normal(0, 0.4)))
        posted = int(random.poisson(rate * (0.3 if day.weekday() > 4 else 1.0)))
        total += posted if (day.year, day.month) == (month.year, month.month) else 0
        arrivals += [(day, day + timedelta(days=int(random.geometric(0.3)) - 1)) for _ in range(posted)]
        day += timedelta(days=1)
    return arrivals, total, month
