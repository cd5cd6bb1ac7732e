"""Pseudonyms of workers for one organisation: the key of a record, sealed so that it reads the same each time.

AES-SIV (RFC 5297) with a key of the organisation's own and no nonce: the same worker has the same pseudonym for one
organisation, another one for the next, so that two of them cannot join their lists (UU 27/2022 art. 16(2)c, purpose
limitation). Keys are filled up to a multiple of 32 bytes, so that their length tells no source. What was given out
under an older secret key still opens.
"""

from __future__ import annotations

import base64
import binascii
import re
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from indexes.secret_box import SecretBox

PREFIX = "pw_"
"""Begins a pseudonym of a worker; it holds no colon, so that it is no key."""

LONGEST = 1_200
"""Characters of a pseudonym at most: a key has 261 characters, of up to four bytes each."""

PATTERN = r"pw_[A-Za-z0-9_-]+"

WORKER_ID = rf"^([^\x00-\x1f]+:[^\x00-\x1f]+|{PATTERN})$"
"""What a request may name a worker by: a key, or a pseudonym."""

_KIND = b"worker"
_BLOCK = 32
_PSEUDONYM = re.compile(PATTERN)


def is_pseudonym(text: str) -> bool:
    """Whether a text has the form of a pseudonym."""
    return _PSEUDONYM.fullmatch(text) is not None


class Pseudonyms:
    """Makes and opens pseudonyms. Safe to share between threads."""

    def __init__(self, box: SecretBox) -> None:
        """Derive keys from a box's."""
        self._box = box
        self._cipher = lru_cache(maxsize=1_024)(self._derived)

    def _derived(self, tenant: str, key_id: str) -> AESSIV:
        return AESSIV(self._box.derive(f"pseudonym:{tenant}", key_id))

    def of(self, key: str, tenant: str) -> str:
        """The pseudonym of a worker.

        Args:
            key: Of the record.
            tenant: Organisation that is told it.
        """
        plain = key.encode()
        filled = plain + bytes(-len(plain) % _BLOCK)  # no key holds a NUL
        sealed = self._cipher(tenant, self._box.current).encrypt(filled, [_KIND, tenant.encode()])
        return PREFIX + base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()

    def open(self, text: str, tenant: str) -> str | None:
        """The key behind a pseudonym; None where it was not made for this organisation, or not by us.

        Args:
            text: As it came.
            tenant: Organisation that it came from.
        """
        if not is_pseudonym(text) or len(text) > LONGEST:
            return None
        body = text.removeprefix(PREFIX)
        try:
            sealed = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
        except (binascii.Error, ValueError):
            return None
        for key_id in self._box.key_ids:
            try:
                plain = self._cipher(tenant, key_id).decrypt(sealed, [_KIND, tenant.encode()])
            except (InvalidTag, ValueError):
                continue
            return plain.rstrip(b"\0").decode()
        return None
