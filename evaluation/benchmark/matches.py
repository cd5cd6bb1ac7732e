"""Whole answers over very many postings: filter, retrieve, score, explain the best twenty; beside a bare search."""

from __future__ import annotations

import resource
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from evaluation.benchmark.vectors import timed
from matcher.answers import Subject
from matcher.catalogue import Catalogue
from matcher.filters import Conditions
from matcher.pipeline import Pipeline
from matcher.rooms_file import read_rooms
from matcher.segment import all_alive

EXPLAINED = 20
"""Postings explained in an answer."""

_DEPTH = 200
"""Rows that the bare search is asked for: as many as the pipeline asks its vector index for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """How long answers took; milliseconds.

    Attributes:
        rows: Postings searched.
        whole: Of each whole answer, float64.
        bare: Of the vector search alone, for the same subjects.
        disk_bytes: Size of all files.
        resident_bytes: Largest resident memory of the process so far.
    """

    rows: int
    whole: np.ndarray
    bare: np.ndarray
    disk_bytes: int
    resident_bytes: int


def measure_answers(
    pipeline_of: Callable[[Catalogue], Pipeline],
    folder: Path,
    facts: dict[str, object],
    subjects: Sequence[Subject],
    conditions: Conditions,
    rounds: int = 3,
) -> Answered:
    """Answer each subject ``rounds`` times, after one round that warms the caches.

    Args:
        pipeline_of: Makes a pipeline over postings.
        folder: Postings as ``write_rooms`` wrote them.
        facts: As it gave them.
        subjects: Who asks, one after the other (a single client).
        conditions: What is asked for.
        rounds: How often each asks.
    """
    segment = all_alive(read_rooms(folder, facts))
    pipeline = pipeline_of(Catalogue([segment]))
    whole, bare = list[float](), list[float]()
    for turn in range(rounds + 1):
        for subject in subjects:
            took, _ = timed(partial(pipeline.rank_postings, subject, EXPLAINED, conditions))
            search, _ = timed(partial(segment.rooms.vectors.search, subject.vector, _DEPTH))
            if turn:
                whole.append(took)
                bare.append(search)
    files = [path for path in folder.rglob("*") if path.is_file()]
    return Answered(
        rows=len(segment.rooms.keys),
        whole=np.array(whole),
        bare=np.array(bare),
        disk_bytes=sum(path.stat().st_size for path in files),
        resident_bytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    )
