"""``sepadan ingest``: files of one source into the store; no encoder is loaded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.opening import home_of, open_store
from api.cli.options import HomeOption, JsonOption, settings_of
from api.cli.progress import Tell, progress
from api.cli.show import complain, facts_table, print_json, show
from taxonomy.errors import InputError

if TYPE_CHECKING:
    from matcher.ingest import FileProgress


def ingest(
    context: typer.Context,
    source: Annotated[
        str,
        typer.Argument(help="A format: see 'sepadan sources formats'.", show_default=False),
    ],
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files of that source.", show_default=False)],
    given: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="FIELD=VALUE", help="What rows do not say, such as provider='BLK Contoh'."),
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read files into the store; what cannot be read goes to a rejects file with its reason (exit 1 if all of it)."""
    from matcher.erasure.digests import Digests
    from matcher.erasure.known import Blocked
    from matcher.ingest import ingest as read_into
    from matcher.sources import source_named
    from matcher.sources.given import with_given

    settings = settings_of(context, home)
    chosen = with_given(source_named(source), _given(given or []))
    check_files(files)
    with open_store(settings) as store, progress() as tell:
        blocked = Blocked(store, Digests(settings.secret_box()))
        rejects = home_of(settings).rejects
        report = read_into(store, chosen, files, rejects, by_bytes(files, tell), settings.vault(), blocked)
    is_all_refused = report.read == report.rejected > 0
    if is_all_refused:
        complain("error", f"every row was rejected ({report.read}); see {report.rejects_file}")
    elif report.rejected:
        complain("warning", f"{report.rejected} of {report.read} rows were rejected; see {report.rejects_file}")
    if as_json:
        print_json(report.as_dict())
    else:
        facts = {name: value for name, value in report.as_dict().items() if name != "notes"}
        show(facts_table({**facts, **report.notes}))
    if is_all_refused:
        raise typer.Exit(1)


def _given(said: list[str]) -> dict[str, str]:
    """Field to value.

    Raises:
        InputError: Not ``FIELD=VALUE``.
    """
    for each in said:
        if "=" not in each:
            raise InputError(wanted="FIELD=VALUE", found=each, where="--set")
    parts = (each.partition("=") for each in said)
    return {name.strip(): value.strip() for name, _, value in parts}


def check_files(files: list[Path]) -> None:
    """Refuse the whole run when a file is not there, before a row is read.

    Raises:
        InputError: Names the first that is missing, or no file.
    """
    for file in files:
        if not file.is_file():
            found = "a folder" if file.is_dir() else "a pipe or device" if file.exists() else "nothing"
            raise InputError(wanted="a file that exists", found=found, where=str(file))


def by_bytes(files: list[Path], tell: Tell) -> FileProgress:
    """Progress over the bytes of all files together."""
    total = sum(file.stat().st_size for file in files)
    read = dict[Path, int]()

    def advance(file: Path, count: int) -> None:
        read[file] = count
        tell("read bytes", sum(read.values()), total)

    return advance
