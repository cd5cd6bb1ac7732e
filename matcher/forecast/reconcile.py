"""Forecasts that add up: nation, provinces and what is in no province's series; by MinT with a shrunk covariance.

Each level is forecast for itself and the sums do not agree; MinT (Wickramasuriya, Athanasopoulos and Hyndman 2019)
spreads the disagreement by how far off each series was before and how they were off together (Schäfer and Strimmer's
shrinkage). hierarchicalforecast works it out. What would come below zero is set to zero and its total follows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from matcher.forecast.series import FloatArray
from taxonomy.errors import InputError

LEAST_ERRORS = 8
"""Months of errors below which a covariance is noise: forecasts are then reconciled by structure (``wls_struct``)."""


def summing_matrix(parents: Mapping[str, Sequence[str]], names: Sequence[str]) -> tuple[FloatArray, tuple[str, ...]]:
    """Which lowest series each series is the sum of.

    Args:
        parents: Series that are sums to the series that they are the sum of; each may be a sum itself.
        names: All series, in the order of the rows.

    Returns:
        0 and 1, shape (series, lowest series), and the names of the columns.

    Raises:
        InputError: A series is part of two sums or of itself, or a part has no name in ``names``.
    """
    parts = [part for members in parents.values() for part in members]
    unknown = [one for one in (*parents, *parts) if one not in names]
    if unknown or len(set(parts)) < len(parts) or len(set(names)) < len(names):
        wanted = "a tree of sums over known series, each part of one sum at most"
        raise InputError(wanted=wanted, found=str(unknown or parts), where="parents")
    bottom = tuple(name for name in names if name not in parents)
    rows = np.zeros((len(names), len(bottom)))
    for row, name in enumerate(names):
        for leaf in _leaves(name, parents, ()):
            rows[row, bottom.index(leaf)] = 1.0
    return rows, bottom


def _leaves(name: str, parents: Mapping[str, Sequence[str]], above: tuple[str, ...]) -> list[str]:
    if name in above:
        raise InputError(wanted="no series that is part of itself", found=name, where="parents")
    if name not in parents:
        return [name]
    return [leaf for part in parents[name] for leaf in _leaves(part, parents, (*above, name))]


def reconciled(
    forecasts: Mapping[str, FloatArray],
    parents: Mapping[str, Sequence[str]],
    errors: Mapping[str, FloatArray] | None = None,
    *,
    together: bool = True,
) -> dict[str, FloatArray]:
    """The same forecasts, moved so that every sum is the sum of its parts.

    Args:
        forecasts: By series, shape (horizon,) each, not below zero.
        parents: Series that are sums to their parts.
        errors: By series what forecasts of a month were off by before, shape (months,); without them, or with fewer
            than ``LEAST_ERRORS`` months, sums weigh by how many series are in them.
        together: Whether the errors are of the same months, so that they tell how series were off together; else each
            weighs by its own (``wls_var``).

    Returns:
        By series, shape (horizon,); not below zero, sums exact to rounding.

    Raises:
        InputError: Not a tree, or another number of months.
    """
    names = tuple(forecasts)
    rows, bottom = summing_matrix(parents, names)
    if len({len(values) for values in forecasts.values()}) != 1:
        raise InputError(wanted="the same months ahead for all", found=str(names), where="forecasts")
    said = np.array([forecasts[name] for name in names], dtype=np.float64)
    moved = _minted(rows, bottom, said, _errors(errors, names), together)
    lowest = np.maximum(moved[[names.index(name) for name in bottom]], 0.0)
    return dict(zip(names, rows @ lowest, strict=True))


def _errors(errors: Mapping[str, FloatArray] | None, names: Sequence[str]) -> FloatArray | None:
    """Shape (series, months); None where there are too few."""
    found = None if errors is None else np.array([errors[name] for name in names], dtype=np.float64)
    return None if found is None or found.shape[1] < LEAST_ERRORS else found


def _minted(
    rows: FloatArray, bottom: Sequence[str], said: FloatArray, errors: FloatArray | None, together: bool
) -> FloatArray:
    if len(bottom) == len(rows):
        return said
    from hierarchicalforecast.methods import MinTrace  # takes a second to load, with a library that draws

    # hierarchicalforecast takes the lowest series last
    lowest = rows.sum(axis=1) == 1
    order = np.concatenate(
        [np.flatnonzero(~lowest), [np.flatnonzero(lowest & (rows[:, at] == 1))[0] for at in range(len(bottom))]]
    )
    if errors is None:
        found = MinTrace(method="wls_struct").fit_predict(S=rows[order], y_hat=said[order])
    else:
        method = MinTrace(method="mint_shrink" if together else "wls_var")
        found = method.fit_predict(
            S=rows[order], y_hat=said[order], y_insample=errors[order], y_hat_insample=np.zeros_like(errors)
        )
    return np.asarray(found["mean"], dtype=np.float64)[np.argsort(order)]
