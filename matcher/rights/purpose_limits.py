"""Whose data may be used for what, as of now: consents, objections and restrictions as sets of keys.

Nothing is asked of the store while its revision stands still; else only what was said since is read. So a withdrawal
counts from the next request, and a question costs a look-up in a set.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Set

from indexes.request_rows import OPEN
from indexes.store import Store
from matcher.rights.errors import PurposeError
from matcher.rights.purposes import Asked, Purpose, load_purposes

_Place = tuple[str, str]
"""Purpose and tenant."""

_NOBODY: frozenset[str] = frozenset()


class PurposeLimits:
    """Follows the store; safe to share between threads."""

    def __init__(self, store: Store) -> None:
        """Follow a store; nothing is read yet."""
        self._store = store
        self._lock = threading.Lock()
        self._revision = self._requests_revision = -1
        self._seen, self._erased = 0, 0
        self._granted = defaultdict[_Place, set[str]](set)
        self._withdrawn = defaultdict[_Place, set[str]](set)
        self._restricted = self._objecting = self._contesting = _NOBODY
        self._made: dict[_Place, frozenset[str]] = {}

    def allows(self, worker: str, purpose: Purpose, tenant: str = "") -> bool:
        """Whether a worker's data may be used.

        Args:
            worker: Key of a worker.
            purpose: What for.
            tenant: By whom; only asked of purposes that a person decides for single tenants.

        Raises:
            StoreError: The store cannot be read.
        """
        if load_purposes()[purpose].asked is Asked.OPT_IN:
            return worker in self.consenting(purpose, tenant)
        return worker not in self.excluded(purpose)

    def require(self, worker: str, purpose: Purpose, tenant: str = "") -> None:
        """As ``allows``.

        Raises:
            PurposeError: It may not.
        """
        if not self.allows(worker, purpose, tenant):
            asked = load_purposes()[purpose].asked
            found = "none" if asked is Asked.OPT_IN else "an objection or a restriction"
            raise PurposeError(f"purpose {purpose}: wanted a person who agrees to it, found {found}")

    def consenting(self, purpose: str, tenant: str = "") -> frozenset[str]:
        """Keys of the workers who agreed to a purpose of opt-in; the same set until somebody says something else.

        What was said to one tenant counts before what was said to all. Who is restricted is left out.

        Args:
            purpose: What for.
            tenant: By whom; empty for who agreed for all.
        """
        with self._lock:
            self._look()
            return self._kept(("in", f"{purpose}\n{tenant}"), lambda: self._agreed(purpose, tenant))

    def excluded(self, purpose: str) -> frozenset[str]:
        """Keys of the workers whose data is not used for a purpose: who said no, and who is restricted.

        Automatic recommendations leave out whoever objected to automated decisions too (Art. 10): while the objection
        stands, and after it was upheld.
        """
        with self._lock:
            self._look()
            return self._kept(("out", purpose), lambda: self._left_out(purpose))

    def under_review(self, workers: Set[str] | None = None) -> frozenset[str]:
        """Keys of the workers whose objection waits for a human.

        Args:
            workers: Only of these; of all when None.
        """
        with self._lock:
            self._look_at_requests()
            return self._contesting if workers is None else self._contesting & workers

    def restricted(self) -> frozenset[str]:
        """Keys of the workers whose data is kept and not used (Art. 11, 41)."""
        with self._lock:
            self._look_at_requests()
            return self._restricted

    def _kept(self, place: _Place, make: Callable[[], frozenset[str]]) -> frozenset[str]:
        if place not in self._made:
            self._made[place] = make()
        return self._made[place]

    def _agreed(self, purpose: str, tenant: str) -> frozenset[str]:
        every, own = (purpose, ""), (purpose, tenant)
        said_no = self._withdrawn.get(own, set()) if tenant else set[str]()
        agreed = (self._granted.get(every, set()) - said_no) | self._granted.get(own, set())
        return frozenset(agreed - self._restricted)

    def _left_out(self, purpose: str) -> frozenset[str]:
        objecting = self._objecting if purpose == Purpose.RECOMMENDATIONS else _NOBODY
        return frozenset(self._withdrawn.get((purpose, ""), set())) | self._restricted | objecting

    def _look(self) -> None:
        """Read what was said since the last look."""
        revision = self._look_at_requests()
        if revision == self._revision:
            return
        changes = self._store.consent_changes(self._seen, self._erased)
        if changes.erased != self._erased:
            self._granted.clear()
            self._withdrawn.clear()
        for worker, purpose, tenant, said_yes in changes.rows:
            place = (purpose, tenant)
            (self._granted if said_yes else self._withdrawn)[place].add(worker)
            (self._withdrawn if said_yes else self._granted)[place].discard(worker)
        if changes.rows or changes.erased != self._erased:
            self._made.clear()
        self._revision, self._seen, self._erased = revision, changes.upto, changes.erased

    def _look_at_requests(self) -> int:
        """Read which requests stand, which are few, and not the consents: every match asks who is restricted."""
        revision = self._store.revision()
        if revision == self._requests_revision:
            return revision
        standing = self._store.standing_requests(("restriction", "objection"))
        held = frozenset(who for kind, state, _, who in standing if (kind, state) == ("restriction", "done"))
        contesting = frozenset(who for kind, state, _, who in standing if kind == "objection" and state in OPEN)
        upheld = frozenset(who for _, state, verdict, who in standing if (state, verdict) == ("done", "upheld"))
        if (held, contesting | upheld) != (self._restricted, self._objecting):
            self._made.clear()
        self._restricted, self._contesting, self._objecting = held, contesting, contesting | upheld
        self._requests_revision = revision
        return revision
