"""``sepadan retention``: what is kept how long and why, what is due, and its removal; holds by a duty before it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from api.cli.erase import FileOption, WorkerOption, eraser_of, keys_of
from api.cli.opening import home_of, open_kept
from api.cli.options import HomeOption, JsonOption, settings_of
from api.cli.show import complain, facts_table, print_json, show
from matcher.records import Kind

if TYPE_CHECKING:
    from api.settings import Settings
    from indexes.store import Store
    from matcher.erasure.retention import Retention

BackupsOption = Annotated[
    Path | None, typer.Option("--backups", metavar="FOLDER", help="Backups expire there, too.", show_default=False)
]

retention = typer.Typer(help="What is kept how long and why; what is due; holds.")


@retention.command("show")
def show_rules(as_json: JsonOption = False) -> None:
    """Every rule: days, from when, what is done by whom, on which ground."""
    from dataclasses import asdict

    from matcher.erasure.retention_rules import load_retention_rules

    rules = load_retention_rules()
    if as_json:
        print_json({"rules": [asdict(rule) for rule in rules.values()]})
        return
    table = Table("Rule", "Days", "Counted from", "Does", "By", "Ground")
    for rule in rules.values():
        table.add_row(rule.name, str(rule.days), rule.counted_from, rule.does, rule.by, rule.basis)
    show(table)


@retention.command("plan")
def plan(context: typer.Context, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """What a run would remove and whom it would tell; nothing is changed."""
    settings = settings_of(context, home)
    with open_kept(settings) as store:
        found = _retention(settings, store, None).plan()
    if as_json:
        print_json(found.as_dict())
    else:
        show(facts_table({**found.as_dict()["counts"], "to tell": len(found.to_tell), "held": len(found.held)}))


@retention.command("run")
def run(
    context: typer.Context, backups: BackupsOption = None, home: HomeOption = None, as_json: JsonOption = False
) -> None:
    """Remove what is due; with --json the ids of those who are to be told that they will be erased."""
    settings = settings_of(context, home)
    with open_kept(settings) as store:
        ran = _retention(settings, store, backups).run()
    if as_json:
        print_json(ran.as_dict())
        return
    show(facts_table({**ran.removed, "to be told": len(ran.told), "held": len(ran.held)}))
    if ran.told:
        complain("note", f"{len(ran.told)} people are to be told that they will be erased; --json names their ids")


@retention.command("hold")
def hold(
    context: typer.Context,
    worker: WorkerOption = None,
    file: FileOption = None,
    reason: Annotated[str, typer.Option("--reason", help="The duty: a case, an audit, a law.")] = "",
    lift: Annotated[bool, typer.Option("--lift", help="Let them go again.")] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Keep workers from retention and erasure, or let them go; without ids the holds are listed."""
    from datetime import UTC, datetime

    from taxonomy.errors import InputError

    settings = settings_of(context, home)
    document: dict[str, Any]
    with open_kept(settings) as store:
        if not worker and file is None:
            document = {"holds": store.holds(Kind.WORKER)}
        elif lift:
            document = {"lifted": store.lift_holds(Kind.WORKER, keys_of(worker, file))}
        elif not reason.strip():
            raise InputError(wanted="--reason, the duty that goes before", found="none", where="--reason")
        else:
            keys = keys_of(worker, file)
            store.put_holds(Kind.WORKER, keys, reason.strip(), datetime.now(UTC))
            document = {"held": len(keys)}
    if as_json:
        print_json(document)
    else:
        show(facts_table(document.get("holds", document)))


def _retention(settings: Settings, store: Store, backups: Path | None) -> Retention:
    from matcher.erasure.retention import Retention

    return Retention(store, home_of(settings), eraser_of(settings, store), backups=backups)
