"""How often intervals of the market's figures hold what they should, in markets that are drawn from known ones."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from evaluation.rows import mean_row, share_row
from evaluation.task import Row
from matcher.market.mismatch import Drawn, index_of, mismatch_index
from matcher.market.wages import median_interval

SEED = 22
GROUPS, POSTINGS, SEEKERS = 40, 1_500, 2_500
SIZES = (10, 15, 25, 60)
"""Offers of a cell of pay."""

Values = npt.NDArray[np.float64]


def interval_rows(markets: int) -> list[Row]:
    """Rows of the mismatch index and of the median of pay.

    Args:
        markets: That are drawn of each.
    """
    return [*_mismatch_rows(markets), *_median_rows(5 * markets)]


def _mismatch_rows(markets: int) -> list[Row]:
    rng = np.random.default_rng(SEED)
    covered, plain, errors, raw = list[bool](), list[bool](), list[float](), list[float]()
    for _ in range(markets):
        v, u = rng.dirichlet(np.ones(GROUPS)), rng.dirichlet(np.ones(GROUPS))
        truth = float(mismatch_index(v, u))
        drawn = Drawn(
            group=np.arange(GROUPS),
            people=np.ones(GROUPS, dtype=np.int64),
            postings=rng.multinomial(POSTINGS, v),
            seekers=rng.multinomial(SEEKERS, u),
        )
        found = index_of(drawn, mismatch_index, rounds=200)
        covered.append(found.interval95[0] <= truth <= found.interval95[1])
        ends = _percentiles(drawn, rng)
        plain.append(ends[0] <= truth <= ends[1])
        errors.append(abs(found.value - truth))
        raw.append(truth)
    return [
        share_row("mismatch index: 95 % interval holds the truth", covered, at_least=0.9),
        share_row("  baseline: percentiles of the bootstrap", plain),
        mean_row("mismatch index: mean absolute error", errors),
        mean_row("  mismatch of the markets that were drawn from", raw),
    ]


def _percentiles(drawn: Drawn, rng: np.random.Generator, rounds: int = 200) -> Values:
    postings = rng.multinomial(POSTINGS, drawn.postings / POSTINGS, rounds).astype(np.float64)
    seekers = rng.multinomial(SEEKERS, drawn.seekers / SEEKERS, rounds).astype(np.float64)
    found: Values = np.quantile(mismatch_index(postings, seekers), (0.025, 0.975))
    return found


def _median_rows(draws: int) -> list[Row]:
    rng = np.random.default_rng(SEED + 1)
    truth = 5_000_000.0
    covered, plain = list[bool](), list[bool]()
    for at in range(draws):
        pay = np.sort(np.exp(rng.normal(np.log(truth), 0.5, SIZES[at % len(SIZES)])))
        ends = median_interval(pay, 0.95)
        covered.append(ends is not None and ends[0] <= truth <= ends[1])
        middle, error = float(np.median(pay)), 1.253 * float(pay.std(ddof=1)) / np.sqrt(len(pay))
        plain.append(abs(middle - truth) <= 1.96 * error)
    return [
        share_row("median pay: 95 % interval holds the truth", covered, at_least=0.95),
        share_row("  baseline: median and 1.253 standard errors of the mean", plain),
    ]
