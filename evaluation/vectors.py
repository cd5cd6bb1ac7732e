"""Task ``vectors``: the vector index at ``--rows`` vectors: recall, memory, time and disk, each step by itself.

The vectors of a simulated nation's workers are streamed into a file, indexed in one fresh process and searched in
another, beside exact search. 5,000,000 take an hour on a busy machine and 10 GB below the folder for temporary files
(``TMPDIR``); each size is a run of its own, its figures are kept in ``evaluation/vectors`` of the cache folder, and all
that are kept there are drawn into ``evaluation/vectors.svg``.
"""

from __future__ import annotations

import time

from evaluation.benchmark.vector_scale import keep, measure, plot_points, point_rows
from evaluation.task import Options, Report
from matcher.nation.vectors import load_space

PICTURE = "vectors.svg"


def run(options: Options) -> Report:
    """Measure.

    Raises:
        EncoderError: The encoder is not prepared.
        SepadanError: A step failed, as where there is no room.
    """
    started = time.monotonic()
    point = measure(options.rows, load_space(options.load_encoder(), options.cache), options.tell)
    kept = options.cache / "evaluation"
    plot_points(keep(point, kept / "vectors"), kept / PICTURE)
    return Report(task="vectors", rows=tuple(point_rows(point)), seconds=time.monotonic() - started)
