"""The lock of an upstream: who runs it, or closes what a run held back, is alone with it."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import filelock

from matcher.home import Home
from taxonomy.errors import ConfigError


@contextmanager
def run_lock(home: Home, name: str) -> Generator[Path]:
    """Hold an upstream as a context; gives the folder in which its pages are read.

    Args:
        home: Where the folder lies; made when it is not there.
        name: Of an upstream that was added.

    Raises:
        ConfigError: Another process holds it.
    """
    folder = home.make().pulls / name
    folder.mkdir(parents=True, exist_ok=True)
    lock = filelock.FileLock(folder / "run.lock", timeout=0)
    try:
        lock.acquire()
    except filelock.Timeout as error:
        raise ConfigError(f"source {name}: wanted to run it, found another process that does") from error
    try:
        yield folder
    finally:
        lock.release()
