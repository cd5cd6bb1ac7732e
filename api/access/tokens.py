"""Access tokens: JWTs by RFC 9068 that this server signs, and what must hold before one is believed."""

from __future__ import annotations

import math
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import jwt

from api.access.clients import Registry
from api.access.credentials import not_good
from api.access.principal import Principal, Role
from api.access.signing_keys import ALGORITHM, LONGEST_LIFE, SKEW, public_key, signing_key
from indexes.client_records import StoredClient
from indexes.secret_box import SecretBox

TYPE = "at+jwt"
PERSON_LIFE_S = 900
"""Longest life of a job seeker's own token, seconds."""

_REQUIRED = ["iss", "aud", "sub", "client_id", "iat", "exp", "jti"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What a token that was verified says.

    Attributes:
        client: Client that it was given to.
        scopes: What it may be used for.
        issued_at: Unix seconds.
        ends_at: Unix seconds; already passed by the clocks' difference at most.
        subject: Key of a worker for a job seeker's own token, else empty.
    """

    client: str
    scopes: frozenset[str]
    issued_at: int
    ends_at: int
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedToken:
    """A new token.

    Attributes:
        token: The JWT.
        expires_in: Seconds.
        scopes: What it may be used for.
    """

    token: str
    expires_in: int
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """Signs tokens and verifies its own.

    Attributes:
        name: ``iss`` of its tokens: the public address of the server.
        audience: ``aud`` of its tokens.
        box: Opens signing keys.
    """

    name: str
    audience: str
    box: SecretBox

    def issue_token(self, registry: Registry, client: StoredClient, scopes: frozenset[str]) -> IssuedToken:
        """A token for a client (RFC 6749, section 4.4).

        Raises:
            ConfigError: No key can sign.
        """
        claims = {"sub": client.id, "tenant": client.tenant, "role": client.role}
        return self._signed(registry, client.id, client.tokens_from, claims, scopes, int(LONGEST_LIFE.total_seconds()))

    def issue_person_token(
        self, registry: Registry, principal: Principal, subject: str, seconds: int = PERSON_LIFE_S
    ) -> IssuedToken:
        """A token for a job seeker's own data; good as long as the client that asked for it is.

        Args:
            registry: As it is now.
            principal: Client on whose word it is given.
            subject: Key of the worker.
            seconds: Its life, at most ``PERSON_LIFE_S``.

        Raises:
            ConfigError: No key can sign.
        """
        client = registry.clients.get(principal.client)
        claims = {"sub": subject, "tenant": principal.tenant, "role": Role.PERSON.value}
        begun = client.tokens_from if client else 0
        life = max(1, min(seconds, PERSON_LIFE_S))
        return self._signed(registry, principal.client, begun, claims, frozenset({"self"}), life)

    def _signed(
        self,
        registry: Registry,
        client: str,
        tokens_from: int,
        claims: Mapping[str, Any],
        scopes: frozenset[str],
        life_s: int,
    ) -> IssuedToken:
        kid, key = signing_key(registry.signing_keys, self.box, datetime.now(UTC))
        # A client that was let in again in the second it was shut out gets tokens of the second after.
        issued_at = max(int(time.time()), tokens_from)
        payload = {
            **claims,
            "iss": self.name,
            "aud": self.audience,
            "client_id": client,
            "scope": " ".join(sorted(scopes)),
            "iat": issued_at,
            "exp": issued_at + life_s,
            "jti": uuid.uuid4().hex,
        }
        token = jwt.encode(payload, key, algorithm=ALGORITHM, headers={"kid": kid, "typ": TYPE})
        return IssuedToken(token=token, expires_in=life_s, scopes=scopes)

    def knows(self, registry: Registry, kid: str) -> bool:
        """Whether a published key of ours has this id."""
        return public_key(registry.signing_keys, kid, datetime.now(UTC)) is not None

    def verify(self, registry: Registry, token: str, header: Mapping[str, Any]) -> Claims:
        """What a token of ours says.

        Args:
            registry: As it is now.
            token: The JWT.
            header: Its header, not verified.

        Raises:
            UnauthenticatedError: It is not ours, not for us, not of this kind, or has ended.
        """
        key = public_key(registry.signing_keys, header["kid"], datetime.now(UTC))
        if key is None or header.get("typ") != TYPE:
            raise not_good()
        payload = verified(token, key, [ALGORITHM], self.name, self.audience, _REQUIRED)
        is_person = payload.get("role") == Role.PERSON
        if not is_person and payload["sub"] != payload["client_id"]:
            raise not_good()
        return claims_of(payload, payload["client_id"], payload["sub"] if is_person else "")


def header_of(token: str) -> Mapping[str, Any]:
    """The header of a JWT, of which nothing is verified.

    Raises:
        UnauthenticatedError: It has none that can be used: no ``kid``, or a ``crit`` (RFC 7515, section 4.1.11).
    """
    try:
        header: Mapping[str, Any] = jwt.get_unverified_header(token)
    except jwt.PyJWTError as error:
        raise not_good() from error
    if not isinstance(header.get("kid"), str) or "crit" in header or "b64" in header:
        raise not_good()
    return header


def verified(
    token: str, key: jwt.PyJWK, algorithms: list[str], issuer: str, audience: str, required: list[str]
) -> dict[str, Any]:
    """The claims of a token with a good signature, for us, that has begun and not ended.

    Raises:
        UnauthenticatedError: One of these does not hold.
    """
    try:
        payload: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=algorithms,
            issuer=issuer,
            audience=audience,
            leeway=SKEW,
            options={"require": required, "verify_iat": True},
        )
    except (jwt.PyJWTError, ValueError, TypeError, OverflowError) as error:
        raise not_good() from error
    return payload


def claims_of(payload: Mapping[str, Any], client: object, subject: object) -> Claims:
    """Claims in our own form.

    Raises:
        UnauthenticatedError: One is not of its type.
    """
    scope, ends_at, issued_at = payload.get("scope", ""), payload["exp"], payload["iat"]
    if not (isinstance(client, str) and isinstance(subject, str) and isinstance(scope, str)):
        raise not_good()
    if not all(isinstance(moment, int | float) and math.isfinite(moment) for moment in (ends_at, issued_at)):
        raise not_good()
    return Claims(
        client=client,
        scopes=frozenset(scope.split()),
        issued_at=int(issued_at),
        ends_at=int(ends_at),
        subject=subject,
    )
