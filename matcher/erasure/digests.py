"""Keyed hashes of records' keys: they tell that somebody was erased to who knows the key, and nobody else who it was.

HMAC-SHA256 (RFC 2104) under a key derived from the installation's secret keys. Ids are often short numbers: without the
secret key nobody can try them all.
"""

from __future__ import annotations

import hashlib
import hmac

from indexes.secret_box import SecretBox

PURPOSE = "tombstone"


class Digests:
    """Makes keyed hashes; a hash names the secret key that it was made with, so that rotation leaves it usable."""

    def __init__(self, box: SecretBox) -> None:
        """Derive a key of each secret key of the box."""
        self._keys = {key_id: box.derive(PURPOSE, key_id) for key_id in box.key_ids}
        self._current = box.current

    def of(self, kind: str, key: str) -> str:
        """The hash that is kept from now on.

        Args:
            kind: Kind of record.
            key: Its key.
        """
        return self._made(self._current, kind, key)

    def all_of(self, kind: str, key: str) -> tuple[str, ...]:
        """The hashes that older secret keys may have made, too."""
        return tuple(self._made(key_id, kind, key) for key_id in self._keys)

    def knows(self, digest: str) -> bool:
        """Whether the secret key that made a hash is at hand: else nobody can tell any more whom it means."""
        return digest.partition(":")[0] in self._keys

    def _made(self, key_id: str, kind: str, key: str) -> str:
        message = b"%d:%b%b" % (len(kind), kind.encode(), key.encode("utf-8", "surrogatepass"))
        return f"{key_id}:{hmac.new(self._keys[key_id], message, hashlib.sha256).hexdigest()}"
