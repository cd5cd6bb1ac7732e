"""``sepadan vault``: which keys seal what, new keys, sealing anew, and whether everything still opens."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.opening import home_of, open_kept
from api.cli.options import HomeOption, JsonOption, settings_of
from api.cli.progress import progress
from api.cli.show import complain, facts_table, print_json, show
from matcher.records import Kind
from taxonomy.errors import ConfigError

if TYPE_CHECKING:
    from api.settings import Settings
    from indexes.identity_vault import Vault

vault = typer.Typer(help="Keys that seal identities and secrets: which are in use, new ones, sealing anew, checks.")


@vault.command("status")
def status(context: typer.Context, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Which keys are set, what each sealed, which can be thrown away; exit 1 when one is missing."""
    settings = settings_of(context, home)
    document = _status(settings)
    if as_json:
        print_json(document)
    else:
        show(facts_table(document))
    if document["identity_missing"] or document["secret_missing"]:
        complain("error", "a key that sealed something is not set; what it sealed cannot be opened")
        raise typer.Exit(1)


@vault.command("rotate")
def rotate(
    context: typer.Context,
    secrets: Annotated[
        bool, typer.Option("--secrets", help="Keys of secrets (secret.keys), not of identities.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="Write the setting there (0600), not to stdout.")
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a new key that seals from now on. Identities: set SEPADAN_IDENTITY_KEYS to what is given, then 'reseal'."""
    from indexes.secret_box import add_key, new_key

    settings = settings_of(context, home)
    key_id = f"k{datetime.now(UTC):%Y%m%dT%H%M%S}"
    document: dict[str, Any] = {"new_key": key_id, "next": "run 'sepadan vault reseal', then 'sepadan vault status'"}
    older = (settings.secret_keys if secrets else settings.identity_keys).get_secret_value()
    if secrets and not older:
        settings.secret_box()  # makes the file where it is not there
        document["keys"] = add_key(home_of(settings).secret_keys, key_id)
    else:
        setting = "SEPADAN_SECRET_KEYS" if secrets else "SEPADAN_IDENTITY_KEYS"
        value = f"{setting}={','.join(part for part in (new_key(key_id), older) if part)}"
        if output is None:
            document["setting"] = value
        else:
            _write_private(output, value)
            document["output"] = str(output)
        document["next"] = f"set {setting} and start the servers again, then {document['next']}"
    _tell(document, as_json=as_json)


@vault.command("reseal")
def reseal(context: typer.Context, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Seal anew, with the first key of each setting, what older keys sealed; cut short it goes on where it stopped."""
    from indexes.sealed_columns import reseal_boxes

    settings = settings_of(context, home)
    with open_kept(settings) as store, progress() as tell:
        total = store.count_identities(Kind.WORKER)
        identities = 0
        if total:
            identities = store.reseal(_vault_of(settings), lambda done: tell("seal identities anew", done, total))
        boxes = reseal_boxes(store, settings.secret_box())
    _tell({"identities": identities, "secrets": boxes}, as_json=as_json)


@vault.command("check")
def check(context: typer.Context, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Open everything that is sealed; exit 1 when anything does not open, or a keyed hash has lost its key."""
    from indexes.sealed_columns import box_faults
    from matcher.erasure.digests import Digests

    settings = settings_of(context, home)
    box = settings.secret_box()
    with open_kept(settings) as store:
        identities = store.count_identities(Kind.WORKER)
        faults = store.check(_vault_of(settings)) if identities else []
        faults += box_faults(store, box)
        digests = Digests(box)
        lost = sum(not digests.knows(one.digest) for one in store.erasures())
    if lost:
        faults.append(f"secret keys: wanted the keys of {lost} erasures, found them missing; set them again")
    _tell({"identities": identities, "faults": faults}, as_json=as_json)
    if faults:
        raise typer.Exit(1)


def _status(settings: Settings) -> dict[str, Any]:
    from collections import Counter

    from indexes.sealed_columns import keys_in_use

    opens, box = settings.vault(), settings.secret_box()
    with open_kept(settings) as store:
        identities, boxes = store.identity_keys(), keys_in_use(store)
        hashes: Counter[str] = Counter(one.digest.partition(":")[0] for one in store.erasures())
        heads = {head.key_id for head in store.audit_heads()}
    identity_keys = [] if opens is None else opens.key_ids
    current = "" if opens is None else opens.current
    in_use = {*boxes, *hashes, *heads, box.current}
    return {
        "identity_key": current,
        "identities_by_key": identities,
        "identity_missing": sorted(identities.keys() - set(identity_keys)),
        "identity_can_go": sorted(set(identity_keys) - identities.keys() - {current}),
        "secret_key": box.current,
        "secrets_by_key": boxes,
        "erasures_by_key": dict(hashes),
        "secret_missing": sorted(in_use - set(box.key_ids)),
        "secret_can_go": sorted(set(box.key_ids) - in_use),
    }


def _vault_of(settings: Settings) -> Vault:
    found = settings.vault()
    if found is None:
        raise ConfigError("identity keys: wanted SEPADAN_IDENTITY_KEYS, for identities are kept; found none")
    return found


def _write_private(path: Path, text: str) -> None:
    import os

    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise ConfigError(f"{path}: wanted a new file, found: {error.strerror}") from error
    with os.fdopen(handle, "w") as file:
        file.write(text + "\n")


def _tell(document: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(document)
    else:
        show(facts_table(document))
