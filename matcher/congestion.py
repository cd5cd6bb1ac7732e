"""Recommendations without a stampede: a posting that many are sent to costs more, so that some are sent elsewhere.

When each worker is shown their own best k, the best postings of a field get applications that nobody can read and
others none. Naya, Bied, Caillou, Crépon, Gaillac, Pérennes & Sebag (2021, "Designing labor market recommender systems:
the importance of job seeker preferences and competition") measured it at the French employment service and spread the
recommendations by optimal transport under capacities; Borisyuk, Zhang & Kenthapadi (2017, "LiJAR", KDD) push and hold
back postings by a forecast of their applications. Here a posting has a price as in a congestion game (Rosenthal 1973,
International Journal of Game Theory 2), and a chance of a job that each worker has; ``matcher/standing.py`` says how
both are worked out.

The lists are to be worth most: ``(1 - balance) * sum(a) + balance * sum(h)``, the applications ``a`` that people would
like to make against the chances ``h`` that they find a job. What a posting of price p adds to a list is nearly ``a *
((1 - balance) + balance * (1 - h) * (1 - p))``, which is the order of ``u * (1 - dial * p)``, u the utility, with the
worker's own ``dial = balance * (1 - h) / (1 - balance * h)``: whoever would find a job anyway is left alone.

Workers answer the prices batch by batch and the prices answer them, as bids do in an auction (Bertsekas 1988, Annals of
Operations Research 14). With h held fixed the hires are concave in the loads, and this is coordinate ascent; h moves,
so each sweep is held against the best before, which is what is given back, and the sweeps end when one gains less than
a thousandth.

Entropic transport with capacities (Sinkhorn's scaling) was tried first and finds fewer jobs at the same loss: limits
of recommendations know neither that few who see a posting apply nor that two applicants for one place are better than
one (``sepadan evaluate congestion`` measures both). No library that we know of solves either on a sparse support.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from matcher.assignment import Lists, Table, Values, own_best, priced_lists, table_of
from matcher.standing import Standing, attention, loads_of, prices_of, standing_of
from taxonomy.errors import InputError

MOST_LOSS = 0.10
"""Share of the utility of their own best k that nobody's list loses."""

MAX_SWEEPS = 12
_ENOUGH = 1e-3
"""Relative gain of a sweep below which no other is made."""

_BATCHES = 200
"""Of workers in a sweep: those of one batch see the same prices, so that at most a two-hundredth moves at once; with 40
small markets (200 workers, one recommendation each) came out a tenth worse than the best assignment."""

_SEED = 2026


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Recommendations that heed how many others are recommended the same.

    Attributes:
        lists: What is recommended to each worker.
        prices: Of each posting, in [0, 1), float64, shape ``(postings,)``; with them ``priced_lists`` answers who asks
            later.
        chances: Of each worker to find a job, in [0, 1), shape ``(workers,)``.
        worths: What is maximised, after each sweep; the first is that of the own best lists.
    """

    lists: Lists
    prices: Values
    chances: Values
    worths: tuple[float, ...]


def spread(
    candidates: csr_array,
    places: npt.NDArray[np.integer],
    k: int,
    balance: float,
    *,
    most_loss: float = MOST_LOSS,
    max_sweeps: int = MAX_SWEEPS,
) -> Spread:
    """Recommend k postings to each worker.

    Args:
        candidates: Utilities in [0, 1], float32, workers by postings; what is not stored is never recommended.
        places: Of each posting, at least 1, shape ``(postings,)``.
        k: Length of a list; a worker with fewer candidates gets all of them.
        balance: 0 gives each worker their own best k, 1 lets the market's jobs alone count; in [0, 1].
        most_loss: Share in [0, 1] by which nobody's mean utility over the list falls below that of their own best k.
        max_sweeps: How often each worker answers the prices at most.

    Raises:
        InputError: An argument is out of its range, or there are not as many places as postings.
    """
    _check(candidates, places, k, balance, most_loss)
    table = table_of(candidates, least_width=k)
    lists = own_best(table, k)
    standing = standing_of(lists, places)
    best, worths = (lists, standing), [_worth(standing, balance)]
    for sweep in range(max_sweeps if balance > 0 else 0):
        lists = _sweep(table, lists, standing, places, balance, most_loss, np.random.default_rng([_SEED, sweep]))
        standing = standing_of(lists, places)
        worth, before = _worth(standing, balance), max(worths)
        worths.append(worth)
        if worth > before:
            best = (lists, standing)
        if worth <= before * (1 + _ENOUGH):
            break
    lists, standing = best
    prices = prices_of(standing.loads, places)
    return Spread(lists=lists, prices=prices, chances=standing.chances, worths=tuple(worths))


def _sweep(
    table: Table,
    lists: Lists,
    standing: Standing,
    places: npt.NDArray[np.integer],
    balance: float,
    most_loss: float,
    rng: np.random.Generator,
) -> Lists:
    """Each worker's answer to the prices once, batch by batch, in an order drawn anew."""
    columns, utilities, loads = lists.columns.copy(), lists.utilities.copy(), standing.loads.copy()
    k = columns.shape[1]
    dials, seen = _dials(standing.chances, balance), attention(k) * standing.taken[:, None]
    for rows in np.array_split(rng.permutation(len(table)), max(1, min(_BATCHES, len(table)))):
        loads -= loads_of(columns[rows], utilities[rows] * seen[rows], len(places))
        found = priced_lists(table.take(rows), prices_of(loads, places), dials[rows], k, most_loss)
        columns[rows], utilities[rows] = found.columns, found.utilities
        loads += loads_of(found.columns, found.utilities * seen[rows], len(places))
    return Lists(columns=columns, utilities=utilities)


def _dials(chances: Values, balance: float) -> Values:
    """Each worker's own dial in [0, 1]; 0 for who is sure of a job."""
    need = balance * (1 - chances)
    total = 1 - balance + need
    found: Values = np.divide(need, total, out=np.zeros(len(need)), where=total > 0)
    return found


def _worth(standing: Standing, balance: float) -> float:
    return float((1 - balance) * standing.applications.sum() + balance * standing.chances.sum())


def _check(candidates: csr_array, places: npt.NDArray[np.integer], k: int, balance: float, most_loss: float) -> None:
    if len(places) != candidates.shape[1] or not np.all(places >= 1):
        wanted = f"at least one place of each of {candidates.shape[1]} postings"
        raise InputError(wanted=wanted, found=f"{len(places)}, the least {np.min(places, initial=1)}", where="places")
    if k < 1:
        raise InputError(wanted="k of at least 1", found=k, where="k")
    for name, value in (("balance", balance), ("most_loss", most_loss)):
        if not 0 <= value <= 1:
            raise InputError(wanted="a share from 0 to 1", found=value, where=name)
