"""``sepadan audit-log``: who did what with whose data: verify, show, export, sign a head."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import orjson
import typer
from rich.table import Table
from rich.text import Text

from api.cli.lines import output_lines
from api.cli.opening import open_kept
from api.cli.options import HomeOption, JsonOption, OutputOption, settings_of
from api.cli.show import facts_table, print_json, show
from taxonomy.errors import InputError
from taxonomy.json_values import is_object

if TYPE_CHECKING:
    from api.settings import Settings
    from indexes.store import Store

CLIENT = "command-line"
"""Who did it, where an operator did."""

audit_log = typer.Typer(help="Who did what with whose data: verify, show, export, head.")


def log_once(
    settings: Settings, store: Store, action: str, *, target: str = "", purpose: str = "", facts: dict[str, Any]
) -> None:
    """Write a row of what a command does, before it tells anything.

    Raises:
        ConfigError: The secret keys cannot be read.
        StoreError: The store refused.
    """
    from matcher.rights.audit_log import AuditLog

    log = AuditLog(store, settings.secret_box())
    log.append(actor=CLIENT, role="local", action=action, target=target, purpose=purpose, facts=facts)


@audit_log.command("verify")
def verify(
    context: typer.Context,
    head: Annotated[
        list[Path] | None,
        typer.Option("--head", metavar="FILE", help="A head kept elsewhere; may be repeated.", show_default=False),
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check every row, link and signed head; exit 1 when anything was changed, removed, put in, moved or cut off.

    Only a head that was kept elsewhere shows that a log was cut off together with its own heads.
    """
    from matcher.rights.audit_heads import verify_log

    kept = tuple(_read_head(file) for file in head or [])
    settings = settings_of(context, home)
    with open_kept(settings) as store:
        found = verify_log(store, settings.secret_box(), kept)
    if as_json:
        print_json(found.as_dict())
    else:
        show(facts_table({"rows": found.rows, "heads": found.heads, "hash": found.hash, "faults": len(found.faults)}))
        for fault in found.faults:
            typer.echo(fault)
    if found.faults:
        raise typer.Exit(1)


def _read_head(file: Path) -> Any:
    from matcher.rights.audit_heads import read_head

    try:
        document = orjson.loads(file.read_bytes())
    except orjson.JSONDecodeError as error:
        raise InputError(wanted="a head in JSON", found=str(error), where=str(file)) from error
    return read_head(document if is_object(document) else {}, str(file))


@audit_log.command("head")
def head(context: typer.Context, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Sign the log as it ends now; keep what is printed where who writes to the database cannot."""
    from matcher.rights.audit_heads import head_document, sign_head
    from matcher.rights.audit_log import now

    settings = settings_of(context, home)
    with open_kept(settings) as store:
        box = settings.secret_box()
        signed = sign_head(store, box, now())
        if signed is None:
            raise InputError(wanted="a log with a row", found="an empty one", where="audit log")
        document = head_document(signed, box)
    if as_json:
        print_json(document)
    else:
        show(facts_table(document))


@audit_log.command("show")
def show_rows(
    context: typer.Context,
    worker: Annotated[str, typer.Option("--worker", metavar="KEY", help="Only rows about this worker.")] = "",
    last: Annotated[int, typer.Option("--last", min=1, max=10_000, help="So many rows at most.")] = 50,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """The last rows, oldest first; whom they are about stands there as a keyed hash."""
    from matcher.rights.audit_log import AuditLog, row_document

    settings = settings_of(context, home)
    with open_kept(settings) as store:
        if worker:
            rows = AuditLog(store, settings.secret_box()).about(worker)[-last:]
        else:
            rows = list(store.audit_rows(after=max(0, store.audit_end()[0] - last)))
    documents = [row_document(row) for row in rows]
    if as_json:
        print_json({"rows": documents})
        return
    table = Table("Nomor", "Waktu", "Pelaku", "Tindakan", "Hasil", "Orang", "Fakta")
    for row in documents:
        told = orjson.dumps(row["facts"]).decode()
        cells = (row["seq"], row["at"], row["actor"], row["action"], row["outcome"], row["people"], told)
        table.add_row(*(Text(str(cell), overflow="fold") for cell in cells))
    show(table)


@audit_log.command("export")
def export(context: typer.Context, output: OutputOption = "-", home: HomeOption = None) -> None:
    """Every row as JSONL, with what its hash is made of, so that others can check the chain."""
    from matcher.rights.audit_log import row_document

    with output_lines(output) as write, open_kept(settings_of(context, home)) as store:
        for row in store.audit_rows():
            chained = {"people_hex": row.entry.people.hex(), "prev_hash": row.prev_hash.hex()}
            write(orjson.dumps({**row_document(row), **chained}, option=orjson.OPT_APPEND_NEWLINE))
