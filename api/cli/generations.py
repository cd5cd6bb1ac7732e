"""``sepadan generations``: the indexes on disk: list, verify, roll back or forward, prune; no encoder is loaded."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from api.cli.opening import home_of, open_kept
from api.cli.options import HomeOption, JsonOption, settings_of
from api.cli.show import facts_table, print_json, show

if TYPE_CHECKING:
    from pathlib import Path

    from matcher.inspection import Found, Generations

KEEP = 2
"""As ``matcher.build.KEPT``, named here so that help does not load it."""

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="As the list names it.", show_default=False)]

generations = typer.Typer(help="The indexes on disk: list, verify, roll back or forward, prune.")


@generations.callback(invoke_without_command=True)
def _generations(context: typer.Context, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """The indexes on disk: list (without a further word), verify, roll back or forward, prune."""
    if context.invoked_subcommand is None:
        list_all(context, home, as_json)


@contextmanager
def _opened(context: typer.Context, home: Path | None) -> Generator[Generations]:
    from matcher.inspection import Generations

    settings = settings_of(context, home)
    with open_kept(settings) as store:
        yield Generations(home_of(settings), store)


@generations.command("list")
def list_all(context: typer.Context, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Name, time, counts, revision of the store, size, which serves, and whether each is whole (every byte is read)."""
    with _opened(context, home) as found:
        rows = found.all()
    if as_json:
        print_json({"generations": [asdict(row) for row in rows]})
        return
    table = Table("Generation", "Made at", "Records", "Revision", "MiB", "Serves", "Whole")
    for row in rows:
        table.add_row(*(Text(text, overflow="fold") for text in _cells(row)))
    show(table)


def _cells(row: Found) -> tuple[str, ...]:
    counts = ", ".join(f"{kind} {count}" for kind, count in row.counts.items())
    size = f"{row.size_bytes / (1 << 20):.1f}"
    revision = "" if row.revision is None else str(row.revision)
    return (row.name, row.made_at, counts, revision, size, "yes" if row.is_current else "", row.fault or "yes")


@generations.command("verify")
def verify(context: typer.Context, name: NameArgument, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Check every byte of one, and that it was made of what is in use; exit 1 when it cannot serve."""
    with _opened(context, home) as found:
        manifest = found.verify(name)
    _tell({"generation": name, "whole": True, "files": len(manifest["files"])}, as_json=as_json)


@generations.command("serve")
def serve(context: typer.Context, name: NameArgument, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Answer from this one from now on; servers that run take it up at their next request."""
    with _opened(context, home) as found:
        found.serve(name)
    _tell({"generation": name, "serves": True}, as_json=as_json)


@generations.command("prune")
def prune(
    context: typer.Context,
    keep: Annotated[int, typer.Option("--keep", metavar="N", min=1, help="Whole ones that stay.")] = KEEP,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Remove older and damaged ones and what killed builds left; never the one that serves."""
    with _opened(context, home) as found:
        removed = found.prune(keep)
    _tell({"removed": removed if as_json else ", ".join(removed) or "nothing"}, as_json=as_json)


def _tell(document: dict[str, object], *, as_json: bool) -> None:
    if as_json:
        print_json(document)
    else:
        show(facts_table(document))
