"""Part ``size`` of the task ``engines``: the vector index of FAISS at ``--rows`` vectors, each step by itself.

The vectors of a simulated nation's workers are streamed into a file, indexed in one fresh process and searched in
another, beside exact search. 5,000,000 take eight quiet minutes and 10 GB below the folder for temporary files
(``TMPDIR``); each size is a run of its own, its figures are kept in ``evaluation/vectors`` of the cache folder, and all
that are kept there are drawn into ``evaluation/vectors.svg``.
"""

from __future__ import annotations

from evaluation.benchmark.vector_scale import keep, measure, plot_points, point_rows
from evaluation.task import Options, Row
from matcher.nation.vectors import load_space

PICTURE = "vectors.svg"


def size_rows(options: Options) -> list[Row]:
    """Measure ``options.rows`` vectors.

    Raises:
        EncoderError: The encoder is not prepared.
        SepadanError: A step failed, as where there is no room.
    """
    point = measure(options.rows, load_space(options.load_encoder(), options.cache), options.tell)
    kept = options.cache / "evaluation"
    plot_points(keep(point, kept / "vectors"), kept / PICTURE)
    return point_rows(point)
