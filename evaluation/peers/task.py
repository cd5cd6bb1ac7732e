"""Task ``peers``: Sepadan beside what a user would pick instead, the same work in the same run, in one table.

Every system runs in a process of its own on one thread; all of a field are asked part by part in turn, and times are
compared part by part. Peers are in the extra ``peers``; one that is not installed has a line that says so. How each was
tuned stands in its line. ``--only`` names fields, ``--quick`` takes the small form.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from importlib import import_module

from evaluation.peers.compare import Line, compared, head_rows, table
from evaluation.peers.contest import Field
from evaluation.peers.players import Enter, isolated, play
from evaluation.task import Options, Report, Row

FIELDS: Mapping[str, str] = {
    "retrieval": "evaluation.peers.retrieval",
    "coding": "evaluation.peers.coding",
    "copies": "evaluation.peers.duplicates",
    "recommendation": "evaluation.peers.recommend",
    "engines": "evaluation.peers.engines",
}
"""Name, as ``--only`` takes it, to the module whose ``field`` makes it."""


def run(options: Options, enter: Enter = isolated) -> Report:
    """Measure.

    Args:
        options: Which fields, how large, where the data lies.
        enter: How systems are run.

    Raises:
        InputError: A field is not known, or gold or data is missing or faulty.
        RuntimeError: A peer that is installed failed.
    """
    started = time.monotonic()
    lines, rows = list[Line](), list[Row]()
    for name in options.parts_of(FIELDS):
        make: Callable[[Options], Field] = import_module(FIELDS[name]).field
        field = make(options)
        found, more = compared(field, play(field, enter, options.tell))
        lines += found
        rows += more
    seconds = time.monotonic() - started
    figures = {"task": "peers", "seconds": round(seconds, 3), "systems": [line.as_dict() for line in lines]}
    rows = [*head_rows(lines), *rows]
    return Report(task="peers", rows=tuple(rows), seconds=seconds, figures=figures, text=table(lines))
