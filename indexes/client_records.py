"""Clients, API keys and signing keys as the store keeps them, and how a client becomes a row and a row a client."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from indexes import checked_rows
from indexes.schema_access import CLIENT

ACTIVE = "active"
DISABLED = "disabled"
"""States of a client."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredClient:
    """A client as the store keeps it.

    Attributes:
        id: Its own, as it stands in tokens.
        name: For people.
        tenant: Organisation that it belongs to.
        role: One of ``api.access.principal.Role``.
        scopes: What it may do.
        sources: Sources that are its own; None means all.
        state: ``active`` or ``disabled``.
        secret_hash: argon2id of its secret; empty for one that has none (API keys or another issuer alone).
        old_secret_hash: Of the secret before; empty when none is good any more.
        old_secret_until: Until when the secret before is good, UTC.
        rate: Requests a second that it may make for long.
        burst: Requests that it may make at once.
        quota: Requests a day; 0 for as many as it likes.
        created_at: UTC.
        rotated_at: When its secret was last made anew, UTC.
        tokens_from: Unix seconds; tokens made before are refused.
    """

    id: str
    name: str
    tenant: str
    role: str
    scopes: frozenset[str]
    sources: frozenset[str] | None
    state: str = ACTIVE
    secret_hash: str = ""
    old_secret_hash: str = ""
    old_secret_until: datetime | None = None
    rate: int
    burst: int
    quota: int
    created_at: datetime
    rotated_at: datetime | None = None
    tokens_from: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredKey:
    """An API key as the store keeps it.

    Attributes:
        id: Public part of the key.
        client: Whose it is.
        label: What it is for, in words.
        hash: argon2id of its secret part.
        created_at: UTC.
        expires_at: When it ends, UTC; None for never.
        revoked_at: When it was taken back, UTC.
        last_used_on: Day in western Indonesia, ISO 8601; empty when never.
    """

    id: str
    client: str
    label: str
    hash: str
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    last_used_on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSigningKey:
    """A key that signs tokens.

    Attributes:
        kid: Its id in the headers of tokens.
        public_jwk: Public part, JSON (RFC 7517).
        private_box: Private part, PKCS #8, sealed.
        created_at: UTC; published since then.
        signs_from: When it begins to sign, UTC.
        published_until: When it is published no longer, UTC; None while none comes after it.
    """

    kid: str
    public_jwk: str
    private_box: bytes
    created_at: datetime
    signs_from: datetime
    published_until: datetime | None = None


def row_of_client(client: StoredClient) -> dict[str, object]:
    """A row of ``CLIENT`` with its checksum."""
    sources = "" if client.sources is None else json.dumps(sorted(client.sources), ensure_ascii=False)
    named = {field.name: getattr(client, field.name) for field in fields(client)}
    named |= {"scopes": " ".join(sorted(client.scopes)), "sources": sources}
    return checked_rows.row_of(CLIENT, list(named.values()))


def client_of_row(values: Sequence[Any]) -> StoredClient:
    """A row of ``CLIENT``.

    Raises:
        StoreError: It is not what was written.
    """
    row = checked_rows.read(CLIENT, dict[str, Any], values)
    row["scopes"] = frozenset(row["scopes"].split())
    row["sources"] = frozenset(json.loads(row["sources"])) if row["sources"] else None
    return StoredClient(**row)


def signing_key_place(kid: str) -> str:
    """What the private part of a signing key is sealed for."""
    return f"signing-key:{kid}"
