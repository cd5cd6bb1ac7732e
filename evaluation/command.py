"""The command ``sepadan evaluate``; the CLI finds it through the entry point group ``sepadan.commands``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from evaluation.bars import teller
from evaluation.task import Options, Report, Row, Task
from evaluation.task_list import TASKS
from taxonomy.errors import InputError

_Argument = Annotated[str, typer.Argument(help="Task to run; see --list.", show_default=False)]
_List = Annotated[bool, typer.Option("--list", help="Name the tasks and stop.")]
_Gold = Annotated[Path | None, typer.Option(help="Gold file; the task's own in the data folder by default.")]
_Data = Annotated[Path | None, typer.Option(help="Data folder; SEPADAN_DATA or ../shared/data by default.")]
_Other = Annotated[Path | None, typer.Option(help="Ads of other sources: JSON lines of id, title, hint, text.")]
_Home = Annotated[Path | None, typer.Option(help="A home that holds all ads and is built, in place of a kept one.")]
_Rows = Annotated[int, typer.Option(min=1, help="Vectors or postings that tasks of speed are measured with.")]
_Vectors = Annotated[int, typer.Option(min=1, help="Vectors that the engines are measured with.")]
_Minutes = Annotated[float, typer.Option(min=0.01, help="How long the soak of load, or all of fuzz together, takes.")]
_Only = Annotated[str, typer.Option(help="Parts of the task alone, comma between; peers: its fields.")]
_Quick = Annotated[bool, typer.Option("--quick", help="The small form, where the task has one; figures mean nothing.")]
_Json = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]


def evaluate(
    context: typer.Context,
    task: _Argument = "",
    list_tasks: _List = False,
    gold: _Gold = None,
    data: _Data = None,
    other: _Other = None,
    home: _Home = None,
    rows: _Rows = 1_000_000,
    vectors: _Vectors = 20_000,
    minutes: _Minutes = 60.0,
    only: _Only = "",
    quick: _Quick = False,
    as_json: _Json = False,
) -> None:
    """Measure a task on gold data, beside its baselines.

    The exit code is 0 when it was measured, whether or not its targets hold.
    """
    console = Console()
    if list_tasks:
        _print_list(console, as_json=as_json)
        return
    chosen = _task_named(task)
    with _progress() as bars:
        home = home or _home_before(context)
        told = teller(bars)
        report = chosen.run(
            Options(
                gold=gold,
                data=data,
                other=other,
                home=home,
                rows=rows,
                vectors=vectors,
                minutes=minutes,
                only=tuple(part.strip() for part in only.split(",") if part.strip()),
                is_quick=quick,
                tell=told,
            )
        )
    if as_json:
        typer.echo(json.dumps(report.as_dict(), ensure_ascii=False))
    else:
        console.print(_table(chosen, report))
        if report.text:
            typer.echo(report.text)


def _home_before(context: typer.Context) -> Path | None:
    """``--home`` where it stands before the command, as every command takes it there."""
    given = context.find_root().obj
    return given if isinstance(given, Path) else None


def _task_named(name: str) -> Task:
    if name not in TASKS:
        raise InputError(wanted=f"one of {', '.join(TASKS)}", found=name or "no task", where="task")
    return TASKS[name]


def _print_list(console: Console, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps([{"name": task.name, "describes": task.describes} for task in TASKS.values()]))
        return
    table = Table("task", "what it measures")
    for task in TASKS.values():
        table.add_row(task.name, task.describes)
    console.print(table)


def _progress() -> Progress:
    """Bars with the time left, on standard error: standard output holds the figures alone."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )


def _table(task: Task, report: Report) -> Table:
    table = Table(title=f"{task.name}: {task.describes} {report.seconds:.1f} s")
    table.add_column("figure")
    for heading in ("value", "95 % interval", "target", "holds", "n"):
        table.add_column(heading, justify="right")
    for row in report.rows:
        table.add_row(row.name, f"{row.value:.4f}", _interval(row), *_target(row), str(row.n))
    return table


def _interval(row: Row) -> str:
    return "" if row.ci95 is None else f"{row.ci95[0]:.3f} to {row.ci95[1]:.3f}"


def _target(row: Row) -> tuple[str, str]:
    return ("", "") if row.target is None else (f"{row.target:g}", "yes" if row.holds else "no")
