"""Task ``filters``: filtered vector search at a million against exact search over the rows that the filter allows.

Filters draw rows at random, or keep topics near to the query or far from it: what a province, an occupation or a day
allows is seldom drawn at random. Vectors as in the task ``speed``.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from evaluation.benchmark.filters import QUERIES, filters_of, measure_filters
from evaluation.benchmark.million import SEED, million_vectors, origins
from evaluation.benchmark.vectors import built, held_out
from evaluation.task import Options, Report


def run(options: Options) -> Report:
    """Measure.

    Raises:
        InputError: A file of ads is missing or faulty.
        EncoderError: The encoder is not prepared.
    """
    started = time.monotonic()
    real = origins(options)
    vectors = million_vectors(options.rows, SEED, real.ads)
    with tempfile.TemporaryDirectory(prefix="sepadan-filters-") as folder:
        index, _, _ = built(vectors, Path(folder))
        rows = measure_filters(index, vectors, held_out(real, QUERIES), filters_of(vectors, real.ads), options.tell)
    return Report(task="filters", rows=tuple(rows), seconds=time.monotonic() - started)
