"""The files of a job, and uploaded files: sealed on disk, each folder's key sealed in the store's row.

What is removed goes with its key: the row is written over before it is deleted, so that bytes of a file that a disk
still holds open no more.
"""

from __future__ import annotations

import base64
import os
import shutil
import tempfile
from collections.abc import Collection, Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from indexes.job_records import StoredJob
from indexes.schema_jobs import job_place, upload_place
from indexes.sealed_file import Extent, SealedReader, SealedWriter
from indexes.secret_box import SecretBox
from indexes.upload_rows import StoredUpload
from matcher.home import Home
from matcher.jobs.job import JobFile
from taxonomy.errors import StoreError

_BLOCK = 1 << 20
_NONCE_BYTES = 12


class JobFiles:
    """The folder of one job."""

    def __init__(self, home: Home, box: SecretBox, job: StoredJob) -> None:
        """Open the job's key; nothing is made yet.

        Raises:
            ConfigError: The box lacks the key that sealed it.
            StoreError: The key does not open.
        """
        self.folder = home.jobs / job.id
        self._id = job.id
        self._key = box.open(job_place(job.id), job.key)

    def writer(self, file: JobFile) -> SealedWriter:
        """Appends to a file behind its extent.

        Raises:
            StoreError: The disk refused, or the file is shorter.
        """
        make_folder(self.folder)
        return SealedWriter(self.folder / file.name, self._key, f"{self._id}/{file.name}", file.extent)

    def reader(self, file: JobFile) -> SealedReader:
        """Reads a file.

        Raises:
            StoreError: It is not there, or not whole.
        """
        return SealedReader(self.folder / file.name, self._key, f"{self._id}/{file.name}", file.extent)

    def sealed_keys(self, keys: Collection[str]) -> str:
        """Keys of records as a checkpoint holds them: AES-256-GCM under the key of the files, base64."""
        if not keys:
            return ""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = AESGCM(self._key).encrypt(nonce, orjson.dumps(sorted(keys)), self._keys_place)
        return base64.b64encode(nonce + sealed).decode()

    def opened_keys(self, text: str) -> frozenset[str]:
        """Keys that ``sealed_keys`` sealed.

        Raises:
            StoreError: They do not open.
        """
        if not text:
            return frozenset()
        try:
            box = base64.b64decode(text, validate=True)
            opened = AESGCM(self._key).decrypt(box[:_NONCE_BYTES], box[_NONCE_BYTES:], self._keys_place)
        except (InvalidTag, ValueError) as error:
            wanted = "keys of the erased as they were sealed"
            raise StoreError(f"job {self._id}: wanted {wanted}, found what does not open") from error
        return frozenset(orjson.loads(opened))

    @property
    def _keys_place(self) -> bytes:
        return f"{self._id}/forget".encode()

    def discard(self, file: JobFile) -> None:
        """Remove a file that no checkpoint names any more."""
        (self.folder / file.name).unlink(missing_ok=True)


def make_folder(folder: Path) -> None:
    """A folder that its owner alone can look into.

    Raises:
        StoreError: The disk refused.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StoreError(f"folder {folder.name}: cannot be made: {error.strerror}") from error


def remove_folder(folder: Path) -> None:
    """Remove a folder with all that lies in it; one that is gone already is passed over."""
    shutil.rmtree(folder, ignore_errors=True)


class SealedPath(type(Path())):  # type: ignore[misc]  # the class of paths of this system
    """A sealed upload as the readers of sources know files: by name, size and bytes; nothing lies open on disk."""

    def sealed_by(self, folder: Path, key: bytes, upload: StoredUpload) -> SealedPath:
        """The path itself, of an upload from now on."""
        self._folder, self._key, self._upload = folder, key, upload
        return self

    def open(self, *_: Any, **__: Any) -> Any:
        """The bytes of the upload, whatever mode is asked for."""
        return upload_reader(self._folder, self._key, self._upload)

    def is_dir(self) -> bool:
        """False."""
        return False

    def stat(self, **_: Any) -> os.stat_result:
        """Of a file that is as long as what was uploaded."""
        return os.stat_result((0o100600, 0, 0, 1, 0, 0, self._upload.length, 0, 0, 0))


def upload_key(box: SecretBox, upload: StoredUpload) -> bytes:
    """The key of an upload.

    Raises:
        ConfigError: The box lacks the key that sealed it.
        StoreError: The key does not open.
    """
    return box.open(upload_place(upload.id), upload.key)


def upload_reader(folder: Path, key: bytes, upload: StoredUpload) -> SealedReader:
    """Reads what was uploaded.

    Raises:
        StoreError: It is not there, or not whole.
    """
    extent = Extent(plain=upload.plain, stored=upload.stored)
    return SealedReader(folder / "parts", key, upload.id, extent)


def upload_writer(folder: Path, key: bytes, upload: StoredUpload) -> SealedWriter:
    """Appends to an upload.

    Raises:
        StoreError: The disk refused.
    """
    make_folder(folder)
    return SealedWriter(folder / "parts", key, upload.id, Extent(plain=upload.plain, stored=upload.stored))


@contextmanager
def opened_upload(home: Home, box: SecretBox, upload: StoredUpload) -> Generator[Path]:
    """An upload as a path that readers of sources take.

    A workbook is read by a process of its own, which wants a real file: it gets one in memory (memfd_create(2)), behind
    a link that bears the ending.

    Raises:
        ConfigError: The box lacks the key that sealed the upload's.
        StoreError: The upload is not whole.
    """
    folder, key = home.uploads / upload.id, upload_key(box, upload)
    name = f"upload{upload.suffix}"
    if not upload.suffix.endswith(".xlsx"):
        yield SealedPath(name).sealed_by(folder, key, upload)
        return
    with tempfile.TemporaryDirectory() as beside, os.fdopen(os.memfd_create(name), "wb") as memory:
        with closing(upload_reader(folder, key, upload)) as reader:
            shutil.copyfileobj(reader, memory, _BLOCK)
        memory.flush()
        link = Path(beside) / name
        link.symlink_to(f"/proc/{os.getpid()}/fd/{memory.fileno()}")
        yield link
