"""What ``sepadan clients`` prints: clients and keys without what is secret, and a secret once."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import typer

from api.cli.show import complain, facts_table, print_json, show
from taxonomy.json_values import is_list

if TYPE_CHECKING:
    from indexes.client_records import StoredClient, StoredKey, StoredSigningKey


def client_document(client: StoredClient) -> dict[str, Any]:
    """A client without hashes."""
    hidden = {"secret_hash", "old_secret_hash", "tokens_from"}
    document = {name: value for name, value in asdict(client).items() if name not in hidden}
    document["scopes"] = sorted(client.scopes)
    document["sources"] = None if client.sources is None else sorted(client.sources)
    is_old_good = client.old_secret_until is not None and client.old_secret_until > datetime.now(UTC)
    return {**document, "old_secret_until": client.old_secret_until if is_old_good else None}


def key_document(one: StoredKey) -> dict[str, Any]:
    """An API key without its hash."""
    names = ("id", "client", "label", "created_at", "expires_at", "revoked_at", "last_used_on")
    return {name: getattr(one, name) for name in names}


def plain(value: object) -> str:
    """A value as a person reads it."""
    if is_list(value):
        return ", ".join(value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return "-" if value is None or value == "" else str(value)


def tell(document: dict[str, Any], *, as_json: bool) -> None:
    """Print a document, as JSON or as a table."""
    if as_json:
        print_json(document)
    else:
        show(facts_table({name: plain(value) for name, value in document.items()}))


def tell_once(document: dict[str, Any], secret: dict[str, str], *, as_json: bool) -> None:
    """Print a document and a secret by its name, which nobody sees again."""
    tell({**document, **secret} if as_json else document, as_json=as_json)
    if secret:
        if not as_json:  # on a line of its own, which no table breaks in two
            typer.echo(next(iter(secret.values())))
        complain("note", "keep it now: it is shown once, and nobody can read it again")


def tell_keys(found: list[StoredSigningKey], *, as_json: bool) -> None:
    """Print keys that sign tokens, without what is secret of them."""
    names = ("kid", "created_at", "signs_from", "published_until")
    documents = [{name: getattr(one, name) for name in names} for one in found]
    if as_json:
        print_json({"keys": documents})
        return
    for one in documents:
        typer.echo(f"{one['kid']}  dibuat {plain(one['created_at'])}")
        typer.echo(f"  menandatangani sejak {plain(one['signs_from'])}, terbit sampai {plain(one['published_until'])}")
