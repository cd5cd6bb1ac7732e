"""``python -m evaluation.headline``: measure anew what README and docs/measured.md claim, and write them."""

from __future__ import annotations

import signal
from collections.abc import Generator
from contextlib import contextmanager
from typing import Annotated

import typer

from evaluation.headline.measuring import Plan, measure
from evaluation.headline.runs import all_runs, runs_named
from evaluation.headline.writing import write_pages
from taxonomy.errors import SepadanError

_Names = Annotated[list[str] | None, typer.Argument(help="Runs or tasks; all when none is named.")]
_Minutes = Annotated[float | None, typer.Option(min=0.1, help="Budget of all together, in minutes.")]
_Longest = Annotated[float | None, typer.Option(min=0.1, help="Leave out what takes longer, in minutes.")]
_Again = Annotated[bool, typer.Option("--again", help="Also what was measured on this commit.")]
_Write = Annotated[bool, typer.Option("--write", help="Measure nothing; write the pages from the results.")]


def headline(
    names: _Names = None,
    minutes: _Minutes = None,
    longest: _Longest = None,
    again: _Again = False,
    write: _Write = False,
) -> None:
    """Measure every run that was not measured on this commit, each in a process of its own, the short ones first.

    The exit code is 0 when all that was begun was measured, whether or not targets hold; 1 when a run failed; 2 when
    nothing could be begun.
    """
    try:
        if write:
            _write()
            return
        plan = Plan(runs=runs_named(names or (), all_runs()), minutes=minutes, longest=longest, is_again=again)
        with _ended_by_term():
            failed = measure(plan, typer.echo)
    except SepadanError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    if failed:
        typer.echo(f"failed: {', '.join(failed)}", err=True)
        raise typer.Exit(1)


@contextmanager
def _ended_by_term() -> Generator[None]:
    """SIGTERM ends it as Ctrl-C does, and with it the run that goes on, which is a session of its own."""

    def stop(number: int, _: object) -> None:
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _write() -> None:
    written = write_pages()
    typer.echo(f"written: {', '.join(map(str, written))}" if written else "the pages are those of the results")


if __name__ == "__main__":
    typer.run(headline)
