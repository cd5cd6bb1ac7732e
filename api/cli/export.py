"""``sepadan export``: records with their codes as Parquet, for analysis; no encoder is loaded."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from api.cli.opening import home_of, open_kept
from api.cli.options import HomeOption, JsonOption, settings_of
from api.cli.progress import progress
from api.cli.show import facts_table, print_json, show
from matcher.records import Kind


def export(
    context: typer.Context,
    output: Annotated[Path, typer.Option("--output", metavar="FOLDER", help="Where the files go, one a kind.")],
    kind: Annotated[Kind | None, typer.Option("--kind", help="This kind only.", show_default=False)] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write Parquet files with codes, facts and texts; of workers nothing that says who they are."""
    from matcher.erasure.exports_log import ExportsLog
    from matcher.export import export as write_files
    from matcher.inspection import served_fingerprint

    kinds = [kind] if kind else list(Kind)
    settings = settings_of(context, home)
    with open_kept(settings) as store, progress() as tell:
        total = store.counts()
        counts = write_files(
            store,
            served_fingerprint(home_of(settings)),
            output,
            kinds,
            lambda name, done: tell(f"export {name}s", done, total.get(name, 0)),
        )
    if Kind.WORKER in kinds:
        ExportsLog(home_of(settings).exports).add(output, datetime.now(UTC))
    files = {name: str(output / f"{name}.parquet") for name in counts}
    if as_json:
        print_json({"rows": counts, "files": files})
    else:
        show(facts_table({files[name]: f"{count} rows" for name, count in counts.items()}))
