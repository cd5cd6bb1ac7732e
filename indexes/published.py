"""Generations that several machines share: published in an object store, pulled into the cache of each.

The store is any that fsspec reads (``file://``, ``memory://``, ``s3://``, ``gs://``). A builder writes a generation on
its own disk, then publishes it: files first, ``manifest.json`` last, and only then is it named in the database, with
the SHA-256 of its manifest, which has that of every file. Who pulls trusts nothing else: a generation that is not
whole, byte for byte, never gets its name in the cache.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Collection, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from indexes.durable import MANIFEST, files_of, leaving, locked, read_manifest
from taxonomy.errors import ConfigError, GenerationError
from taxonomy.whole_file import WRITING

_BLOCK = 8 << 20

PULLING = f"{WRITING}pull-"
"""Beginning of the name of a folder that is being pulled."""


class AwayError(GenerationError):
    """The object store does not answer, or the cache has no room: another try may do better."""


class Published:
    """The generations of one store, at one address."""

    def __init__(self, url: str, store_id: str, cache: Path, most_bytes: int = 0) -> None:
        """Open the address; nothing is asked yet.

        Args:
            url: Folder of all installations that share it, such as ``s3://bucket/sepadan``.
            store_id: Of the store whose generations these are: another's are neither seen nor removed.
            cache: Folder of the generations on this machine.
            most_bytes: Of the cache, what is being pulled included; 0 for no bound.

        Raises:
            ConfigError: fsspec, or what it needs for such an address, is not installed.
        """
        self.url = url
        self._files, root = _opened(url)
        self._root = f"{root.rstrip('/')}/{store_id}"
        self._cache = cache
        self._most_bytes = most_bytes

    def publish(self, name: str) -> None:
        """Bring a generation of the cache to the object store, its manifest last.

        Args:
            name: Of the generation; published already, it is written over with the same bytes.

        Raises:
            AwayError: The object store refused or took something else; the database must not name it.
        """
        folder, there = self._cache / name, f"{self._root}/{name}"
        files = [path for path in files_of(folder) if path != folder / MANIFEST]
        with _answering(self.url, f"publish generation {name}"):
            for path in [*files, folder / MANIFEST]:
                target = f"{there}/{path.relative_to(folder).as_posix()}"
                self._files.makedirs(target.rpartition("/")[0], exist_ok=True)
                self._files.put_file(str(path), target)
                size = int(self._files.info(target)["size"])
                if size != path.stat().st_size:
                    found = f"{size} of {path.stat().st_size} bytes"
                    raise AwayError(f"generation {name}: {path.name}: wanted it whole at {self.url}, found {found}")

    def has(self, name: str, manifest_sha256: str) -> bool:
        """Whether the manifest of a generation is published, as the database has it; its files are not looked at.

        Raises:
            AwayError: The object store does not answer.
        """
        with _answering(self.url, f"look for generation {name}"):
            self._files.invalidate_cache()
            path = f"{self._root}/{name}/{MANIFEST}"
            if not self._files.exists(path):
                return False
            return hashlib.sha256(self._files.cat_file(path)).hexdigest() == manifest_sha256

    def pull(self, name: str, manifest_sha256: str, keep: Collection[str] = ()) -> bool:
        """Bring a published generation into the cache, whole or not at all; gives whether it had to be fetched.

        Args:
            name: Of the generation.
            manifest_sha256: Of its manifest, as the database has it.
            keep: Names in the cache that must stay, for they serve.

        Raises:
            AwayError: The object store does not answer, lacks a file, or the cache has no room.
            GenerationError: What lies there is not what was published; names the file.
        """
        with locked(self._cache):  # processes of one machine pull it once
            if (self._cache / name).is_dir():
                return False
            for left in self._cache.glob(f"{PULLING}*"):  # by who was killed: we hold the lock
                shutil.rmtree(left, ignore_errors=True)
            try:
                beside = Path(tempfile.mkdtemp(prefix=PULLING, dir=self._cache))
                self._fetch(name, manifest_sha256, beside, keep)
                os.replace(beside, self._cache / name)
            except OSError as error:
                raise AwayError(f"generation {name}: wanted room in {self._cache}, found {error}") from error
            finally:
                for left in self._cache.glob(f"{PULLING}*"):
                    shutil.rmtree(left, ignore_errors=True)
        return True

    def _fetch(self, name: str, manifest_sha256: str, beside: Path, keep: Collection[str]) -> None:
        there, what = f"{self._root}/{name}", f"generation {name} at {self.url}"
        self._files.invalidate_cache()
        self._copy(f"{there}/{MANIFEST}", beside / MANIFEST, what)
        manifest = read_manifest(beside, what, manifest_sha256)
        wanted: dict[str, str] = manifest["files"]
        for folder in manifest.get("folders", []):  # an object store has no empty ones
            (beside / _inside(folder, what)).mkdir(parents=True, exist_ok=True)
        with _answering(self.url, f"pull {what}"):
            sizes = {file: int(self._files.info(f"{there}/{_inside(file, what)}")["size"]) for file in wanted}
        self._make_room(name, sum(sizes.values()) + (beside / MANIFEST).stat().st_size, keep)
        for file, digest in wanted.items():
            found = self._copy(f"{there}/{file}", beside / file, what)
            if found != digest:
                raise GenerationError(f"{what}: {file}: wanted SHA-256 {digest}, found {found}")

    def _copy(self, source: str, target: Path, what: str) -> str:
        """Fetch one file; gives its SHA-256."""
        target.parent.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        with target.open("wb") as file:
            for block in self._blocks(source, what):
                digest.update(block)
                file.write(block)
            file.flush()
            os.fsync(file.fileno())
        return digest.hexdigest()

    def _blocks(self, source: str, what: str) -> Iterator[bytes]:
        with _answering(self.url, f"pull {what}"):
            remote = self._files.open(source, "rb")
        try:
            while True:
                with _answering(self.url, f"pull {what}"):
                    block = remote.read(_BLOCK)
                if not block:
                    return
                yield block
        finally:
            remote.close()

    def _make_room(self, name: str, more: int, keep: Collection[str]) -> None:
        """Drop generations of the cache, the oldest first, until another fits; what serves stays."""
        if not self._most_bytes:
            return
        sizes = {folder: _size(folder) for folder in _whole(self._cache)}
        held = sum(sizes.values())
        for folder in sorted(sizes):
            if held + more <= self._most_bytes:
                break
            if folder.name not in keep:
                held -= sizes[folder]
                shutil.rmtree(leaving(folder), ignore_errors=True)
        if held + more > self._most_bytes:
            found = f"{more} beside {held} that serve"
            raise AwayError(f"generation {name}: wanted at most {self._most_bytes} bytes in the cache, found {found}")

    def drop_from_cache(self, keep: Collection[str]) -> list[str]:
        """Remove whole generations of the cache beyond ``keep``; gives the names. Not while one is built here."""
        gone: list[str] = []
        with locked(self._cache):
            for folder in sorted(path for path in _whole(self._cache) if path.name not in keep):
                gone.append(folder.name)
                shutil.rmtree(leaving(folder), ignore_errors=True)
        return gone

    def remove(self, keep: Collection[str]) -> list[str]:
        """Remove what is published beyond ``keep``, manifests first; gives the names.

        Only who holds the lock of builds may: what another is publishing is not in the database yet.

        Raises:
            AwayError: The object store refused.
        """
        gone: list[str] = []
        with _answering(self.url, "remove generations"):
            for name in self.names():
                if name not in keep:
                    gone.append(name)
                    if self._files.exists(f"{self._root}/{name}/{MANIFEST}"):
                        self._files.rm_file(f"{self._root}/{name}/{MANIFEST}")
                    self._files.rm(f"{self._root}/{name}", recursive=True)
        return gone

    def names(self) -> list[str]:
        """What is published, whole or not, in order.

        Raises:
            AwayError: The object store refused.
        """
        with _answering(self.url, "list generations"):
            self._files.invalidate_cache()
            if not self._files.exists(self._root):
                return []
            found = self._files.ls(self._root, detail=True)
            return sorted(PurePosixPath(each["name"]).name for each in found if each["type"] == "directory")


def _opened(url: str) -> tuple[Any, str]:
    try:
        import fsspec
    except ModuleNotFoundError as error:
        raise ConfigError(f"generations {url}: wanted fsspec, found none; pip install 'sepadan[objects]'") from error
    try:
        files, root = fsspec.core.url_to_fs(url)
    except ImportError as error:
        extra = {"s3": "s3", "gs": "gs", "gcs": "gs"}.get(url.partition(":")[0], "objects")
        raise ConfigError(f"generations {url}: {error}; pip install 'sepadan[{extra}]'") from error
    except ValueError as error:
        wanted = "an address like s3://bucket/folder, gs://bucket/folder or file:///folder"
        raise ConfigError(f"generations: wanted {wanted}, found {url} ({error})") from error
    return files, str(root)


@contextmanager
def _answering(url: str, what: str) -> Generator[None]:
    """Whatever a client of an object store raises is one error: each has exceptions of its own."""
    try:
        yield
    except GenerationError:
        raise
    except Exception as error:
        raise AwayError(f"{what}: wanted {url} to answer, found {type(error).__name__}: {error}") from error


def _inside(file: str, what: str) -> str:
    path = PurePosixPath(file)
    if path.is_absolute() or ".." in path.parts:
        raise GenerationError(f"{what}: wanted files inside it, found {file}")
    return file


def _whole(cache: Path) -> list[Path]:
    return [path for path in cache.iterdir() if path.is_dir() and not path.name.startswith(WRITING)]


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in files_of(folder))
