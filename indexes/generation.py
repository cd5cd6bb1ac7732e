"""Index generations: immutable folders that are written beside, checked, then swapped in.

A generation holds, for each kind of record, the keys, a FAISS index and a BM25 index, and a manifest with the SHA-256
of every file, the encoder's fingerprint, dimension, normalisation, classification version and counts. It is a cache:
everything in it can be made again from the store.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from indexes.encoder import Vectors
from indexes.lexical import LexicalIndex
from indexes.vectors import VectorIndex
from taxonomy.errors import GenerationError, InputError

FORMAT = 1
"""Version of the folder's layout."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What goes into a generation for one kind of record.

    Attributes:
        keys: Keys, any order.
        hashes: Content hash of each record, same order.
        vectors: float32 unit vectors, shape ``(len(keys), dim)``.
        texts: Text of each record for BM25, same order.
    """

    keys: Sequence[str]
    hashes: Sequence[str]
    vectors: Vectors
    texts: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedPart:
    """One kind of record, ready to be searched.

    Attributes:
        vectors: Keys and vectors.
        lexical: BM25 over the same rows.
        hashes: Content hash of each row's record.
    """

    vectors: VectorIndex
    lexical: LexicalIndex
    hashes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """A generation that passed its checks.

    Attributes:
        name: Folder name.
        manifest: As read.
        parts: Kind to what can be searched.
    """

    name: str
    manifest: Mapping[str, Any]
    parts: Mapping[str, LoadedPart]


def write(root: Path, parts: Mapping[str, Part], *, fingerprint: str, dim: int, classification: str) -> tuple[str, str]:
    """Write a generation, whole or not at all.

    Args:
        root: Folder of all generations.
        parts: Kind to content.
        fingerprint: Of the coder and encoder that made the vectors.
        dim: Length of a vector.
        classification: Version of the occupation codes, for example ``KBJI2014``.

    Returns:
        Name of the generation and SHA-256 of its manifest.

    Raises:
        InputError: Vectors of another length, not one for each key, or not of length 1; nothing is left behind.
    """
    root.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=".writing-", dir=root))
    try:
        for kind, part in sorted(parts.items()):
            _write_part(beside / kind, part, dim)
        made_at = datetime.now(UTC)
        manifest = {
            "format": FORMAT,
            "made_at": made_at.isoformat(),
            "fingerprint": fingerprint,
            "dim": dim,
            "normalisation": "unit",
            "classification": classification,
            "counts": {kind: len(part.keys) for kind, part in sorted(parts.items())},
            "files": {str(p.relative_to(beside)): _sha256(p) for p in _files(beside)},
        }
        raw = orjson.dumps(manifest, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS)
        (beside / "manifest.json").write_bytes(raw)
        digest = hashlib.sha256(raw).hexdigest()
        name = f"{made_at:%Y%m%dT%H%M%S%f}-{digest[:8]}"
        _sync(beside)
        os.replace(beside, root / name)
        _sync_folder(root)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return name, digest


def _write_part(folder: Path, part: Part, dim: int) -> None:
    folder.mkdir()
    order = sorted(range(len(part.keys)), key=lambda row: part.keys[row])
    vectors = part.vectors if len(part.keys) else part.vectors.reshape(0, dim)
    if vectors.shape[1:] != (dim,):
        raise InputError(wanted=f"vectors of {dim}", found=f"shape {vectors.shape}", where=f"index of {folder.name}")
    VectorIndex.build(part.keys, vectors).write(folder / "vectors.faiss")
    LexicalIndex.build([part.texts[row] for row in order]).write(folder / "bm25")
    rows = [{"key": part.keys[row], "hash": part.hashes[row]} for row in order]
    (folder / "keys.json").write_bytes(orjson.dumps(rows))


def verify(root: Path, name: str, manifest_sha256: str) -> dict[str, Any]:
    """Check every byte of a generation.

    Args:
        root: Folder of all generations.
        name: The generation.
        manifest_sha256: Checksum that the store holds for its manifest.

    Returns:
        The manifest.

    Raises:
        GenerationError: Anything is missing, added or changed; names the file.
    """
    folder = root / name
    try:
        raw = (folder / "manifest.json").read_bytes()
    except OSError as error:
        raise GenerationError(f"generation {name}: wanted manifest.json, found none ({error.strerror})") from error
    found = hashlib.sha256(raw).hexdigest()
    if found != manifest_sha256:
        raise GenerationError(f"generation {name}: manifest.json: wanted SHA-256 {manifest_sha256}, found {found}")
    manifest: dict[str, Any] = orjson.loads(raw)
    if manifest["format"] != FORMAT:
        raise GenerationError(f"generation {name}: wanted format {FORMAT}, found {manifest['format']}")
    present = {str(p.relative_to(folder)) for p in _files(folder)} - {"manifest.json"}
    wrong = sorted(present ^ set(manifest["files"]))
    if wrong:
        raise GenerationError(f"generation {name}: {wrong[0]} is missing or was added")
    for file, digest in manifest["files"].items():
        with _readable(name):
            actual = _sha256(folder / file)
        if actual != digest:
            raise GenerationError(f"generation {name}: {file}: wanted SHA-256 {digest}, found {actual}")
    return manifest


@contextmanager
def _readable(name: str) -> Iterator[None]:
    """A disk that cannot be read makes a generation unfit like a wrong byte does, so that the one before can serve."""
    try:
        yield
    except OSError as error:
        raise GenerationError(f"generation {name}: wanted readable files, found {error}") from error


def load(root: Path, name: str, manifest_sha256: str, *, fingerprint: str) -> Generation:
    """Verify a generation and open it.

    Args:
        root: Folder of all generations.
        name: The generation.
        manifest_sha256: Checksum that the store holds for its manifest.
        fingerprint: Of the coder and encoder now in use.

    Raises:
        GenerationError: It is damaged, or was made by another coder or encoder.
    """
    manifest = verify(root, name, manifest_sha256)
    if manifest["fingerprint"] != fingerprint:
        raise GenerationError(
            f"generation {name}: wanted encoder {fingerprint}, found {manifest['fingerprint']}; run 'sepadan build'"
        )
    with _readable(name):
        parts = {kind: _load_part(root / name / kind) for kind in manifest["counts"]}
    return Generation(name=name, manifest=manifest, parts=parts)


def _load_part(folder: Path) -> LoadedPart:
    rows = orjson.loads((folder / "keys.json").read_bytes())
    vectors = VectorIndex.read(folder / "vectors.faiss", [row["key"] for row in rows])
    lexical = LexicalIndex.read(folder / "bm25", len(rows))
    return LoadedPart(vectors=vectors, lexical=lexical, hashes=tuple(row["hash"] for row in rows))


def prune(root: Path, keep: Sequence[str]) -> list[str]:
    """Remove generations that are not in ``keep``, and what a killed writer left; gives the names removed."""
    removed = []
    for folder in sorted(root.iterdir()) if root.is_dir() else []:
        if folder.is_dir() and folder.name not in keep:
            shutil.rmtree(folder, ignore_errors=True)
            removed.append(folder.name)
    return removed


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(folder: Path) -> None:
    for path in _files(folder):
        with path.open("rb") as file:
            os.fsync(file.fileno())
    for path in [folder, *(p for p in folder.rglob("*") if p.is_dir())]:
        _sync_folder(path)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
