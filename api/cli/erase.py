"""``sepadan erase``: people at their own request, from every copy that is kept; certificates; who may come back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.opening import check_there, home_of, open_engine, open_kept
from api.cli.options import HomeOption, JsonOption, settings_of
from api.cli.show import complain, facts_table, print_json, show
from matcher.records import Kind
from taxonomy.errors import InputError

if TYPE_CHECKING:
    from api.settings import Settings
    from indexes.store import Store
    from matcher.erasure.eraser import Eraser
    from matcher.erasure.reports import FinishReport

WorkerOption = Annotated[
    list[str] | None, typer.Option("--worker", metavar="KEY", help="Id source:id; may be repeated.", show_default=False)
]
FileOption = Annotated[
    Path | None, typer.Option("--file", metavar="FILE", help="These ids: a file with one a line.", show_default=False)
]
BackupsOption = Annotated[
    Path | None,
    typer.Option("--backups", metavar="FOLDER", help="Write the backups there anew, too.", show_default=False),
]

erase = typer.Typer(help="Erase people from every copy that is kept; certificates; who may come back.")


@erase.command("workers")
def workers(
    context: typer.Context,
    worker: WorkerOption = None,
    file: FileOption = None,
    may_return: Annotated[
        bool, typer.Option("--may-return", help="The source took them back; they may be sent again.")
    ] = False,
    now: Annotated[bool, typer.Option("--now", help="Build the index and compact at once; see 'finish'.")] = False,
    backups: BackupsOption = None,
    certificate: Annotated[
        Path | None, typer.Option("--certificate", metavar="OUT.json", help="Write a signed certificate.")
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Erase workers: gone at once from every answer, from index and files within 72 hours (at once with --now)."""
    from api.cli.lines import output_file
    from matcher.erasure.certificate import certificate_of

    settings, keys = settings_of(context, home), keys_of(worker, file)
    with open_kept(settings) as store:
        report = eraser_of(settings, store).erase(Kind.WORKER, keys, is_blocked=not may_return)
    document = {**report.as_dict(), "certificate": certificate_of(report, settings.secret_box())}
    if certificate is not None:
        import orjson

        with output_file(str(certificate)) as out:
            out.write(orjson.dumps(document["certificate"], option=orjson.OPT_INDENT_2))
    if now:
        document["finished"] = finished(settings).as_dict()
    if backups is not None:
        document["backups"] = rewritten(settings, backups)
    if as_json:
        print_json(document)
        return
    show(facts_table({"erased": f"{report.erased} of {report.asked}", "due at": document["due_at"], **report.reached}))
    if not now:
        show(facts_table(report.remains, title="Still there"))


@erase.command("finish")
def finish(
    context: typer.Context, backups: BackupsOption = None, home: HomeOption = None, as_json: JsonOption = False
) -> None:
    """Build an index without the erased, remove those before, compact the database; a server does it by itself."""
    settings = settings_of(context, home)
    document: dict[str, Any] = finished(settings).as_dict()
    if backups is not None:
        document["backups"] = rewritten(settings, backups)
    if as_json:
        print_json(document)
    else:
        show(facts_table(document))


@erase.command("backups")
def backups(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Of the backups.", show_default=False)],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write every backup of a folder anew that holds erased people; exit 1 when one cannot be read."""
    settings = settings_of(context, home)
    check_there(settings)
    document = rewritten(settings, folder)
    if as_json:
        print_json(document)
    else:
        show(facts_table(document))
    if document["refused"]:
        raise typer.Exit(1)


@erase.command("lift")
def lift(
    context: typer.Context,
    worker: WorkerOption = None,
    file: FileOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Let workers who were erased at their own request be stored again: they gave a fresh consent."""
    settings, keys = settings_of(context, home), keys_of(worker, file)
    with open_kept(settings) as store:
        lifted = eraser_of(settings, store).lift(Kind.WORKER, keys)
    _tell({"lifted": lifted}, as_json=as_json)


@erase.command("list")
def list_all(context: typer.Context, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Erasures by time, with what is still to be done; exit 1 when one is past its 72 hours."""
    from dataclasses import asdict
    from datetime import UTC, datetime

    settings = settings_of(context, home)
    with open_kept(settings) as store:
        found = store.erasures()
    late = [one for one in found if one.finished_at is None and one.due_at < datetime.now(UTC)]
    waiting = sum(one.finished_at is None for one in found)
    if as_json:
        rows = [
            {k: v if not isinstance(v, datetime) else v.isoformat() for k, v in asdict(one).items()} for one in found
        ]
        print_json({"erasures": rows, "waiting": waiting, "late": len(late)})
    else:
        show(facts_table({"erased": len(found), "still to finish": waiting, "late": len(late)}))
    if late:
        complain("error", f"{len(late)} erasures are past their 72 hours; run 'sepadan erase finish'")
        raise typer.Exit(1)


@erase.command("check")
def check(
    context: typer.Context,
    certificate: Annotated[Path, typer.Argument(metavar="CERTIFICATE", help="JSON file.", show_default=False)],
    worker: Annotated[str, typer.Option("--worker", metavar="KEY", help="Whether it is about this id.")] = "",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check a certificate: that this installation signed it and, with an id, that it is about it."""
    import orjson

    from matcher.erasure.certificate import check_certificate
    from matcher.erasure.digests import Digests

    settings = settings_of(context, home)
    try:
        document = orjson.loads(certificate.read_bytes())
    except ValueError as error:
        raise InputError(wanted="a certificate as JSON", found=str(error), where=str(certificate)) from error
    check_certificate(document, settings.secret_box())
    digests = Digests(settings.secret_box()).all_of(Kind.WORKER, worker)
    if worker and not set(digests) & set(document["subjects"]):
        raise InputError(wanted="a certificate about this id", found="one about others", where="--worker")
    _tell(
        {"signed_here": True, "erased_at": document["erased_at"], "subjects": len(document["subjects"])},
        as_json=as_json,
    )


def keys_of(given: list[str] | None, file: Path | None) -> list[str]:
    """Ids of the workers named.

    Raises:
        InputError: None is, or one is no id.
    """
    from api.cli.recommend_postings import worker_keys

    keys = worker_keys(given or [], file) or []
    if not keys:
        raise InputError(wanted="--worker KEY or --file FILE", found="neither", where="command line")
    for key in keys:
        if ":" not in key or "\x00" in key:
            raise InputError(wanted="an id source:id", found=key, where="--worker")
    return keys


def eraser_of(settings: Settings, store: Store) -> Eraser:
    """Erases from the installation of the settings.

    Raises:
        ConfigError: The keys cannot be read.
    """
    from matcher import erasure_reach

    return erasure_reach.eraser_of(store, home_of(settings), settings.secret_box(), settings.vault())


def finished(settings: Settings) -> FinishReport:
    """End the erasures of an installation; the encoder is loaded only when there are any.

    Raises:
        SepadanError: A step failed.
    """
    from matcher.erasure.reports import FinishReport
    from matcher.erasure_reach import finisher_of

    with open_kept(settings) as store:
        if not store.erasures(unfinished=True):
            return FinishReport()
    with open_engine(settings) as engine:
        box = settings.secret_box()
        return finisher_of(engine.store, engine.home, box, lambda: engine.build().generation).finish()


def rewritten(settings: Settings, folder: Path) -> dict[str, Any]:
    """Write backups anew without the erased, and put a copy of the log beside them for who restores one elsewhere.

    Raises:
        InputError: The folder is not there.
        GenerationError: The disk refused.
    """
    from dataclasses import asdict

    from indexes.backup_rewriting import rewrite_backups
    from matcher.erasure.digests import Digests
    from matcher.erasure.erasure_log import ErasureLog
    from matcher.erasure.known import Erased, remembered

    if not folder.is_dir():
        raise InputError(wanted="a folder of backups", found="none", where=str(folder))
    log, beside = ErasureLog(home_of(settings).erasures), ErasureLog(folder / "erasures.log")
    with open_kept(settings) as store:
        known = remembered(store)
    entries = log.entries()
    there = set(beside.entries())
    beside.add([entry for entry in entries if entry not in there])
    erased = Erased(Digests(settings.secret_box()), [*entries, *known, *there])
    return asdict(rewrite_backups(folder, erased.drops_of))


def _tell(document: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(document)
    else:
        show(facts_table(document))
