"""The index generations of an installation: which there are, which can serve, and why not; no encoder is loaded.

What is asked here is asked on the disk, byte for byte; nothing is remembered.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from indexes import generation as generations
from indexes.durable import files_of
from indexes.store import Store
from matcher.coding import coder_fingerprint
from matcher.home import Home
from matcher.model_life.served import ServedModels
from matcher.shared_generations import SharedGenerations
from matcher.vocabulary import load_vocabulary
from taxonomy.errors import ConfigError, GenerationError, InputError, VectorServerError
from taxonomy.whole_file import WRITING


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A generation as it was found.

    Attributes:
        name: Of its folder.
        made_at: When it was made, ISO 8601, UTC; empty when it does not say.
        counts: Kind to number of records; empty when it does not say.
        revision: Of the store, at which it was made; None when it does not say.
        size_bytes: Of its files on disk.
        is_current: Whether the store names it as the one that serves.
        is_recorded: Whether the store knows it; what a killed build left is not known.
        fault: Why it cannot serve; empty when it can.
        is_reached: Whether its vectors could be looked at; False while their server does not answer.
    """

    name: str
    made_at: str
    counts: dict[str, int]
    revision: int | None
    size_bytes: int
    is_current: bool
    is_recorded: bool
    fault: str
    is_reached: bool = True


def served_fingerprint(home: Home) -> str:
    """Fingerprint of the ``RecordCoder`` of a home, with the one encoder that its title coder accepts.

    Raises:
        GenerationError: A promoted model is damaged.
    """
    models = ServedModels(home.models)
    committee = models.committee()
    return coder_fingerprint(committee.encoder, committee.fingerprint, models.skills_fingerprint())


class Generations:
    """The generations of one installation."""

    def __init__(self, home: Home, store: Store, fingerprint: str = "") -> None:
        """Look at a home and its store.

        Args:
            home: Where the generations lie.
            store: Says which are recorded.
            fingerprint: Of the coder in use; that of the models that serve when empty.
        """
        self._root = home.generations
        self._lock = FileLock(home.build_lock)
        self._store_lock = store.exclusive(home.build_lock)
        self._shared = SharedGenerations(home, store)
        self._store = store
        self._in_use = {
            "fingerprint": fingerprint or served_fingerprint(home),
            "vocabulary": load_vocabulary().fingerprint,
            "store_id": store.store_id(),
            "engine": home.engine.name,
        }
        self._engine = home.engine

    def verify(self, name: str) -> dict[str, Any]:
        """Check every byte of a generation, and that it was made of what is in use.

        Returns:
            The manifest.

        Raises:
            UnknownIdError: The store does not know it.
            GenerationError: It cannot serve; says why.
            VectorServerError: The server that holds its vectors does not answer.
        """
        manifest = generations.verify(self._root, name, self._store.manifest_sha256(name))
        generations.check_origin(name, manifest, **self._in_use)
        generations.check_vectors(manifest, self._engine)
        return manifest

    def manifest(self, name: str) -> dict[str, Any]:
        """The manifest of a recorded generation, itself checked; its files are not read.

        Raises:
            UnknownIdError: The store does not know it.
            GenerationError: The manifest is missing or changed.
        """
        return generations.manifest_of(self._root, name, self._store.manifest_sha256(name))

    def serving(self) -> tuple[str, dict[str, str]]:
        """Name of the one that a match would use (empty when there is none), and those refused, with the reason."""
        refused: dict[str, str] = {}
        for name, digest, is_current in self._there(self._store.generations()):
            fault = self._found(name, digest, is_current).fault
            if not fault:
                return name, refused
            refused[name] = fault
        return "", refused

    def all(self, *, reads_files: bool = True) -> list[Found]:
        """Every generation that is recorded or on disk; the one that serves first, then the newest.

        One that is recorded, does not serve and has been removed is left out.

        Args:
            reads_files: Whether every byte is checked; else the manifests alone.
        """
        recorded = self._store.generations()
        known = [self._found(*row, reads_files=reads_files) for row in self._there(recorded)]
        strays = sorted(self._on_disk() - {name for name, *_ in recorded}, reverse=True)
        return [*known, *(self._stray(name) for name in strays)]

    def _there(self, recorded: Sequence[tuple[str, str, bool]]) -> list[tuple[str, str, bool]]:
        """Of what is recorded the one that serves, there or not, and the others that are on disk."""
        return [row for row in recorded if row[2] or (self._root / row[0]).is_dir()]

    def _on_disk(self) -> set[str]:
        return {folder.name for folder in self._root.iterdir() if folder.is_dir()} if self._root.is_dir() else set()

    def _found(self, name: str, digest: str, is_current: bool, *, reads_files: bool = True) -> Found:
        manifest: dict[str, Any] = {}
        fault, is_reached, look = "", True, generations.verify if reads_files else generations.manifest_of
        try:
            manifest = look(self._root, name, digest)
            generations.check_origin(name, manifest, **self._in_use)
            if reads_files:
                generations.check_vectors(manifest, self._engine)
        except (GenerationError, VectorServerError) as error:
            fault, is_reached = str(error), not isinstance(error, VectorServerError)
        return Found(
            name=name,
            made_at=manifest.get("made_at", ""),
            counts=manifest.get("counts", {}),
            revision=manifest.get("revision"),
            size_bytes=_size(self._root / name),
            is_current=is_current,
            is_recorded=True,
            fault=fault,
            is_reached=is_reached,
        )

    def _stray(self, name: str) -> Found:
        why = "is being written, or was left by a killed build" if name.startswith(WRITING) else "is not recorded"
        return Found(
            name=name,
            made_at="",
            counts={},
            revision=None,
            size_bytes=_size(self._root / name),
            is_current=False,
            is_recorded=False,
            fault=f"generation {name}: {why}; run 'sepadan generations prune'",
        )

    def serve(self, name: str) -> None:
        """Let a whole generation serve: back to an older one, or forward again.

        Raises:
            UnknownIdError: The store does not know it.
            GenerationError: It cannot serve; says why.
        """
        self._shared.pull_named(name)
        self.verify(name)
        self._store.serve_generation(name)

    def prune(self, keep: int) -> list[str]:
        """Remove generations and forget them in the store; gives the names of the folders removed.

        Args:
            keep: Whole ones that stay, at least 1; the one that serves is always among them.

        Raises:
            InputError: ``keep`` is below 1.
            ConfigError: A build is at work.
            VectorServerError: The server that holds vectors does not answer: nothing says which are whole.
        """
        if keep < 1:
            raise InputError(wanted="1 or more generations to keep", found=keep, where="--keep")
        try:
            with self._lock.acquire(timeout=0):
                if self._store_lock.can_be_lost and not self._store_lock.acquire():
                    raise Timeout(str(self._lock.lock_file))
                return self._prune(keep)
        except Timeout as error:
            raise ConfigError("generations: wanted no build at work, found one; try again when it is done") from error
        finally:
            if self._store_lock.can_be_lost:
                self._store_lock.release()

    def _prune(self, keep: int) -> list[str]:
        found = self.all()
        for one in found:
            if not one.is_reached:
                raise VectorServerError(one.fault)
        whole = [one.name for one in found if not one.fault]
        kept = {*(one.name for one in found if one.is_current), *whole[:keep]}
        if self._shared.is_shared:  # not every one of them lies on this machine
            kept |= set([name for name, *_ in self._store.generations()][:keep])
        removed = generations.prune(self._root, sorted(kept), self._engine.drop)
        # Rows whose folder went earlier are forgotten too.
        self._store.forget_generations([name for name, *_ in self._store.generations() if name not in kept])
        return sorted({*removed, *self._shared.remove(kept)})


def _size(folder: Path) -> int:
    return sum(os.stat(path).st_size for path in _present(folder))


def _present(folder: Path) -> Sequence[Path]:
    return files_of(folder) if folder.is_dir() else []
