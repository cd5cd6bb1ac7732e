"""Indexes for tests: written to a folder that is gone again, and FAISS's own way to make one as an oracle."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from indexes.inverted_file import InvertedFile
from indexes.vector_build import Tuned, write_index
from indexes.vector_plan import FLAT_BELOW
from indexes.vector_rows import VectorRows
from indexes.vectors import VectorIndex

Vector = npt.NDArray[np.float32]


def build(
    vectors: VectorRows, queries: Vector | None = None, *, flat_below: int = FLAT_BELOW
) -> tuple[VectorIndex, Tuned]:
    """An index that was written and is mapped; its files are gone with their folder."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "v.faiss"
        tuned = write_index(path, vectors, queries, flat_below=flat_below)
        return VectorIndex.read(path, len(vectors), tuned.probes, tuned.gain), tuned


def made_in_memory(index: Any, vectors: Vector) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    """FAISS's bytes of an index that holds the vectors, and their ninth bits, row by row.

    Args:
        index: FAISS's, ``IVF,SQ8``, with the vectors added.
        vectors: Those.
    """
    dim = vectors.shape[1]
    low, width = np.split(faiss.vector_to_array(index.sq.trained), 2)
    centroids = index.quantizer.reconstruct_n(0, index.nlist)
    fine = np.zeros((len(vectors), (dim + 7) // 8), np.uint8)
    for at in range(index.nlist):
        size = index.invlists.list_size(at)
        if size:
            codes = faiss.rev_swig_ptr(index.invlists.get_codes(at), size * dim).reshape(size, dim)
            rows = faiss.rev_swig_ptr(index.invlists.get_ids(at), size)
            for row, code in zip(rows, codes, strict=True):
                middle = centroids[at] + (low + width * ((code + np.float32(0.5)) / np.float32(255)))
                fine[row] = np.packbits(vectors[row] > middle, bitorder="little")
    return faiss.serialize_index(index), fine


def inverted(index: Any, vectors: Vector) -> InvertedFile:
    """The inverted file of such an index."""
    return InvertedFile(*made_in_memory(index, vectors))
