"""An inverted file of 8-bit codes over one mapped buffer, with a ninth bit that settles who comes first.

FAISS ``IVF,SQ8`` (Jegou et al. 2011, "Product quantization for nearest neighbor search") finds who may be near. Among a
million ads the tenth and the eleventh are often nearer to each other than its codes can tell, so each number has one
bit more, in which half of its code's step it lies, and cosines are worked out with it (recall@10 by all lists .979
without it, .990 with it; docs/performance.md). Bytes a vector of 384: 384 and 8 in FAISS's file, 48 in ours, and 4 in
memory for where a row lies.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from indexes.encoder import Vectors
from indexes.inverted_lists import Lists, centroids_in, lists_in
from indexes.mapped import mapped_array
from taxonomy.errors import GenerationError

Rows = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Cosines = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]

_BLOCK = 1_024
"""Rows decoded at once, 1.5 MB: what is larger costs more in fresh pages than in arithmetic."""

_SAMPLED = 16
"""One row of so many is looked at to tell how many of a list a filter allows."""

_FEW = 4
"""Rows below this part of the lists are compared with their own centroids, not with all."""

_STEPS = 255
"""Steps of FAISS's 8-bit code over the range of a number."""


def fine_path(path: Path) -> Path:
    """Where the ninth bits lie, beside FAISS's file."""
    return path.with_suffix(".fine.npy")


def fine_bytes(dim: int) -> int:
    """Bytes of the ninth bits of a row."""
    return -(-dim // 8)


def ranges_of(index: Any) -> tuple[Cosines, Cosines]:
    """The low end of each number's range, and its width, as FAISS has trained them; float32, shape ``(dim,)``."""
    trained = np.asarray(faiss.vector_to_array(index.sq.trained), dtype=np.float32)
    return trained[: index.d], trained[index.d :]


def middles(codes: Bytes, centroids: Vectors, low: Cosines, width: Cosines) -> Vectors:
    """Vectors as their 8 bits say them: the middle of each step.

    Args:
        codes: Shape ``(rows, dim)``.
        centroids: Of the list of each row, same shape.
        low: As ``ranges_of``.
        width: As ``ranges_of``.
    """
    shares: Vectors = (codes + np.float32(0.5)) / np.float32(_STEPS)
    raised: Vectors = width * shares
    beside: Vectors = low + raised
    found: Vectors = centroids + beside
    return found


def opened(data: Bytes) -> faiss.Index:
    """The FAISS index in a buffer, which it does not copy: the buffer must outlive it.

    Raises:
        RuntimeError: There is none, or more than one.
    """
    library: Any = faiss  # its stubs leave the readers out
    reader = library.ZeroCopyIOReader(faiss.swig_ptr(data), data.size)
    index: faiss.Index = library.read_index(reader)
    if reader.rp_ != data.size:
        raise RuntimeError(f"{data.size} bytes where an index of {reader.rp_} was read")
    return index


class InvertedFile:
    """Unit vectors in lists around centroids.

    Attributes:
        index: FAISS's part.
        dim: Length of a vector.
        lists: Number of lists.
        sizes: Rows in each list, int64.
    """

    def __init__(self, data: Bytes, fine: Bytes) -> None:
        """Open FAISS's bytes; use ``read``.

        Args:
            data: As FAISS serialises the index.
            fine: Ninth bits by row, packed; shape ``(rows, ceil(dim / 8))``.

        Raises:
            RuntimeError: The bytes are not such an index.
        """
        index: Any = opened(data)
        if not isinstance(index, faiss.IndexIVFScalarQuantizer) or index.sq.qtype != faiss.ScalarQuantizer.QT_8bit:
            raise RuntimeError(f"{type(index).__name__} where an inverted file of 8-bit codes was wanted")
        self._data = data
        self._fine = fine
        self.index = index
        self.dim = int(index.d)
        self.lists = int(index.nlist)
        self._at = lists_in(index, data)
        self.sizes = self._at.sizes
        self._sample = _sample(self._at)
        self._centroids = centroids_in(index)
        self._low, self._range = ranges_of(index)
        self._step = self._range / np.float32(_STEPS)
        # Every stretch of a row's length in the buffer, so that rows are picked by where they begin, each in one piece.
        last = data.size - self.dim + 1
        self._stretches = np.ndarray(shape=(last,), dtype=f"V{self.dim}", buffer=data, strides=(1,))

    @classmethod
    def read(cls, path: Path, data: Bytes) -> InvertedFile:
        """Map what ``indexes.inverted_writing`` wrote.

        Args:
            path: Of FAISS's file.
            data: That file, mapped.

        Raises:
            GenerationError: The ninth bits are missing or those of another index.
        """
        beside = fine_path(path)
        try:
            fine: Bytes = mapped_array(beside)
            found = cls(data, fine)
        except (OSError, EOFError, ValueError, RuntimeError) as error:
            raise GenerationError(f"{path}: wanted an inverted file, found something else ({error})") from error
        wanted = (len(found), fine_bytes(found.dim))
        if fine.dtype != np.uint8 or fine.shape != wanted:
            raise GenerationError(f"{beside}: wanted {wanted} bytes, found {fine.shape} of {fine.dtype}")
        return found

    def __len__(self) -> int:
        """Number of rows."""
        return int(self.index.ntotal)

    def lists_of(self, rows: Rows) -> npt.NDArray[np.int64]:
        """The list that each row is in."""
        return self._at.of[rows].astype(np.int64)

    def allowed_in_lists(self, allowed: Mask) -> npt.NDArray[np.int64]:
        """About how many rows of each list are allowed, by a sample of the rows of each list."""
        rows, lists = self._sample
        counts: npt.NDArray[np.int64] = np.bincount(lists[allowed[rows]], minlength=self.lists) * _SAMPLED
        return counts

    def nearness(self, query: npt.NDArray[np.float32]) -> Cosines:
        """Inner product of a query with the centroid of each list, float32, shape ``(lists,)``."""
        # Not centroids @ query: BLAS adds up a row differently at different places of the matrix.
        found: Cosines = np.einsum("rd,d->r", self._centroids, query)
        return found

    def rough(self, query: npt.NDArray[np.float32], rows: Rows) -> Cosines:
        """As ``cosines``, by 8 bits alone, for less; equal vectors get cosines that are equal to within rounding."""
        weights, least = self._weights(query, np.float32(0.5))
        near = self._centroids @ query if len(rows) > self.lists // _FEW else None
        found = np.empty(len(rows), dtype=np.float32)
        for part, codes, lists in self._parts(rows):
            by_list = near[lists] if near is not None else self._centroids[lists] @ query
            found[part] = codes @ weights + (by_list + least)
        return found

    def cosines(self, query: npt.NDArray[np.float32], rows: Rows) -> Cosines:
        """Cosines of given rows, float32, shape ``(len(rows),)``; equal vectors get equal cosines.

        Args:
            query: float32, shape ``(dim,)``.
            rows: Row numbers, any order.
        """
        weights, least = self._weights(query, np.float32(0.25))
        near = self.nearness(query) if len(rows) > self.lists // _FEW else None
        found = np.empty(len(rows), dtype=np.float32)
        for part, codes, lists in self._parts(rows):
            by_list = near[lists] if near is not None else np.einsum("rd,d->r", self._centroids[lists], query)
            found[part] = np.einsum("rd,d->r", codes, weights) + (by_list + least)
            codes[:] = np.unpackbits(self._fine[rows[part]], axis=1, count=self.dim, bitorder="little")
            found[part] += np.einsum("rd,d->r", codes, weights) * np.float32(0.5)
        return found

    def vectors(self, rows: Rows) -> Vectors:
        """The vectors of some rows, as their 9 bits say them; float32, shape ``(len(rows), dim)``."""
        half = np.unpackbits(self._fine[rows], axis=1, count=self.dim, bitorder="little") - np.float32(0.5)
        codes, lists = self._codes(rows)
        middle = middles(codes, self._centroids[lists], self._low, self._range)
        found: Vectors = np.asarray(middle + half * (self._range / (2 * _STEPS)), dtype=np.float32)
        return found

    def _codes(self, rows: Rows) -> tuple[Bytes, npt.NDArray[np.uint16]]:
        """Codes of rows, and the list that each row is in."""
        lists = self._at.of[rows]
        starts = self._at.bytes_at[lists] + self._at.place[rows].astype(np.int64) * self.dim
        return self._stretches[starts].view(np.uint8).reshape(-1, self.dim), lists

    def _weights(self, query: npt.NDArray[np.float32], middle: np.float32) -> tuple[Cosines, np.float32]:
        """What each step of each number adds to a cosine, and what the low end of the range and half a step add.

        A cosine is the query with the centroid, plus that, plus the sum of weight times code.
        """
        weights: npt.NDArray[Any] = query * self._step
        return weights, np.float32(np.vdot(query, self._low) + weights.sum() * middle)

    def _parts(self, rows: Rows) -> Iterator[tuple[slice, Vectors, npt.NDArray[np.uint16]]]:
        """Stretches of the rows, with their codes in float32 (in room that is used again) and their lists."""
        numbers = np.empty((min(_BLOCK, len(rows)), self.dim), dtype=np.float32)
        for start in range(0, len(rows), _BLOCK):
            part = slice(start, min(start + _BLOCK, len(rows)))
            codes, lists = self._codes(rows[part])
            values = numbers[: len(codes)]
            values[:] = codes
            yield part, values, lists


def _sample(lists: Lists) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.uint16]]:
    """Every ``_SAMPLED``-th row of each list, and its list."""
    rows = np.flatnonzero(lists.place % _SAMPLED == 0).astype(np.int32)
    return rows, lists.of[rows]
