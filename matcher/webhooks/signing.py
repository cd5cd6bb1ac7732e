"""Secrets and signatures as the Standard Webhooks specification has them (version 1.0.0, symmetric scheme ``v1``)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence

from taxonomy.errors import InputError

PREFIX = "whsec_"
LEAST_BYTES, MOST_BYTES = 24, 64
"""Length of a secret, bytes (section "Signature scheme": 192 to 512 bits)."""

_MADE_BYTES = 32


def make_secret() -> str:
    """A new random secret in its written form."""
    return PREFIX + base64.b64encode(secrets.token_bytes(_MADE_BYTES)).decode()


def secret_bytes(text: str) -> bytes:
    """The key that a written secret holds.

    Raises:
        InputError: It is none; the message does not show it.
    """
    wanted = f"{PREFIX} and {LEAST_BYTES} to {MOST_BYTES} bytes in base64"
    try:
        found = base64.b64decode(text.removeprefix(PREFIX), validate=True)
    except ValueError as error:
        raise InputError(wanted=wanted, found="another text", where="secret") from error
    if not text.startswith(PREFIX) or not LEAST_BYTES <= len(found) <= MOST_BYTES:
        raise InputError(wanted=wanted, found="another text", where="secret")
    return found


def signature(keys: Sequence[bytes], message_id: str, timestamp: int, body: bytes) -> str:
    """The header ``webhook-signature``: one signature for each key, with blanks between them.

    Args:
        keys: The present one first.
        message_id: Header ``webhook-id``.
        timestamp: Header ``webhook-timestamp``, Unix seconds.
        body: As it is sent.
    """
    signed = b"%b.%d.%b" % (message_id.encode(), timestamp, body)
    digests = [hmac.new(key, signed, hashlib.sha256).digest() for key in keys]
    return " ".join("v1," + base64.b64encode(digest).decode() for digest in digests)
