"""A rival of our prices: entropic transport of recommendations under capacities, solved by Sinkhorn's scaling.

Naya et al. (2021) and Mashayekhi, Kang, Lijffijt & De Bie (2023, "ReCon", RecSys) spread recommendations so. Each
worker sends k recommendations, none twice to one posting, and each posting takes at most its share of all by its
places; among such plans x the one of the highest ``sum(x * log u)`` plus entropy (Cuturi 2013, NeurIPS) is sought. Its
dual has a price of at least 0 for each posting. POT (``ot.sinkhorn_unbalanced``) knows neither bounds on single entries
nor sparse supports, so the two steps of the scaling are written here.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from matcher.assignment import Table, Values

TEMPERATURE = 0.02
"""Weight of the entropy, in units of log utility: postings that differ by less are taken for equally good."""

ROUNDS = 60
_NEWTON = 3
_MOST = 5.0
"""Largest price in log utility: where a field has too few places for its workers, none would be enough."""


def transport_prices(table: Table, places: npt.NDArray[np.int64], k: int) -> Values:
    """Prices of postings for ``matcher.assignment.priced_lists``: ``1 - exp(-dual price)``.

    Args:
        table: Candidates; none of utility 0 counts.
        places: Of each posting, at least 1, shape ``(postings,)``.
        k: Recommendations of each worker.

    Returns:
        In [0, 1), shape ``(postings,)``.
    """
    held = table.utilities > 0
    wanted = np.minimum(np.count_nonzero(held, axis=1), k)
    share = places * (wanted.sum() / places.sum())
    worth = np.log(np.where(held, table.utilities, 1.0).astype(np.float64))
    columns = np.where(held, table.columns, table.postings)
    levels = np.take_along_axis(worth, np.maximum(wanted - 1, 0)[:, None], axis=1)[:, 0]  # the last of the own best
    prices = np.zeros(table.postings)
    for _ in range(ROUNDS):
        net = np.where(held, worth - np.append(prices, 0.0)[columns], -np.inf)
        levels = _levels(net, levels, wanted)
        plan = expit((net - levels[:, None]) / TEMPERATURE)
        prices = _prices(plan, columns, prices, share)
    return 1 - np.exp(-prices)


def _levels(net: Values, levels: Values, wanted: npt.NDArray[np.int64]) -> Values:
    """What a posting must be worth to each worker so that as many as wanted are: a few steps of Newton's."""
    for _ in range(_NEWTON):
        plan = expit((net - levels[:, None]) / TEMPERATURE)
        slope = np.maximum((plan * (1 - plan)).sum(axis=1) / TEMPERATURE, 1e-9)
        levels = levels + np.clip((plan.sum(axis=1) - wanted) / slope, -5 * TEMPERATURE, 5 * TEMPERATURE)
    return levels


def _prices(plan: Values, columns: npt.NDArray[np.integer], prices: Values, share: Values) -> Values:
    """Prices moved towards those at which each posting gets its share at most, at least 0."""
    shown = np.bincount(columns.ravel(), plan.ravel(), len(share) + 1)[:-1]
    slope = np.bincount(columns.ravel(), (plan * (1 - plan)).ravel(), len(share) + 1)[:-1] / TEMPERATURE
    excess = np.log(np.maximum(shown, 1e-300) / share) * shown / np.maximum(slope, 1e-12)
    return np.clip(prices + np.clip(excess, -2 * TEMPERATURE, 2 * TEMPERATURE), 0.0, _MOST)
