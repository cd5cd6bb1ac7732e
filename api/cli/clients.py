"""``sepadan clients``: who may call: add, list, show, disable, enable, rotate, API keys, and keys that sign tokens."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from api.cli.audit_log import log_once
from api.cli.client_documents import client_document, key_document, plain, tell, tell_keys, tell_once
from api.cli.opening import open_store
from api.cli.options import HomeOption, JsonOption, settings_of
from api.cli.show import facts_table, print_json, show

IdArgument = Annotated[str, typer.Argument(metavar="ID", help="As it was added.", show_default=False)]

clients = typer.Typer(help="Who may call: add, list, show, disable, enable, rotate, key, keys.")
key = typer.Typer(help="API keys of clients: add, revoke.")
keys = typer.Typer(help="Keys that sign tokens: list, rotate, withdraw.")
clients.add_typer(key, name="key")
clients.add_typer(keys, name="keys")


@clients.callback(invoke_without_command=True)
def _clients(context: typer.Context, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Who may call: list (without a further word), add, show, disable, enable, rotate, key, keys."""
    if context.invoked_subcommand is None:
        list_all(context, home, as_json)


@clients.command("list")
def list_all(context: typer.Context, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Every client, without its secrets."""
    with open_store(settings_of(context, home)) as store:
        found = store.clients()
    if as_json:
        print_json({"clients": [client_document(client) for client in found]})
        return
    table = Table("Klien", "Nama", "Peran", "Izin", "Sumber", "Status")
    for client in found:
        sources = "semua" if client.sources is None else ", ".join(sorted(client.sources))
        row = (client.id, client.name, client.role, " ".join(sorted(client.scopes)), sources, client.state)
        table.add_row(*(Text(text, overflow="fold") for text in row))
    show(table)


@clients.command("add")
def add(
    context: typer.Context,
    client_id: Annotated[str, typer.Argument(metavar="ID", help="2 to 63 of a-z 0-9 . _ -")],
    role: Annotated[str, typer.Option(help="platform, board, centre or officer.")],
    scope: Annotated[list[str], typer.Option(help="What it may do (docs/access.md). Repeatable.")],
    name: Annotated[str, typer.Option(help="For people; the id when empty.")] = "",
    tenant: Annotated[str, typer.Option(help="Organisation that it belongs to; the id when empty.")] = "",
    source: Annotated[list[str], typer.Option(help="A source of its own; all when none is given. Repeatable.")] = [],  # noqa: B006 - Typer reads it and never changes it
    rate: Annotated[int, typer.Option(help="Requests a second that it may make for long.")] = 50,
    burst: Annotated[int, typer.Option(help="Requests that it may make at once.")] = 200,
    quota: Annotated[int, typer.Option(help="Requests a day; 0 for as many as it likes.")] = 1_000_000,
    no_secret: Annotated[
        bool, typer.Option("--no-secret", help="It comes with API keys or tokens of another issuer alone.")
    ] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add a client; its secret is shown once and never again."""
    from api.access.registry import add_client, new_client

    client = new_client(
        client_id,
        name=name,
        tenant=tenant,
        role=role,
        scopes=scope,
        sources=source or None,
        rate=rate,
        burst=burst,
        quota=quota,
    )
    settings = settings_of(context, home)
    facts = {"client": client.id, "kind": client.role, "scope": " ".join(sorted(client.scopes))}
    with open_store(settings) as store:
        secret = add_client(store, client, has_secret=not no_secret)
        log_once(settings, store, "client.add", facts=facts)
    tell_once({"client_id": client.id}, {"client_secret": secret} if secret else {}, as_json=as_json)


@clients.command("show")
def show_one(
    context: typer.Context, client_id: IdArgument, home: HomeOption = None, as_json: JsonOption = False
) -> None:
    """One client with its API keys and what it used today."""
    from api.day import today

    with open_store(settings_of(context, home)) as store:
        client, owned = store.client(client_id), store.api_keys(client_id)
        used = store.usage(today().isoformat()).get(client_id, 0)
    keys = [key_document(one) for one in owned]
    document: dict[str, Any] = {**client_document(client), "used_today": used, "keys": keys}
    if as_json:
        print_json(document)
        return
    show(facts_table({name: plain(value) for name, value in document.items() if name != "keys"}))
    for one in keys:
        dates = f"dibuat {plain(one['created_at'])}, berakhir {plain(one['expires_at'])}"
        typer.echo(f"kunci {one['id']}  {one['label']}")
        typer.echo(f"  {dates}, dicabut {plain(one['revoked_at'])}, dipakai {plain(one['last_used_on'])}")


@clients.command("disable")
def disable(
    context: typer.Context, client_id: IdArgument, home: HomeOption = None, as_json: JsonOption = False
) -> None:
    """Shut a client out, at once, with every token that it holds."""
    from api.access import registry

    settings = settings_of(context, home)
    with open_store(settings) as store:
        changed = registry.disable(store, client_id)
        log_once(settings, store, "client.disable", facts={"client": client_id})
        tell(client_document(changed), as_json=as_json)


@clients.command("enable")
def enable(context: typer.Context, client_id: IdArgument, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Let a client in again."""
    from api.access import registry

    settings = settings_of(context, home)
    with open_store(settings) as store:
        changed = registry.enable(store, client_id)
        log_once(settings, store, "client.enable", facts={"client": client_id})
        tell(client_document(changed), as_json=as_json)


@clients.command("rotate")
def rotate(
    context: typer.Context,
    client_id: IdArgument,
    overlap: Annotated[int, typer.Option(help="Hours that the secret before is good; 0 ends it and all tokens.")] = 168,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give a client a new secret, shown once."""
    from api.access import registry

    settings = settings_of(context, home)
    with open_store(settings) as store:
        secret = registry.rotate_secret(store, client_id, timedelta(hours=max(0, overlap)))
        log_once(settings, store, "client.rotate", facts={"client": client_id, "hours": max(0, overlap)})
    tell_once({"client_id": client_id}, {"client_secret": secret}, as_json=as_json)


@key.command("add")
def key_add(
    context: typer.Context,
    client_id: IdArgument,
    label: Annotated[str, typer.Option(help="What it is for.")] = "",
    days: Annotated[int, typer.Option(help="After how many days it ends; 0 for never.", min=0)] = 365,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give a client an API key, shown once."""
    from api.access import registry

    life = timedelta(days=days) if days else None
    settings = settings_of(context, home)
    with open_store(settings) as store:
        made, text = registry.add_api_key(store, client_id, label, life)
        log_once(settings, store, "client.key_add", facts={"client": client_id, "key_id": made.id})
    tell_once(key_document(made), {"key": text}, as_json=as_json)


@key.command("revoke")
def key_revoke(
    context: typer.Context,
    key_id: Annotated[str, typer.Argument(metavar="KEY", help="Its id: what stands after spd_.", show_default=False)],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take an API key back, at once."""
    from api.access import registry

    settings = settings_of(context, home)
    with open_store(settings) as store:
        revoked = registry.revoke_api_key(store, key_id)
        log_once(settings, store, "client.key_revoke", facts={"client": revoked.client, "key_id": key_id})
        tell(key_document(revoked), as_json=as_json)


@keys.command("list")
def keys_list(context: typer.Context, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Every signing key: since when it signs, and until when it is published."""
    with open_store(settings_of(context, home)) as store:
        tell_keys(store.signing_keys(), as_json=as_json)


@keys.command("rotate")
def keys_rotate(context: typer.Context, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Make a new signing key: published now, signing in ten minutes; the one before goes when its tokens have ended."""
    from api.access.signing_keys import rotate as rotate_key

    settings = settings_of(context, home)
    with open_store(settings) as store:
        rotate_key(store, settings.secret_box())
        log_once(settings, store, "signing_key.rotate", facts={})
        tell_keys(store.signing_keys(), as_json=as_json)


@keys.command("withdraw")
def keys_withdraw(
    context: typer.Context,
    kid: Annotated[str, typer.Argument(metavar="KID", help="As 'keys list' shows it.", show_default=False)],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take a signing key away at once, for somebody else has it; its tokens are refused from now on."""
    from api.access.signing_keys import withdraw

    settings = settings_of(context, home)
    with open_store(settings) as store:
        withdraw(store, settings.secret_box(), kid)
        log_once(settings, store, "signing_key.withdraw", facts={"key_id": kid})
        tell_keys(store.signing_keys(), as_json=as_json)
