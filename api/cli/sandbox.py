"""``sepadan sandbox``: the sample world behind credentials, in a home of its own, to try everything with no harm."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.build import build_index
from api.cli.demo import load_world, needs_build
from api.cli.opening import is_there, open_engine, open_store
from api.cli.options import HomeOption, JsonOption, settings_of
from api.cli.serve import PortOption, held_port, serve_on, url_of
from api.cli.show import complain, print_json
from api.sandbox_home import START, Credentials, add_clients, alone, check_records, claim, empty, known_clients

if TYPE_CHECKING:
    from api.settings import Settings

_HOST = "127.0.0.1"


def sandbox(
    context: typer.Context,
    reset: Annotated[bool, typer.Option("--reset", help="Empty it and make it anew, with new secrets.")] = False,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="End once it is made.")] = False,
    port: PortOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Serve the invented sample world on this machine, with clients of each role and faults on demand."""
    chosen = home or context.find_root().obj or settings_of(context, None).home / "sandbox"
    # What the environment says of the real installation, above all its database, counts for nothing here.
    settings = settings_of(
        context,
        chosen,
        host=_HOST,
        port=port,
        workers=1,
        auth="on",
        sandbox=True,
        database_url="",
        public_url="",
        hosts="",
        limits_storage="memory://",
        behind_proxy=False,
    )
    with ExitStack() as stack:
        listener = None if no_serve else stack.enter_context(held_port(settings.host, settings.port))
        made = prepare(settings, reset=reset)
        engine = stack.enter_context(open_engine(settings, is_sample=True))
        is_first = not engine.status().generation
        if needs_build(engine):
            build_index(engine)
        if is_first:  # nobody has been let in yet
            engine.store.keep_start(settings.home / START)
        _tell(settings, made, url_of(listener) if listener else "", as_json=as_json)
        if listener:
            serve_on(listener, settings, engine)


def prepare(settings: Settings, *, reset: bool) -> list[Credentials]:
    """Make a sandbox that is not there, not whole or to be made anew, and leave any other as its users left it.

    Returns:
        Its clients; with secrets where they were made.

    Raises:
        ConfigError: The folder is something else, holds records of others, or is served and has to be made.
    """
    claim(settings.home)
    if is_there(settings):
        with open_store(settings) as store:
            check_records(store)
            known = known_clients(store)
        if known and not reset:
            return known
    with alone(settings.home):
        empty(settings.home)
        load_world(settings)
        with open_store(settings) as store:
            return add_clients(store)


def _tell(settings: Settings, made: list[Credentials], url: str, *, as_json: bool) -> None:
    is_new = any(one.client_secret for one in made)
    if as_json:
        # Nothing, not an empty text, where a secret cannot be shown again.
        clients = [{name: value or None for name, value in asdict(one).items()} for one in made]
        print_json({"home": str(settings.home), "url": url, "clients": clients})
    else:
        typer.echo(f"{settings.home} {url}".strip())
        for one in made:
            typer.echo(f"{one.client_id} {one.role}")
            if is_new:  # on lines of their own, which no table breaks in two
                typer.echo(f"  secret {one.client_secret}\n  key    {one.api_key}")
    told = (
        "keep secrets and keys now: they are shown once" if is_new else "secrets are as before; --reset makes new ones"
    )
    complain("note", told)
