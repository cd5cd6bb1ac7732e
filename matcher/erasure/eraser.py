"""Erasure at once: from the store, from lists of recommendations, from refused rows, from what a process remembers.

What cannot go at once (the index as it was built, free pages of the database) goes within the clock, by ``finish``;
backups by ``sepadan erase finish --backups``. The log is written first: a process killed in between leaves somebody who
was asked to be erased, never one who comes back from a backup.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from indexes.identity_vault import Vault
from indexes.secret_box import SecretBox
from indexes.store import Store
from matcher.erasure.digests import Digests
from matcher.erasure.erasure_log import Act, Entry, ErasureLog
from matcher.erasure.exports_log import ExportsLog
from matcher.erasure.rejected_rows import blank_rejects
from matcher.erasure.reports import ErasureReport
from matcher.erasure.text_caches import empty_text_caches
from matcher.home import Home
from matcher.recommended_file import leave_batches
from matcher.records import Kind
from taxonomy.errors import InputError, SepadanError

CLOCK = timedelta(hours=72)
"""UU 27/2022 gives 3 x 24 hours to end processing that consent was withdrawn for (art. 40) and to answer requests."""

_NOT_TELLING = ("sex", "birth_date", "gender", "jenis_kelamin", "age", "usia", "umur", "religion", "agama")
"""Fields whose values many people share: no row is a person's for them."""

Reacher = Callable[[str, Sequence[str]], int]
"""Called with kind and keys; takes all that it keeps of them away, and gives how many entries that were."""


class HeldError(InputError):
    """A record that must be kept, by a duty that goes before its erasure."""


class Eraser:
    """Erases records of one installation. Safe to share between threads."""

    def __init__(
        self,
        store: Store,
        home: Home,
        box: SecretBox,
        vault: Vault | None = None,
        reachers: Mapping[str, Reacher] | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Erase from a store and its home.

        Args:
            store: The truth.
            home: Everything else.
            box: Its keys make the keyed hashes.
            vault: Opens identities, so that refused rows of the same people are found; they are found by id alone when
                None.
            reachers: Place to what takes people out of it, for whoever else keeps them (results of jobs, events).
            clock: The time, UTC.
        """
        self._store = store
        self._home = home
        self._digests = Digests(box)
        self._vault = vault
        self._reachers = dict(reachers or {})
        self._clock = clock
        self._log = ErasureLog(home.erasures)

    def erase(self, kind: Kind, keys: Sequence[str], *, is_blocked: bool = True) -> ErasureReport:
        """Erase records: gone at once from every answer, from every other copy by ``due_at``.

        Args:
            kind: Kind of the records.
            keys: Stored or not: backups may hold one that is not stored any more.
            is_blocked: Whether they may not be stored again without a fresh consent: when a person asked for it. False
                when the source took the record back.

        Raises:
            HeldError: One of them must be kept; nothing is erased then.
            StoreError: The store or the log refused.
        """
        wanted = list(dict.fromkeys(keys))
        held = self._store.holds(kind)
        for key in wanted:
            if key in held:
                raise HeldError(wanted="a record that may be erased", found=f"one that is held: {held[key]}", where=key)
        at = self._clock()
        words = self._telling(kind, wanted)
        digests = {key: self._digests.of(kind, key) for key in wanted}
        act = Act.BLOCKED if is_blocked else Act.ERASED
        self._log.add([Entry(digest=digest, kind=str(kind), act=act, at=at) for digest in digests.values()])
        there = self._store.erase(kind, digests, erased_at=at, due_at=at + CLOCK, is_blocked=is_blocked)
        reached = {"store": len(there), "rejects": blank_rejects(self._home.rejects, wanted, words)}
        if kind is Kind.WORKER:
            reached["recommendations"] = leave_batches(self._home, self._store.store_id(), wanted)
        reached |= {place: reach(str(kind), wanted) for place, reach in self._reachers.items()}
        empty_text_caches()
        is_emptied = self._store.empty_log()
        return ErasureReport(
            kind=str(kind),
            asked=len(wanted),
            erased=len(there),
            is_blocked=is_blocked,
            erased_at=at,
            due_at=at + CLOCK,
            reached=reached,
            remains=self._remains(is_emptied=is_emptied),
            digests=tuple(digests.values()),
        )

    def lift(self, kind: Kind, keys: Sequence[str]) -> int:
        """Let blocked records be stored again, for a fresh consent; gives how many were blocked.

        Raises:
            StoreError: The store or the log refused.
        """
        digests = [digest for key in keys for digest in self._digests.all_of(kind, key)]
        blocked = sorted(self._store.blocked(digests))
        at = self._clock()
        self._log.add([Entry(digest=digest, kind=str(kind), act=Act.LIFTED, at=at) for digest in blocked])
        return self._store.lift(blocked)

    def _telling(self, kind: Kind, keys: Sequence[str]) -> list[str]:
        """Words that say who the people are; none where they cannot be opened."""
        if self._vault is None:
            return []
        try:
            found = list(self._store.identities(kind, sorted(keys), self._vault))
        except SepadanError:  # a key that is lost, a field that is damaged: erasing must go on
            return []
        return [text for _, fields in found for name, text in fields.items() if name not in _NOT_TELLING]

    def _remains(self, *, is_emptied: bool) -> dict[str, str]:
        remains = {
            "index": "vectors, codes and words in generations that were built before; gone with the next build",
            "tombstones": "the key, for indexes that are open; gone with the next build",
            "free pages": "moved rows in the database's files; gone when they are compacted",
            "backups": "until 'sepadan erase finish --backups FOLDER' has written them anew, or they expire",
        }
        if not is_emptied:
            remains["log of the database"] = "somebody reads an older state; gone when the files are compacted"
        for export in ExportsLog(self._home.exports).entries():
            remains[f"export {export.folder}"] = f"made {export.made_at}; out of reach: remove or make it again"
        return remains
