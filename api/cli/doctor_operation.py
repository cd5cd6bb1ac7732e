"""What must be right where a server runs for others: settings, keys, permissions, clock, database, backups, the log."""

from __future__ import annotations

import difflib
import os
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from api.cli.check import Check
from api.cli.opening import home_of, is_there, open_store, tables_of
from api.settings import SECRETS_FOLDER
from taxonomy.errors import SepadanError

if TYPE_CHECKING:
    from api.settings import Settings
    from indexes.store import Store

BACKUP_AGE = timedelta(hours=26)
"""A backup a day, and two hours for it to be made."""

HEAD_AGE = timedelta(hours=26)
SKEW = timedelta(seconds=5)
"""Tokens and clocks of requests bear no more."""

_OTHER = frozenset({"SEPADAN_CACHE", SECRETS_FOLDER, "SEPADAN_TEST_POSTGRES_URL", "SEPADAN_LONG"})
"""Variables that are read, and are no setting of the API."""

_POSTGRESQL = {
    "fsync": ("on",),
    "full_page_writes": ("on",),
    "synchronous_commit": ("on", "remote_apply", "remote_write"),
    "server_encoding": ("UTF8",),
}
"""Setting to its good values."""

_LEAST_POSTGRESQL = 140_000


def settings_known(settings: Settings) -> Check:
    """Every variable that begins with SEPADAN_ is a setting: one that is misspelt is passed over in silence."""
    known = {f"SEPADAN_{name.upper()}" for name in type(settings).model_fields} | _OTHER
    given = sorted(name for name in os.environ if name.startswith("SEPADAN_"))
    strange = [name for name in given if name not in known]
    if not strange:
        return Check(name="settings", ok=True, found=", ".join(given) or "all as they are by default")
    near = {name: difflib.get_close_matches(name, known, 1) for name in strange}
    told = "; ".join(f"{name} is no setting" + "".join(f", {one} is" for one in near[name]) for name in strange)
    return Check(name="settings", ok=False, found=told, mend="take them away, or put their names right")


def rate_limits(settings: Settings) -> Check:
    """Requests are counted in one place: processes that each count for themselves let so many times as much in."""
    workers = settings.workers
    counted = settings.limits_storage.partition(":")[0]
    if workers > 1 and counted == "memory" and settings.auth != "off":
        found = f"{workers} worker processes, each counts for itself: a client gets {workers} times its rate"
        mend = "set SEPADAN_LIMITS_STORAGE=redis://host, or SEPADAN_WORKERS=1"
        return Check(name="rate limits", ok=False, found=found, mend=mend)
    return Check(name="rate limits", ok=True, found=f"counted in {counted} by {workers} worker process(es)")


def keys(settings: Settings) -> Check:
    """Keys of identities and of secrets can be read; nothing is made."""
    name = "keys"
    file = home_of(settings).secret_keys
    try:
        vault = settings.vault()
        if settings.secret_keys.get_secret_value() or file.exists():
            settings.secret_box()
    except SepadanError as error:
        return Check(
            name=name, ok=False, found=str(error), mend="put back the keys that were kept (docs/operations.md)"
        )
    identities = "identities are sealed" if vault else "no identities are kept"
    there = f"of {file}" if file.exists() else "to be made"
    secrets = "of the setting" if settings.secret_keys.get_secret_value() else there
    return Check(name=name, ok=True, found=f"{identities}; keys of secrets {secrets}")


def permissions(settings: Settings) -> Check:
    """Nobody but the user that serves reads or writes the home."""
    root = settings.home
    if not root.is_dir():
        return Check(name="permissions", ok=True, found="no home yet; it is made for its owner alone")
    wrong = list(_open_to_others(root, home_of(settings).secret_keys))
    mend = f"run 'chmod -R go= {root}'"
    if wrong:
        return Check(name="permissions", ok=False, found="; ".join(wrong), mend=mend)
    return Check(name="permissions", ok=True, found=f"{root} is its owner's alone")


def _open_to_others(root: Path, secret: Path) -> Iterator[str]:
    """Who is kept out of a folder is kept out of all in it; a file of keys is looked at by itself all the same."""
    found = root.stat()
    if found.st_uid != os.geteuid():
        yield f"{root} belongs to user {found.st_uid}, not to the one that runs ({os.geteuid()})"
    for path in (root, secret):
        if path.exists() and path.stat().st_mode & (stat.S_IRWXO | stat.S_IRWXG):
            yield f"{path} has mode {stat.S_IMODE(path.stat().st_mode):04o}, wanted nothing for group and others"


def processes(settings: Settings) -> Check:
    """No more processes serve than there are cores."""
    cores, count = len(os.sched_getaffinity(0)), settings.workers
    found = f"{count} to serve, {cores} cores"
    if count > cores:
        return Check(name="processes", ok=False, found=found, mend=f"set SEPADAN_WORKERS to at most {cores}")
    return Check(name="processes", ok=True, found=found)


def clock(settings: Settings) -> Check:
    """The clock agrees with the database's, and has not gone back behind what was written."""

    def look(opened: Store) -> tuple[str, str]:
        skew, standing = abs(opened.clock() - datetime.now(UTC)), opened.standing()
        now = datetime.now(UTC)
        moments = (standing.index_made_at, standing.audit_end_at, standing.audit_head_at, standing.backup_at)
        ahead = max((at for at in moments if at is not None), default=now)
        told = f"{now:%Y-%m-%dT%H:%M:%SZ}"
        if skew > SKEW:
            return "", f"{told}, {skew.total_seconds():.0f} s away from the database's"
        return ("", f"{told}, before what was written at {ahead}") if ahead > now + SKEW else (told, "")

    return _look_into(settings, "clock", "set the clock, and keep it by NTP", look)


def database(settings: Settings) -> Check:
    """PostgreSQL keeps what it said that it keeps, and knows all letters."""

    def look(opened: Store) -> tuple[str, str]:
        told = opened.server_settings((*_POSTGRESQL, "server_version_num", "max_connections"))
        if not told:
            return "SQLite, durable at each commit (WAL, synchronous=FULL)", ""
        wrong = [
            f"{name} is {told[name]}, wanted {good[0]}" for name, good in _POSTGRESQL.items() if told[name] not in good
        ]
        if int(told["server_version_num"]) < _LEAST_POSTGRESQL:
            wrong.append(f"version {told['server_version_num']}, wanted PostgreSQL 14 or newer")
        version = int(told["server_version_num"]) // 10_000
        return f"PostgreSQL {version}, {told['max_connections']} connections", "; ".join(wrong)

    return _look_into(settings, "database", "change postgresql.conf and start it anew", look)


def backup(settings: Settings) -> Check:
    """Where others reach the server there is a backup of the last day."""

    def look(opened: Store) -> tuple[str, str]:
        made = opened.standing().backup_at
        if made is None:
            return "", "none was ever made"
        age = datetime.now(UTC) - made
        told = f"the last was made {age.total_seconds() / 3600:.1f} h ago"
        return (told, "") if age <= BACKUP_AGE else ("", told)

    return _of_others(settings, _look_into(settings, "backup", "run 'sepadan backup' every day", look))


def audit_head(settings: Settings) -> Check:
    """No row of the audit log stands without a signed head for long: a server signs one each day."""

    def look(opened: Store) -> tuple[str, str]:
        found = opened.standing()
        told = f"{found.audit_rows} rows, a signed head vouches for {found.audit_head_rows}"
        if found.audit_end_at is None:
            return "no row yet", ""
        is_behind = found.audit_head_at is None or found.audit_end_at - found.audit_head_at > HEAD_AGE
        return ("", told) if is_behind else (told, "")

    return _of_others(settings, _look_into(settings, "audit log", "run 'sepadan audit-log head'", look))


def _look_into(settings: Settings, name: str, mend: str, look: Callable[[Store], tuple[str, str]]) -> Check:
    """A look into a store that is there.

    Args:
        settings: Where it is.
        name: Of the check.
        mend: What to do where it is not well.
        look: Gives what was found, and what is wrong.
    """
    try:
        if not is_there(settings):
            return Check(name=name, ok=True, found="no store to look into")
        if is_older(settings):
            return Check(name=name, ok=False, found="the store has older tables", mend="mend the store first")
        with open_store(settings) as opened:
            found, wrong = look(opened)
    except SepadanError as error:
        return Check(name=name, ok=False, found=str(error), mend="mend the store first")
    return Check(name=name, ok=not wrong, found=wrong or found, mend=mend if wrong else "")


def _of_others(settings: Settings, found: Check) -> Check:
    """A server that only this machine reaches may have nothing to lose."""
    if found.ok or settings.auth == "on" or found.mend.startswith("mend"):
        return found
    return Check(name=found.name, ok=True, found=f"{found.found}; no fault while only this machine reaches it")


def is_older(settings: Settings) -> bool:
    """Whether the store has tables of an older version, which opening it would migrate.

    Raises:
        StoreError: It cannot be read.
    """
    from indexes.schema import REVISIONS

    return tables_of(settings) in REVISIONS[:-1]
