"""The home of a sandbox: known by a mark, filled with invented records alone, with clients of every role.

A sandbox is emptied and made anew at a word. So a folder is one only from the start (it was empty, or was not there),
what it holds is looked at before anything is thrown away, and a server out of sandbox mode does not touch it.
"""

from __future__ import annotations

import shutil
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from taxonomy.errors import ConfigError

if TYPE_CHECKING:
    from api.settings import Settings
    from indexes.store import Store

MARK = "sandbox.mark"
"""File in the home of a sandbox."""

START = "sandbox.start.db"
"""File beside it: the sample world with its codes, to which a reset goes back."""

BOARD_SOURCE, CENTRE_SOURCE = "papan-uji", "balai-uji"
"""Sources that the sandbox's board and centre write to, empty at first."""

SOURCES = frozenset({"contoh", BOARD_SOURCE, CENTRE_SOURCE})
"""All that a sandbox may hold: the sample world's, and those of its own clients."""

_READS = ("match", "profiles:read", "postings:read", "courses:read", "market", "inspection", "privacy")
_ALL = ("match", "profiles", "postings", "courses", "outcomes:write", "market", "inspection", "privacy", "webhooks")

CLIENTS: Mapping[str, tuple[str, tuple[str, ...], frozenset[str]]] = {
    "sandbox-platform": ("platform", (*_ALL, "admin"), SOURCES),
    "sandbox-officer": ("officer", _READS, SOURCES),
    "sandbox-board": ("board", _ALL, frozenset({BOARD_SOURCE})),
    "sandbox-centre": ("centre", _ALL, frozenset({CENTRE_SOURCE})),
}
"""Id of a client to its role, scopes and sources."""

_BY_HAND = "or choose another folder with --home"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """Of one client of the sandbox.

    Attributes:
        client_id: One of ``CLIENTS``.
        role: Its role.
        client_secret: Shown once; empty when it was shown before.
        api_key: The same.
    """

    client_id: str
    role: str
    client_secret: str = ""
    api_key: str = ""


def is_sandbox(home: Path) -> bool:
    """Whether a folder is the home of a sandbox."""
    return (home / MARK).is_file()


def check_mode(settings: Settings) -> None:
    """Refuse to serve a sandbox as if it were real, or what is real as a sandbox.

    Raises:
        ConfigError: Says which of both, and how to mend it.
    """
    if settings.sandbox and settings.database_url:
        raise ConfigError(
            "SEPADAN_DATABASE_URL: wanted none in sandbox mode, found one; a sandbox keeps all in its home"
        )
    if settings.sandbox and not is_sandbox(settings.home):
        mend = "make one with 'sepadan sandbox', or unset SEPADAN_SANDBOX"
        raise ConfigError(f"home {settings.home}: wanted the home of a sandbox, found another; {mend}")
    if not settings.sandbox and is_sandbox(settings.home):
        mend = "serve it with 'sepadan sandbox', or choose another with --home"
        raise ConfigError(f"home {settings.home}: wanted a home of real records, found that of a sandbox; {mend}")


def claim(home: Path) -> None:
    """Mark a folder as the home of a sandbox; nothing changes when it is one.

    Raises:
        ConfigError: It cannot be written, or it holds something and is none.
    """
    if is_sandbox(home):
        return
    from matcher.home import Home

    if home.is_file() or (home.is_dir() and any(home.iterdir())):
        raise ConfigError(f"home {home}: wanted an empty folder or a sandbox's, found another; empty it, {_BY_HAND}")
    Home(root=home).make()
    (home / MARK).write_text("Made by 'sepadan sandbox', which may empty this folder.\n", encoding="utf-8")


def check_records(store: Store) -> None:
    """Refuse a store with a record that is not of a sandbox.

    Raises:
        ConfigError: Names a source and how many records it has.
    """
    for kind in store.counts():
        for source, count in store.sources(kind).items():
            if source not in SOURCES:
                wanted = f"records of {', '.join(sorted(SOURCES))} alone"
                found = f"{count} of kind {kind} of source {source}"
                raise ConfigError(f"sandbox: wanted {wanted}, found {found}; delete them, {_BY_HAND}")


@contextmanager
def alone(home: Path) -> Generator[None]:
    """Hold the lock that every server of a home takes.

    Raises:
        ConfigError: A server runs.
    """
    from filelock import FileLock, Timeout

    from matcher.home import Home

    lock = FileLock(Home(root=home).background_lock)
    try:
        with lock.acquire(timeout=0):
            yield
    except Timeout as error:
        raise ConfigError(f"home {home}: wanted one that nobody serves, found a server; stop it first") from error


def empty(home: Path) -> None:
    """Throw away all that a sandbox holds but its mark and its lock, which the caller holds; see ``alone``."""
    from matcher.home import Home

    kept = {home / MARK, Home(root=home).background_lock}
    for found in sorted(set(home.iterdir()) - kept):
        if found.is_dir() and not found.is_symlink():
            shutil.rmtree(found)
        else:
            found.unlink()


def known_clients(store: Store) -> list[Credentials]:
    """The clients that were made, without what was shown once; empty unless all are there."""
    found = {client.id for client in store.clients()}
    made = [Credentials(client_id=name, role=role) for name, (role, _, _) in CLIENTS.items()]
    return made if found >= CLIENTS.keys() else []


def add_clients(store: Store) -> list[Credentials]:
    """Make a client of each role, with a secret and an API key.

    Raises:
        InputError: One is there already.
        StoreError: The store refused.
    """
    from api.access.registry import add_api_key, add_client, new_client

    made: list[Credentials] = []
    for name, (role, scopes, sources) in CLIENTS.items():
        client = new_client(name, name="", tenant="", role=role, scopes=scopes, sources=sources)
        secret = add_client(store, client)
        _, key = add_api_key(store, name, "sandbox", None)
        made.append(Credentials(client_id=name, role=role, client_secret=secret, api_key=key))
    return made
