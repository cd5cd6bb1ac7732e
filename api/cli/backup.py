"""``sepadan backup``: all records, codes and sealed identities as one checked folder; no encoder is loaded."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.opening import open_kept
from api.cli.options import HomeOption, JsonOption, settings_of
from api.cli.show import facts_table, print_json, show

if TYPE_CHECKING:
    from indexes.backup import Backup


def backup(
    context: typer.Context,
    output: Annotated[
        Path, typer.Option("--output", metavar="FOLDER", help="The backup goes there, into a folder of its own.")
    ],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write everything that 'sepadan build' cannot make again; a damaged store is refused, nothing half is left."""
    from indexes.backup import back_up

    with open_kept(settings_of(context, home)) as store:
        made = back_up(store, output)
        store.note_backup(datetime.fromisoformat(made.made_at))
        tell_backup(made, as_json=as_json)


def tell_backup(found: Backup, *, as_json: bool, **more: str) -> None:
    """Print where a backup lies and what is in it.

    Args:
        found: The backup.
        as_json: One JSON document.
        more: Further facts for it.
    """
    document: dict[str, Any] = {"backup": str(found.folder), "made_at": found.made_at, "rows": dict(found.counts)}
    if as_json:
        print_json({**document, **more})
        return
    rows = ", ".join(f"{table} {count}" for table, count in found.counts.items() if table not in {"revision", "fact"})
    show(facts_table({**document, "rows": rows, **more}))
