"""``sepadan sources run``, ``confirm`` and ``report``: pulls by hand or by schedule, and what each did."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.opening import home_of, open_kept
from api.cli.options import HomeOption, JsonOption, settings_of
from api.cli.show import complain, print_json
from taxonomy.errors import ConfigError, InputError

if TYPE_CHECKING:
    from api.settings import Settings
    from indexes.store import Store

_COUNTS = ("read", "new", "changed", "unchanged", "closed", "rejected", "duplicates", "held", "bytes")
_OUTCOMES = {
    "running": "berjalan",
    "done": "selesai",
    "unchanged": "tidak berubah",
    "partial": "sebagian",
    "held": "ditahan",
    "failed": "gagal",
    "interrupted": "terputus",
}


def run(
    context: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(metavar="NAME...", show_default=False)] = None,
    due: Annotated[bool, typer.Option("--due", help="Those whose next pull is due.")] = False,
    every_one: Annotated[bool, typer.Option("--all", help="Every source that was added.")] = False,
    every: Annotated[
        int | None, typer.Option("--every", metavar="SECONDS", help="With --due: look again and again.")
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Pull sources now; exit 1 when one failed. With --due from a system timer, or with --every as a loop."""
    if sum(map(bool, (names, due, every_one))) != 1:
        raise InputError(wanted="NAME..., --due or --all", found="none or several of them", where="command line")
    if every is not None and (not due or as_json or every < 1):
        raise InputError(wanted="--every with --due, without --json, from 1", found=str(every), where="--every")
    settings = settings_of(context, home)
    while True:
        with open_kept(settings) as store:
            done = list(_runs(store, settings, _chosen(store, names or [], due=due)))
        _show(done, as_json=as_json)
        if every is None:
            break
        time.sleep(every)
    if any(row["outcome"] == "failed" for row in done):
        raise typer.Exit(1)


def _chosen(store: Store, names: Sequence[str], *, due: bool) -> list[str]:
    from matcher.pulls.run import due_names

    if names:
        return [store.upstream(name).name for name in names]
    return due_names(store, datetime.now(UTC)) if due else [row.name for row in store.upstreams()]


def _runs(store: Store, settings: Settings, names: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    """Run each; one that another process is running is passed over with a word."""
    from matcher.pulls.limits import Surroundings
    from matcher.pulls.report import run_document
    from matcher.pulls.run import run_upstream

    inside = frozenset(part.strip() for part in settings.pull_inside.split(",") if part.strip())
    for name in names:
        try:
            done = run_document(run_upstream(store, name, home_of(settings), Surroundings(inside=inside)))
        except ConfigError as error:
            if len(names) == 1:
                raise
            complain("warning", str(error))
            continue
        if done["error"]:
            complain("warning", f"{name}: {done['outcome']}: {_told(done)}")
        yield done


def _told(done: Mapping[str, Any]) -> str:
    return "{where}: wanted {wanted}, found {found}".format_map(done["error"]) if done["error"] else ""


def confirm(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", show_default=False)],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Close what the last run held back: the listing did shrink below half."""
    from matcher.pulls.listing import confirm as close_held
    from matcher.pulls.report import run_document

    settings = settings_of(context, home)
    with open_kept(settings) as store:
        done = run_document(close_held(store, name, home_of(settings)))
    _show([done], as_json=as_json)


def report(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="Of one source; of all by default.")] = None,
    last: Annotated[int, typer.Option("--last", min=1, max=1000, help="Runs of each source.")] = 10,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """What the last runs did, the newest first."""
    from matcher.pulls.report import run_document

    with open_kept(settings_of(context, home)) as store:
        if name is not None and not store.runs(name, 1):
            store.upstream(name)  # one that never ran is known; one that is not says which are
        names = [name] if name is not None else [row.name for row in store.upstreams()]
        found = [run_document(run) for each in names for run in store.runs(each, last)]
    _show(found, as_json=as_json)


def _show(rows: Sequence[Mapping[str, Any]], *, as_json: bool) -> None:
    if as_json:
        print_json({"runs": list(rows)})
        return
    for row in rows:
        for line in run_lines(row):
            typer.echo(line)


def run_lines(row: Mapping[str, Any]) -> Iterator[str]:
    """A run for people: which one, its counts that are not zero, what was wrong; a table of them fits no terminal."""
    yield f"{row['source']}  {row['run']}  {row['started_at']}  {_OUTCOMES[row['outcome']]}"
    counts = [f"{name} {row[name]}" for name in _COUNTS if row[name] or name == "read"]
    yield f"  {', '.join(counts)}, {row['seconds']:.1f} s"
    if row["error"]:
        yield f"  {_told(row)}"
    if row["rejected"]:
        yield f"  rejects {row['rejects_file']}"
