"""``sepadan migrate``: brings the tables of a store to this version, before servers of it start."""

from __future__ import annotations

import typer

from api.cli.opening import is_there, open_store, tables_of
from api.cli.options import HomeOption, JsonOption, settings_of
from api.cli.show import print_json


def migrate(context: typer.Context, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Bring the tables of the store to this version, all or nothing; servers of the version before go on meanwhile."""
    from indexes.schema import HEAD

    settings = settings_of(context, home)
    before = tables_of(settings) if is_there(settings) else None
    with open_store(settings) as opened:
        revision = opened.revision()
    if as_json:
        print_json({"before": before, "now": HEAD, "revision": revision})
    else:
        typer.echo(f"tables {HEAD}" if before == HEAD else f"tables {before or 'none'} to {HEAD}")
