"""Task ``speed``: vector search at a million against exact search in the same run, what it costs to build and to hold.

The vectors are real ads with noise (``evaluation/benchmark/million.py``); ``--rows`` makes fewer or more of them.
Queries are made as the vectors are, in no index, and the judged job seekers as they are.
"""

from __future__ import annotations

from evaluation.benchmark.vectors import held_out, measure_vectors, opened_million
from evaluation.task import Options, Row, reported


@reported("speed")
def run(options: Options) -> list[Row]:
    """Measure; raises what ``opened_million`` does."""
    with opened_million(options) as made:
        queries = {f"held-out queries made of {made.real.named}": held_out(made.real)}
        if len(made.real.seekers):
            queries["judged job seekers"] = made.real.seekers
        return made.rows + measure_vectors(made.index, made.vectors, queries)
