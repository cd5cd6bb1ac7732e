"""Task ``faults``: real processes killed, real files damaged, real disks full; nothing may be lost or answered wrongly.

Every fault is done to copies of a small home on this machine; see ``evaluation/benchmark/faults_*.py``. ``run`` takes
the long way (200 kills, 1,000 damages), tests a short one.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.benchmark.faults_bits import turn_over
from evaluation.benchmark.faults_kills import KILLED, kill
from evaluation.benchmark.faults_order import clock_back, two_writers
from evaluation.benchmark.faults_postgres import restarts
from evaluation.benchmark.faults_power import cut_power
from evaluation.benchmark.faults_space import FREE_KIB, no_space, read_only
from evaluation.benchmark.faults_stopped import stop_servers
from evaluation.benchmark.faults_tally import Tally
from evaluation.benchmark.faults_template import Template, make_template
from evaluation.rows import row
from evaluation.task import Options, Report, Row, Tell

Fault = Callable[[Template, Path, Tell], Tally]


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How often each fault is tried.

    Attributes:
        kills: Of each operation that is killed.
        damages: Flipped bits and cut files.
        free_kib: Space left on the small disks, one after the other.
        power_every: Of the moments of a power cut, every so manyth is tried.
        turns: Builds with the clock set back, and turns of two writers.
        restarts: Of PostgreSQL.
        stops: Servers that are told to end.
    """

    kills: int = 29
    damages: int = 1_000
    free_kib: tuple[int, ...] = FREE_KIB
    power_every: int = 1
    turns: int = 10
    restarts: int = 5
    stops: int = 5


LONG = Extent()


def run(options: Options) -> Report:
    """Try every fault, the long way."""
    started = time.monotonic()
    tallies = list(tried(LONG, options.tell))
    seconds = time.monotonic() - started
    return Report(task="faults", rows=rows_of(tallies), seconds=seconds, figures=figures_of(tallies, seconds))


def tried(extent: Extent, tell: Tell) -> Iterator[Tally]:
    """Try every fault on copies of one home.

    Args:
        extent: How often.
        tell: Told of progress.
    """
    with tempfile.TemporaryDirectory(prefix="sepadan-faults-") as folder:
        root = Path(folder)
        template = make_template(root / "template")
        for name, fault in _faults(extent).items():
            below = root / name.replace(" ", "-")
            below.mkdir()
            yield fault(template, below, tell)


def _faults(extent: Extent) -> dict[str, Fault]:
    """What is tried, by the name that progress is told under."""
    kills: dict[str, Fault] = {f"kill {name}": _killing(name, extent.kills) for name in KILLED}
    return {
        **kills,
        "flip bits": lambda template, folder, tell: turn_over(
            template, folder, extent.damages, lambda done: tell("flip bits", done, extent.damages)
        ),
        "no space": lambda template, folder, _: no_space(template, folder, extent.free_kib),
        "read-only": lambda template, folder, _: read_only(template, folder),
        "cut power": lambda template, folder, _: cut_power(template, folder, extent.power_every),
        "set clock back": lambda template, folder, _: clock_back(template, folder, extent.turns),
        "two writers": lambda template, folder, _: two_writers(template, folder, extent.turns),
        "restart PostgreSQL": lambda _, folder, __: restarts(folder, extent.restarts),
        "stop server": lambda _, folder, __: stop_servers(folder, extent.stops),
    }


def _killing(name: str, kills: int) -> Fault:
    def fault(template: Template, folder: Path, tell: Tell) -> Tally:
        return kill(KILLED[name], template, folder, kills, lambda done: tell(f"kill {name}", done, kills))

    return fault


def rows_of(tallies: Sequence[Tally]) -> tuple[Row, ...]:
    """Rows of a report: of each kind of fault how often it was survived, what was lost, what was wrong."""
    rows: list[Row] = []
    for tally in tallies:
        if tally.skipped:
            rows.append(row(f"{tally.kind}: not tried, {tally.skipped}", 0.0, n=0))
            continue
        n = tally.tried
        rows.append(row(f"{tally.kind}: survived", tally.survived, n=n, at_least=n))
        rows.append(row(f"{tally.kind}: lost", tally.lost, n=n, at_most=0))
        rows.append(row(f"{tally.kind}: wrong", tally.wrong, n=n, at_most=0))
        rows += [row(f"{tally.kind}: {what}", count, n=n) for what, count in sorted(tally.counts.items())]
    return tuple(rows)


def figures_of(tallies: Sequence[Tally], seconds: float) -> dict[str, object]:
    """Headline figures of a report: sums over all kinds, and what was not well."""
    return {
        "task": "faults",
        "seconds": round(seconds, 3),
        **{name: sum(getattr(tally, name) for tally in tallies) for name in ("tried", "survived", "lost", "wrong")},
        "notes": [f"{tally.kind}: {note}" for tally in tallies for note in tally.notes],
    }
