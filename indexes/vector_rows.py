"""Unit vectors by row that need not lie in memory: an array, or a file of which the rows at hand are read.

A million vectors of 384 are 1.5 GB, five million 7.7 GB. Whoever goes over all of them takes ``blocks``, and lets go of
one before the next; what is indexed is then never in memory whole (decision 0045).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from indexes.encoder import Vectors
from taxonomy.errors import InputError

BLOCK = 65_536
"""Rows of a block, 100 MB of 384; FAISS adds so many at once, and then finds the same list for each, bit for bit."""

_RowNumbers = npt.NDArray[np.int64]


class VectorFile:
    """Vectors in a file, float32 one after the other, that can be sliced and picked from as an array can.

    They are read, not mapped: pages of a mapped file count as memory of whoever touches them, and rows picked here and
    there bring in sixteen pages each. Safe to read from several threads.
    """

    def __init__(self, file: BinaryIO, dim: int) -> None:
        """Use a file that is open for reading, and for writing where vectors are appended.

        Args:
            file: Holds what was appended before, and nothing else; whoever opened it closes it.
            dim: Length of a vector, at least 1.

        Raises:
            InputError: The file holds no whole number of vectors.
        """
        self._file = file
        self._dim = dim
        size = os.fstat(file.fileno()).st_size
        self._rows, rest = divmod(size, self._row_bytes)
        if rest:
            raise InputError(wanted=f"whole vectors of {dim}", found=f"{size} bytes", where="file of vectors")

    def append(self, vectors: Vectors) -> None:
        """Add rows at the end.

        Args:
            vectors: float32, shape ``(n, dim)``.

        Raises:
            InputError: They are of another length.
            OSError: There is no room.
        """
        if vectors.ndim != 2 or vectors.shape[1] != self._dim:
            where = f"vector of row {self._rows}"
            raise InputError(wanted=f"a vector of {self._dim}", found=str(vectors.shape[1:]), where=where)
        self._file.seek(self._rows * self._row_bytes)
        self._file.write(np.ascontiguousarray(vectors, dtype="<f4").data)
        self._rows += len(vectors)

    @property
    def shape(self) -> tuple[int, int]:
        """``(rows, dim)``."""
        return self._rows, self._dim

    def __len__(self) -> int:
        """Number of rows."""
        return self._rows

    def __getitem__(self, at: slice | _RowNumbers, /) -> Vectors:
        """Rows from the file, in an array of their own.

        Args:
            at: A slice without a step, or row numbers in any order.

        Raises:
            IndexError: There is no such row, or the slice has a step.
            OSError: The file cannot be read, or was cut short.
        """
        self._file.flush()
        if not isinstance(at, slice):
            return self._picked(np.asarray(at))
        start, stop, step = at.indices(self._rows)
        if step != 1:
            raise IndexError(f"wanted a slice without a step, found {at}")
        found = np.empty((max(0, stop - start), self._dim), dtype="<f4")
        self._read(found, start)
        return found

    @property
    def _row_bytes(self) -> int:
        return 4 * self._dim

    def _picked(self, rows: _RowNumbers) -> Vectors:
        if len(rows) and not (rows.min() >= 0 and rows.max() < self._rows):
            raise IndexError(f"wanted rows below {self._rows}, found {rows.min()} to {rows.max()}")
        found = np.empty((len(rows), self._dim), dtype="<f4")
        for at, row in enumerate(rows.tolist()):
            self._read(found[at], row)
        return found

    def _read(self, room: Vectors, row: int) -> None:
        if not room.size:
            return
        left, at = room.data.cast("B"), row * self._row_bytes
        while len(left):
            read = os.preadv(self._file.fileno(), [left], at)
            if not read:
                raise OSError(f"file of vectors: wanted {len(left)} bytes more at {at}, found its end")
            left, at = left[read:], at + read


VectorRows = Vectors | VectorFile
"""Unit vectors by row, float32, shape ``(rows, dim)``, in memory or in a file."""


def blocks(vectors: VectorRows, rows: int = BLOCK) -> Iterator[tuple[slice, Vectors]]:
    """Which rows, and these, in order, so many at once; none is held once the next is asked for."""
    for start in range(0, len(vectors), rows):
        part = slice(start, min(start + rows, len(vectors)))
        yield part, vectors[part]
