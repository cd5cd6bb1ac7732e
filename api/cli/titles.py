"""``sepadan titles``: titles that the coder is unsure of: list, settle, review by a second person, export, apply."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from api.cli.lines import output_lines
from api.cli.opening import home_of, open_filled, open_kept
from api.cli.options import HomeOption, JsonOption, OutputOption, settings_of
from api.cli.progress import progress
from api.cli.show import print_json, show, tell_facts
from taxonomy.errors import InputError

if TYPE_CHECKING:
    from api.settings import Settings
    from indexes.store import Store
    from indexes.title_rows import TitleRun
    from matcher.rights.requests import Actor
    from matcher.titles.desk import TitleDesk

AccountOption = Annotated[
    str, typer.Option("--account", metavar="NAME", help="Account of the steward whose answer it is.")
]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why; needed to reject, and to withdraw what counts.")]
LimitOption = Annotated[int, typer.Option("--limit", min=1, help="Most titles to list.")]

titles = typer.Typer(help="Titles that the coder is unsure of: list, settle, review, export, apply.")


@titles.callback(invoke_without_command=True)
def _titles(
    context: typer.Context, limit: LimitOption = 30, home: HomeOption = None, as_json: JsonOption = False
) -> None:
    """Titles that the coder is unsure of (without a further word), settle, review, answers, export, apply."""
    if context.invoked_subcommand is None:
        list_all(context, limit, home, as_json)


@titles.command("list")
def list_all(
    context: typer.Context, limit: LimitOption = 30, home: HomeOption = None, as_json: JsonOption = False
) -> None:
    """The titles that most postings have and the coder is unsure of, with its candidates."""
    from matcher.inspection import served_fingerprint
    from matcher.titles.uncertain import UncertainTitles

    settings = settings_of(context, home)
    with open_kept(settings) as store:
        found = list(UncertainTitles(store, served_fingerprint(home_of(settings))).now().values())
        answered = {case.answer.title: case.state for case in store.title_cases()}
    found.sort(key=lambda one: (-one.postings, one.title))
    rows = [
        {
            "title": one.title,
            "postings": one.postings,
            "seekers": one.seekers,
            "sources": dict(one.sources),
            "candidates": [{"code": code, "probability": score} for code, score in one.candidates],
            "answer": answered.get(one.title, ""),
        }
        for one in found[:limit]
    ]
    if as_json:
        print_json({"titles": rows, "total": len(found)})
        return
    table = Table("Judul", "Lowongan", "Sumber", "Calon kode", "Jawaban")
    for row, one in zip(rows, found, strict=False):
        codes = ", ".join(f"{code} {score:.2f}" for code, score in one.candidates)
        sources = ", ".join(f"{name} {count}" for name, count in one.sources.items())
        cells = (one.title, str(one.postings), sources, codes or "-", str(row["answer"]) or "-")
        table.add_row(*(Text(cell, overflow="fold") for cell in cells))
    show(table, Text(f"{len(rows)} dari {len(found)} judul", style="dim"))


@titles.command("settle")
def settle(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE.tsv", help="Columns title, answer and, if wanted, note.")],
    account: AccountOption,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Propose the answers of a table, all or none; each counts once another steward has confirmed it.

    An answer is a KBJI 2014 unit group, ---- (the title names no job) or depends (the ad decides).
    """
    from dataclasses import replace

    from matcher.inspection import served_fingerprint
    from matcher.titles.answers import checked_title
    from matcher.titles.table import read_table
    from matcher.titles.uncertain import UncertainTitles

    proposals = list(read_table(_text_of(file), str(file)))
    settings = settings_of(context, home)
    with open_kept(settings) as store:
        by, known = _actor(store, account), UncertainTitles(store, served_fingerprint(home_of(settings))).now()
        counted = [
            replace(one, postings=known[title].postings if (title := checked_title(one.title)) in known else 0)
            for one in proposals
        ]
        made = _desk(settings, store).propose(counted, by)
    tell_facts({"proposed": len(made), "ids": [one.id for one in made]}, as_json=as_json)


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(wanted="a readable table in UTF-8", found=type(error).__name__, where=str(file)) from error


@titles.command("review")
def review(
    context: typer.Context,
    answer_id: Annotated[str, typer.Argument(metavar="ID", help="Of the answer, as 'answers' lists it.")],
    verdict: Annotated[str, typer.Argument(metavar="VERDICT", help="confirmed, rejected or withdrawn.")],
    account: AccountOption,
    reason: ReasonOption = "",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Confirm or reject what another steward proposed, or withdraw an answer; 'apply' then codes the records anew."""
    from matcher.titles.table import case_document

    settings = settings_of(context, home)
    with open_kept(settings) as store:
        case = _desk(settings, store).review(answer_id, verdict, _actor(store, account), reason)
    tell_facts(case_document(case), as_json=as_json)


@titles.command("answers")
def answers(
    context: typer.Context,
    state: Annotated[str, typer.Option("--state", help="open, confirmed, rejected, withdrawn or replaced.")] = "",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Every answer with what became of it, and what was coded anew because of them."""
    from matcher.titles.table import case_document

    with open_kept(settings_of(context, home)) as store:
        found = [case_document(case) for case in store.title_cases() if state in {"", case.state}]
        runs = [_run_document(run) for run in store.title_runs()]
    if as_json:
        print_json({"answers": found, "runs": runs})
        return
    table = Table("ID", "Judul", "Jawaban", "Keadaan", "Diusulkan", "Ditinjau", "Alasan")
    for one in found:
        named = f"{one['answer']} {one['label']}".strip()
        cells = (one["id"], one["title"], named, one["state"], one["proposed_by"], one["reviewed_by"], one["reason"])
        table.add_row(*(Text(str(cell) or "-", overflow="fold") for cell in cells))
    coded = Table("Dikodekan ulang pada", "Lowongan", "Pencari kerja", "Pelatihan")
    for run in runs:
        coded.add_row(*(str(run[name]) for name in ("made_at", "postings", "workers", "courses")))
    show(table, coded)


@titles.command("export")
def export(
    context: typer.Context,
    output: OutputOption = "-",
    confirmed: Annotated[bool, typer.Option("--confirmed", help="Only what counts now.")] = False,
    home: HomeOption = None,
) -> None:
    """All answers as a table that 'settle' reads again."""
    from matcher.titles.table import table_bytes

    with output_lines(output) as write, open_kept(settings_of(context, home)) as store:
        write(table_bytes(store.title_cases(), only_confirmed=confirmed))


@titles.command("apply")
def apply(context: typer.Context, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Code anew what confirmed and withdrawn answers change, and nothing else; a build does it too."""
    from matcher.titles.applying import apply as apply_titles

    with open_filled(settings_of(context, home)) as engine, progress() as tell:
        run = apply_titles(engine.store, engine.coder, lambda done, total: tell("code", done, total))
    tell_facts(_run_document(run), as_json=as_json)


def _run_document(run: TitleRun) -> dict[str, Any]:
    counts = {"postings": run.postings, "workers": run.workers, "courses": run.courses}
    return {"made_at": run.made_at.isoformat(timespec="seconds"), "upto": run.upto, **counts}


def _desk(settings: Settings, store: Store) -> TitleDesk:
    from matcher.rights.audit_log import AuditLog
    from matcher.titles.desk import TitleDesk

    return TitleDesk(store, AuditLog(store, settings.secret_box()))


def _actor(store: Store, name: str) -> Actor:
    """The steward of an account, the same person as on the pages.

    Raises:
        InputError: There is no such account, it is shut out, or of another role.
    """
    from api.access.accounts import principal_of_account
    from indexes.account_rows import ACTIVE
    from matcher.rights.requests import Actor

    account = next((one for one in store.accounts() if one.name == name), None)
    if account is None or account.role != "steward" or account.state != ACTIVE:
        found = "none of this name" if account is None else f"one that is {account.state}, role {account.role}"
        raise InputError(wanted="an active account of a steward", found=found, where="--account")
    principal = principal_of_account(account)
    return Actor(client=principal.client, role=str(principal.role), tenant=principal.tenant)
