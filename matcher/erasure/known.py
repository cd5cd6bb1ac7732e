"""Who may not be stored again, and who may not come back from a backup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from indexes.backup_rows import Drops
from indexes.store import Store
from matcher.erasure.digests import Digests
from matcher.erasure.erasure_log import Act, Entry, Standing, standings

REFUSED = "a worker who was not erased at the person's own request, or a fresh consent (sepadan erase lift)"
"""What is wanted where a blocked record is sent again."""


class Blocked:
    """Tells which keys may not be stored again; costs one small query while nobody is blocked."""

    def __init__(self, store: Store, digests: Digests) -> None:
        """Ask a store."""
        self._store = store
        self._digests = digests

    def any(self, kind: str) -> bool:
        """Whether any key of a kind is refused.

        Raises:
            StoreError: The database refused.
        """
        return self._store.has_blocked(kind)

    def among(self, kind: str, keys: Sequence[str]) -> set[str]:
        """Those of some keys that are refused.

        Args:
            kind: Kind of record.
            keys: Any.

        Raises:
            StoreError: The database refused.
        """
        if not keys or not self.any(kind):
            return set()
        key_of = {digest: key for key in keys for digest in self._digests.all_of(kind, key)}
        return {key_of[digest] for digest in self._store.blocked(list(key_of))}


class Erased:
    """Everybody who was erased, by the log and by what a store or a backup remembers."""

    def __init__(self, digests: Digests, entries: Sequence[Entry]) -> None:
        """Hold entries of any number of logs."""
        self._digests = digests
        self._standings: Mapping[str, Standing] = standings(entries)

    def __len__(self) -> int:
        """How many records."""
        return len(self._standings)

    def drops_of(self, made_at: datetime) -> Drops:
        """Who may not be in a copy of a time: who was erased later, and who is blocked.

        Args:
            made_at: When the copy was made; with its zone.
        """

        def drops(kind: str, key: str) -> bool:
            if not self._standings:
                return False
            found = [self._standings.get(digest) for digest in self._digests.all_of(kind, key)]
            return any(one is not None and (one.is_blocked or one.erased_at > made_at) for one in found)

        return drops


def remembered(store: Store) -> list[Entry]:
    """The erasures of a store as entries of a log: two logs of one installation say more than one.

    Raises:
        StoreError: A row is not what was written.
    """
    return [
        Entry(digest=row.digest, kind=row.kind, act=Act.BLOCKED if row.is_blocked else Act.ERASED, at=row.erased_at)
        for row in store.erasures()
    ]
