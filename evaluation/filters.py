"""Task ``filters``: filtered vector search at a million against exact search over the rows that the filter allows.

Filters draw rows at random, or keep topics near to the query or far from it: what a province, an occupation or a day
allows is seldom drawn at random. Vectors as in the task ``speed``.
"""

from __future__ import annotations

from evaluation.benchmark.filters import QUERIES, filters_of, measure_filters
from evaluation.benchmark.vectors import held_out, opened_million
from evaluation.task import Options, Row, reported


@reported("filters")
def run(options: Options) -> list[Row]:
    """Measure; raises what ``opened_million`` does."""
    with opened_million(options) as made:
        queries, filters = held_out(made.real, QUERIES), filters_of(made.vectors, made.real.ads)
        return measure_filters(made.index, made.vectors, queries, filters, options.tell)
