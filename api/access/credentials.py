"""What stands in the headers of a request, and the secrets that we hand out: how they look, are made and are hashed."""

from __future__ import annotations

import base64
import binascii
import re
import secrets
from dataclasses import dataclass
from enum import Enum
from urllib.parse import unquote_plus

import argon2
from argon2.exceptions import InvalidHashError, VerificationError
from starlette.datastructures import Headers

from api.access.errors import UnauthenticatedError

CHALLENGE = 'Bearer realm="sepadan"'
_LONGEST = 8_192
"""Characters of credentials; a token of ours has some 700."""

# OWASP's least memory and passes for argon2id (RFC 9106). Secrets here are 256 random bits that nobody chose: the hash
# keeps a copied database useless, and costs a caller 30 ms and not the 150 that a password would be worth.
HASHER = argon2.PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)

_KEY = re.compile(r"spd_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")
_SECRET_PREFIX = "sps_"  # noqa: S105 - public
"""Prefixes by which a scanner finds secrets that were committed or pasted somewhere."""


class Kind(Enum):
    """How a caller says who it is."""

    TOKEN = "token"  # noqa: S105 - a kind
    KEY = "key"
    BASIC = "basic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Credentials as they were given; nothing was checked.

    Attributes:
        kind: How.
        secret: Token, API key, or the secret after the colon.
        client: Id before the colon; empty unless ``kind`` is ``BASIC``.
    """

    kind: Kind
    secret: str
    client: str = ""


def read_credentials(headers: Headers) -> Given | None:
    """The credentials of a request (RFC 6750 section 2.1, RFC 7617, or ``X-API-Key``); None when there are none.

    Raises:
        UnauthenticatedError: They are not of these forms, or there are several.
    """
    found = [*headers.getlist("authorization"), *(f"Bearer {key}" for key in headers.getlist("x-api-key"))]
    if not found:
        return None
    if len(found) > 1:
        raise not_good("wanted credentials once, found several", "invalid_request")
    scheme, _, rest = found[0].partition(" ")
    rest = rest.strip()
    if len(rest) > _LONGEST or not rest.isascii() or scheme.lower() not in {"bearer", "basic"}:
        raise not_good("wanted Authorization: Bearer or Basic, found another", "invalid_request")
    if scheme.lower() == "basic":
        return _basic(rest)
    return Given(kind=Kind.KEY if rest.startswith("spd_") else Kind.TOKEN, secret=rest)


def _basic(text: str) -> Given:
    try:
        client, colon, secret = base64.b64decode(text, validate=True).decode("utf-8").partition(":")
    except (binascii.Error, UnicodeDecodeError):
        client, colon, secret = "", "", ""
    if not colon:
        raise not_good("wanted Basic with base64 of id:secret, found other text", "invalid_request")
    # RFC 6749, section 2.3.1: both are form-encoded before they are joined.
    return Given(kind=Kind.BASIC, client=unquote_plus(client), secret=unquote_plus(secret))


def not_good(
    message: str = "wanted credentials that are good, found others", error: str = "invalid_token"
) -> Exception:
    """The refusal of credentials (RFC 6750, section 3.1); the message holds nothing of them."""
    return UnauthenticatedError(message, {"WWW-Authenticate": f'{CHALLENGE}, error="{error}"'})


def new_secret() -> str:
    """A secret for a client: 256 random bits."""
    return _SECRET_PREFIX + secrets.token_urlsafe(32)


def new_api_key() -> tuple[str, str]:
    """Id of a new API key, and the whole key: ``spd_<id>_<256 random bits>``."""
    key_id = secrets.token_hex(6)
    return key_id, f"spd_{key_id}_{secrets.token_urlsafe(32)}"


def id_of_api_key(text: str) -> str:
    """Id of an API key; empty where it has not the form of one."""
    found = _KEY.fullmatch(text)
    return found[1] if found else ""


def is_secret_of(hashed: str, secret: str) -> bool:
    """Whether a secret is the one that was hashed; takes the same time either way, some 30 ms."""
    try:
        return HASHER.verify(hashed, secret)
    except (VerificationError, InvalidHashError):
        return False
