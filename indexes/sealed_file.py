"""Files that lie encrypted on disk: appended to, cut back to a known length, read from any place.

A file is a row of frames, each sealed by itself with AES-256-GCM (NIST SP 800-38D) under a key of the file's own and a
random nonce. What a frame is and which byte of the file it begins with is sealed along, so that frames cannot be
swapped, dropped or taken over from another file. Nothing is ever written over: a frame that a killed process left half
written lies behind the length that somebody remembers, and is cut off.

Whoever keeps a file keeps its ``Extent`` with it; a file that is shorter is refused, a longer one is cut back.
"""

from __future__ import annotations

import io
import os
import struct
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from indexes.identity_vault import KEY_BYTES
from taxonomy.errors import StoreError

FRAME = 64 * 1024
"""Most bytes of text in a frame."""

_HEAD = struct.Struct(">I12s")
_TAG_BYTES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How far a file is whole.

    Attributes:
        plain: Bytes of text.
        stored: Bytes on disk.
    """

    plain: int = 0
    stored: int = 0


def new_key() -> bytes:
    """A random key for one file."""
    return os.urandom(KEY_BYTES)


def _place(place: str, at: int) -> bytes:
    return f"{place}@{at}".encode()


class SealedWriter:
    """Appends to a sealed file. Not safe to share between threads."""

    def __init__(self, path: Path, key: bytes, place: str, extent: Extent) -> None:
        """Open a file to go on behind an extent; what lies behind that is cut off.

        Args:
            path: Made, readable by its owner alone, when it is not there.
            key: Of this file alone, 32 bytes.
            place: What the file is; it opens under no other.
            extent: As ``sync`` last gave it.

        Raises:
            StoreError: The file cannot be opened, or is shorter.
        """
        self._cipher = AESGCM(key)
        self._name, self._place = path, place
        self._plain, self._stored = extent.plain, extent.stored
        self._pending = bytearray()
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            size = os.fstat(self._file).st_size
            if size < extent.stored:
                os.close(self._file)
                raise StoreError(f"file {path.name}: wanted {extent.stored} bytes on disk, found {size}")
            os.ftruncate(self._file, extent.stored)
            os.lseek(self._file, extent.stored, os.SEEK_SET)
        except OSError as error:
            raise _refusal(path, "written", error) from error

    def write(self, text: bytes) -> None:
        """Append.

        Raises:
            StoreError: The disk refused.
        """
        self._pending += text
        while len(self._pending) >= FRAME:
            self._put(bytes(self._pending[:FRAME]))
            del self._pending[:FRAME]

    def _put(self, text: bytes) -> None:
        nonce = os.urandom(12)
        frame = _HEAD.pack(len(text), nonce) + self._cipher.encrypt(nonce, text, _place(self._place, self._plain))
        try:
            written = 0
            while written < len(frame):
                written += os.write(self._file, frame[written:])
        except OSError as error:
            raise _refusal(self._name, "written", error) from error
        self._plain += len(text)
        self._stored += len(frame)

    def sync(self) -> Extent:
        """Bring everything to the disk; gives how far the file is whole.

        Raises:
            StoreError: The disk refused.
        """
        if self._pending:
            self._put(bytes(self._pending))
            self._pending.clear()
        try:
            os.fsync(self._file)
        except OSError as error:
            raise _refusal(self._name, "written", error) from error
        return Extent(plain=self._plain, stored=self._stored)

    def cut(self, extent: Extent) -> None:
        """Go back to an extent: what was appended since is gone.

        Raises:
            StoreError: The disk refused.
        """
        self._pending.clear()
        self._plain, self._stored = extent.plain, extent.stored
        try:
            os.ftruncate(self._file, extent.stored)
            os.lseek(self._file, extent.stored, os.SEEK_SET)
        except OSError as error:
            raise _refusal(self._name, "written", error) from error

    def close(self) -> None:
        """Close the file; what was not synced may be lost."""
        os.close(self._file)


class SealedReader(io.RawIOBase):
    """Reads a sealed file as the text that it holds; one frame is in memory at a time."""

    def __init__(self, path: Path, key: bytes, place: str, extent: Extent) -> None:
        """Open a file; arguments as of ``SealedWriter``.

        Raises:
            StoreError: It cannot be opened, or is not whole.
        """
        self._cipher = AESGCM(key)
        self._name, self._place, self._extent = path, place, extent
        try:
            self._file = os.open(path, os.O_RDONLY)
        except OSError as error:
            raise _refusal(path, "read", error) from error
        self._at = 0
        self._open: tuple[int, bytes] = (0, b"")
        try:
            self._plains, self._storeds = self._frames()
        except StoreError:
            os.close(self._file)
            raise

    def _frames(self) -> tuple[list[int], list[int]]:
        """Where each frame begins: in the text, and on disk."""
        plains, storeds, plain, stored = list[int](), list[int](), 0, 0
        while stored < self._extent.stored:
            plains.append(plain)
            storeds.append(stored)
            head = os.pread(self._file, _HEAD.size, stored)
            if len(head) < _HEAD.size:
                break
            length = _HEAD.unpack(head)[0]
            plain, stored = plain + length, stored + _HEAD.size + length + _TAG_BYTES
        is_short = os.fstat(self._file).st_size < self._extent.stored
        if is_short or (plain, stored) != (self._extent.plain, self._extent.stored):
            raise self._damaged()
        return plains, storeds

    def _damaged(self) -> StoreError:
        return StoreError(f"file {self._name.name}: wanted the file as it was sealed, found one that does not open")

    def readable(self) -> bool:
        """True."""
        return True

    def seekable(self) -> bool:
        """True."""
        return True

    def tell(self) -> int:
        """Place in the text."""
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place in the text."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._extent.plain}[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, buffer: Any) -> int:
        """Read as far as the frame goes that the place lies in; 0 at the end.

        Raises:
            StoreError: The frame was damaged.
        """
        if self._at >= self._extent.plain or not len(buffer):
            return 0
        start, text = self._open
        if not start <= self._at < start + len(text):
            start, text = self._open = self._frame(bisect_right(self._plains, self._at) - 1)
        part = text[self._at - start : self._at - start + len(buffer)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)

    def _frame(self, number: int) -> tuple[int, bytes]:
        start, stored = self._plains[number], self._storeds[number]
        length, nonce = _HEAD.unpack(os.pread(self._file, _HEAD.size, stored))
        sealed = os.pread(self._file, length + _TAG_BYTES, stored + _HEAD.size)
        try:
            return start, self._cipher.decrypt(nonce, sealed, _place(self._place, start))
        except (InvalidTag, ValueError) as error:
            raise self._damaged() from error

    def close(self) -> None:
        """Close the file."""
        if not self.closed:
            os.close(self._file)
        super().close()


def _refusal(path: Path, what: str, error: OSError) -> StoreError:
    return StoreError(f"file {path.name}: cannot be {what}: {error.strerror}")
