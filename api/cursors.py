"""Opaque signed cursors: where a reader of a list stands; nobody makes one up, and none of another store is taken."""

from __future__ import annotations

import base64
import hashlib
import hmac

import orjson

from indexes.secret_box import SecretBox
from taxonomy.errors import InputError

_TAG = 16
_WANTED = "a cursor as an answer of this list gave it; begin again without one"


class Cursors:
    """Writes and reads the cursors of one installation."""

    def __init__(self, box: SecretBox, store_id: str) -> None:
        """Sign for a store.

        Args:
            box: Gives the keys; a cursor of an older key is still read.
            store_id: A store that was restored has another one: its revisions are given a second time.
        """
        self._keys = [box.derive("cursor", key_id)[:32] for key_id in box.key_ids]
        self._store_id = store_id

    def write(self, what: str, place: tuple[int, str]) -> str:
        """A cursor.

        Args:
            what: The list, with all that decides what it holds.
            place: Revision and key of the last entry; the revision is 0 in lists by key.
        """
        body = orjson.dumps(place)
        return base64.urlsafe_b64encode(self._tag(self._keys[0], what, body) + body).decode().rstrip("=")

    def read(self, what: str, cursor: str, where: str) -> tuple[int, str]:
        """The place that a cursor names; the start for an empty one.

        Raises:
            InputError: It is not one of this list.
        """
        if not cursor:
            return (0, "")
        try:
            raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        except ValueError as error:
            raise InputError(wanted=_WANTED, found=cursor, where=where) from error
        tag, body = raw[:_TAG], raw[_TAG:]
        if not any(hmac.compare_digest(tag, self._tag(key, what, body)) for key in self._keys):
            raise InputError(wanted=_WANTED, found=cursor, where=where)
        revision, key = orjson.loads(body)
        return (revision, key)

    def _tag(self, key: bytes, what: str, body: bytes) -> bytes:
        signed = f"{self._store_id}\n{what}\n".encode() + body
        return hmac.new(key, signed, hashlib.sha256).digest()[:_TAG]
