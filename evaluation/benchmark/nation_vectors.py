"""Made vectors beside real ones: how alike any two are, how alike two of one unit group, how near the nearest is."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from evaluation.rows import row
from evaluation.task import Row
from indexes.encoder import Vectors
from matcher.nation.schema import batches
from matcher.nation.shards import path_of
from matcher.nation.vectors import Space, shard_vectors
from matcher.records import Kind
from matcher.vocabulary import load_vocabulary

VECTORS_A_SECOND = 50_000.0
MOST_APART = 0.03

SAMPLE = 728
"""Rows compared: as many as there were real ads, for the nearest of more is nearer."""

REAL = {
    "any two": 0.8649,
    "two of one unit group": 0.9043,
    "two of one major group, not of one unit group": 0.8643,
    "two of different major groups": 0.8638,
    "the nearest other": 0.9485,
    "a worker and a posting": 0.8612,
}
"""Mean cosines of 728 real ads (Loker.id, JobStreet, MagangHub) and 72 seekers, encoded and coded by the product."""

REAL_DIRECTIONS = 70.8
"""Participation ratio of the covariance of those ads."""


def vector_rows(folder: Path, space: Space, seed: int) -> list[Row]:
    """Speed and likeness of the vectors of a nation's first shards."""
    vocabulary = load_vocabulary()
    path = path_of(folder, Kind.POSTING, 0)
    workers = next(iter(shard_vectors(path_of(folder, Kind.WORKER, 0), vocabulary, space, seed)))[:SAMPLE]
    with threadpool_limits(1):  # of one core
        begun = time.process_time()
        made = np.concatenate(list(shard_vectors(path, vocabulary, space, seed)))
        took = time.process_time() - begun
    batch = next(batches(path, vocabulary))
    rows = np.flatnonzero(batch.column("copy_of").to_numpy() < 0)[:SAMPLE]
    found = likeness(made[rows], batch.column("unit").to_numpy()[rows])
    found["a worker and a posting"] = float((workers @ made[rows].T).mean())
    told = [row("vectors made a second of processor time", len(made) / took, n=len(made), at_least=VECTORS_A_SECOND)]
    for name, real in REAL.items():
        told.append(row(f"mean cosine, {name}", found[name], n=len(rows)))
        apart = abs(found[name] - real)
        told.append(row(f"mean cosine, {name}: difference from real texts", apart, n=len(rows), at_most=MOST_APART))
    ratio = directions(made[rows])
    told.append(
        row(f"directions that vectors spread in (participation ratio; real {REAL_DIRECTIONS})", ratio, n=len(rows))
    )
    return told


def likeness(vectors: Vectors, units: np.ndarray[tuple[int], np.dtype[np.uint16]]) -> dict[str, float]:
    """Mean cosines of pairs by what they share."""
    codes = list(load_vocabulary().units)
    majors = np.array([codes[unit][0] for unit in units])
    cosines = vectors @ vectors.T
    same, near = units[:, None] == units[None, :], majors[:, None] == majors[None, :]
    pairs = np.triu(np.ones(cosines.shape, dtype=bool), 1)
    kinds = {
        "any two": pairs,
        "two of one unit group": pairs & same,
        "two of one major group, not of one unit group": pairs & near & ~same,
        "two of different major groups": pairs & ~near,
    }
    found = {name: float(cosines[mask].mean()) if mask.any() else 0.0 for name, mask in kinds.items()}
    np.fill_diagonal(cosines, -1.0)
    return found | {"the nearest other": float(cosines.max(axis=1).mean())}


def directions(vectors: Vectors) -> float:
    """Participation ratio: square of the sum of the covariance's eigenvalues over the sum of their squares."""
    lengths = np.linalg.eigvalsh(np.cov(vectors.T))
    return float(lengths.sum() ** 2 / (lengths**2).sum())
