"""What an operator does with clients: add, change, rotate secrets, give and take back API keys."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from api.access.credentials import HASHER, new_api_key, new_secret
from api.access.principal import SCOPES, Role
from indexes.client_records import ACTIVE, DISABLED, StoredClient, StoredKey
from indexes.store import Store
from taxonomy.errors import InputError, UnknownIdError

ROLES = tuple(role for role in Role if role not in {Role.LOCAL, Role.ANONYMOUS, Role.PERSON})
"""What a client can be."""

RATE, BURST, QUOTA = 50, 200, 1_000_000
"""Of a client of whom nothing else is said: requests a second, at once, and a day."""

OVERLAP = timedelta(days=7)
"""How long the secret before is good beside a new one."""

_ID = re.compile(r"[a-z0-9][a-z0-9._-]{1,62}")
_TAKEN = frozenset({"local", "anonymous", "person"})
_MOST = 10**12


def new_client(
    client_id: str,
    *,
    name: str,
    tenant: str,
    role: str,
    scopes: Iterable[str],
    sources: Iterable[str] | None,
    rate: int = RATE,
    burst: int = BURST,
    quota: int = QUOTA,
) -> StoredClient:
    """A client, checked; it has no secret yet.

    Raises:
        InputError: A field cannot be used; names it.
    """
    owned = None if sources is None else frozenset(sources)
    client = StoredClient(
        id=client_id,
        name=name.strip() or client_id,
        tenant=tenant or client_id,
        role=role,
        scopes=frozenset(scopes),
        sources=owned,
        rate=rate,
        burst=burst,
        quota=quota,
        created_at=datetime.now(UTC),
    )
    _check(client)
    return client


def _check(client: StoredClient) -> None:
    for where, found in (("id", client.id), ("tenant", client.tenant)):
        if not _ID.fullmatch(found) or found in _TAKEN:
            raise InputError(wanted="2 to 63 of a-z 0-9 . _ -, not local, anonymous, person", found=found, where=where)
    if client.role not in set(ROLES):
        raise InputError(wanted=f"one of {', '.join(ROLES)}", found=client.role, where="role")
    grantable = {name for scope in SCOPES if scope != "self" for name in (scope, scope.partition(":")[0])}
    unknown = sorted(client.scopes - grantable)
    if unknown or not client.scopes:
        raise InputError(wanted=f"scopes of {', '.join(sorted(grantable))}", found=", ".join(unknown), where="scopes")
    if client.role in {Role.BOARD, Role.CENTRE}:
        if not client.sources:
            raise InputError(wanted=f"the sources of a {client.role}", found="none", where="sources")
        if "admin" in client.scopes:
            raise InputError(wanted=f"scopes of a {client.role}", found="admin", where="scopes")
    for source in client.sources or ():
        if not source or ":" in source or not source.isprintable():
            raise InputError(wanted="a source, the part of keys before the colon", found=source, where="sources")
    for where, number, least in (("rate", client.rate, 1), ("burst", client.burst, 1), ("quota", client.quota, 0)):
        if not least <= number <= _MOST:
            raise InputError(wanted=f"a number from {least}", found=str(number), where=where)


def add_client(store: Store, client: StoredClient, *, has_secret: bool = True) -> str:
    """Keep a new client.

    Returns:
        Its secret, which nobody can read again; empty where it has none.

    Raises:
        InputError: There is one of this id.
        StoreError: The store refused.
    """
    secret = new_secret() if has_secret else ""
    store.put_client(replace(client, secret_hash=HASHER.hash(secret) if secret else ""))
    return secret


def rotate_secret(store: Store, client_id: str, overlap: timedelta = OVERLAP) -> str:
    """Give a client a new secret.

    Args:
        store: Keeps it.
        client_id: Whose.
        overlap: How long the secret before is good; none ends it, and every token, at once.

    Raises:
        UnknownIdError: There is no such client.
        StoreError: The store refused.
    """
    secret, now = new_secret(), datetime.now(UTC)
    hashed = HASHER.hash(secret)

    def change(client: StoredClient) -> StoredClient:
        keeps = overlap > timedelta(0)
        return replace(
            client,
            secret_hash=hashed,
            old_secret_hash=client.secret_hash if keeps else "",
            old_secret_until=now + overlap if keeps else None,
            rotated_at=now,
            tokens_from=client.tokens_from if keeps else next_second(),
        )

    store.change_client(client_id, change)
    return secret


def disable(store: Store, client_id: str) -> StoredClient:
    """Shut a client out, at once and with every token that it holds; its webhooks are removed.

    Raises:
        UnknownIdError: There is no such client.
        StoreError: The store refused.
    """
    store.client(client_id)
    store.delete_webhooks_of(client_id)  # first: killed in between, nobody is told who may not call
    return store.change_client(client_id, lambda one: replace(one, state=DISABLED, tokens_from=next_second()))


def enable(store: Store, client_id: str) -> StoredClient:
    """Let a client in again; tokens from before stay refused.

    Raises:
        UnknownIdError: There is no such client.
        StoreError: The store refused.
    """
    return store.change_client(client_id, lambda one: replace(one, state=ACTIVE))


def next_second() -> int:
    """Unix seconds after which a token was made later than now."""
    return math.floor(time.time()) + 1


def add_api_key(store: Store, client_id: str, label: str, life: timedelta | None) -> tuple[StoredKey, str]:
    """Give a client an API key.

    Returns:
        What is kept of it, and the key, which nobody can read again.

    Raises:
        InputError: The label is longer than 100 characters.
        UnknownIdError: There is no such client.
        StoreError: The store refused.
    """
    if len(label) > 100 or not label.isprintable():
        raise InputError(wanted="a label of at most 100 characters", found=f"{len(label)}", where="label")
    key_id, text = new_api_key()
    now = datetime.now(UTC)
    key = StoredKey(
        id=key_id,
        client=client_id,
        label=label,
        hash=HASHER.hash(text),
        created_at=now,
        expires_at=None if life is None else now + life,
    )
    store.put_api_key(key)
    return key, text


def revoke_api_key(store: Store, key_id: str) -> StoredKey:
    """Take an API key back, at once.

    Raises:
        UnknownIdError: There is none of this id.
        StoreError: The store refused.
    """
    found = next((key for key in store.api_keys() if key.id == key_id), None)
    if found is None:
        raise UnknownIdError(
            wanted="the id of an API key, as 'sepadan clients show' lists them", found=key_id, where="key"
        )
    revoked = replace(found, revoked_at=found.revoked_at or datetime.now(UTC))
    store.put_api_key(revoked)
    return revoked
