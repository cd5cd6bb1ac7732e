"""Task ``speed``: vector search at a million against exact search in the same run, what it costs to build and to hold.

The vectors are real ads with noise (``evaluation/benchmark/million.py``); ``--rows`` makes fewer or more of them.
Queries are made as the vectors are, in no index, and the judged job seekers as they are.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from evaluation.benchmark.million import SEED, million_vectors, origins
from evaluation.benchmark.vectors import built, held_out, measure_vectors
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
    queries = {f"held-out queries made of {real.named}": held_out(real)}
    if len(real.seekers):
        queries["judged job seekers"] = real.seekers
    with tempfile.TemporaryDirectory(prefix="sepadan-speed-") as folder:
        index, _, rows = built(vectors, Path(folder))
        rows += measure_vectors(index, vectors, queries)
    return Report(task="speed", rows=tuple(rows), seconds=time.monotonic() - started)
