"""``sepadan doctor``: what must be right on this machine, each check with what was found and how to mend it."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import typer
from rich.table import Table
from rich.text import Text

from api.cli import doctor_operation
from api.cli.check import Check
from api.cli.opening import home_of, is_there, open_coder, open_store, tables_of
from api.cli.options import HomeOption, JsonOption, settings_of
from api.cli.progress import progress
from api.cli.serve import held_port
from api.cli.show import print_json, show
from taxonomy.errors import SepadanError

if TYPE_CHECKING:
    from api.settings import Settings

PYTHONS = ((3, 11), (3, 12))
"""Versions of Python that the pinned packages run on."""

_MIGRATE = "back up with the version that made them, then run 'sepadan migrate'"

FREE_BYTES = 1 << 30
"""Space wanted: the unpacked encoder takes 465 MB, and a build writes an index beside the one that serves."""


def doctor(context: typer.Context, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Check this machine and this installation; exit code 1 when anything is wrong."""
    settings = settings_of(context, home)
    checks: list[Check] = []
    with progress() as tell:
        for done, look in enumerate(CHECKS):
            tell("look", done, len(CHECKS))
            checks.append(look(settings))
        tell("look", len(CHECKS), len(CHECKS))
    is_well = all(check.ok for check in checks)
    if as_json:
        print_json({"ok": is_well, "checks": [asdict(check) for check in checks]})
    else:
        show(_table(checks))
    if not is_well:
        raise typer.Exit(1)


def _table(checks: list[Check]) -> Table:
    table = Table(show_lines=False)
    for name in ("Check", "", "Found", "Mend"):
        table.add_column(name, overflow="fold")
    for check in checks:
        mark = Text("ok", "green") if check.ok else Text("WRONG", "bold red")
        table.add_row(check.name, mark, Text(check.found), Text(check.mend))
    return table


def python_version(_: Settings) -> Check:
    """Python is one that the packages run on."""
    found = f"{sys.version_info.major}.{sys.version_info.minor}.{sys.version_info.micro}"
    is_known = sys.version_info[:2] in PYTHONS
    return Check(name="Python", ok=is_known, found=found, mend="" if is_known else "use Python 3.11 or 3.12")


def packages(_: Settings) -> Check:
    """Every package that Sepadan needs is installed, in a version that it works with."""
    from packaging.requirements import Requirement

    wanted = [Requirement(text) for text in metadata.requires("sepadan") or ()]
    wrong: list[str] = []
    for need in wanted:
        if need.marker is not None and not need.marker.evaluate({"extra": ""}):
            continue
        try:
            version = metadata.version(need.name)
        except metadata.PackageNotFoundError:
            wrong.append(f"{need.name} is missing")
            continue
        if not need.specifier.contains(version, prereleases=True):
            wrong.append(f"{need.name} {version}, wanted {need.specifier}")
    found = "; ".join(wrong) or f"sepadan {metadata.version('sepadan')} with all it needs"
    return Check(name="packages", ok=not wrong, found=found, mend="run 'make setup'" if wrong else "")


def encoder(settings: Settings) -> Check:
    """The encoder is whole, loads, and is the one that the title coder was trained with."""
    try:
        return Check(name="encoder", ok=True, found=open_coder(settings).fingerprint)
    except (SepadanError, OSError, ValueError, ImportError) as error:
        return Check(name="encoder", ok=False, found=str(error), mend="run 'sepadan setup'")


def home_folder(settings: Settings) -> Check:
    """The home can be written, or made."""
    folder = _nearest(settings.home)
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        mend = f"make {folder} a folder that you may write, or choose another with --home"
        return Check(name="home", ok=False, found=f"{folder}: {error.strerror}", mend=mend)
    there = "can be written" if settings.home.exists() else "not there yet, can be made"
    return Check(name="home", ok=True, found=f"{settings.home}: {there}")


def disk(settings: Settings) -> Check:
    """There is space for an index."""
    folder = _nearest(settings.home)
    free = shutil.disk_usage(folder).free
    is_enough = free >= FREE_BYTES
    mend = "" if is_enough else f"free {_size(FREE_BYTES)}, or choose another disk with --home"
    return Check(name="disk", ok=is_enough, found=f"{_size(free)} free at {folder}", mend=mend)


def _size(n_bytes: int) -> str:
    return f"{n_bytes / 2**30:.1f} GiB" if n_bytes >= 2**30 else f"{n_bytes >> 20} MiB"


def _nearest(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    folder = Path(os.path.abspath(folder))
    return next(above for above in (folder, *folder.parents) if above.exists())


def store(settings: Settings) -> Check:
    """The store opens, with the schema of this version."""
    from indexes.schema import HEAD, REVISIONS

    try:
        if not is_there(settings):
            return Check(name="store", ok=True, found="not there yet; 'sepadan ingest' makes it")
        tables = tables_of(settings)
        if tables is not None and tables in REVISIONS[:-1]:  # opened it would be migrated, which a look must not do
            found = f"tables of version {tables}, this Sepadan has {HEAD}"
            return Check(name="store", ok=False, found=found, mend=_MIGRATE)
        with open_store(settings) as opened:
            counts = opened.counts()
    except SepadanError as error:
        return Check(name="store", ok=False, found=str(error), mend="choose another --home or SEPADAN_DATABASE_URL")
    found = ", ".join(f"{kind} {count}" for kind, count in counts.items()) or "no record"
    return Check(name="store", ok=True, found=found)


def index(settings: Settings) -> Check:
    """The index that serves is whole (SHA-256 of every file) and made of this store, coder, encoder and tables."""
    from matcher.inspection import Generations

    name = "index"
    try:
        if not is_there(settings):
            return Check(name=name, ok=True, found="not there yet; 'sepadan build' makes it")
        if doctor_operation.is_older(settings):
            return Check(name=name, ok=False, found="the store has older tables", mend="mend the store first")
        with open_store(settings) as opened:
            serves, refused = Generations(home_of(settings), opened).serving()
    except SepadanError as error:
        return Check(name=name, ok=False, found=str(error), mend="mend the store first")
    if refused:
        return Check(name=name, ok=False, found="; ".join(refused.values()), mend="run 'sepadan build'")
    return Check(name=name, ok=True, found=serves or "not there yet; 'sepadan build' makes it")


def access(settings: Settings) -> Check:
    """Nobody but this machine reaches a server that asks for no credentials, and where it asks, somebody can get in."""
    from api.access.addresses import parse_networks
    from api.access.binding import check_binding
    from api.access.external_issuer import external_issuer, parse_jwks, read_jwks
    from api.access.limits import RateLimits

    name = "access"
    try:
        check_binding(settings, settings.host)
        parse_networks(settings.trusted_proxies)
        RateLimits(settings.limits_storage)
        if external_issuer(settings) is not None and not parse_jwks(read_jwks(settings.issuer_jwks)):
            found = "SEPADAN_ISSUER_JWKS: no key that signs"
            return Check(name=name, ok=False, found=found, mend="ask the issuer where its keys are published")
        if settings.auth == "off":
            return Check(name=name, ok=True, found="no credentials asked for, on this machine alone")
        settings.secret_box()
        active = _active_clients(settings)
    except (SepadanError, OSError, httpx.HTTPError) as error:
        return Check(name=name, ok=False, found=str(error), mend="put the setting right that is named (docs/access.md)")
    if not active:
        return Check(name=name, ok=False, found="no active client", mend="run 'sepadan clients add'")
    return Check(name=name, ok=True, found=f"credentials asked for; {active} active clients")


def _active_clients(settings: Settings) -> int:
    from indexes.client_records import ACTIVE

    if not is_there(settings) or doctor_operation.is_older(settings):
        return 0
    with open_store(settings) as opened:
        return sum(client.state == ACTIVE for client in opened.clients())


def port(settings: Settings) -> Check:
    """The port to serve on is free."""
    try:
        with held_port(settings.host, settings.port):
            return Check(name="port", ok=True, found=f"{settings.host}:{settings.port} is free")
    except SepadanError as error:
        mend = "stop what listens there, or set --port or SEPADAN_PORT"
        return Check(name="port", ok=False, found=str(error), mend=mend)


CHECKS: tuple[Callable[[Settings], Check], ...] = (
    python_version,
    packages,
    doctor_operation.settings_known,
    doctor_operation.keys,
    encoder,
    home_folder,
    doctor_operation.permissions,
    disk,
    store,
    doctor_operation.database,
    doctor_operation.processes,
    doctor_operation.clock,
    index,
    doctor_operation.backup,
    doctor_operation.audit_head,
    access,
    doctor_operation.rate_limits,
    port,
)
"""All checks, in the order in which they are worth mending."""
