"""``sepadan jobs``: asynchronous jobs listed, shown, worked at, cancelled, removed when their time is over."""

from __future__ import annotations

import signal
import threading
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Column, Table

from api.cli.audit_log import log_once
from api.cli.opening import check_there, open_engine, open_kept
from api.cli.options import HomeOption, JsonOption, settings_of
from api.cli.show import facts_table, print_json, show

if TYPE_CHECKING:
    from api.settings import Settings
    from indexes.store import Store
    from matcher.jobs.desk import JobDesk

jobs = typer.Typer(help="Uploads and matches too big for a request: list, show, work at, cancel, prune.")

JobArgument = Annotated[str, typer.Argument(metavar="JOB", help="Its id.", show_default=False)]


@jobs.command("list")
def list_jobs(
    context: typer.Context,
    tenant: Annotated[str | None, typer.Option("--tenant", help="Of this organisation alone.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many at most.")] = 50,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Jobs of all organisations, the newest first."""
    from matcher.jobs.desk import document_of

    with open_kept(settings_of(context, home)) as store:
        found = [document_of(job) for job in store.jobs(tenant, limit=limit)]
    if as_json:
        print_json({"jobs": found})
        return
    # An id is there to be copied: it is never cut.
    head = Column("id", no_wrap=True, min_width=28)
    table = Table(head, "tenant", "kind", "state", "done", "made at", title=f"{len(found)} jobs")
    for job in found:
        of = "?" if job["total"] is None else job["total"]
        said = (str(job[name]) for name in ("id", "tenant", "kind", "state"))
        table.add_row(*said, f"{job['done']}/{of}", str(job["made_at"]))
    show(table)


@jobs.command("show")
def show_job(context: typer.Context, job: JobArgument, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """One job, with what was done so far."""
    from matcher.jobs.desk import document_of

    with open_kept(settings_of(context, home)) as store:
        found = document_of(store.job(job))
    if as_json:
        print_json(found)
    else:
        show(facts_table(found))


@jobs.command("cancel")
def cancel_job(context: typer.Context, job: JobArgument, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Have a job end after the part that is worked at; it may be resumed over the API."""
    from matcher.jobs.desk import document_of

    settings = settings_of(context, home)
    with open_kept(settings) as store:
        cancelled = _desk(settings, store).cancel(job)
        facts = {"job": cancelled.id, "kind": cancelled.kind, "state": cancelled.state, "tenant": cancelled.tenant}
        log_once(settings, store, "job.cancel", facts=facts)
        found = document_of(cancelled)
    if as_json:
        print_json(found)
    else:
        show(facts_table(found))


@jobs.command("prune")
def prune_jobs(context: typer.Context, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Remove jobs and uploads whose time is over; a server that works at jobs does so by itself."""
    settings = settings_of(context, home)
    with open_kept(settings) as store:
        removed = _desk(settings, store).prune()
    if as_json:
        print_json({"removed": removed})
    else:
        show(facts_table({"removed": removed}))


@jobs.command("work")
def work_at_jobs(
    context: typer.Context,
    once: Annotated[bool, typer.Option("--once", help="End when nothing waits any more.")] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Work at jobs in a process of its own, until Ctrl-C; any number may do so beside each other and the server."""
    from api.job_service import JobService, tell_job_done, workshop
    from api.logs import make_log
    from matcher.jobs.worker import Worker

    settings = settings_of(context, home)
    check_there(settings)
    with open_engine(settings) as engine:
        service = JobService(settings, make_log(settings.log_level, settings.log_format))
        service.on_done = partial(tell_job_done, engine.store, lambda: None)  # servers and 'webhooks work' deliver
        worker = Worker(workshop(settings, engine, service))
        if once:
            turns = worker.drain()
        else:
            turns = 0
            stopping = threading.Event()

            def stop(*_: object) -> None:
                stopping.set()

            for each in (signal.SIGINT, signal.SIGTERM):
                signal.signal(each, stop)
            worker.work(stopping)
    if as_json:
        print_json({"parts": turns})


def _desk(settings: Settings, store: Store) -> JobDesk:
    from api.cli.opening import home_of
    from matcher.jobs.desk import JobDesk

    return JobDesk(home_of(settings), store, settings.secret_box(), settings.job_limits())
