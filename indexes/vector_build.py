"""Make a vector index of the kind that its size asks for, probed as deep as measured recall asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import faiss
import numpy as np

from indexes.encoder import Vectors
from indexes.inverted_file import InvertedFile
from indexes.probe_depth import measured_depth
from indexes.unit_vectors import check_unit
from indexes.vector_plan import FLAT_BELOW, lists_for
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


def build(
    vectors: Vectors, queries: Vectors | None = None, *, flat_below: int = FLAT_BELOW
) -> tuple[VectorIndex, Tuned]:
    """Index vectors.

    Args:
        vectors: float32, shape ``(rows, dim)``, rows of length 1, in the order of their keys.
        queries: What will be asked, float32 of length 1; a sample of the vectors themselves when None or empty.
        flat_below: Rows below which the index is exact.

    Raises:
        InputError: NaN, infinite, zero or unnormalised rows.
    """
    if len(vectors) < max(flat_below, 1):
        return VectorIndex.of(vectors), Tuned(kind="Flat", probes=0, gain=0.0, recall=1.0, queries=0)
    check_unit(vectors)
    given = None if queries is None or not len(queries) else queries
    if given is not None:
        check_unit(given, ["query"] * len(given))
    lists = lists_for(len(vectors))
    kind = f"IVF{lists},SQ8"
    rng = np.random.default_rng(SEED)
    file = InvertedFile.of(_filled(kind, vectors, _sample(vectors, _TRAIN_PER_LIST * lists, rng)), vectors)
    asked = _sample(vectors if given is None else given, _QUERIES, rng)
    depth, reached = measured_depth(file, vectors, asked, are_rows=given is None)
    tuned = Tuned(kind=kind, probes=depth.probes, gain=depth.gain, recall=round(reached, 4), queries=len(asked))
    return VectorIndex.probed(file, depth), tuned


def _filled(kind: str, vectors: Vectors, learnt_from: Vectors) -> faiss.Index:
    index: Any = faiss.index_factory(int(vectors.shape[1]), kind, faiss.METRIC_INNER_PRODUCT)
    index.cp.niter, index.cp.seed = _ROUNDS, SEED
    index.train(learnt_from)
    index.add(np.ascontiguousarray(vectors))
    return index  # type: ignore[no-any-return]


def _sample(vectors: Vectors, size: int, rng: np.random.Generator) -> Vectors:
    if len(vectors) <= size:
        return np.ascontiguousarray(vectors)
    chosen = np.sort(rng.choice(len(vectors), size, replace=False))
    return np.ascontiguousarray(vectors[chosen])
