"""Whether a vector engine does what all must: ids and cosines of a brute-force search, generations, damage; in short.

The whole suite is ``tests/indexes/test_engines.py``; what is measured is first held to this.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from indexes.encoder import Vectors
from indexes.vector_search import VectorEngine, VectorSearch
from indexes.vectors import Mask
from taxonomy.errors import GenerationError

_DIM, _COPIES, _OTHERS = 24, 40, 260
_K = 10


def faults_of(engine: VectorEngine, folder: Path) -> list[str]:
    """What an engine that compares every row does otherwise than a brute-force search; empty when nothing.

    Args:
        engine: To be held to it.
        folder: Empty; two generations are kept below it.
    """
    vectors = _clusters(1)
    kept: dict[str, tuple[VectorSearch, dict[str, Any], Vectors]] = {}
    for name, held in (("old", vectors), ("new", _clusters(2))):
        (folder / name).mkdir()
        facts = engine.write(folder / name, f"sepadan_check_{name}", held, None)
        kept[name] = (engine.read(folder / name, facts, len(held)), facts, held)
    faults = [f"{name}: {fault}" for name, (search, _, held) in kept.items() for fault in _otherwise(search, held)]
    engine.drop(folder / "old")
    faults += [f"new, once old was dropped: {fault}" for fault in _otherwise(kept["new"][0], kept["new"][2])]
    try:
        engine.read(folder / "new", kept["new"][1], len(vectors) + 1)
        faults.append("a number of rows that it does not hold was not refused")
    except GenerationError:
        pass
    engine.drop(folder / "new")
    return faults


def _otherwise(search: VectorSearch, vectors: Vectors) -> Iterator[str]:
    random = np.random.default_rng(3)
    for share in (None, 0.0, 0.01, 0.1, 0.5, 1.0):
        query = vectors[int(random.integers(len(vectors)))]
        allowed = None if share is None else random.random(len(vectors)) < share
        for k in (1, _K, 2 * len(vectors)):
            hits, expected = search.search(query, k, allowed), _brute_force(vectors, query, k, allowed)
            told = f"share {share}, k {k}"
            if hits.rows.tolist() != expected.tolist():
                yield f"{told}: other rows"
            elif not np.allclose(hits.cosines, vectors[expected].astype(float) @ query.astype(float), atol=1e-6):
                yield f"{told}: other cosines"


def _brute_force(
    vectors: Vectors, query: npt.NDArray[np.float32], k: int, allowed: Mask | None
) -> npt.NDArray[np.int64]:
    rows = np.arange(len(vectors)) if allowed is None else np.flatnonzero(allowed)
    # Rounded, so that copies are equal in whatever order they were added up.
    cosines = np.round(vectors[rows].astype(float) @ query.astype(float), 9)
    return rows[np.lexsort((rows, -cosines))[:k]]


def _clusters(seed: int) -> Vectors:
    """Vectors around ten centres, with copies of one of them in between."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(10, _DIM))
    drawn = centres[random.integers(0, 10, _OTHERS)] + random.normal(size=(_OTHERS, _DIM)) * 0.4
    drawn = np.concatenate([drawn, np.repeat(drawn[:1], _COPIES, axis=0)])[random.permutation(_OTHERS + _COPIES)]
    found: Vectors = (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)
    return found
