"""``sepadan restore``: a backup into a store that holds nothing, of SQLite or PostgreSQL; no encoder is loaded."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.backup import tell_backup
from api.cli.opening import open_store
from api.cli.options import HomeOption, JsonOption, settings_of


def restore(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="BACKUP_FOLDER", help="As 'sepadan backup' named it.", show_default=False)
    ],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Fill an empty home, or an empty PostgreSQL, from a backup: whole or not at all. Build the index afterwards."""
    from indexes.backup import check_backup
    from indexes.backup import restore as restore_into

    # Before the home is made: a damaged backup leaves nothing behind.
    found = check_backup(folder)
    with open_store(settings_of(context, home)) as store:
        restore_into(store, found)
    tell_backup(found, as_json=as_json, next="run 'sepadan build'")
