"""``sepadan verify``: every byte of an installation, or of a backup; no encoder is loaded."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from api.cli.backup import tell_backup
from api.cli.opening import home_of, open_kept
from api.cli.options import HomeOption, JsonOption, settings_of
from api.cli.show import facts_table, print_json, show

if TYPE_CHECKING:
    from matcher.verify import Verified


def verify(
    context: typer.Context,
    backup: Annotated[
        Path | None,
        typer.Option("--backup", metavar="FOLDER", help="Check this backup instead.", show_default=False),
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check rows, identities, generations, and that the index holds each record once; exit 1 when anything is wrong."""
    if backup is not None:
        from indexes.backup import check_backup

        tell_backup(check_backup(backup), as_json=as_json)
        return
    from matcher.verify import verify as check

    settings = settings_of(context, home)
    with open_kept(settings) as store:
        found = check(store, home_of(settings), settings.vault())
    if as_json:
        print_json({"ok": not found.faults, **asdict(found)})
    else:
        _tell(found)
    if found.faults:
        raise typer.Exit(1)


def _tell(found: Verified) -> None:
    show(
        facts_table(
            {
                "records": ", ".join(f"{kind} {count}" for kind, count in found.records.items()) or "none",
                "identities": "opened" if found.identities else "not opened: SEPADAN_IDENTITY_KEYS is not set",
                "generations": ", ".join(found.generations) or "none",
                "faults": len(found.faults),
            }
        )
    )
    if found.faults:
        table = Table("Where", "Fault", "Mend")
        for fault in found.faults:
            table.add_row(*(Text(text, overflow="fold") for text in (fault.where, fault.fault, fault.mend)))
        show(table)
