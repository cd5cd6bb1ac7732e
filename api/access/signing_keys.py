"""The keys that sign tokens: ES256 (RFC 7518), made here, sealed in the store, published as a JWK set (RFC 7517).

A key that is to come is published before it signs, for longer than anybody may keep the set; one that went stays
published until the last of its tokens has ended.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from jwt.algorithms import ECAlgorithm

from indexes.client_records import StoredSigningKey, signing_key_place
from indexes.secret_box import SecretBox
from indexes.store import Store
from taxonomy.errors import ConfigError, StoreError, UnknownIdError

ALGORITHM = "ES256"
LONGEST_LIFE = timedelta(hours=1)
"""Of a token."""
SKEW = timedelta(seconds=60)
"""By which clocks may differ."""
KEPT_BY_OTHERS = timedelta(minutes=5)
"""How long anybody may keep the published set."""
AHEAD = 2 * KEPT_BY_OTHERS
"""How long a new key is published before it signs."""


def ensure_signing_key(store: Store, box: SecretBox) -> None:
    """Make the first key where there is none; it signs at once, for nobody knows another.

    Raises:
        StoreError: The store refused.
    """
    now = datetime.now(UTC)
    store.change_signing_keys(lambda keys: keys or [_made(box, now, now)])


def rotate(store: Store, box: SecretBox) -> StoredSigningKey:
    """Make a key that takes the place of the one that signs, after ``AHEAD``; drop those that no token needs.

    Raises:
        StoreError: The store refused.
    """
    now = datetime.now(UTC)
    new = _made(box, now, now + AHEAD)

    def change(keys: Sequence[StoredSigningKey]) -> Sequence[StoredSigningKey]:
        needed = [key for key in keys if key.published_until is None or key.published_until > now]
        starts = new.signs_from if needed else now
        until = starts + LONGEST_LIFE + SKEW
        ended = [replace(key, published_until=key.published_until or until) for key in needed]
        return [*ended, replace(new, signs_from=starts)]

    return store.change_signing_keys(change)[-1]


def withdraw(store: Store, box: SecretBox, kid: str) -> None:
    """Take a key away at once, for somebody else has it: its tokens are good no longer.

    Raises:
        UnknownIdError: There is none of this id.
        StoreError: The store refused.
    """
    now = datetime.now(UTC)

    def change(keys: Sequence[StoredSigningKey]) -> Sequence[StoredSigningKey]:
        rest = [key for key in keys if key.kid != kid]
        if len(rest) == len(keys):
            raise UnknownIdError(wanted="the id of a signing key", found=kid, where="key")
        if any(key.signs_from <= now and key.published_until is None for key in rest):
            return rest
        return [*rest, _made(box, now, now)]

    store.change_signing_keys(change)


def _made(box: SecretBox, now: datetime, signs_from: datetime) -> StoredSigningKey:
    key = ec.generate_private_key(ec.SECP256R1())
    kid = f"sp-{secrets.token_hex(8)}"
    public: dict[str, Any] = ECAlgorithm.to_jwk(key.public_key(), as_dict=True)
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return StoredSigningKey(
        kid=kid,
        public_jwk=json.dumps({**public, "kid": kid, "use": "sig", "alg": ALGORITHM}, sort_keys=True),
        private_box=box.seal(signing_key_place(kid), private),
        created_at=now,
        signs_from=signs_from,
    )


def published(keys: Sequence[StoredSigningKey], now: datetime) -> list[StoredSigningKey]:
    """The keys whose tokens are good, or will be."""
    return [key for key in keys if key.published_until is None or key.published_until > now]


def jwks(keys: Sequence[StoredSigningKey], now: datetime) -> dict[str, list[Mapping[str, Any]]]:
    """The published set; no private part is in it."""
    return {"keys": [json.loads(key.public_jwk) for key in published(keys, now)]}


def public_key(keys: Sequence[StoredSigningKey], kid: str, now: datetime) -> jwt.PyJWK | None:
    """The key of an id, to verify with; None when none is published under it."""
    found = next((key for key in published(keys, now) if key.kid == kid), None)
    return None if found is None else _parsed(found.public_jwk)


@lru_cache(maxsize=16)
def _parsed(public_jwk: str) -> jwt.PyJWK:
    return jwt.PyJWK.from_json(public_jwk, ALGORITHM)


def signing_key(
    keys: Sequence[StoredSigningKey], box: SecretBox, now: datetime
) -> tuple[str, ec.EllipticCurvePrivateKey]:
    """Id and private part of the key that signs now: the last that has begun to.

    Raises:
        ConfigError: There is none, or the key that sealed it is not there.
        StoreError: It is damaged.
    """
    begun = [key for key in published(keys, now) if key.signs_from <= now]
    if not begun:
        raise ConfigError("signing keys: wanted one that signs, found none; run 'sepadan clients keys rotate'")
    key = max(begun, key=lambda one: (one.signs_from, one.kid))
    private = load_der_private_key(box.open(signing_key_place(key.kid), key.private_box), None)
    if not isinstance(private, ec.EllipticCurvePrivateKey):
        raise StoreError(f"store: signing_key {key.kid}: wanted a key of P-256, found another")
    return key.kid, private
