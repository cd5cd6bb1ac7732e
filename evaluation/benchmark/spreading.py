"""Ways to recommend, each measured in the same markets, as rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt

from evaluation.benchmark.market import Market
from evaluation.benchmark.random_lists import WIDER, random_of_best
from evaluation.benchmark.transport import transport_prices
from evaluation.measures import bootstrap, bootstrap_mean
from evaluation.rows import row
from evaluation.task import Row
from matcher.assignment import Lists, Values, own_best, priced_lists, table_of
from matcher.congestion import MOST_LOSS, spread
from matcher.exposure import Measured, lost, measured
from matcher.hiring import Behaviour
from matcher.standing import attention

K = 10
GAIN, MEAN_LOSS = 1.3, 0.05
GAIN_ROW = "expected matches over own best top 10, at mean utility loss of at most 5 %"

DIALS = (0.25, 0.5, 0.75, 1.0)
"""Shown beside the dial that was chosen."""

OWN, OURS, RANDOM, TRANSPORT = "own best", "ours", f"random {K} of the best {WIDER * K}", "entropic transport"
BEHAVIOURS: Mapping[str, Behaviour] = {
    "all ten are read alike": Behaviour(looks=np.full(K, float(attention(K).mean()))),
    "hardly anyone reads beyond the third": Behaviour(looks=1 / np.arange(1, K + 1) ** 2),
    "employers see utility dimly": Behaviour(looks=attention(K), noise=0.5),
}
"""Other behaviours than the one that our prices reckon with."""

_GRID = tuple(round(float(step), 3) for step in np.arange(1.0, -0.001, -0.025))
_MARGIN = 0.95
"""Of the mean loss: another market's is a little higher or lower than that of the one that a dial was chosen on."""

_SEED = 2027

Way = Callable[[Market], Lists]


def by_prices(dial: float) -> Way:
    """Our prices at a dial."""
    return lambda market: spread(market.utilities, market.places, K, dial).lists


def by_own_best(market: Market) -> Lists:
    """Each worker's own best."""
    return own_best(table_of(market.utilities, least_width=K), K)


def by_chance(market: Market) -> Lists:
    """Some of each worker's best, drawn."""
    return random_of_best(table_of(market.utilities, least_width=K), K, seed=1)


def by_transport(market: Market, most: float) -> Lists:
    """Prices of entropic transport at the largest dial of a mean loss of at most ``most``, under the floor of ours."""
    table = table_of(market.utilities, least_width=K)
    own, prices = own_best(table, K).totals, transport_prices(table, market.places, K)
    return _largest(lambda dial: priced_lists(table, prices, np.full(len(table), dial), K, MOST_LOSS), own, most)[1]


def dial_for(market: Market) -> float:
    """Our dial for a market, by the losses of its workers alone: no round of hires is looked at."""
    own = by_own_best(market).totals
    return _largest(lambda dial: by_prices(dial)(market), own, _MARGIN * MEAN_LOSS)[0]


def _largest(lists_at: Callable[[float], Lists], own: Values, most: float) -> tuple[float, Lists]:
    """The largest dial of the grid with a mean loss of at most ``most``, and its lists; at 0 nothing is lost."""
    tried = ((dial, lists_at(dial)) for dial in _GRID)
    return next((dial, lists) for dial, lists in tried if np.mean(lost(lists.totals, own)) <= most)


def ratio_rows(label: str, dial: float, markets: Sequence[Market]) -> list[Row]:
    """The headline of one kind of market: gain, what it costs whom, and how evenly postings are shown.

    Args:
        label: What the rows begin with.
        dial: Ours, chosen on another market.
        markets: Those that figures are means of.
    """
    own, ours = (everywhere(way, markets) for way in (by_own_best, by_prices(dial)))
    transport = [
        measured(by_transport(market, float(one.losses.mean())), by_own_best(market), market.places, seed=at)
        for at, (market, one) in enumerate(zip(markets, ours, strict=True))
    ]
    gains = [_gain(*pair) for pair in zip(ours, own, strict=True)]
    losses = np.concatenate([one.losses for one in ours])
    n = len(losses)
    return [
        gain_row(f"{label}: {GAIN_ROW}", ours, own, at_least=GAIN),
        row(f"{label}: the same in the market where it is lowest", min(gains), n=len(gains)),
        row(f"{label}: mean utility loss", float(losses.mean()), n=n, ci95=bootstrap_mean(losses), at_most=MEAN_LOSS),
        row(f"{label}: largest utility loss of one person", round(float(losses.max()), 9), n=n, at_most=MOST_LOSS),
        row(f"{label}: dial", dial, n=1),
        *(_tenth_row(f"{label}: mean utility loss of %s", ours, "losses", best=best) for best in (True, False)),
        *_method_rows(f"{label}, {OWN}", own),
        *_method_rows(f"{label}, {OURS}", ours),
        gain_row(f"{label}, {TRANSPORT} at no more loss: expected matches over own best", transport, own),
        row(f"{label}, {TRANSPORT} at no more loss: mean utility loss", _loss(transport), n=n),
    ]


def _method_rows(name: str, found: Sequence[Measured]) -> list[Row]:
    """Jobs and postings of one method in all markets, and the jobs of the two ends of the workers."""
    n, postings = sum(len(one.losses) for one in found), sum(one.postings for one in found)
    return [
        row(f"{name}: people who find a job, share", _mean([one.outcome.found_job.mean() for one in found]), n=n),
        *(_tenth_row(f"{name}: %s, share who find a job", found, "jobs", best=best) for best in (True, False)),
        row(f"{name}: postings that hire, share", _mean([one.outcome.filled.mean() for one in found]), n=postings),
        row(f"{name}: Gini of exposure", _mean([one.gini for one in found]), n=postings),
    ]


def _tenth_row(name: str, found: Sequence[Measured], figure: Literal["jobs", "losses"], *, best: bool) -> Row:
    """A figure of the tenth of workers whose own best is worth most, or least, whose name stands for %s."""
    each = [(one.outcome.found_job if figure == "jobs" else one.losses)[one.tenth(best=best)] for one in found]
    who = f"the tenth with the {'highest' if best else 'lowest'} utility"
    return row(name % who, _mean([values.mean() for values in each]), n=sum(map(len, each)))


def other_rows(label: str, dial: float, markets: Sequence[Market]) -> list[Row]:
    """A rival by chance, our prices at several dials, and the chosen dial under other behaviours.

    Args:
        label: What the rows begin with.
        dial: Ours, chosen on another market.
        markets: Those that figures are means of.
    """
    own = everywhere(by_own_best, markets)
    ways: dict[str, Way] = {RANDOM: by_chance, **{f"{OURS} at dial {dial:g}": by_prices(dial) for dial in DIALS}}
    rows = list[Row]()
    for name, way in ways.items():
        found = everywhere(way, markets)
        rows += [
            gain_row(f"{label}, {name}: expected matches over own best", found, own),
            row(f"{label}, {name}: mean utility loss", _loss(found), n=sum(len(one.losses) for one in found)),
            *_method_rows(f"{label}, {name}", found),
        ]
    for said, behaviour in BEHAVIOURS.items():
        pair = (everywhere(way, markets, behaviour) for way in (by_prices(dial), by_own_best))
        rows.append(gain_row(f"{label}, {said}: expected matches over own best", *pair))
    return rows


def gain_row(name: str, ours: Sequence[Measured], own: Sequence[Measured], *, at_least: float | None = None) -> Row:
    """People hired over people hired by the own best, mean over markets.

    The interval resamples the markets, and the rounds within each: another crowd may come, and other chance.
    """
    pairs, rng = list(zip(ours, own, strict=True)), np.random.default_rng(_SEED)
    rounds = len(own[0].outcome.hired)

    def drawn(markets: npt.NDArray[np.int64]) -> float:
        again = [(*pairs[int(market)], rng.integers(0, rounds, rounds)) for market in markets]
        return _mean([_gain(one, other, drawn_rounds) for one, other, drawn_rounds in again])

    value = _mean([_gain(*pair) for pair in pairs])
    return row(name, value, n=len(pairs), ci95=bootstrap(drawn, len(pairs)), at_least=at_least)


def everywhere(way: Way, markets: Sequence[Market], behaviour: Behaviour | None = None) -> list[Measured]:
    """One way to recommend in every market; the rounds of a market have the same seed whatever the way."""
    return [
        measured(way(market), by_own_best(market), market.places, seed=at, behaviour=behaviour)
        for at, market in enumerate(markets)
    ]


def _gain(ours: Measured, own: Measured, rounds: npt.NDArray[np.int64] | slice = slice(None)) -> float:
    return float(ours.outcome.hired[rounds].mean() / own.outcome.hired[rounds].mean())


def _loss(found: Sequence[Measured]) -> float:
    return float(np.concatenate([one.losses for one in found]).mean())


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values))
