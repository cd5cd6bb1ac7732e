"""``sepadan restore``: a backup into a store that holds nothing, of SQLite or PostgreSQL; no encoder is loaded."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.backup import tell_backup
from api.cli.opening import home_of, open_store
from api.cli.options import HomeOption, JsonOption, settings_of
from api.cli.show import complain


def restore(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="BACKUP_FOLDER", help="As 'sepadan backup' named it.", show_default=False)
    ],
    erasures: Annotated[
        Path | None,
        typer.Option("--erasures", metavar="FILE", help="erasures.log of the home that was lost.", show_default=False),
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Fill an empty home, or an empty PostgreSQL, from a backup: whole or not at all. Build the index afterwards.

    People who were erased since the backup was made do not come back: their keyed hashes stand in the erasures.log of
    the home, in a copy beside the backup, or in the file named here.
    """
    from datetime import datetime

    from indexes.backup import check_backup
    from indexes.backup import restore as restore_into
    from matcher.erasure.digests import Digests
    from matcher.erasure.erasure_log import ErasureLog
    from matcher.erasure.known import Erased

    # Before the home is made: a damaged backup leaves nothing behind.
    found = check_backup(folder)
    settings = settings_of(context, home)
    logs = [home_of(settings).erasures, folder.absolute().parent / "erasures.log", *([erasures] if erasures else [])]
    entries = [entry for path in logs for entry in ErasureLog(path).entries()]
    if not any(path.is_file() for path in logs):
        complain("warning", "no erasures.log was found: who was erased after this backup was made comes back")
    with open_store(settings) as store:
        erased = Erased(Digests(settings.secret_box()), entries)
        kept_out = restore_into(store, found, erased.drops_of(datetime.fromisoformat(found.made_at)))
    tell_backup(found, as_json=as_json, kept_out=str(kept_out), next="run 'sepadan build'")
