"""Vectors of length 1: the check that each passes before it is indexed or asked for, and what makes them so."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from indexes.vector_rows import VectorRows, blocks
from taxonomy.errors import InputError

_SLACK = 1e-3
_ROUNDING = 1e-5
_ROWS = 65_536
"""Rows checked at once: a million vectors need no second copy."""


def check_unit(vectors: VectorRows, name_of: Sequence[str] | None = None) -> None:
    """Refuse vectors that are not finite or not of length 1.

    Args:
        vectors: Shape ``(n, dim)``.
        name_of: Names of the rows for the message; the row number where None.

    Raises:
        InputError: Names the first such row.
    """
    if len(vectors) == 1 and abs(float(np.vdot(vectors[:1], vectors[:1])) - 1.0) < _SLACK:
        return  # one query, checked before every search: the way below takes a tenth of a millisecond
    for at, part in blocks(vectors, _ROWS):
        with np.errstate(over="ignore", invalid="ignore"):  # a length past float32 is infinite, and refused as such
            lengths = np.sqrt(np.einsum("rd,rd->r", part, part))
        bad = np.flatnonzero(~(np.abs(lengths - 1.0) < _SLACK))
        if len(bad):
            row = at.start + int(bad[0])
            name = name_of[row] if name_of is not None else f"row {row}"
            raise InputError(
                wanted="a finite vector of length 1", found=f"length {lengths[bad[0]]}", where=f"vector of {name}"
            )


def unit(vectors: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Vectors brought to length 1; those that are of it, but for float32's rounding, are left as they are.

    What is read back from codes is a thousandth or two longer or shorter than what was coded.

    Args:
        vectors: float32, shape ``(n, dim)``, none of length 0.
    """
    lengths = np.sqrt(np.einsum("rd,rd->r", vectors, vectors))
    lengths[np.abs(lengths - 1.0) < _ROUNDING] = 1.0
    found: npt.NDArray[np.float32] = vectors / lengths[:, None]
    return found


def check_asked(
    queries: npt.NDArray[np.float32], k: int, allowed: npt.NDArray[np.bool_] | None, shape: tuple[int, int]
) -> None:
    """Refuse what no index can be asked.

    Args:
        queries: Shape ``(n, dim)``.
        k: Hits wanted.
        allowed: Which rows may be returned; None for all.
        shape: Rows and dimension of the index.

    Raises:
        InputError: k below 1, a query that is not a finite unit vector of the right length, or a mask that has not one
            entry for each row.
    """
    rows, dim = shape
    if k < 1:
        raise InputError(wanted="k of at least 1", found=k, where="vector search")
    if queries.shape[1:] != (dim,):
        raise InputError(wanted=f"a vector of {dim}", found=str(queries.shape[1:]), where="vector search")
    if allowed is not None and (allowed.shape != (rows,) or allowed.dtype != np.bool_):
        found = f"{allowed.shape} of {allowed.dtype}"
        raise InputError(wanted=f"a mask of {rows} rows", found=found, where="vector search")
    check_unit(queries, ["query"] * len(queries))
