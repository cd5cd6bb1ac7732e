"""The generations of an installation of several machines: published by who builds, pulled by who serves."""

from __future__ import annotations

import shutil
from collections.abc import Collection
from functools import cached_property

from filelock import FileLock, Timeout

from indexes.durable import leaving
from indexes.published import Published
from indexes.store import Store
from matcher.home import Home


class SharedGenerations:
    """What lies at the address of a home; nothing at all where it has none."""

    def __init__(self, home: Home, store: Store) -> None:
        """Open nothing yet."""
        self._home = home
        self._store = store

    @property
    def is_shared(self) -> bool:
        """Whether generations are published."""
        return bool(self._home.published)

    @cached_property
    def _published(self) -> Published:
        home = self._home
        return Published(home.published, self._store.store_id(), home.generations, home.cache_bytes)

    def publish(self, name: str) -> None:
        """See ``Published.publish``."""
        if self.is_shared:
            self._published.publish(name)

    def remove(self, keep: Collection[str]) -> list[str]:
        """See ``Published.remove``."""
        return self._published.remove(keep) if self.is_shared else []

    def has(self, name: str, manifest_sha256: str) -> bool:
        """Whether a generation is published; see ``Published.has``."""
        return self.is_shared and self._published.has(name, manifest_sha256)

    def pull(self, serving: str = "", refused: Collection[str] = ()) -> str:
        """Bring the generation that the database names to this machine, and drop what nobody needs here.

        Args:
            serving: Name of the one that serves; it stays.
            refused: Names of those whose copy here failed its checks: pulled anew.

        Returns:
            The name of what was fetched; empty when it lay here already, or none is recorded.

        Raises:
            GenerationError: It cannot be had now; what serves goes on.
            StoreError: The database refused.
        """
        recorded = self._store.generations() if self.is_shared else []
        if not recorded:
            return ""
        name, digest, _ = recorded[0]
        folder = self._home.generations / name
        if name in refused and name != serving and folder.is_dir():
            shutil.rmtree(leaving(folder), ignore_errors=True)
        fetched = self._published.pull(name, digest, {serving})
        self._drop({serving, *(known for known, *_ in recorded)})
        return name if fetched else ""

    def pull_named(self, name: str) -> None:
        """Bring any recorded generation here.

        Raises:
            GenerationError: As ``pull``.
            UnknownIdError: It is not recorded.
        """
        if self.is_shared:
            current = [known for known, _, is_current in self._store.generations() if is_current]
            self._published.pull(name, self._store.manifest_sha256(name), current)

    def _drop(self, keep: Collection[str]) -> None:
        """Remove what is recorded no more; one that is being built here is not recorded yet."""
        try:
            with FileLock(self._home.build_lock).acquire(timeout=0):
                self._published.drop_from_cache(keep)
        except Timeout:
            return
