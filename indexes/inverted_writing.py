"""An inverted file written block by block: neither the vectors nor their codes are ever in memory whole.

FAISS adds vectors to lists in memory and writes them when all are there: at five million a copy of all codes in lists
that grow, one more as bytes, and the vectors themselves. Here the list of each row is found first, which says where
every code will lie in FAISS's file; then each block is encoded by FAISS and put in its places. The file is, byte for
byte, what FAISS would have written.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any, BinaryIO

import faiss
import numpy as np
import numpy.typing as npt

from indexes.encoder import Vectors
from indexes.inverted_file import Bytes, fine_bytes, fine_path, middles, ranges_of
from indexes.inverted_lists import centroids_in
from indexes.vector_rows import VectorRows, blocks
from taxonomy.errors import GenerationError

_ID_BYTES = 8

_Lists = npt.NDArray[np.uint16]
_Sizes = npt.NDArray[np.int64]


def write_inverted(path: Path, index: faiss.Index, vectors: VectorRows) -> None:
    """Write FAISS's file and, at ``fine_path(path)``, the ninth bits.

    Args:
        path: Of FAISS's file.
        index: ``IVF,SQ8``, trained, without rows.
        vectors: Its rows, of length 1.

    Raises:
        GenerationError: This FAISS writes such an index otherwise than is known here.
        OSError: There is no room.
    """
    library: Any = index
    lists = _lists_of(library, vectors)
    sizes = np.bincount(lists, minlength=library.nlist)
    head = _head(library, sizes)
    with path.open("wb") as file, fine_path(path).open("wb") as fine:
        file.write(head)
        shape = (len(vectors), fine_bytes(int(library.d)))
        np.lib.format.write_array_header_1_0(fine, {"descr": "|u1", "fortran_order": False, "shape": shape})
        _write_codes(file, fine, library, vectors, _Places(lists, sizes, len(head), int(library.code_size)))


class _Places:
    """Where the code and the number of each row go in FAISS's file: by list, in each all codes and then all numbers."""

    def __init__(self, lists: _Lists, sizes: _Sizes, head: int, code_bytes: int) -> None:
        self.lists = lists
        self._code_bytes = code_bytes
        ends = head + np.cumsum(sizes * (code_bytes + _ID_BYTES))
        self._ids_at = ends - sizes * _ID_BYTES
        self._codes_at = self._ids_at - sizes * code_bytes
        self._filled = np.zeros_like(sizes)

    def put(self, file: BinaryIO, part: slice, codes: Bytes) -> None:
        """Write the codes and numbers of the next rows.

        Args:
            file: To be written.
            part: Which rows these are.
            codes: Shape ``(rows, code_bytes)``.
        """
        lists = self.lists[part]
        order = np.argsort(lists, kind="stable")
        sorted_codes, rows = codes[order], order + part.start
        found, starts, counts = np.unique(lists[order], return_index=True, return_counts=True)
        for at, start, count in zip(found.tolist(), starts.tolist(), counts.tolist(), strict=True):
            filled, stretch = int(self._filled[at]), slice(start, start + count)
            file.seek(int(self._codes_at[at]) + filled * self._code_bytes)
            file.write(sorted_codes[stretch].data)
            file.seek(int(self._ids_at[at]) + filled * _ID_BYTES)
            file.write(rows[stretch].astype("<i8").data)
        self._filled[found] += counts


def _lists_of(index: Any, vectors: VectorRows) -> _Lists:
    found = np.empty(len(vectors), dtype=np.uint16)
    for part, block in blocks(vectors):
        found[part] = index.quantizer.assign(np.ascontiguousarray(block), 1)[:, 0]
    return found


def _write_codes(file: BinaryIO, fine: BinaryIO, index: Any, vectors: VectorRows, places: _Places) -> None:
    centroids, (low, width) = centroids_in(index), ranges_of(index)
    for part, block in blocks(vectors):
        lists = places.lists[part]
        codes = _encoded(index, np.ascontiguousarray(block), lists)
        places.put(file, part, codes)
        for start in range(0, len(block), _AT_ONCE):
            some = slice(start, start + _AT_ONCE)
            bits = block[some] > middles(codes[some], centroids[lists[some]], low, width)
            fine.write(np.packbits(bits, axis=1, bitorder="little").data)


_AT_ONCE = 1_024
"""Rows decoded at once."""


def _encoded(index: Any, block: Vectors, lists: _Lists) -> Bytes:
    codes = np.empty((len(block), int(index.code_size)), dtype=np.uint8)
    numbers = lists.astype(np.int64)
    index.encode_vectors(len(block), faiss.swig_ptr(block), faiss.swig_ptr(numbers), faiss.swig_ptr(codes))
    return codes


def _head(index: Any, sizes: _Sizes) -> bytes:
    """What stands before the lists: FAISS's own bytes of the empty index, with the sizes that the lists will have."""
    index.ntotal = int(sizes.sum())
    empty = faiss.serialize_index(index).tobytes()
    index.ntotal = 0
    lists = b"ilar" + struct.pack("<QQ", len(sizes), index.code_size)
    nothing = lists + b"sprs" + struct.pack("<Q", 0)
    if not empty.endswith(nothing):
        told = f"faiss {faiss.__version__}: wanted its lists to be written as faiss-cpu 1.15 does"
        raise GenerationError(f"{told}, found otherwise")
    held = np.flatnonzero(sizes)
    if len(held) > len(sizes) // 2:
        said = b"full" + struct.pack("<Q", len(sizes)) + sizes.astype("<u8").tobytes()
    else:
        pairs = np.stack([held, sizes[held]], axis=1)
        said = b"sprs" + struct.pack("<Q", pairs.size) + pairs.astype("<u8").tobytes()
    return empty[: -len(nothing)] + lists + said
