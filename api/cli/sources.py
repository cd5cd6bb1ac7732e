"""``sepadan sources``: where postings are pulled from: list, add, columns, remove, formats, check."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from api.cli.opening import open_kept, open_store
from api.cli.options import HomeOption, JsonOption, settings_of
from api.cli.show import facts_table, print_json, show
from api.cli.sources_run import confirm, report, run, run_lines
from taxonomy.errors import InputError

if TYPE_CHECKING:
    from matcher.pulls.upstream import Upstream

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="As it was added.", show_default=False)]
ColumnOption = Annotated[
    list[str],
    typer.Option("--column", metavar="HEADING=FIELD", help="What a heading means; FIELD - for nothing. Repeatable."),
]

sources = typer.Typer(help="Where postings are pulled from: list, add, columns, run, confirm, report, remove, check.")
sources.command("run")(run)
sources.command("confirm")(confirm)
sources.command("report")(report)


@sources.callback(invoke_without_command=True)
def _sources(context: typer.Context, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Where postings are pulled from: list (without a further word), add, columns, run, report, remove, check."""
    if context.invoked_subcommand is None:
        list_all(context, home, as_json)


@sources.command("list")
def list_all(context: typer.Context, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Every source that was added, with its schedule and how its last run ended."""
    from matcher.pulls.overview import overview

    with open_kept(settings_of(context, home)) as store:
        rows = overview(store)
    if as_json:
        print_json({"sources": rows})
        return
    for row in rows:
        due = f"  {row['schedule']}, berikutnya {row['due_at']}" if row["schedule"] else ""
        typer.echo(f"{row['name']}  {row['format']}{due}")
        typer.echo(f"  {row['location']}")
        if row["last_run"]:
            typer.echo("  terakhir: " + "\n  ".join(run_lines(row["last_run"])))


@sources.command("add")
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="A name of its own; also the source part of its keys.")],
    format_: Annotated[str, typer.Option("--format", help="As 'sepadan sources formats' names them.")],
    url: Annotated[str, typer.Option(help="Address to pull from; {since} where the last token goes.")] = "",
    file: Annotated[str, typer.Option(help="File or folder to read instead.")] = "",
    schedule: Annotated[str, typer.Option(help="30m, 6h, 1d, or a cron line in WIB; by hand when empty.")] = "",
    header: Annotated[str, typer.Option(help="Header that carries a secret, such as Authorization.")] = "",
    secret_env: Annotated[str, typer.Option(help="Environment variable that holds the header's whole value.")] = "",
    column: ColumnOption = [],  # noqa: B006 - Typer reads it and never changes it
    sample: Annotated[Path | None, typer.Option(help="A file to guess the columns from.")] = None,
    listing: Annotated[
        bool | None, typer.Option(help="Whether what is no longer there is closed; as the format says by default.")
    ] = None,
    agreed: Annotated[
        bool, typer.Option("--agreed", help="Agreed with the upstream: robots.txt is not asked.")
    ] = False,
    gap: Annotated[float, typer.Option(help="Least seconds between two requests to its host.")] = 1.0,
    max_mb: Annotated[int, typer.Option(help="Most MiB of one answer.")] = 512,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add a source; nothing is fetched yet. Columns are guessed from --file or --sample, shown, and kept."""
    from matcher.pulls.schedule import first_due
    from matcher.pulls.upstream import Upstream, check_upstream
    from matcher.records import Kind
    from matcher.sources import source_named

    if bool(url) == bool(file):
        raise InputError(wanted="either --url or --file", found="both" if url else "neither", where="command line")
    source = source_named(format_)
    made = Upstream(
        name=name,
        format=format_,
        location=url or str(Path(file).resolve()),
        header=header,
        secret_env=secret_env,
        schedule=schedule,
        is_listing=source.is_listing and source.kind is Kind.POSTING if listing is None else listing,
        agreed=agreed,
        gap_s=gap,
        max_mebibytes=max_mb,
    )
    made = check_upstream(replace(made, columns=_columns(made, column, sample)))
    with open_store(settings_of(context, home)) as store:
        store.put_upstream(made.name, made.settings(), first_due(made.schedule))
    _tell(made, as_json=as_json)


@sources.command("columns")
def columns(
    context: typer.Context,
    name: NameArgument,
    column: ColumnOption = [],  # noqa: B006 - as above
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Which heading is which field: show, or put right with --column."""
    from matcher.pulls.upstream import check_upstream, kept_upstream

    with open_kept(settings_of(context, home)) as store:
        row = store.upstream(name)
        made = kept_upstream(row)
        if column:
            made = check_upstream(replace(made, columns={**made.columns, **_given(column)}))
            store.change_upstream(name, due_at=row.due_at, settings=made.settings(), state="{}")
    _tell(made, as_json=as_json)


@sources.command("remove")
def remove(context: typer.Context, name: NameArgument, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Pull from it no more; its postings and its reports stay."""
    with open_kept(settings_of(context, home)) as store:
        store.remove_upstream(name)
    if as_json:
        print_json({"removed": name})
    else:
        show(facts_table({"dihapus": name, "lowongan": "tetap tersimpan"}))


@sources.command("formats")
def formats(as_json: JsonOption = False) -> None:
    """Every format that is installed; other packages add theirs by the entry point group sepadan.sources."""
    from matcher.sources import source_named, source_names

    found = {name: source_named(name).describes for name in source_names()}
    if as_json:
        print_json({"formats": found})
    else:
        show(facts_table(found))


@sources.command("check")
def check(
    name: Annotated[str, typer.Argument(metavar="FORMAT", help="Name of its entry point.", show_default=False)],
    fixture: Annotated[Path, typer.Argument(help="A file of it with two records or more.", show_default=False)],
    as_json: JsonOption = False,
) -> None:
    """Put a format through the conformance kit: what it must do with good rows, and with every kind of bad ones."""
    from matcher.sources import source_named
    from matcher.sources.conformance import check_source

    found = check_source(source_named(name), fixture)
    if as_json:
        print_json({"format": name, "passes": all(c.passes for c in found), "checks": [c.as_dict() for c in found]})
    else:
        table = Table("Pemeriksaan", "Hasil", "Rincian")
        for each in found:
            table.add_row(each.name, "lolos" if each.passes else "gagal", Text(each.detail, overflow="fold"))
        show(table)
    if not all(each.passes for each in found):
        raise typer.Exit(1)


def _given(column: list[str]) -> dict[str, str]:
    given: dict[str, str] = {}
    for text in column:
        heading, equals, field = text.rpartition("=")
        if not (heading and equals):
            raise InputError(wanted="HEADING=FIELD", found=text, where="--column")
        given[heading.strip()] = field.strip()
    return given


def _columns(made: Upstream, column: list[str], sample: Path | None) -> dict[str, str]:
    """The mapping to keep: guessed from a file, where there is one, and put right by what was given."""
    from matcher.pulls.pages import local_files
    from matcher.sources import source_named

    given, known = _given(column), source_named(made.format).columns
    file = sample or (None if made.is_remote else local_files(made.location)[0])
    if known is None or file is None:
        return given
    headings = known.headings(file)
    missing = [heading for heading in given if heading not in headings]
    if missing:
        raise InputError(wanted=f"one of the headings {', '.join(headings)}", found=missing[0], where="--column")
    guessed = {name: field for name, field in known.guess(headings).items() if field not in given.values()}
    return {**guessed, **given}


def _tell(made: Upstream, *, as_json: bool) -> None:
    document: dict[str, Any] = {"name": made.name, "format": made.format, "location": made.location}
    document |= {"schedule": made.schedule, "listing": made.is_listing, "columns": dict(made.columns)}
    if as_json:
        print_json(document)
        return
    named = {f"kolom {heading}": field for heading, field in made.columns.items()}
    show(facts_table({"sumber": made.name, "format": made.format, "lokasi": made.location, **named}))
