"""Task ``cv-held``: the totals of the held-out CVs alone, with nothing that tells which of them failed.

For whoever mends the reader: they look at failures of ``dev2`` and, in the end, at these totals. See ``evaluation.cv``.
"""

from __future__ import annotations

import time

from evaluation.cv import measure, totals_of
from evaluation.cvs.made import made_cvs
from evaluation.cvs.people import SECOND_HALVES
from evaluation.task import Options, Report


def run(options: Options) -> Report:
    """Measure the 36 CVs of the half that judges."""
    started = time.monotonic()
    half = SECOND_HALVES[1]
    measured = measure(list(made_cvs(half)), options.tell)
    return Report(task="cv-held", rows=tuple(totals_of(measured, half)), seconds=time.monotonic() - started)
