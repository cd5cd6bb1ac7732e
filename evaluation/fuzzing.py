"""Task ``fuzz``: every reader, normaliser and edge under libFuzzer; nothing may crash, hang or break what must hold.

Each run adds to the ledger of seconds and to the corpora in ``evaluation/data/fuzz``, which tests replay. ``--minutes``
is for all targets together; those that were fuzzed least come first.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from evaluation.fuzz import corpus
from evaluation.fuzz.campaign import Run, fuzz
from evaluation.fuzz.ledger import FILE, Tally, add_to_ledger, read_ledger
from evaluation.fuzz.planted import NAME as PLANTED
from evaluation.fuzz.target_list import targets
from evaluation.rows import row
from evaluation.task import Options, Report, Row, Tell

WANTED_S = 600.0
"""Seconds that each target is to be fuzzed in all."""

PLANTED_S = 60.0
"""Seconds within which the planted fault is to be found."""


def run(options: Options) -> Report:
    """Fuzz all targets for ``options.minutes`` together."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as elsewhere:
        control = fuzz(PLANTED, PLANTED_S, Path(elsewhere))
    found = campaign(options.minutes * 60, options.tell, corpus.FOLDER, FILE)
    rows = (control_row(control), *rows_of(read_ledger(FILE), found))
    findings = {name: one.told for name, one in found.items() if one.finding is not None}
    seconds = time.monotonic() - started
    return Report(
        task="fuzz", rows=rows, seconds=seconds, figures={"task": "fuzz", "seconds": round(seconds), "found": findings}
    )


def campaign(seconds: float, tell: Tell, folder: Path, ledger: Path) -> dict[str, Run]:
    """Fuzz every target, the least fuzzed first; what was reached is kept after each.

    Args:
        seconds: For all of them together.
        tell: Told of progress.
        folder: Where corpora lie.
        ledger: Where seconds are added up.
    """
    known = read_ledger(ledger)
    names = sorted((target.name for target in targets()), key=lambda name: known.get(name, Tally()).seconds)
    found: dict[str, Run] = {}
    for done, name in enumerate(names):
        tell("fuzz", done, len(names))
        found[name] = fuzz(name, seconds / len(names), folder)
        add_to_ledger({name: found[name].tally}, ledger)
    tell("fuzz", len(names), len(names))
    return found


def control_row(control: Run) -> Row:
    """Whether the fuzzer found the fault that was put there."""
    return row("control: the planted fault is found", float(control.finding is not None), n=1, at_least=1)


def rows_of(ledger: Mapping[str, Tally], found: Mapping[str, Run]) -> tuple[Row, ...]:
    """Crashes of this run; seconds in all of each target, the least fuzzed first."""
    inputs = sum(one.tally.inputs for one in found.values())
    crashes = sum(one.tally.crashes for one in found.values())
    told = sorted(((ledger[name], name) for name in found), key=lambda one: one[0].seconds)
    return (
        row("crashes of this run", crashes, n=inputs, at_most=0),
        row("targets", len(found), n=len(found)),
        *(row(f"{name}: seconds in all", tally.seconds, n=tally.inputs, at_least=WANTED_S) for tally, name in told),
    )
