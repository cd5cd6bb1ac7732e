"""Seals what a server must keep secret and read again: signing keys, webhook secrets. AES-256-GCM, keys with names.

A box says which key sealed it and opens only in the place it was sealed for, so that boxes cannot be swapped in a
copied database. Keys for other uses (pseudonyms) are derived by HKDF-SHA256 (RFC 5869), one for each purpose.
"""

from __future__ import annotations

import base64
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from indexes.identity_vault import KEY_BYTES, parse_keys
from taxonomy.errors import ConfigError, StoreError
from taxonomy.whole_file import write_whole

_NONCE_BYTES = 12
_WANTED = "secret keys like 'id1:BASE64,id2:BASE64', the one to seal with first"


class SecretBox:
    """Seals and opens secrets. Safe to share between threads.

    Attributes:
        current: Name of the key that seals; the others only open.
        key_ids: Names of all keys, the current one first.
    """

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        """Hold the keys.

        Args:
            keys: Name to 32 bytes, the one to seal with first.

        Raises:
            ConfigError: There is none.
        """
        if not keys:
            raise ConfigError(f"secret keys: wanted {_WANTED}, found none")
        self.key_ids = tuple(keys)
        self.current = self.key_ids[0]
        self._keys = dict(keys)

    def seal(self, place: str, secret: bytes) -> bytes:
        """A box of a secret.

        Args:
            place: What it is and whose, such as ``webhook:wh_123``; the box opens nowhere else.
            secret: Any bytes.
        """
        nonce = os.urandom(_NONCE_BYTES)
        head = self.current.encode() + b":"
        return head + nonce + AESGCM(self._keys[self.current]).encrypt(nonce, secret, place.encode())

    def open(self, place: str, box: bytes) -> bytes:
        """The secret in a box.

        Raises:
            ConfigError: The key that sealed it is not among those given.
            StoreError: The box was damaged, or sealed for another place.
        """
        name, _, rest = box.partition(b":")
        key_id = name.decode("ascii", "replace")
        if key_id not in self._keys:
            found = ", ".join(self.key_ids)
            raise ConfigError(f"secret keys: wanted key {key_id!r} that sealed {place}, found {found}")
        try:
            return AESGCM(self._keys[key_id]).decrypt(rest[:_NONCE_BYTES], rest[_NONCE_BYTES:], place.encode())
        except (InvalidTag, ValueError) as error:
            raise StoreError(
                f"store: wanted the secret of {place} as it was sealed, found one that does not open"
            ) from error

    def derive(self, purpose: str, key_id: str = "") -> bytes:
        """A key of 64 bytes for a purpose of its own; the same each time.

        Args:
            purpose: Names it; another purpose gets another key.
            key_id: Key that it is derived from; the current one when empty.

        Raises:
            ConfigError: There is no such key.
        """
        if key_id and key_id not in self._keys:
            raise ConfigError(f"secret keys: wanted one of {', '.join(self.key_ids)}, found {key_id!r}")
        return HKDF(SHA256(), length=64, salt=None, info=purpose.encode()).derive(self._keys[key_id or self.current])


def load_secret_box(text: str, file: Path) -> SecretBox:
    """The box of an installation.

    Args:
        text: ``id1:BASE64,id2:BASE64`` as a setting has it; when empty the file counts.
        file: Holds the same text, readable by its owner alone; made with a random key where it is not there.

    Raises:
        ConfigError: The text, or the file, cannot be read or made.
    """
    if text:
        return SecretBox(parse_keys(text))
    try:
        if not file.exists():
            _make(file)
        return SecretBox(parse_keys(file.read_text("ascii").strip()))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"secret keys {file}: wanted {_WANTED}, found: {error}") from error


def add_key(file: Path, key_id: str) -> str:
    """Put a new random key first in a file of keys, so that it seals from now on and the others still open.

    Args:
        file: As ``load_secret_box`` made it; written beside and renamed, so that it is there whole at any moment.
        key_id: Name of the new key.

    Returns:
        Names of all keys, the new one first, with commas between them.

    Raises:
        ConfigError: The name is taken, or the file cannot be read or written.
    """
    try:
        text = f"{new_key(key_id)},{file.read_text('ascii').strip()}"
        keys = parse_keys(text)
        write_whole(file, text.encode() + b"\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"secret keys {file}: wanted {_WANTED}, found: {error}") from error
    return ", ".join(keys)


def new_key(key_id: str) -> str:
    """A random key as a setting names it, ``id:BASE64``."""
    return f"{key_id}:{base64.b64encode(os.urandom(KEY_BYTES)).decode()}"


def _make(file: Path) -> None:
    """A file with a random key, whole or not there: of two processes that make it one comes first, and both read it."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, beside = tempfile.mkstemp(dir=file.parent)  # readable by its owner alone
    try:
        with os.fdopen(descriptor, "wb") as written:
            written.write(b"local:" + base64.b64encode(os.urandom(KEY_BYTES)) + b"\n")
            written.flush()
            os.fsync(written.fileno())
        with suppress(FileExistsError):
            os.link(beside, file)
    finally:
        os.unlink(beside)
