"""Make a vector index of the kind that its size asks for, probed as deep as measured recall asks for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from indexes.encoder import Vectors
from indexes.inverted_file import InvertedFile
from indexes.inverted_writing import write_inverted
from indexes.mapped import mapped
from indexes.probe_depth import measured_depth
from indexes.unit_vectors import check_unit
from indexes.vector_plan import FLAT_BELOW, lists_for
from indexes.vector_rows import VectorRows
from indexes.vectors import VectorIndex

SEED = 2026
_TRAIN_PER_LIST = 48
"""Vectors a list that the centroids are trained on; FAISS warns below 39."""
_QUERIES = 512
_ROUNDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuned:
    """How an index was made.

    Attributes:
        kind: FAISS's name of it: ``Flat``, or ``IVF1024,SQ8``.
        probes: Lists probed by a search; 0 of ``Flat``.
        gain: As ``Depth`` has it; 0 of ``Flat``.
        recall: Recall@10 against an exact search on the queries that chose the probes; 1 of ``Flat``.
        queries: How many there were.
    """

    kind: str
    probes: int
    gain: float
    recall: float
    queries: int


def write_index(
    path: Path, vectors: VectorRows, queries: Vectors | None = None, *, flat_below: int = FLAT_BELOW
) -> Tuned:
    """Index vectors in a file, for ``VectorIndex.read``; an inverted file has ``fine_path(path)`` beside it.

    Vectors for an inverted file are gone over block by block: twice to check and code them, twice to compare them with
    the queries. Memory is that of a block, of what is trained on, and of the pages of the index that was written.

    Args:
        path: Of the file.
        vectors: Rows of length 1, in the order of their keys.
        queries: What will be asked, float32 of length 1; a sample of the vectors themselves when None or empty.
        flat_below: Rows below which the index is exact.

    Raises:
        InputError: NaN, infinite, zero or unnormalised rows.
        OSError: There is no room.
    """
    if len(vectors) < max(flat_below, 1):
        VectorIndex.write_exact(path, vectors[:])
        return Tuned(kind="Flat", probes=0, gain=0.0, recall=1.0, queries=0)
    check_unit(vectors)
    given = None if queries is None or not len(queries) else queries
    if given is not None:
        check_unit(given, ["query"] * len(given))
    lists = lists_for(len(vectors))
    kind = f"IVF{lists},SQ8"
    rng = np.random.default_rng(SEED)
    write_inverted(path, _trained(kind, _sample(vectors, _TRAIN_PER_LIST * lists, rng)), vectors)
    file = InvertedFile.read(path, mapped(path))
    asked = _sample(vectors if given is None else given, _QUERIES, rng)
    depth, reached = measured_depth(file, vectors, asked, are_rows=given is None)
    return Tuned(kind=kind, probes=depth.probes, gain=depth.gain, recall=round(reached, 4), queries=len(asked))


def _trained(kind: str, learnt_from: Vectors) -> faiss.Index:
    index: Any = faiss.index_factory(int(learnt_from.shape[1]), kind, faiss.METRIC_INNER_PRODUCT)
    index.cp.niter, index.cp.seed = _ROUNDS, SEED
    index.train(learnt_from)
    return index  # type: ignore[no-any-return]


def _sample(vectors: VectorRows, size: int, rng: np.random.Generator) -> Vectors:
    if len(vectors) <= size:
        return np.ascontiguousarray(vectors[:])
    chosen = np.sort(rng.choice(len(vectors), size, replace=False))
    return np.ascontiguousarray(vectors[chosen])
