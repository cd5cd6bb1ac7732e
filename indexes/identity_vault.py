"""Seals who a person is: AES-256-GCM, each field on its own, each tied to its record and its column.

A sealed field opens only at the place where it was sealed, so that fields can be neither read nor swapped in a copied
database. Keys have names: a new key seals from now on while the older ones still open (``Store.reseal`` renews them).
"""

from __future__ import annotations

import base64
import binascii
import os
import re
from collections.abc import Mapping
from typing import Any

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from indexes.schema import IDENTITY_FIELDS
from taxonomy.errors import ConfigError, StoreError

KEY_BYTES = 32
OTHER = "other"
"""Column of the fields that have none of their own."""

_NONCE_BYTES = 12
_BLOCK = 64
"""Sealed texts are as long as a multiple of this: the length of a sealed ``sex`` or ``name`` tells nothing."""

_KEY_ID = re.compile(r"[A-Za-z0-9_-]{1,32}")
_WANTED = "identity keys like 'id1:BASE64,id2:BASE64', the one to seal with first"


class Vault:
    """Seals and opens identity fields. Safe to share between threads.

    Attributes:
        current: Name of the key that seals. Nonces are random: one key is good for 2**32 fields, some 500 million
            people.
    """

    def __init__(self, keys: Mapping[str, bytes], current: str) -> None:
        """Hold the keys.

        Args:
            keys: Name to key, 32 bytes each.
            current: Name of the one that seals from now on.

        Raises:
            ConfigError: A key has another length, or ``current`` is none of them.
        """
        for key_id, key in keys.items():
            if len(key) != KEY_BYTES:
                raise ConfigError(f"identity keys: wanted {KEY_BYTES} bytes for key {key_id!r}, found {len(key)}")
        if current not in keys:
            raise ConfigError(f"identity keys: wanted a key named {current!r}, found {sorted(keys)}")
        self.current = current
        self._ciphers = {key_id: AESGCM(key) for key_id, key in keys.items()}

    def seal(self, kind: str, key: str, fields: Mapping[str, str]) -> dict[str, bytes | None]:
        """Every column of an identity row, sealed with the current key.

        Args:
            kind: Kind of the record.
            key: Key of the record.
            fields: Name to text. Those without a column of their own go together into ``other``.

        Returns:
            Column to sealed bytes, None where no field was given.
        """
        own = {name: text for name, text in fields.items() if name in IDENTITY_FIELDS}
        rest = {name: text for name, text in fields.items() if name not in IDENTITY_FIELDS}
        values: dict[str, object] = {**own, **({OTHER: rest} if rest else {})}
        return {
            column: self._sealed(kind, key, column, values[column]) if column in values else None
            for column in (*IDENTITY_FIELDS, OTHER)
        }

    def _sealed(self, kind: str, key: str, column: str, value: object) -> bytes:
        text = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
        padded = text + b" " * (-len(text) % _BLOCK)
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._ciphers[self.current].encrypt(nonce, padded, _place(kind, key, column))

    def open(self, kind: str, key: str, key_id: str, sealed: Mapping[str, bytes | None]) -> dict[str, str]:
        """The fields of some columns of an identity row.

        Args:
            kind: Kind of the record.
            key: Key of the record.
            key_id: Name of the key that sealed them.
            sealed: Column to sealed bytes; only these are opened.

        Raises:
            ConfigError: The key is not among those that were given.
            StoreError: A field does not open: it was damaged, moved, or sealed with another key of that name.
        """
        if key_id not in self._ciphers:
            raise ConfigError(f"identity keys: wanted key {key_id!r} that sealed {kind} {key}, found {self.key_ids}")
        fields: dict[str, str] = {}
        for column, box in sealed.items():
            if box is not None:
                value = self._opened(kind, key, key_id, column, box)
                fields.update(value if column == OTHER else {column: value})
        return fields

    def _opened(self, kind: str, key: str, key_id: str, column: str, box: bytes) -> Any:
        try:
            nonce, text = box[:_NONCE_BYTES], box[_NONCE_BYTES:]
            return orjson.loads(self._ciphers[key_id].decrypt(nonce, text, _place(kind, key, column)))
        except (InvalidTag, ValueError, TypeError) as error:
            raise StoreError(
                f"store: identity of {kind} {key}, {column}: wanted a field sealed here with key {key_id!r}, "
                "found one that does not open; run 'sepadan verify'"
            ) from error

    @property
    def key_ids(self) -> list[str]:
        """Names of the keys, sorted."""
        return sorted(self._ciphers)


def _place(kind: str, key: str, column: str) -> bytes:
    """Where a field is sealed; each part with its length, so that none can run into the next."""
    return b"".join(b"%d:%b" % (len(part), part) for part in (kind.encode(), key.encode(), column.encode()))


def parse_keys(text: str) -> dict[str, bytes]:
    """Keys as a setting names them.

    Args:
        text: ``id1:BASE64,id2:BASE64``; each key is 32 bytes.

    Returns:
        Name to key, in the order given; by custom the first one seals. No message shows a key.

    Raises:
        ConfigError: Says which entry cannot be read.
    """
    keys: dict[str, bytes] = {}
    for number, entry in enumerate(text.split(","), start=1):
        key_id, colon, encoded = entry.strip().partition(":")
        where = f"identity keys, entry {number}"
        if not colon or not _KEY_ID.fullmatch(key_id):
            raise ConfigError(
                f"{where}: wanted {_WANTED}, found no name of 1-32 letters, digits, '-' or '_' with a ':'"
            )
        if key_id in keys:
            raise ConfigError(f"{where}: wanted each name once, found {key_id!r} again")
        keys[key_id] = _key_of(encoded, f"{where} ({key_id!r})")
    return keys


def _key_of(encoded: str, where: str) -> bytes:
    try:
        key = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ConfigError(f"{where}: wanted {KEY_BYTES} bytes in base64, found text that is not base64") from error
    if len(key) != KEY_BYTES:
        raise ConfigError(f"{where}: wanted {KEY_BYTES} bytes in base64, found {len(key)} bytes")
    return key
