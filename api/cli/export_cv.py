"""``sepadan export-cv``: a stored worker as a Europass CV."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.audit_log import log_once
from api.cli.lines import STDIO, output_file
from api.cli.opening import check_there, open_coder, open_store
from api.cli.options import HomeOption, settings_of
from matcher.europass.kinds import CvFormat, CvLanguage
from taxonomy.errors import ConfigError, UnknownIdError

if TYPE_CHECKING:
    from api.settings import Settings
    from indexes.store import Store
    from matcher.europass.identity import CvIdentity
    from matcher.records import Worker


def export_cv(
    context: typer.Context,
    key: Annotated[str, typer.Argument(metavar="WORKER", help="Key of a stored worker (source:id).")],
    form: Annotated[CvFormat, typer.Option("--format", help="Form of the document.")] = "europass-json",
    lang: Annotated[CvLanguage, typer.Option("--lang", help="Of names and headings; own words stay.")] = "en",
    output: Annotated[str, typer.Option("--output", metavar="FILE", help="File to write; - is stdout.")] = STDIO,
    with_identity: Annotated[
        bool, typer.Option("--with-identity", help="Add name, e-mail and phone; needs SEPADAN_IDENTITY_KEYS.")
    ] = False,
    home: HomeOption = None,
) -> None:
    """Write a worker as Europass JSON or XML: coded facts in English, own words as they are, no identity."""
    from matcher.europass.export import worker_profile, write_cv

    settings = settings_of(context, home)
    check_there(settings)
    with open_store(settings) as store:
        worker = _stored(store, key)
        identity = _identity(store, settings, key) if with_identity else None
        if identity is not None:
            log_once(settings, store, "identity.read", target=key, purpose="overseas", facts={"format": form})
    profile = worker_profile(worker, open_coder(settings), lang)
    document = write_cv(profile, form, datetime.now(UTC), identity)
    if output == STDIO:
        typer.echo(document, nl=False)
        return
    with output_file(output) as file:
        file.write(document)


def _stored(store: Store, key: str) -> Worker:
    from matcher.codec import from_json
    from matcher.records import Kind, Worker

    stored = store.get(Kind.WORKER, key)
    if stored is None:
        raise UnknownIdError(wanted="the key (source:id) of a stored worker", found=key, where="WORKER")
    worker = from_json(Kind.WORKER, stored.payload)
    assert isinstance(worker, Worker)
    return worker


def _identity(store: Store, settings: Settings, key: str) -> CvIdentity:
    """Who the worker is, opened with the keys of the settings.

    Raises:
        ConfigError: There are no keys.
        UnknownIdError: No name is kept.
    """
    from matcher.europass.identity import COLUMNS, identity_of_columns
    from matcher.records import Kind

    vault = settings.vault()
    if vault is None:
        wanted = "wanted the keys that identities are sealed with, found none"
        raise ConfigError(f"setting identity_keys: {wanted}; set SEPADAN_IDENTITY_KEYS or leave out --with-identity")
    identity = identity_of_columns(store.identity(Kind.WORKER, key, vault, COLUMNS) or {})
    if identity is None:
        raise UnknownIdError(wanted="a worker whose name is kept", found=key, where="table identity")
    return identity
