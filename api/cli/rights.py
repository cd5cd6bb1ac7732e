"""``sepadan rights``: requests of people: list, show, answer, overdue, export; records of processing."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from api.cli.audit_log import CLIENT, log_once
from api.cli.breach import breach
from api.cli.erase import eraser_of
from api.cli.lines import output_lines
from api.cli.opening import open_filled, open_kept
from api.cli.options import HomeOption, JsonOption, OutputOption, settings_of
from api.cli.show import facts_table, print_json, show
from matcher.records import Kind
from taxonomy.errors import InputError

if TYPE_CHECKING:
    from api.settings import Settings
    from indexes.store import Store
    from matcher.erasure.reports import ErasureReport
    from matcher.rights.desk import RightsDesk
    from matcher.rights.requests import PersonRequest

IdArgument = Annotated[str, typer.Argument(metavar="ID", help="As the list names it.", show_default=False)]

rights = typer.Typer(help="Requests of people: list, show, answer, overdue, export; purposes, records, breach.")
rights.command("breach")(breach)


@contextmanager
def _desk(settings: Settings) -> Generator[tuple[Store, RightsDesk]]:
    """A desk that needs no encoder: it puts no record right."""
    from matcher.rights.audit_log import AuditLog
    from matcher.rights.desk import RightsDesk

    with open_kept(settings) as store:
        box, eraser = settings.secret_box(), eraser_of(settings, store)

        def erase(key: str) -> ErasureReport:
            return eraser.erase(Kind.WORKER, [key])

        yield store, RightsDesk(store, box, AuditLog(store, box), erase=erase)


@rights.command("list")
def list_all(
    context: typer.Context,
    every: Annotated[bool, typer.Option("--all", help="Answered ones too.")] = False,
    worker: Annotated[str, typer.Option("--worker", metavar="KEY", help="Only of this worker.")] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000)] = 100,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Requests that wait, first due first."""
    from indexes.request_rows import OPEN, RequestFilter

    with _desk(settings_of(context, home)) as (_, desk):
        wanted = RequestFilter(states=() if every else OPEN, worker_key=worker, limit=limit)
        found = desk.requests(wanted)
    _tell(found, as_json=as_json)


@rights.command("overdue")
def overdue(context: typer.Context, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Requests whose clock ran out; exit 1 when there is one, for who watches."""
    with _desk(settings_of(context, home)) as (_, desk):
        found = desk.overdue(10_000)
    _tell(found, as_json=as_json)
    if found:
        raise typer.Exit(1)


@rights.command("show")
def show_one(context: typer.Context, request: IdArgument, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """One request, with what was asked and answered."""
    settings = settings_of(context, home)
    with _desk(settings) as (store, desk):
        found = desk.get(request)
        log_once(settings, store, "request.read", target=found.stored.worker_key, facts={"request": request})
    _tell_one(found, as_json=as_json)


@rights.command("answer")
def answer(
    context: typer.Context,
    request: IdArgument,
    do: Annotated[str, typer.Option("--do", help="work, answer, refuse, lift, upheld, changed or dismissed.")],
    reason: Annotated[str, typer.Option("--reason", help="What the person is told.")] = "",
    ground: Annotated[str, typer.Option("--ground", help="Of a refusal: a ground that the law knows.")] = "",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer a request, or decide on an objection (upheld, changed, dismissed)."""
    from matcher.rights.requests import RequestKind

    settings = settings_of(context, home)
    with _desk(settings) as (_, desk):
        needs_coder = do == "answer" and desk.get(request).stored.kind == RequestKind.CORRECTION
        found = None if needs_coder else _done(desk, request, do, reason, ground)
    if found is None:
        found = _corrected(settings, request, reason)
    _tell_one(found, as_json=as_json)


def _done(desk: RightsDesk, request: str, do: str, reason: str, ground: str) -> PersonRequest:
    from matcher.rights.requests import Actor, Verdict

    by = Actor(client=CLIENT, role="local")
    if do in set(Verdict):
        return desk.decide(request, by, Verdict(do), reason)
    if do == "work":
        return desk.work(request, by)
    if do == "lift":
        return desk.lift(request, by)
    if do == "answer":
        return desk.answer(request, by, reason)
    if do == "refuse":
        return desk.refuse(request, by, ground, reason)
    raise InputError(wanted="work, answer, refuse, lift, upheld, changed or dismissed", found=do, where="--do")


def _corrected(settings: Settings, request: str, reason: str) -> PersonRequest:
    from matcher.rights.audit_log import AuditLog
    from matcher.rights.correction import correct_worker
    from matcher.rights.desk import RightsDesk
    from matcher.rights.requests import Actor

    with open_filled(settings) as engine:
        box, vault = settings.secret_box(), settings.vault()
        log = AuditLog(engine.store, box)
        desk = RightsDesk(engine.store, box, log, correct=partial(correct_worker, engine, vault))
        return desk.answer(request, Actor(client=CLIENT, role="local"), reason)


@rights.command("export")
def export(
    context: typer.Context,
    worker: Annotated[str, typer.Argument(metavar="KEY", help="source:id of a worker.", show_default=False)],
    portable: Annotated[bool, typer.Option("--portable", help="What can be taken along, instead of all.")] = False,
    output: OutputOption = "-",
    home: HomeOption = None,
) -> None:
    """Everything held about a person as one JSON document, identity included where the keys are set; it is logged."""
    import orjson

    from matcher.rights.audit_log import AuditLog
    from matcher.rights.desk import RightsDesk
    from matcher.rights.person_document import PersonFiles

    settings = settings_of(context, home)
    with output_lines(output) as write, open_filled(settings) as engine:
        box = settings.secret_box()
        log = AuditLog(engine.store, box)
        desk = RightsDesk(engine.store, box, log)
        files = PersonFiles(engine=engine, desk=desk, log=log, vault=settings.vault())
        document = files.portable(worker) if portable else files.everything(worker)
        kind = "portability" if portable else "access"
        log_once(settings, engine.store, "person.export", target=worker, purpose="rights", facts={"kind": kind})
        write(orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


@rights.command("purposes")
def purposes(as_json: JsonOption = False) -> None:
    """What data is used for, on which basis, and whether people are asked."""
    from matcher.rights.person_document import purposes_document

    found = purposes_document()
    if as_json:
        print_json({"purposes": found})
        return
    table = Table("Tujuan", "Nama", "Dasar", "Ditanya")
    for one in found:
        told = (one["purpose"], one["name"], f"{one['basis']}, {one['article']}", one["asked"])
        table.add_row(*(Text(str(cell), overflow="fold") for cell in told))
    show(table)


@rights.command("records")
def records(output: OutputOption = "-") -> None:
    """The record of processing (UU 27/2022 Art. 31) as Markdown, made of the tables of this version."""
    from indexes.store import Store  # noqa: F401 - names every table  # pyright: ignore[reportUnusedImport]
    from matcher.rights.processing_record import processing_record

    with output_lines(output) as write:
        write(processing_record().encode())


def _tell(found: list[PersonRequest], *, as_json: bool) -> None:
    from matcher.rights.audit_log import now
    from matcher.rights.desk import due_words

    if as_json:
        print_json({"requests": [_summary(one) for one in found]})
        return
    table = Table("Permintaan", "Jenis", "Keadaan", "Diterima", "Waktu")
    for one in found:
        row = one.stored
        cells = (
            row.id,
            row.kind,
            row.state,
            row.received_at.isoformat(timespec="minutes"),
            due_words(row.due_at, now()),
        )
        table.add_row(*(Text(cell, overflow="fold") for cell in cells))
    show(table)


def _summary(one: PersonRequest) -> dict[str, Any]:
    """Without words: who wants them asks for one request, and that is logged."""
    from matcher.rights.audit_log import now

    return {name: value for name, value in one.as_dict(now()).items() if name not in ("content", "answer")}


def _tell_one(found: PersonRequest, *, as_json: bool) -> None:
    from matcher.rights.audit_log import now

    document = found.as_dict(now())
    if as_json:
        print_json(document)
    else:
        show(facts_table(document))
