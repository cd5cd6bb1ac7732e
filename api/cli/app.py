"""All commands in one application; those of other packages come in by the entry point group ``sepadan.commands``."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import metadata
from typing import Annotated

import typer

from api.cli.loading import group_of
from api.cli.options import HomeOption

COMMANDS: Mapping[str, str] = {
    "setup": "api.cli.setup:setup",
    "ingest": "api.cli.ingest:ingest",
    "build": "api.cli.build:build",
    "match": "api.cli.match:match",
    "normalise": "api.cli.normalise:normalise",
    "inspect": "api.cli.inspect:inspect",
    "industry": "api.cli.industry:industry",
    "cv": "api.cli.cv:cv",
    "serve": "api.cli.serve:serve",
    "demo": "api.cli.demo:demo",
    "sandbox": "api.cli.sandbox:sandbox",
    "status": "api.cli.status:status",
    "doctor": "api.cli.doctor:doctor",
    "migrate": "api.cli.migrate:migrate",
    "template": "api.cli.template:template",
    "backup": "api.cli.backup:backup",
    "restore": "api.cli.restore:restore",
    "verify": "api.cli.verify:verify",
    "export": "api.cli.export:export",
    "audit": "api.cli.audit:audit",
    "careers": "api.cli.careers:careers",
    "first-jobs": "api.cli.careers:first_jobs",
    "forecast": "api.cli.forecast:forecast",
    "capacity": "api.cli.capacity:capacity",
    "drift": "api.cli.drift:drift",
    "recommend": "api.cli.recommend_group:recommend",
    "export-cv": "api.cli.export_cv:export_cv",
    "occupations": "api.cli.occupations:occupations",
    "curriculum": "api.cli.curriculum:curriculum",
    "overseas": "api.cli.overseas:overseas",
    "batch": "api.cli.batch:batch",
    "programmes": "api.cli.programmes:programmes",
    "industries": "api.cli.industries:industries",
    "market": "api.cli.market:market",
    "generations": "api.cli.generations:generations",
    "weights": "api.cli.weights:weights",
    "sources": "api.cli.sources:sources",
    "clients": "api.cli.clients:clients",
    "accounts": "api.cli.accounts:accounts",
    "jobs": "api.cli.jobs:jobs",
    "duplicates": "api.cli.duplicates:duplicates",
    "titles": "api.cli.titles:titles",
    "rights": "api.cli.rights:rights",
    "audit-log": "api.cli.audit_log:audit_log",
    "erase": "api.cli.erase:erase",
    "retention": "api.cli.retention:retention",
    "vault": "api.cli.vault:vault",
    "webhooks": "api.cli.webhooks:webhooks",
}
"""Name to ``module:attribute``, in the order of the help: a function with Typer's annotations, or an application."""


def build_app() -> typer.Typer:
    """The application with every command; errors are left to ``main``."""
    # Typer's own tracebacks show local variables, which may hold what a person wrote.
    app = typer.Typer(name="sepadan", cls=group_of(COMMANDS), pretty_exceptions_enable=False)
    app.callback(invoke_without_command=True)(_root)
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
