"""All commands in one application; those of other packages come in by the entry point group ``sepadan.commands``."""

from __future__ import annotations

from collections.abc import Callable
from importlib import metadata
from typing import Annotated, Any

import typer

from api.cli.accounts import accounts
from api.cli.audit import audit
from api.cli.audit_log import audit_log
from api.cli.backup import backup
from api.cli.batch import batch
from api.cli.build import build
from api.cli.capacity import capacity
from api.cli.careers import careers, first_jobs
from api.cli.clients import clients
from api.cli.curriculum import curriculum
from api.cli.cv import cv
from api.cli.demo import demo
from api.cli.doctor import doctor
from api.cli.drift import drift
from api.cli.duplicates import duplicates
from api.cli.erase import erase
from api.cli.export import export
from api.cli.export_cv import export_cv
from api.cli.forecast import forecast
from api.cli.generations import generations
from api.cli.industries import industries
from api.cli.industry import industry
from api.cli.ingest import ingest
from api.cli.inspect import inspect
from api.cli.jobs import jobs
from api.cli.market import market
from api.cli.match import match
from api.cli.migrate import migrate
from api.cli.normalise import normalise
from api.cli.occupations import occupations
from api.cli.options import HomeOption
from api.cli.overseas import overseas
from api.cli.programmes import check as check_programmes
from api.cli.programmes import programmes
from api.cli.recommend import courses, paths
from api.cli.recommend_postings import postings
from api.cli.restore import restore
from api.cli.retention import retention
from api.cli.rights import rights
from api.cli.sandbox import sandbox
from api.cli.serve import serve
from api.cli.setup import setup
from api.cli.sources import sources
from api.cli.status import status
from api.cli.template import template
from api.cli.titles import titles
from api.cli.vault import vault
from api.cli.verify import verify
from api.cli.webhooks import webhooks
from api.cli.weights import weights
from taxonomy.errors import ConfigError

GROUP = "sepadan.commands"
"""Entry points of this group are commands: a function with Typer's annotations, or a Typer application."""

COMMANDS: tuple[Callable[..., None], ...] = (
    setup,
    ingest,
    build,
    match,
    normalise,
    inspect,
    industry,
    cv,
    serve,
    demo,
    sandbox,
    status,
    doctor,
    migrate,
    template,
    backup,
    restore,
    verify,
    export,
    audit,
    careers,
    first_jobs,
    forecast,
    capacity,
    drift,
)


def build_app() -> typer.Typer:
    """The application with every command; errors are left to ``main``."""
    # Typer's own tracebacks show local variables, which may hold what a person wrote.
    app = typer.Typer(name="sepadan", pretty_exceptions_enable=False)
    app.callback(invoke_without_command=True)(_root)
    for command in COMMANDS:
        app.command(command.__name__.replace("_", "-"))(command)
    recommend = typer.Typer(help="Recommend courses, paths, programmes, or postings to many workers at once.")
    recommend.command("courses")(courses)
    recommend.command("paths")(paths)
    recommend.command("postings")(postings)
    recommend.command("programmes")(check_programmes)
    app.add_typer(recommend, name="recommend")
    app.command("export-cv")(export_cv)
    app.add_typer(occupations, name="occupations")
    app.add_typer(curriculum, name="curriculum")
    app.add_typer(overseas, name="overseas")
    app.add_typer(batch, name="batch")
    app.add_typer(programmes, name="programmes")
    app.add_typer(industries, name="industries")
    app.add_typer(market, name="market")
    app.add_typer(generations, name="generations")
    app.add_typer(weights, name="weights")
    app.add_typer(sources, name="sources")
    app.add_typer(clients, name="clients")
    app.add_typer(accounts, name="accounts")
    app.add_typer(jobs, name="jobs")
    app.add_typer(duplicates, name="duplicates")
    app.add_typer(titles, name="titles")
    app.add_typer(rights, name="rights")
    app.add_typer(audit_log, name="audit-log")
    app.add_typer(erase, name="erase")
    app.add_typer(retention, name="retention")
    app.add_typer(vault, name="vault")
    app.add_typer(webhooks, name="webhooks")
    for entry in sorted(metadata.entry_points(group=GROUP), key=lambda found: found.name):
        _add(app, entry)
    return app


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(metadata.version("sepadan"))
        raise typer.Exit


def _root(
    context: typer.Context,
    home: HomeOption = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Job-skill matching for Indonesia: code postings, workers and courses, match them, say why."""
    context.obj = home
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(2)


def _add(app: typer.Typer, entry: metadata.EntryPoint) -> None:
    try:
        command: Any = entry.load()
    except (ImportError, AttributeError) as error:
        # One broken package must not take the other commands away.
        reason = f"command {entry.name}: wanted {entry.value}, found: {error}"
        app.command(entry.name, help=f"Not available: {error}")(_unavailable(reason))
        return
    if isinstance(command, typer.Typer):
        app.add_typer(command, name=entry.name)
    else:
        app.command(entry.name)(command)


def _unavailable(reason: str) -> Callable[[], None]:
    def unavailable() -> None:
        raise ConfigError(reason)

    return unavailable
