"""Code and embed what is new, write an index generation, swap it in."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import nullcontext, suppress
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock

from indexes import generation as generations
from indexes.encoder import Vectors
from indexes.generation import Origin, WritePart
from indexes.published import AwayError
from indexes.rows import Derived
from indexes.store import Store
from matcher.codec import from_json
from matcher.coded import coded_from_json
from matcher.coded_writes import derived_rows
from matcher.coding import RecordCoder
from matcher.home import Home
from matcher.records import Kind
from matcher.reports import BuildProgress, BuildReport
from matcher.rooms_file import write_rooms
from matcher.segment import Fresh
from matcher.shared_generations import SharedGenerations
from matcher.texts import lexical_text
from matcher.titles import applying
from matcher.vocabulary import Vocabulary
from taxonomy.errors import GenerationError, VectorServerError
from taxonomy.occupations import VERSION

KINDS = tuple(Kind)
"""Kinds that are coded, embedded and indexed."""

KEPT = 2
"""Generations on disk: the one that serves, and the newest whole one before it to fall back on."""

_QUERIES = 256
"""Records of the other side by which the depth of the vector search is chosen."""


class Builder:
    """Builds the generations of one installation; one build at a time, over threads, processes and machines.

    A build removes what it takes for the leftovers of a killed one, so two must never overlap.
    """

    def __init__(self, home: Home, store: Store, coder: RecordCoder, vocabulary: Vocabulary) -> None:
        """Build from ``store`` into ``home.generations``."""
        self._home = home
        self._store = store
        self._coder = coder
        self._vocabulary = vocabulary
        self._thread_lock = threading.Lock()
        self._process_lock = FileLock(home.build_lock)
        self._shared = SharedGenerations(home, store)

    def build(self, progress: BuildProgress | None = None) -> BuildReport:
        """Code and embed what is new, write a generation, record it as the one that serves, remove old ones.

        A build that is cut short is taken up where it stopped: records are coded in batches, and a generation is
        written whole or not at all.

        Args:
            progress: Told of progress.

        Raises:
            StoreError: The database refused.
        """
        tell = progress or _untold
        lock = self._store.exclusive(self._home.build_lock)
        # The file says to others on this machine that what lies here unrecorded is being built.
        with self._thread_lock, self._process_lock, lock if lock.can_be_lost else nullcontext():
            coded = sum(self._code(kind, tell) for kind in KINDS)
            applying.apply(self._store, self._coder, lambda done, total: tell("code settled titles", done, total))
            tell("write index", 0, 1)
            origin, counts = self._origin(), dict[str, int]()
            made_at = datetime.now(UTC)
            parts = {str(kind): self._part(kind, counts, _collection(origin, made_at, kind)) for kind in KINDS}
            name, digest = generations.write(
                self._home.generations, parts, origin, made_at=made_at, leave=self._home.engine.drop
            )
            self._shared.publish(name)
            self._store.set_generation(name, digest, origin.revision, lock.fence)
            kept = [name, *self._fallbacks(name)]
            generations.prune(self._home.generations, kept, self._home.engine.drop)
            self._store.forget_generations([old for old, *_ in self._store.generations() if old not in kept])
            with suppress(AwayError):  # what stays there harms nothing: the next build removes it
                self._shared.remove(kept)
            tell("write index", 1, 1)
        return BuildReport(generation=name, coded=coded, counts=counts)

    def _origin(self) -> Origin:
        """What the next generation is made of; its revision is read before its records, so that none is missed."""
        return Origin(
            fingerprint=self._coder.fingerprint,
            dim=self._coder.dim,
            classification=VERSION,
            vocabulary=self._vocabulary.fingerprint,
            store_id=self._store.store_id(),
            revision=self._store.revision(),
            engine=self._home.engine.name,
        )

    def _code(self, kind: Kind, tell: BuildProgress) -> int:
        """Code the records of a kind that have no codes of this fingerprint yet; gives how many."""
        total, done = self._store.count_pending(kind, self._coder.fingerprint), 0
        if not total:
            return 0
        tell(f"code {kind}s", 0, total)
        for batch in self._store.pending(kind, self._coder.fingerprint):
            codings = self._coder.code([from_json(stored.kind, stored.payload) for stored in batch])
            self._store.save_derived(derived_rows(batch, codings, self._coder.fingerprint))
            done += len(batch)
            tell(f"code {kind}s", done, total)
        return done

    def _part(self, kind: Kind, counts: dict[str, int], collection: str) -> WritePart:
        """What writes a kind, and then puts its number of records into ``counts``."""

        def write(folder: Path) -> Mapping[str, Any]:
            facts = write_rooms(
                folder,
                self._fresh(kind),
                self._vocabulary,
                self._coder.dim,
                self._queries(kind),
                engine=self._home.engine,
                collection=collection,
                asks=kind == Kind.WORKER,
            )
            counts[str(kind)] = facts["rows"]
            return facts

        return write

    def _fresh(self, kind: Kind) -> Iterator[Fresh]:
        for derived, stored in self._store.derived(kind, self._coder.fingerprint):
            yield fresh_of(derived, stored.payload)

    def _queries(self, kind: Kind) -> Vectors | None:
        """What a kind will be asked: postings by workers, workers by postings."""
        asking = {Kind.POSTING: Kind.WORKER, Kind.WORKER: Kind.POSTING}.get(kind)
        if asking is None:
            return None
        derived = islice(self._store.derived(asking, self._coder.fingerprint), _QUERIES)
        vectors = [np.frombuffer(row.vector, dtype="<f4") for row, _ in derived]
        return np.stack(vectors) if vectors else None

    def _fallbacks(self, newest: str) -> list[str]:
        """The newest generations before this one that pass their checks: a damaged one is no fallback."""
        whole: list[str] = []
        for name, digest, _ in self._store.generations():
            if name == newest or len(whole) >= KEPT - 1:
                continue
            try:
                if not self._shared.has(name, digest):
                    manifest = generations.verify(self._home.generations, name, digest)
                    with suppress(VectorServerError):  # what cannot be looked at is not known to be damaged
                        generations.check_vectors(manifest, self._home.engine)
            except GenerationError:
                continue
            whole.append(name)
        return whole


def _untold(what: str, done: int, total: int) -> None:
    """Of nobody who wants to know."""


def _collection(origin: Origin, made_at: datetime, kind: Kind) -> str:
    """What a server calls the vectors of a kind: named for store and generation, in letters that all servers take."""
    return f"sepadan_{origin.store_id[:12]}_{generations.stamp_of(made_at)}_{kind}".lower()


def fresh_of(derived: Derived, payload: str) -> Fresh:
    """A record as a segment takes it.

    Args:
        derived: Its codes and vector.
        payload: The record as JSON text.
    """
    return Fresh(
        coded=coded_from_json(derived.coded),
        vector=np.frombuffer(derived.vector, dtype="<f4"),
        text=lexical_text(from_json(derived.kind, payload)),
    )
