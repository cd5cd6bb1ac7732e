"""Iterative proportional fitting: the joint table that has given margins and keeps the associations of a seed.

Deming & Stephan 1940 (Ann. Math. Statist. 11); of all tables with these margins the result is nearest to the seed by
relative entropy (Csiszar 1975). Written here because it is ten lines of numpy; the libraries that do it (ipfn) loop in
Python over cells or bring pandas along.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from taxonomy.errors import InputError

Floats = npt.NDArray[np.float64]
Target = tuple[tuple[int, ...], Floats]
"""Axes of the joint table, ascending, and what it must sum to over the others."""


def fitted(seed: Floats, targets: Sequence[Target], *, tolerance: float = 1e-10, rounds: int = 2_000) -> Floats:
    """Fit a joint table to margins.

    Args:
        seed: Non-negative; where it is 0 the result is 0.
        targets: Margins with the same sum.
        tolerance: Largest absolute difference of a margin that is left, as a share of the sum.
        rounds: Rounds over all margins at most.

    Raises:
        InputError: Sums differ, a margin wants something where the seed has nothing, or it does not converge.
    """
    total = float(targets[0][1].sum())
    if any(abs(float(wanted.sum()) - total) > 1e-6 * total for _, wanted in targets):
        raise InputError(wanted="margins of one sum", found=[float(w.sum()) for _, w in targets], where="fitting")
    joint = np.array(seed, dtype=np.float64)
    for _ in range(rounds):
        for axes, wanted in targets:
            joint *= _ratio(joint, axes, wanted)
        if all(np.abs(_margin(joint, axes) - wanted).max() <= tolerance * total for axes, wanted in targets):
            return joint
    raise InputError(wanted=f"margins that agree within {rounds} rounds", found="none", where="fitting")


def cramers_v(table: Floats) -> float:
    """Cramer's V of a two-way table of counts, bias-corrected (Bergsma 2013); 0 for none, 1 for full association."""
    held = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    n, (rows, columns) = float(held.sum()), held.shape
    expected = held.sum(axis=1, keepdims=True) * held.sum(axis=0, keepdims=True) / n
    chance = (rows - 1) * (columns - 1) / (n - 1)
    square = max(0.0, float(((held - expected) ** 2 / expected).sum()) / n - chance)
    least = min(rows - (rows - 1) ** 2 / (n - 1), columns - (columns - 1) ** 2 / (n - 1)) - 1
    return float(np.sqrt(square / least)) if least > 0 else 0.0


def _margin(joint: Floats, axes: tuple[int, ...]) -> Floats:
    others = tuple(axis for axis in range(joint.ndim) if axis not in axes)
    found: Floats = joint.sum(axis=others)
    return found


def _ratio(joint: Floats, axes: tuple[int, ...], wanted: Floats) -> Floats:
    held = _margin(joint, axes)
    if np.any((held == 0) & (wanted > 0)):
        raise InputError(wanted="a seed above 0 wherever a margin is", found="0", where=f"fitting, axes {axes}")
    ratio = np.divide(wanted, held, out=np.zeros_like(held), where=held > 0)
    shape = [joint.shape[axis] if axis in axes else 1 for axis in range(joint.ndim)]
    return ratio.reshape(shape)
