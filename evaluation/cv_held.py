"""Task ``cv-held``: the totals of the held-out CVs alone, with nothing that tells which of them failed.

For whoever mends the reader: they look at failures of the second people and, in the end, at these totals. See
``evaluation.cv``.
"""

from __future__ import annotations

from evaluation.cv import agreement_row, measure, totals_of
from evaluation.cvs.made import made_cvs
from evaluation.cvs.people import THIRD_HALF
from evaluation.task import Options, Row, reported


@reported("cv-held")
def run(options: Options) -> tuple[Row, ...]:
    """Measure the 72 CVs of the half that judges."""
    measured = measure(list(made_cvs(THIRD_HALF)), options.tell)
    return (*totals_of(measured, THIRD_HALF), agreement_row())
