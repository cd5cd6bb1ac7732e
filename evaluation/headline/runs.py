"""What is measured: every task of ``sepadan evaluate --list``, with the options of each run.

A task is measured at its standard settings unless ``tables/runs.tsv`` names others; one that is too long for one
sitting may have several runs there. ``minutes`` is roughly what a run takes, so that a budget knows what fits.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.task_list import TASKS
from taxonomy.errors import InputError
from taxonomy.tables import read_table

TABLES = Path(__file__).parent / "tables"
_COLUMNS = ("run", "task", "options", "minutes", "until_then")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One command that is measured.

    Attributes:
        name: Of its document, unique.
        task: As ``sepadan evaluate`` takes it.
        options: Words behind it.
        minutes: What it takes, roughly, on two cores.
        until_then: Why it is not measured and where its figures stand, as long as there is no document.
    """

    name: str
    task: str
    options: tuple[str, ...]
    minutes: float
    until_then: str

    @property
    def command(self) -> str:
        """As one types it."""
        return " ".join(("sepadan evaluate", self.task, *self.options))


def all_runs(path: Path = TABLES / "runs.tsv", tasks: Collection[str] = TASKS) -> tuple[Run, ...]:
    """Runs in the order of the table.

    Raises:
        InputError: The table is faulty, or names another set of tasks than there is.
    """
    found = tuple(
        Run(
            name=line["run"],
            task=line["task"],
            options=tuple(line["options"].split()),
            minutes=float(line["minutes"]),
            until_then=line["until_then"],
        )
        for _, line in read_table(path.read_text(encoding="utf-8"), path.name, _COLUMNS)
    )
    if apart := sorted({run.task for run in found} ^ set(tasks)):
        raise InputError(wanted="a run of every task, and of no other", found=", ".join(apart), where=path.name)
    return found


def runs_named(names: Sequence[str], runs: Sequence[Run]) -> tuple[Run, ...]:
    """Runs by their own name or that of their task; all where none is named.

    Raises:
        InputError: There is no run of a name.
    """
    known = {run.name for run in runs} | {run.task for run in runs}
    if unknown := [name for name in names if name not in known]:
        raise InputError(wanted=f"some of {', '.join(sorted(known))}", found=unknown[0], where="runs")
    return tuple(run for run in runs if not names or run.name in names or run.task in names)
