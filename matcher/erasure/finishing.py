"""The second step of an erasure: a new index, older ones gone, keys forgotten, the database written anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from indexes.changes import changed_page
from indexes.store import Store
from matcher.erasure.digests import Digests
from matcher.erasure.known import Blocked
from matcher.erasure.reports import FinishReport
from matcher.home import Home
from matcher.inspection import Generations
from matcher.records import Kind
from taxonomy.errors import ConfigError

_PAGE = 5_000
_TRIES = 3


class Finisher:
    """Ends the erasures of one installation; one at a time over threads and processes."""

    def __init__(
        self,
        store: Store,
        home: Home,
        digests: Digests,
        build: Callable[[], str],
        free_uploads: Callable[[], int],
    ) -> None:
        """End what ``Eraser`` began.

        Args:
            store: The truth.
            home: Where the generations lie.
            digests: Tells blocked records that have come back.
            build: Builds a generation, serves it, and gives its name.
            free_uploads: Removes uploads that hold erased people and that no job is at; gives how many.
        """
        self._store = store
        self._home = home
        self._digests = digests
        self._build = build
        self._free_uploads = free_uploads

    def due_since(self) -> datetime | None:
        """When the oldest erasure was asked for of which copies may still be about; None when there is none.

        Raises:
            StoreError: The store cannot be read.
        """
        waiting = self._store.erasures(unfinished=True)
        return waiting[0].erased_at if waiting else None

    def finish(self) -> FinishReport:
        """Take every copy in the home away of all who were erased; nothing is done when no copy can be there.

        Raises:
            SepadanError: A step failed; the erasures stay unfinished, and the next call begins again.
        """
        with self._store.exclusive(self._home.erasure_lock):
            waiting = self._store.erasures(unfinished=True)
            if not waiting:
                return FinishReport()
            returned = self._erase_returned()
            upto = self._store.revision()
            name = self._build()
            removed = self._prune(upto)
            uploads = self._free_uploads()
            tombstones = self._store.forget_tombstones(Kind.WORKER, upto)
            self._store.compact()
            finished = self._store.finish_erasures(upto, datetime.now(UTC))
            self._store.empty_log()
        return FinishReport(
            generation=name,
            removed=tuple(removed),
            returned=returned,
            uploads=uploads,
            tombstones=tombstones,
            finished=finished,
        )

    def _erase_returned(self) -> int:
        """A push that was under way may have stored a blocked worker after it was erased."""
        blocked = Blocked(self._store, self._digests)
        return sum(
            self._store.delete(Kind.WORKER, sorted(found))
            for page in self._keys(Kind.WORKER)
            if (found := blocked.among(Kind.WORKER, page))
        )

    def _keys(self, kind: Kind) -> Iterator[list[str]]:
        if not self._store.has_blocked(kind):
            return
        upto, after = self._store.revision(), ""
        while True:
            with self._store.snapshot() as connection:
                page = changed_page(connection, kind, 0, upto, after, _PAGE)
            if not page:
                return
            yield page
            after = page[-1]

    def _prune(self, upto: int) -> list[str]:
        """Remove every generation that was made before a revision; another build may be at work in between."""
        generations = Generations(self._home, self._store)
        for _ in range(_TRIES):
            with self._store.exclusive(self._home.build_lock):
                pass
            try:
                removed = generations.prune(keep=1)
            except ConfigError:
                continue
            old = [one.name for one in generations.all() if one.revision is None or one.revision < upto]
            if not old:
                return removed
        raise ConfigError("erasure: wanted no generation made before it, found one; try again when no build is at work")
