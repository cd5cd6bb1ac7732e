"""``sepadan accounts``: who may sign in to the pages: add, list, disable, enable, reset, remove."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from api.cli.audit_log import log_once
from api.cli.client_documents import plain, tell, tell_once
from api.cli.opening import open_store
from api.cli.options import HomeOption, JsonOption, settings_of
from api.cli.show import print_json, show

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from indexes.account_rows import StoredAccount
    from indexes.store import Store

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="As it is typed to sign in.", show_default=False)]
StdinOption = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input; else one is made, shown once.")
]

accounts = typer.Typer(help="Who may sign in to the pages: add, list, disable, enable, reset, remove.")


@accounts.callback(invoke_without_command=True)
def _accounts(context: typer.Context, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Who may sign in to the pages: list (without a further word), add, disable, enable, reset, remove."""
    if context.invoked_subcommand is None:
        list_all(context, home, as_json)


@accounts.command("list")
def list_all(context: typer.Context, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Every account, without its password."""
    with open_store(settings_of(context, home)) as store:
        found = [account_document(account) for account in store.accounts()]
    if as_json:
        print_json({"accounts": found})
        return
    table = Table("Akun", "Peran", "Lembaga", "Sumber", "Status", "Dibuat")
    for one in found:
        sources = "semua" if one["sources"] is None else ", ".join(one["sources"])
        row = (one["name"], one["role"], one["tenant"], sources, one["state"], plain(one["created_at"]))
        table.add_row(*(Text(text, overflow="fold") for text in row))
    show(table)


@accounts.command("add")
def add(
    context: typer.Context,
    name: NameArgument,
    role: Annotated[str, typer.Option(help="officer, employer, planner or steward.")],
    tenant: Annotated[str, typer.Option(help="Organisation that it belongs to; the name when empty.")] = "",
    source: Annotated[list[str], typer.Option(help="A source of its own: employer and planner. Repeatable.")] = [],  # noqa: B006 - Typer reads it and never changes it
    password_stdin: StdinOption = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Let somebody in; the password must be changed at the first sign-in."""
    from api.access.accounts import add_account

    password = _password(password_stdin)

    def added(store: Store) -> StoredAccount:
        return add_account(store, name, role=role, tenant=tenant, sources=source, password=password, is_given=True)

    made = _logged(context, home, "account.add", added)
    _tell_password(made, password, password_stdin=password_stdin, as_json=as_json)


@accounts.command("disable")
def disable(context: typer.Context, name: NameArgument, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Shut an account out, at once, with all its sessions."""
    _set_state(context, name, home, is_active=False, as_json=as_json)


@accounts.command("enable")
def enable(context: typer.Context, name: NameArgument, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Let an account in again."""
    _set_state(context, name, home, is_active=True, as_json=as_json)


@accounts.command("reset")
def reset(
    context: typer.Context,
    name: NameArgument,
    password_stdin: StdinOption = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give an account another password, to be changed at the next sign-in; all its sessions end."""
    from api.access.accounts import set_password

    password = _password(password_stdin)
    changed = _logged(context, home, "account.reset", lambda store: set_password(store, name, password, is_given=True))
    _tell_password(changed, password, password_stdin=password_stdin, as_json=as_json)


@accounts.command("remove")
def remove(context: typer.Context, name: NameArgument, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Remove an account; the audit log keeps what it did, under its name."""
    settings = settings_of(context, home)
    with open_store(settings) as store:
        store.remove_account(name)
        log_once(settings, store, "account.remove", facts={"client": f"staff:{name}"})
    tell({"removed": name}, as_json=as_json)


def account_document(account: StoredAccount) -> dict[str, Any]:
    """An account without its hash."""
    names = ("name", "role", "tenant", "state", "must_change", "created_at", "changed_at")
    owned = account.owned
    return {
        **{name: getattr(account, name) for name in names},
        "sources": None if owned is None else sorted(owned),
    }


def _logged(
    context: typer.Context, home: Path | None, action: str, change: Callable[[Store], StoredAccount]
) -> StoredAccount:
    """An account as a change leaves it, with its row of the audit log."""
    settings = settings_of(context, home)
    with open_store(settings) as store:
        changed = change(store)
        log_once(settings, store, action, facts={"client": f"staff:{changed.name}", "kind": changed.role})
    return changed


def _set_state(context: typer.Context, name: str, home: Path | None, *, is_active: bool, as_json: bool) -> None:
    from api.access.accounts import set_state

    action = "account.enable" if is_active else "account.disable"
    changed = _logged(context, home, action, lambda store: set_state(store, name, is_active=is_active))
    tell(account_document(changed), as_json=as_json)


def _password(from_stdin: bool) -> str:
    from api.access.accounts import new_password

    return sys.stdin.readline().rstrip("\r\n") if from_stdin else new_password()


def _tell_password(account: StoredAccount, password: str, *, password_stdin: bool, as_json: bool) -> None:
    shown = {} if password_stdin else {"password": password}
    tell_once(account_document(account), shown, as_json=as_json)
