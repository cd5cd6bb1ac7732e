"""What FAISS's own inverted file holds: its centroids, and in which list and where each row lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from indexes.encoder import Vectors


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """Where rows lie.

    Attributes:
        of: List of each row, uint16.
        place: How many rows lie before it in its list, of each row; uint16, wider where a list has more than 65,535.
        sizes: Rows in each list, int64.
        bytes_at: Where the codes of each list begin in the buffer, int64.
    """

    of: npt.NDArray[np.uint16]
    place: npt.NDArray[np.unsignedinteger]
    sizes: npt.NDArray[np.int64]
    bytes_at: npt.NDArray[np.int64]


def centroids_in(index: Any) -> Vectors:
    """FAISS's own centroids, not a copy of them; they live as long as the index."""
    flat: Any = faiss.downcast_index(index.quantizer)
    found: Vectors = faiss.rev_swig_ptr(flat.get_xb(), index.nlist * index.d).reshape(index.nlist, index.d)
    return found


def lists_in(index: Any, data: npt.NDArray[np.uint8]) -> Lists:
    """Where the rows of an index lie.

    Args:
        index: FAISS's, ``IVF,SQ8``.
        data: The buffer that it was opened in.
    """
    sizes = np.array([index.invlists.list_size(at) for at in range(index.nlist)], dtype=np.int64)
    bytes_at = np.zeros(index.nlist, dtype=np.int64)
    of, place = np.empty(index.ntotal, np.uint16), np.empty(index.ntotal, np.min_scalar_type(int(sizes.max(initial=0))))
    for at in np.flatnonzero(sizes):
        bytes_at[at] = int(index.invlists.get_codes(int(at))) - data.ctypes.data
        rows = faiss.rev_swig_ptr(index.invlists.get_ids(int(at)), int(sizes[at]))
        of[rows], place[rows] = at, np.arange(sizes[at])
    return Lists(of=of, place=place, sizes=sizes, bytes_at=bytes_at)
