"""Task ``fuzz``: every reader, normaliser and edge under libFuzzer; nothing may crash, hang or break what must hold.

Each run adds to the ledger of seconds and to the corpora in ``evaluation/data/fuzz``, which tests replay. ``--minutes``
is for all targets together, by the clock, with one fuzzer on each core; those that were fuzzed least are brought up to
the same seconds.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
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
    """Fuzz the targets that were fuzzed least, one on each core; what was reached is kept after each.

    Args:
        seconds: For all of them together, by the clock.
        tell: Told of progress.
        folder: Where corpora lie.
        ledger: Where seconds are added up.
    """
    known = read_ledger(ledger)
    cores = len(os.sched_getaffinity(0))
    parts = shares({target.name: known.get(target.name, Tally()).seconds for target in targets()}, seconds * cores)
    found: dict[str, Run] = {}
    tell("fuzz", 0, len(parts))
    with ThreadPoolExecutor(cores) as pool:
        runs = {pool.submit(fuzz, name, part, folder): name for name, part in parts.items()}
        for run_ended in as_completed(runs):
            name = runs[run_ended]
            found[name] = run_ended.result()
            add_to_ledger({name: found[name].tally}, ledger)
            tell("fuzz", len(found), len(parts))
    return found


def shares(had: Mapping[str, float], budget: float) -> dict[str, float]:
    """Seconds for each target, so that the least fuzzed all come up to one level.

    Args:
        had: Name to seconds so far; at least one.
        budget: Seconds to give away.

    Returns:
        Name to seconds, the least fuzzed first; those above the level are left out.
    """
    ordered = sorted(had, key=lambda name: had[name])
    spent, level, count = 0.0, 0.0, 0
    for count, name in enumerate(ordered, start=1):
        spent += had[name]
        level = (budget + spent) / count
        if count == len(ordered) or level <= had[ordered[count]]:
            break
    return {name: level - had[name] for name in ordered[:count]}


def control_row(control: Run) -> Row:
    """Whether the fuzzer found the fault that was put there."""
    return row("control: the planted fault is found", float(control.finding is not None), n=1, at_least=1)


def rows_of(ledger: Mapping[str, Tally], found: Mapping[str, Run]) -> tuple[Row, ...]:
    """Crashes of this run; seconds in all of each target, the least fuzzed first."""
    inputs = sum(one.tally.inputs for one in found.values())
    crashes = sum(one.tally.crashes for one in found.values())
    told = sorted(((ledger.get(one.name, Tally()), one.name) for one in targets()), key=lambda one: one[0].seconds)
    return (
        row("crashes of this run", crashes, n=inputs, at_most=0),
        row("targets", len(told), n=len(found)),
        *(row(f"{name}: seconds in all", tally.seconds, n=tally.inputs, at_least=WANTED_S) for tally, name in told),
    )
