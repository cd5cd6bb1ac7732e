"""Stretches of numbers, one for each row, in one array."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True, kw_only=True)
class Ragged:
    """Stretches of numbers, one for each row.

    Attributes:
        starts: Where each row's stretch begins, int64, shape ``(rows + 1,)``.
        values: All stretches, one after the other.
    """

    starts: npt.NDArray[np.int64]
    values: npt.NDArray[Any]

    @classmethod
    def of(cls, stretches: Sequence[Sequence[float]], dtype: npt.DTypeLike) -> Ragged:
        """Join stretches."""
        starts = np.zeros(len(stretches) + 1, dtype=np.int64)
        np.cumsum([len(found) for found in stretches], out=starts[1:])
        return cls(starts=starts, values=np.array([value for found in stretches for value in found], dtype=dtype))

    def take(self, rows: npt.NDArray[np.int64]) -> Ragged:
        """The stretches of some rows, in their order."""
        starts = np.zeros(len(rows) + 1, dtype=np.int64)
        np.cumsum(self.starts[rows + 1] - self.starts[rows], out=starts[1:])
        return Ragged(starts=starts, values=self.values[self.places(rows)])

    def places(self, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Where the values of some rows stand, in their order."""
        lengths = self.starts[rows + 1] - self.starts[rows]
        before = np.cumsum(lengths) - lengths
        found: npt.NDArray[np.int64] = np.arange(int(lengths.sum())) + np.repeat(self.starts[rows] - before, lengths)
        return found

    @classmethod
    def joined(cls, parts: Sequence[Ragged]) -> Ragged:
        """Stretches one after the other; at least one part."""
        lengths = np.concatenate([np.diff(part.starts) for part in parts])
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        return cls(starts=starts, values=np.concatenate([part.values for part in parts]))

    @property
    def owners(self) -> npt.NDArray[np.int64]:
        """The row of each value."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))

    def best(self, values: npt.NDArray[np.float64], default: float) -> npt.NDArray[np.float64]:
        """The largest of a value for each entry, by row; ``default`` where a stretch is empty."""
        found = np.full(len(self.starts) - 1, default)
        full = np.flatnonzero(np.diff(self.starts))
        if len(full):
            found[full] = np.maximum.reduceat(values, self.starts[full])
        return found

    def totals(self, values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """The sum of a value for each entry, by row; 0 where a stretch is empty."""
        sums = np.bincount(self.owners, weights=values, minlength=len(self.starts) - 1)
        return sums.astype(np.float64)
