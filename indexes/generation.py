"""Index generations: immutable folders that are written beside, checked, then swapped in.

A generation holds a folder for each kind of record, and a manifest with the SHA-256 of every file, the encoder's
fingerprint, dimension, normalisation, classification version, counts, and the revision of the store that it was made
from. It is a cache: everything in it can be made again from the store.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from indexes.durable import leaving, read_manifest, seal, unseal, write_folder
from indexes.vector_search import FAISS, VectorEngine
from taxonomy.errors import GenerationError, VectorServerError

FORMAT = 2
"""Version of the folder's layout."""

WritePart = Callable[[Path], Mapping[str, Any]]
"""Writes one kind into an empty folder and gives the facts of it: ``rows``, and what else its reader needs."""

Leave = Callable[[Path], None]
"""Removes what a generation's folder names elsewhere: ``VectorEngine.drop``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What a generation is made of.

    Attributes:
        fingerprint: Of the coder and encoder that made codes and vectors.
        dim: Length of a vector.
        classification: Version of the occupation codes, for example ``KBJI2014``.
        vocabulary: Fingerprint of the tables that give the numbers in columns their meaning.
        store_id: Id of the store that it was read from.
        revision: Revision of that store before it was read: what was written later is not in it for certain.
        engine: Vector engine that holds its vectors.
    """

    fingerprint: str
    dim: int
    classification: str
    vocabulary: str
    store_id: str
    revision: int
    engine: str = FAISS


def write(
    root: Path,
    parts: Mapping[str, WritePart],
    origin: Origin,
    *,
    made_at: datetime | None = None,
    leave: Leave = lambda folder: None,
) -> tuple[str, str]:
    """Write a generation, whole or not at all.

    Args:
        root: Folder of all generations.
        parts: Kind to what writes it.
        origin: What it is made of.
        made_at: Begins its name, to the microsecond; now when None.
        leave: Takes back what was written outside its folder, when writing fails.

    Returns:
        Name of the generation and SHA-256 of its manifest.

    Raises:
        GenerationError: The disk refused; nothing is left behind.
    """
    digests: list[str] = []
    made_at = made_at or datetime.now(UTC)

    def fill(folder: Path) -> str:
        facts: dict[str, dict[str, Any]] = {}
        for kind, write_part in sorted(parts.items()):
            (folder / kind).mkdir()
            facts[kind] = dict(write_part(folder / kind))
        manifest = {
            "format": FORMAT,
            "made_at": made_at.isoformat(),
            "normalisation": "unit",
            **asdict(origin),
            "counts": {kind: found["rows"] for kind, found in facts.items()},
            "parts": facts,
            "folders": [str(each.relative_to(folder)) for each in sorted(folder.rglob("*")) if is_empty_folder(each)],
        }
        digests.append(seal(folder, manifest))
        return f"{stamp_of(made_at)}-{digests[0][:8]}"

    return write_folder(root, fill, lambda folder: _left(folder, leave)).name, digests[0]


def stamp_of(made_at: datetime) -> str:
    """How the name of a generation begins."""
    return f"{made_at:%Y%m%dT%H%M%S%f}"


def _left(folder: Path, leave: Leave) -> bool:
    try:
        leave(folder)
    except VectorServerError:
        return False
    return True


def is_empty_folder(path: Path) -> bool:
    """Whether a path is a folder with nothing in it: readers want it there, and object stores keep files alone."""
    return path.is_dir() and not any(path.iterdir())


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
    return _of_format(name, unseal(root / name, f"generation {name}", manifest_sha256))


def manifest_of(root: Path, name: str, manifest_sha256: str) -> dict[str, Any]:
    """The manifest alone, itself checked; no other file is read. Arguments as of ``verify``.

    Raises:
        GenerationError: It is missing or changed.
    """
    return _of_format(name, read_manifest(root / name, f"generation {name}", manifest_sha256))


def _of_format(name: str, manifest: dict[str, Any]) -> dict[str, Any]:
    if manifest.get("format") != FORMAT:
        found = manifest.get("format")
        raise GenerationError(f"generation {name}: wanted format {FORMAT}, found {found}; run 'sepadan build'")
    return manifest


def check_origin(
    name: str, manifest: Mapping[str, Any], *, fingerprint: str, vocabulary: str, store_id: str, engine: str = FAISS
) -> None:
    """Refuse a generation that was made of something else than what is in use.

    Args:
        name: The generation.
        manifest: As ``verify`` gave it.
        fingerprint: Of the coder and encoder now in use.
        vocabulary: Fingerprint of the tables now in use.
        store_id: Of the store now in use.
        engine: Vector engine now in use.

    Raises:
        GenerationError: Says what is another, and the mend.
    """
    in_use = {"fingerprint": fingerprint, "vocabulary": vocabulary, "store_id": store_id}
    for field, called in (("fingerprint", "encoder"), ("vocabulary", "tables"), ("store_id", "store")):
        if manifest[field] != in_use[field]:
            raise GenerationError(
                f"generation {name}: wanted {called} {in_use[field]}, found {manifest[field]}; run 'sepadan build'"
            )
    made_by = manifest.get("engine", FAISS)
    if made_by != engine:
        mend = f"run 'sepadan build', or set SEPADAN_VECTOR_ENGINE={made_by}"
        raise GenerationError(f"generation {name}: wanted vector engine {engine}, found {made_by}; {mend}")


def check_vectors(manifest: Mapping[str, Any], engine: VectorEngine) -> None:
    """Check what a generation keeps outside its folder; nothing where another engine keeps it.

    Args:
        manifest: Of the generation.
        engine: That is in use.

    Raises:
        GenerationError: It is missing or changed.
        VectorServerError: The server does not answer.
    """
    if manifest.get("engine", FAISS) == engine.name:
        for facts in manifest["parts"].values():
            engine.check(facts["vectors"], int(facts["rows"]))


@contextmanager
def readable(name: str) -> Generator[None]:
    """A disk that cannot be read makes a generation unfit like a wrong byte does, so that the one before can serve."""
    try:
        yield
    except OSError as error:
        raise GenerationError(f"generation {name}: wanted readable files, found {error}") from error


def prune(root: Path, keep: Sequence[str], leave: Leave = lambda folder: None) -> list[str]:
    """Remove generations that are not in ``keep``, and what a killed writer left.

    Args:
        root: Folder of all generations.
        keep: Names of those that stay.
        leave: Removes what a folder names elsewhere; where that cannot be reached the folder waits for the next call,
            under a name that nobody takes for a whole one.

    Returns:
        The names removed.
    """
    removed: list[str] = []
    for folder in sorted(root.iterdir()) if root.is_dir() else []:
        if folder.is_dir() and folder.name not in keep:
            gone = leaving(folder)
            if _left(gone, leave):
                removed.append(folder.name)
                shutil.rmtree(gone, ignore_errors=True)
    return removed
