"""Folders that are there whole or not at all, and whose every byte can be checked later.

Written beside, synced file by file, renamed, and the folder above synced: after a power cut either the old state or the
new one is on the disk (Pillai et al. 2014, "All file systems are not created equal").
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson

from taxonomy.errors import GenerationError
from taxonomy.whole_file import WRITING

MANIFEST = "manifest.json"

_SEALED = "sealed"
"""Field of a manifest: SHA-256 of the rest of it, so that a folder can be checked that nobody else knows of."""


def write_folder(root: Path, fill: Callable[[Path], str], undo: Callable[[Path], bool] = lambda folder: True) -> Path:
    """Write a folder.

    Args:
        root: Where it will lie; made when it is not there.
        fill: Writes everything into the empty folder that it is given, and says what it is to be called.
        undo: Takes back what ``fill`` did outside the folder, when writing fails; where it says False the folder stays,
            as if the writer had been killed.

    Returns:
        The folder.

    Raises:
        GenerationError: The disk refused; nothing is left behind.
    """
    beside: Path | None = None
    try:
        made = [folder for folder in (root, *root.parents) if not folder.exists()]
        root.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=WRITING, dir=root))
        name = fill(beside)
        _sync(beside)
        os.replace(beside, root / name)
        for above in (root, *(folder.parent for folder in made)):
            _sync_folder(above)
    except BaseException as error:
        if beside is not None and undo(beside):
            shutil.rmtree(beside, ignore_errors=True)
        if isinstance(error, OSError):
            raise GenerationError(f"{root}: wanted a folder that can be written, found {error}") from error
        raise
    return root / name


@contextmanager
def locked(root: Path) -> Generator[None]:
    """Hold a folder for oneself among those who ask in this way; it is made when it is not there.

    The lock is on the folder itself, so that nothing lies beside what is kept in it, and goes with its process.

    Raises:
        GenerationError: The disk refused.
    """
    try:
        root.mkdir(parents=True, exist_ok=True)
        handle = os.open(root, os.O_RDONLY)
    except OSError as error:
        raise GenerationError(f"{root}: wanted a folder that can be written, found {error}") from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def leaving(folder: Path) -> Path:
    """A folder under a name that nobody takes for a whole one, so that a kill while it is removed leaves no half one.

    Args:
        folder: Moved to that name, unless it has such a name already.
    """
    if folder.name.startswith(WRITING):
        return folder
    gone = folder.with_name(f"{WRITING}gone-{folder.name}")
    os.replace(folder, gone)
    return gone


def synced(path: Path, content: bytes) -> None:
    """Write a file so that a power cut afterwards does not take it away."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    _sync_folder(path.parent)


def seal(folder: Path, facts: Mapping[str, Any]) -> str:
    """Write the manifest of a folder: facts, the SHA-256 of every file that is there, and that of all this.

    Args:
        folder: Everything else lies in it already.
        facts: What JSON can hold; ``files`` and ``sealed`` are taken.

    Returns:
        SHA-256 of the manifest, hex.
    """
    files = {str(path.relative_to(folder)): sha256_of(path) for path in files_of(folder)}
    content = {**facts, "files": files}
    raw = _text({**content, _SEALED: hashlib.sha256(_text(content)).hexdigest()})
    (folder / MANIFEST).write_bytes(raw)
    return hashlib.sha256(raw).hexdigest()


def unseal(folder: Path, what: str, manifest_sha256: str = "") -> dict[str, Any]:
    """Check every byte of a sealed folder.

    Args:
        folder: The folder.
        what: What it is, for messages: ``generation 2026...``.
        manifest_sha256: Checksum that is known for its manifest; when empty it must be as its own seal says.

    Returns:
        The manifest.

    Raises:
        GenerationError: Anything is missing, added or changed, or cannot be read; names the file.
    """
    manifest = read_manifest(folder, what, manifest_sha256)
    wanted: dict[str, str] = manifest["files"]
    present = {str(path.relative_to(folder)) for path in files_of(folder)} - {MANIFEST}
    wrong = sorted(present ^ set(wanted))
    if wrong:
        raise GenerationError(f"{what}: {wrong[0]} is missing or was added")
    for file, digest in wanted.items():
        try:
            actual = sha256_of(folder / file)
        except OSError as error:
            raise GenerationError(f"{what}: wanted readable files, found {error}") from error
        if actual != digest:
            raise GenerationError(f"{what}: {file}: wanted SHA-256 {digest}, found {actual}")
    return manifest


def read_manifest(folder: Path, what: str, manifest_sha256: str = "") -> dict[str, Any]:
    """The manifest of a sealed folder, itself checked; its files are not looked at. Arguments as of ``unseal``.

    Raises:
        GenerationError: It is missing, changed, or cannot be read.
    """
    try:
        raw = (folder / MANIFEST).read_bytes()
    except OSError as error:
        raise GenerationError(f"{what}: wanted {MANIFEST}, found none ({error.strerror})") from error
    found = hashlib.sha256(raw).hexdigest()
    if manifest_sha256 and found != manifest_sha256:
        raise GenerationError(f"{what}: {MANIFEST}: wanted SHA-256 {manifest_sha256}, found {found}")
    return _manifest(raw, what, is_known=bool(manifest_sha256))


def _manifest(raw: bytes, what: str, *, is_known: bool) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = orjson.loads(raw)
        content = {name: value for name, value in manifest.items() if name != _SEALED}
        seal_of = hashlib.sha256(_text(content)).hexdigest()
        files = dict(manifest["files"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise GenerationError(f"{what}: {MANIFEST}: wanted the checksums of all files, found none") from error
    # Byte for byte: another text that means the same was not written by us.
    if not is_known and raw != _text({**content, _SEALED: seal_of}):
        raise GenerationError(f"{what}: {MANIFEST}: wanted seal {seal_of}, found {manifest.get(_SEALED)}")
    return {**content, "files": files}


def _text(content: Mapping[str, Any]) -> bytes:
    return orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS)


def files_of(folder: Path) -> list[Path]:
    """Every file in a folder, however deep, in order."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(folder: Path) -> None:
    for path in files_of(folder):
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
