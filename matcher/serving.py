"""The state that is served: the newest whole generation with the delta of what was written since.

What did not change since the last look is not read from the store again, so that a fresh write costs the reading of
that write and not of everything.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from indexes import generation as generations
from indexes.generation import Generation, LoadedPart
from indexes.store import Store
from matcher.build import KINDS
from matcher.catalogue import Catalogue, Fresh
from matcher.codec import from_json
from matcher.coded import Coded, coded_from_json
from matcher.home import Home
from matcher.records import Kind
from matcher.texts import lexical_text
from taxonomy.errors import GenerationError
from taxonomy.occupations import load_occupations


@dataclass(frozen=True, slots=True)
class _Known:
    """What was read of one kind, with the content hash that it holds for."""

    base: dict[str, tuple[str, Coded]] = field(default_factory=dict)
    delta: dict[str, tuple[str, Fresh]] = field(default_factory=dict)


class ServedState:
    """Opens what is served, and remembers it.

    Attributes:
        generation: The one that serves; None before the first ``open``.
        refused: Generations that failed their checks at the last ``open``, with the reason.
    """

    def __init__(self, home: Home, store: Store, fingerprint: str) -> None:
        """Serve from a home and its store.

        Args:
            home: Where the generations lie.
            store: The truth.
            fingerprint: Of the coder and encoder now in use.
        """
        self.generation: Generation | None = None
        self.refused: dict[str, str] = {}
        self._home = home
        self._store = store
        self._fingerprint = fingerprint
        self._known = {kind: _Known() for kind in KINDS}
        self._catalogues: dict[Kind, Catalogue] = {}

    def open(self) -> dict[str, Catalogue]:
        """Kind to catalogue, as the store is now.

        Raises:
            GenerationError: No generation passes its checks.
        """
        generation = self._newest_whole()
        if self.generation is None or self.generation.name != generation.name:
            self._known = {kind: _Known() for kind in KINDS}
            self._catalogues = {}
            self.generation = generation
        return {str(kind): self._catalogue(kind, generation.parts[kind]) for kind in KINDS}

    def _newest_whole(self) -> Generation:
        """The generation that serves, or the one before when it fails its checks."""
        recorded = self._store.generations()
        if not recorded:
            raise GenerationError("index: wanted a generation, found none; run 'sepadan build'")
        refused: dict[str, str] = {}
        for name, digest, _ in self._on_disk(recorded):
            if self.generation is not None and self.generation.name == name:
                self.refused = refused
                return self.generation
            if name in self.refused:  # its files are immutable: what was damaged at the last look still is
                refused[name] = self.refused[name]
                continue
            try:
                found = generations.load(self._home.generations, name, digest, fingerprint=self._fingerprint)
            except GenerationError as error:
                refused[name] = str(error)
                continue
            self.refused = refused
            return found
        self.refused = refused
        reasons = "; ".join(refused.values())
        raise GenerationError(f"index: wanted a whole generation, found none; run 'sepadan build' ({reasons})")

    def _on_disk(self, recorded: list[tuple[str, str, bool]]) -> list[tuple[str, str, bool]]:
        """The newest generation, there or not, then the older ones that have not been removed."""
        older = [row for row in recorded[1:] if (self._home.generations / row[0]).is_dir()]
        return [recorded[0], *older]

    def _catalogue(self, kind: Kind, part: LoadedPart) -> Catalogue:
        before = self._known[kind]
        known = self._read(kind, dict(zip(part.vectors.keys, part.hashes, strict=True)))
        if known is before and kind in self._catalogues:
            return self._catalogues[kind]
        gone = Coded(key="", kind=kind, title="", is_closed=True)
        rows = [known.base[key][1] if key in known.base else gone for key in part.vectors.keys]
        alive = np.array([key in known.base for key in part.vectors.keys], dtype=bool)
        fresh = [item for _, item in known.delta.values()]
        self._catalogues[kind] = Catalogue(part, rows, alive, fresh, load_occupations())
        return self._catalogues[kind]

    def _read(self, kind: Kind, held: dict[str, str]) -> _Known:
        """What the store holds of a kind, read anew only where its hash is another than at the last look.

        Gives the very object of the last look when nothing changed.
        """
        before, now = self._known[kind], _Known()
        wanted = []
        for key, digest in self._store.derived_hashes(kind, self._fingerprint).items():
            source, target = (before.base, now.base) if held.get(key) == digest else (before.delta, now.delta)
            if source.get(key, ("", None))[0] == digest:
                target[key] = source[key]  # type: ignore[assignment]
            else:
                wanted.append(key)
        if not wanted and (len(now.base), len(now.delta)) == (len(before.base), len(before.delta)):
            return before
        everything = len(wanted) > len(now.base) + len(now.delta)
        if everything:  # another process may write between both looks: no key may stand on both sides
            now = _Known()
        for derived, stored in self._store.derived(kind, self._fingerprint, None if everything else wanted):
            coded, digest = coded_from_json(derived.coded), derived.content_hash
            if held.get(derived.key) == digest:
                now.base[derived.key] = (digest, coded)
            else:
                text = lexical_text(from_json(kind, stored.payload))
                vector = np.frombuffer(derived.vector, dtype="<f4")
                now.delta[derived.key] = (digest, Fresh(coded=coded, vector=vector, text=text))
        self._known[kind] = now
        return now
