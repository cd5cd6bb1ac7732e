"""The registry: a folder of trained models, each entry sealed and named by what its weights are.

``MODEL/FINGERPRINT/`` holds the weights, ``card.json``, ``card.md`` and the manifest; it is there whole or not at all
(``indexes.durable``). ``MODEL/serving.json`` is the pointer to the entry that serves, with those that served before it.
Without a pointer the product's own model serves.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from indexes.durable import leaving, locked, seal, sha256_of, unseal, write_folder
from matcher.model_life.bundled import BUNDLED, bundled_files, check_model
from taxonomy.errors import GenerationError, UnknownIdError
from taxonomy.whole_file import WRITING, write_whole

CARD, CARD_TEXT, POINTER = "card.json", "card.md", "serving.json"
_DIGITS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of what serves.

    Attributes:
        at: When, UTC, ISO 8601.
        to: Fingerprint that serves from then on, or ``bundled``.
        why: Words of the gate, or the reason that a person gave.
        forced: Whether the gate had refused it.
    """

    at: str
    to: str
    why: str
    forced: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """The pointer of one model.

    Attributes:
        fingerprint: Entry that serves, or ``bundled``.
        manifest_sha256: Of its manifest; empty for the product's own.
        before: Entries that served before, the last one at the end.
        changes: Everything that happened, oldest first.
    """

    fingerprint: str = BUNDLED
    manifest_sha256: str = ""
    before: tuple[str, ...] = ()
    changes: tuple[Change, ...] = field(default=())


def fingerprint_of(files: Mapping[str, Path]) -> str:
    """Names files and their bytes: 12 hex digits of SHA-256."""
    found = hashlib.sha256()
    for name in sorted(files):
        found.update(f"{name}\0{sha256_of(files[name])}\0".encode())
    return found.hexdigest()[:_DIGITS]


class Registry:
    """The trained models of one folder."""

    def __init__(self, root: Path) -> None:
        """Look at a folder; it need not be there."""
        self.root = root

    def add(
        self, model: str, files: Mapping[str, Path], card_of: Callable[[str], tuple[Mapping[str, Any], str]]
    ) -> str:
        """Keep a model.

        Args:
            model: Its name.
            files: Name to file of the weights.
            card_of: Makes the card, as a document and as text, for a fingerprint.

        Returns:
            The fingerprint. An entry that is there already and whole stays as it is.

        Raises:
            GenerationError: The disk refused.
        """
        folder = self.root / check_model(model)
        fingerprint = fingerprint_of(files)
        with locked(folder):
            if (folder / fingerprint).exists():
                try:
                    self.folder_of(model, fingerprint)
                except GenerationError:
                    shutil.rmtree(leaving(folder / fingerprint))
                else:
                    return fingerprint
            write_folder(folder, lambda beside: _fill(beside, model, fingerprint, files, card_of))
        return fingerprint

    def fingerprints(self, model: str) -> list[str]:
        """The entries of a model, by name; ``bundled`` is not among them."""
        folder = self.root / check_model(model)
        if not folder.is_dir():
            return []
        return sorted(path.name for path in folder.iterdir() if path.is_dir() and not path.name.startswith(WRITING))

    def folder_of(self, model: str, fingerprint: str, manifest_sha256: str = "") -> Path:
        """The folder of an entry, every byte of it checked.

        Raises:
            UnknownIdError: There is none of this name.
            GenerationError: It is damaged; says what was wanted and found, and the mend.
        """
        folder = self.root / check_model(model) / fingerprint
        if fingerprint not in self.fingerprints(model):
            known = ", ".join((BUNDLED, *self.fingerprints(model)))
            raise UnknownIdError(wanted=f"an entry of {model}: {known}", found=fingerprint, where=str(self.root))
        what = f"model {model} {fingerprint}"
        try:
            manifest = unseal(folder, what, manifest_sha256)
        except GenerationError as error:
            mend = f"train it again, or run 'sepadan models back {model}'"
            raise GenerationError(f"{error} (in {folder}); {mend}") from error
        if (manifest.get("model"), manifest.get("fingerprint")) != (model, fingerprint):
            found = f"{manifest.get('model')} {manifest.get('fingerprint')}"
            raise GenerationError(f"{what}: wanted this entry in {folder}, found {found}")
        return folder

    def files_of(self, model: str, fingerprint: str) -> dict[str, Path]:
        """File name to weights of an entry, or of the product's own.

        Raises:
            UnknownIdError: There is none of this name.
            GenerationError: It is damaged.
        """
        if fingerprint == BUNDLED:
            return bundled_files(model)
        folder = self.folder_of(model, fingerprint)
        names = orjson.loads((folder / CARD).read_bytes())["files"]
        return {name: folder / name for name in names}

    def card_of(self, model: str, fingerprint: str) -> dict[str, Any]:
        """The card of an entry. Raises as ``folder_of``."""
        card: dict[str, Any] = orjson.loads((self.folder_of(model, fingerprint) / CARD).read_bytes())
        return card

    def serving(self, model: str) -> Serving:
        """What serves.

        Raises:
            GenerationError: The pointer cannot be read.
        """
        path = self.root / check_model(model) / POINTER
        try:
            told: dict[str, Any] = orjson.loads(path.read_bytes())
            told["changes"] = tuple(Change(**change) for change in told["changes"])
            told["before"] = tuple(told["before"])
            return Serving(**told)
        except FileNotFoundError:
            return Serving()
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise GenerationError(f"model {model}: wanted a pointer to what serves in {path}, found {error}") from error

    def promote(self, model: str, fingerprint: str, why: str, *, forced: bool = False) -> Serving:
        """Let an entry serve from now on; what serves already stays.

        Raises:
            UnknownIdError: There is none of this name.
            GenerationError: It is damaged, or the disk refused.
        """
        with locked(self.root / check_model(model)):
            now = self.serving(model)
            if now.fingerprint == fingerprint:
                return now
            return self._point(model, fingerprint, (*now.before, now.fingerprint), now, why, forced=forced)

    def back(self, model: str, why: str = "back to the one before") -> Serving:
        """Let the one before serve again; at last the product's own.

        Raises:
            GenerationError: The one before is damaged, or the disk refused.
        """
        with locked(self.root / check_model(model)):
            now = self.serving(model)
            to, before = (now.before[-1], now.before[:-1]) if now.before else (BUNDLED, ())
            return self._point(model, to, before, now, why, forced=False)

    def _point(self, model: str, to: str, before: tuple[str, ...], now: Serving, why: str, *, forced: bool) -> Serving:
        sha256 = "" if to == BUNDLED else sha256_of(self.folder_of(model, to) / "manifest.json")
        change = Change(at=datetime.now(UTC).isoformat(timespec="seconds"), to=to, why=why, forced=forced)
        found = Serving(fingerprint=to, manifest_sha256=sha256, before=before, changes=(*now.changes, change))
        write_file(self.root / model / POINTER, orjson.dumps(asdict(found), option=orjson.OPT_INDENT_2))
        return found


def _fill(
    folder: Path,
    model: str,
    fingerprint: str,
    files: Mapping[str, Path],
    card_of: Callable[[str], tuple[Mapping[str, Any], str]],
) -> str:
    for name, path in files.items():
        shutil.copyfile(path, folder / name)
    card, text = card_of(fingerprint)
    (folder / CARD).write_bytes(orjson.dumps({**card, "files": sorted(files)}, option=orjson.OPT_INDENT_2))
    (folder / CARD_TEXT).write_text(text, encoding="utf-8")
    seal(folder, {"model": model, "fingerprint": fingerprint})
    return fingerprint


def write_file(path: Path, content: bytes) -> None:
    """Write a small file whole or not at all: beside, synced, renamed.

    Raises:
        GenerationError: The disk refused.
    """
    try:
        write_whole(path, content)
    except OSError as error:
        raise GenerationError(f"{path}: wanted a file that can be written, found {error}") from error
