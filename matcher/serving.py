"""The state that is served: the newest whole generation with what was written since.

What did not change since the last look is not read from the store again, so that a fresh write costs the reading of
that write and not of everything.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from contextlib import suppress

from indexes import generation as generations
from indexes.changes import Change
from indexes.store import Store
from matcher.build import KINDS, fresh_of
from matcher.catalogue import Catalogue
from matcher.delta import Written, add
from matcher.home import Home
from matcher.records import Kind
from matcher.rooms_file import read_rooms
from matcher.segment import Segment, all_alive
from matcher.vocabulary import Vocabulary
from taxonomy.errors import GenerationError, StoreError, UnknownIdError, VectorServerError

_Opened = tuple[dict[Kind, Segment], int]
"""A generation's segments, and the revision that it was made at."""


class ServedState:
    """Opens what is served, and remembers it.

    Attributes:
        generation: Name of the one that serves; empty before the first ``open``.
        refused: Generations that failed their checks at the last ``open``, with the reason.
    """

    def __init__(
        self, home: Home, store: Store, fingerprint: str, vocabulary: Vocabulary, *, counts: bool = True
    ) -> None:
        """Serve from a home and its store.

        Args:
            home: Where the generations lie.
            store: The truth.
            fingerprint: Of the coder and encoder now in use.
            vocabulary: Tables now in use.
            counts: Refuse to serve other numbers of records than the store holds codes of; not for who compares keys.
        """
        self.generation = ""
        self.refused: dict[str, str] = {}
        self._home = home
        self._store = store
        self._fingerprint = fingerprint
        self._vocabulary = vocabulary
        self._counts = counts
        self._base: dict[Kind, Segment] = {}
        self._written: dict[Kind, tuple[Written, ...]] = {}
        self._seen = 0
        self._ready: tuple[str, _Opened | None] = ("", None)
        self._preparing = threading.Lock()
        self._ahead: threading.Thread | None = None

    @property
    def is_ready(self) -> bool:
        """Whether a newer generation was opened ahead and the next ``open`` will serve it."""
        return self._ready[0] not in ("", self.generation)

    def open(self) -> dict[str, Catalogue]:
        """Kind to catalogue, as the store is now.

        Raises:
            GenerationError: No generation passes its checks.
            VectorServerError: The server that holds the vectors does not answer; ask again later.
            StoreError: The store cannot be read, or a row of it is not what was written.
        """
        before = self.generation
        self._open_newest_whole()
        if not self._follow():
            # Somebody was erased and nobody remembers the key: only a generation made since is without that person.
            self.generation = ""
            self._open_newest_whole()
            if not self._follow():
                self.generation = ""
                raise GenerationError(
                    "index: wanted a generation made since people were erased, found none; run 'sepadan build'"
                )
        found = {str(kind): self._catalogue(kind) for kind in KINDS}
        if self._counts and self.generation != before:
            self._check_counts(found, self._seen)
        return found

    def _follow(self) -> bool:
        """Take up what changed since the last look; False when tombstones that this look needed are forgotten."""
        since = self._seen
        # Read before the changes: what is written meanwhile is read again at the next look, and never missed.
        revision = self._store.revision()
        for kind in KINDS:
            self._apply(kind, list(self._store.changes(kind, self._fingerprint, since)))
        self._seen = revision
        return self._store.forgotten(Kind.WORKER) <= since

    def _check_counts(self, found: Mapping[str, Catalogue], revision: int) -> None:
        """Refuse to serve other records than the store holds codes of: a tombstone that was turned over, for one."""
        stored = self._store.counts()
        coded = {str(k): stored.get(k, 0) - self._store.count_pending(k, self._fingerprint) for k in KINDS}
        if self._store.revision() != revision:
            return  # somebody writes, so both say nothing of one moment; 'sepadan verify' compares key by key
        for kind, catalogue in found.items():
            if len(catalogue) != coded[kind]:
                self.generation = ""
                raise StoreError(
                    f"store: wanted {coded[kind]} {kind}s to be found, found {len(catalogue)}; run 'sepadan verify'"
                )

    @property
    def delta_size(self) -> int:
        """Living records that stand outside the generation."""
        return sum(len(part.segment) for parts in self._written.values() for part in parts)

    def _catalogue(self, kind: Kind) -> Catalogue:
        return Catalogue([self._base[kind], *(part.segment for part in self._written[kind])])

    def _apply(self, kind: Kind, changes: list[Change]) -> None:
        changed = [change.key for change in changes]
        fresh = [fresh_of(change.derived, change.payload) for change in changes if change.derived is not None]
        self._base[kind] = self._base[kind].without(changed)
        self._written[kind] = add(self._written[kind], changed, fresh, self._vocabulary)

    def _open_newest_whole(self) -> None:
        """Open the generation that serves, or the one before when it fails its checks.

        While one is served, a newer one is opened in a thread of its own: what is served follows the store as well.
        """
        recorded = self._store.generations()
        if not recorded:
            raise GenerationError("index: wanted a generation, found none; run 'sepadan build'")
        refused: dict[str, str] = {}
        here = self._on_disk(recorded)
        if not here:
            if not self.generation:
                raise GenerationError(
                    f"index: wanted generation {recorded[0][0]} on this machine, found none pulled yet"
                )
            return  # what was opened goes on serving until a newer one is here
        for name, digest, _ in here:
            if name == self.generation:
                break
            if name in self.refused:  # its files are immutable: what was damaged at the last look still is
                refused[name] = self.refused[name]
                continue
            if self.generation and self._ready[0] != name:
                self._open_ahead(name)
                break
            try:
                self._open_generation(name, digest)
            except GenerationError as error:
                refused[name] = str(error)
                continue
            break
        else:
            self.refused = refused
            reasons = "; ".join(refused.values())
            raise GenerationError(f"index: wanted a whole generation, found none; run 'sepadan build' ({reasons})")
        self.refused = refused

    def prepare(self, name: str) -> None:
        """Check and open a generation ahead of the look that will serve it; requests are answered meanwhile.

        Args:
            name: A generation; one that is not recorded or fails its checks is left to that look.
        """
        with self._preparing:
            if name in (self._ready[0], self.generation):
                return
            found: _Opened | None = None
            with suppress(GenerationError, StoreError, UnknownIdError, VectorServerError):
                found = self._opened(name, self._store.manifest_sha256(name))
            self._ready = (name, found)

    def forgive(self, name: str) -> None:
        """Look at a generation again that was refused: its files are others now."""
        self.refused.pop(name, None)

    def wait(self) -> None:
        """Wait until a generation that is being opened ahead is open."""
        if self._ahead is not None:
            self._ahead.join()

    def _open_ahead(self, name: str) -> None:
        if self._ahead is None or not self._ahead.is_alive():
            self._ahead = threading.Thread(target=self.prepare, args=(name,), name="open-ahead", daemon=True)
            self._ahead.start()

    def _open_generation(self, name: str, digest: str) -> None:
        (prepared, found), self._ready = self._ready, ("", None)
        self._base, self._seen = found if found is not None and prepared == name else self._opened(name, digest)
        self._written = dict.fromkeys(KINDS, ())
        self.generation = name

    def _opened(self, name: str, digest: str) -> _Opened:
        root = self._home.generations
        manifest = generations.verify(root, name, digest)
        generations.check_origin(
            name,
            manifest,
            fingerprint=self._fingerprint,
            vocabulary=self._vocabulary.fingerprint,
            store_id=self._store.store_id(),
            engine=self._home.engine.name,
        )
        with generations.readable(name):
            base = {kind: self._segment(name, kind, manifest["parts"][str(kind)]) for kind in KINDS}
        return base, int(manifest["revision"])

    def _segment(self, name: str, kind: Kind, facts: Mapping[str, object]) -> Segment:
        return all_alive(read_rooms(self._home.generations / name / str(kind), facts, self._home.engine))

    def _on_disk(self, recorded: list[tuple[str, str, bool]]) -> list[tuple[str, str, bool]]:
        """The newest generation, there or not, then the older ones that have not been removed.

        Where they are pulled from elsewhere, one that is not here yet is no fault.
        """
        there = [row for row in recorded if (self._home.generations / row[0]).is_dir()]
        return there if self._home.published or there[:1] == recorded[:1] else [recorded[0], *there]
